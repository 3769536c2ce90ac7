"""Pages without a browser: the whole app run by Streamlit's AppTest on a workbook of the test's choice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "gcdash" / "ui" / "main.py"
PATIENCE = 60
"""Seconds for one run: the first one imports pandas and Plotly, on a machine that may be busy."""


@pytest.fixture
def app(real_book: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """``app("themes", book=path, as_of="2009-11-25")`` opens pages/themes.py on a book, with that in the address.

    Without a page it is the first one, without a book a copy of the shipped one. An exception in the page fails the test.
    """

    def open_page(page: str = "", *, book: Path = real_book, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("GCDASH_WORKBOOK", str(book))
        opened = AppTest.from_file(str(MAIN), default_timeout=PATIENCE)
        opened.context = {"locale": "en-GB", "timezone": "Europe/Brussels", "theme": "light"}
        opened.query_params.update(query)
        opened.run()
        if page:
            opened.switch_page(os.path.relpath(ROOT / "pages" / f"{page}.py", MAIN.parent)).run()
        assert not opened.exception
        return opened

    _forget()
    yield open_page
    _forget()


def _forget() -> None:
    """Caches belong to the process, not to a test."""
    st.cache_data.clear()
    st.cache_resource.clear()
