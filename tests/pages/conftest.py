"""Pages without a browser: the whole app run by Streamlit's AppTest on a workbook of the test's choice."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from books import make_book
from gcdash.store.workbook import WorkbookStore
from people import ACTIONS, ISSUER, OWNERS, PARTIES, SECRETS, UPDATES, allow
from screen import MAIN, PATIENCE, ROOT, forget

Open = Callable[..., AppTest]
HEADERS = [("X-Gcdash-Client", "127.0.0.1"), ("Host", "localhost:8501")]
"""What our server says of whoever sits at this machine."""


@pytest.fixture(autouse=True)
def _at_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every visit comes from here: AppTest has no way to say whence, and what nobody has said makes a viewer."""
    client = SimpleNamespace(headers=HEADERS, cookies={}, remote_ip="127.0.0.1")
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)


@pytest.fixture(scope="session")
def shown_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The shipped workbook for all tests that only look, read once for all of them; a test that writes to it fails the last one."""
    book = Path(shutil.copy(ROOT / "data" / "actions.xlsx", tmp_path_factory.mktemp("shown") / "actions.xlsx"))
    before = book.read_bytes()
    yield book
    assert WorkbookStore(book).load().updates.empty
    assert book.read_bytes() == before


@pytest.fixture
def look(shown_book: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """``look("themes", book=path, as_of="2009-11-25")`` opens pages/themes.py on a book, with that in the address.

    Without a page it is the first one, without a book the shipped one, which must not be written to. The page is opened as from a link:
    no other page has been shown before. An exception in it fails the test.
    """

    def open_page(name: str = "overview", *, book: Path = shown_book, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("GCDASH_WORKBOOK", str(book))
        opened = AppTest.from_file(str(MAIN), default_timeout=PATIENCE)
        opened.context = {"locale": "en-GB", "timezone": "Europe/Brussels", "theme": "light"}
        opened.query_params.update(query)
        opened.switch_page(os.path.relpath(ROOT / "pages" / f"{name}.py", MAIN.parent)).run()
        assert not opened.exception
        return opened

    return open_page


@pytest.fixture
def app(real_book: Path, look: Open) -> Iterator[Open]:
    """The same, without a book on a copy of the shipped one that the test may write to."""

    def open_page(name: str = "overview", *, book: Path = real_book, **query: str | list[str]) -> AppTest:
        return look(name, book=book, **query)

    forget()
    yield open_page
    forget()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return make_book(tmp_path / "small.xlsx", actions=ACTIONS, updates=UPDATES, owners=OWNERS, parties=PARTIES)


@pytest.fixture
def sign_in(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """``sign_in("record", "ann@example.org", action="A05")`` opens a page as whoever has signed in with that address."""
    access = tmp_path / "access.toml"
    access.write_text(allow())
    monkeypatch.setenv("GCDASH_ACCESS", str(access))
    monkeypatch.setenv("GCDASH_WORKBOOK", str(small))

    def open_page(name: str, email: str = "", **query: str) -> AppTest:
        opened = AppTest.from_file(str(MAIN), default_timeout=PATIENCE)
        opened.query_params.update(query)
        opened.secrets.update(SECRETS)
        if email:
            said = {"iss": ISSUER, "sub": email[0], "email": email, "email_verified": True, "iat": time.time(), "name": "Name"}
            opened.user = {"is_logged_in": True, **said}
        opened.switch_page(os.path.relpath(ROOT / "pages" / f"{name}.py", MAIN.parent)).run()
        assert not opened.exception
        return opened

    forget()
    yield open_page
    forget()
