"""Without an access file: whoever is not at the machine, or comes through anything between, only looks and is told why."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from books import make_book
from browser import Server, serve
from provider import answering, listening
from proxy import DESK, front
from sign_in import ACTIONS, OWNERS, visit

LINK = "record?action=A05"


@pytest.fixture(scope="module")
def elsewhere() -> str:
    """An address of this machine that is not its own name for itself."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # sends nothing; only finds the address that would be used
        except OSError:
            pytest.skip("This machine has no address but its own.")
        return str(asked.getsockname()[0])


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[Server]:
    """Whoever runs it has let others reach it, and has not said who they are."""
    book = make_book(tmp_path_factory.mktemp("open") / "book.xlsx", actions=ACTIONS, owners=OWNERS)
    names = [part for name in ("127.0.0.1", elsewhere) for part in ("--server.allowedHosts", name)]
    yield from serve(book, "--server.address", "0.0.0.0", *names)  # noqa: S104 -- it is what the test is about


def test_who_is_at_the_machine_may_write(open_server: Server, page: Page) -> None:
    visit(page, f"{open_server.url}/{LINK}")

    expect(page.get_by_role("button", name="Record the update")).to_be_visible()


def only_looks(page: Page) -> None:
    expect(page.get_by_text("Only people at the computer that runs the dashboard may write").first).to_be_visible()
    expect(page.get_by_role("button", name="Record the update")).to_have_count(0)


def test_who_comes_from_another_address_only_looks(open_server: Server, page: Page, elsewhere: str, complaints: list[str]) -> None:
    visit(page, f"http://{elsewhere}:{open_server.port}/{LINK}")

    only_looks(page)
    assert all(complaint.startswith("off this machine: ") for complaint in complaints), "which it is by its address only"
    complaints.clear()


def test_who_comes_through_a_proxy_only_looks(open_server: Server, page: Page, nginx: str, tmp_path: Path) -> None:
    """Also where its door says that the visit comes from here."""
    with listening() as (door, desk), answering(door, DESK), front(nginx, tmp_path, open_server.url, desk, "s" * 40) as running:
        visit(page, f"{running.past_it}/{LINK}")

        only_looks(page)
