"""A file that takes long: a bar says how much is left, and it can be cancelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser import Server, idle, serve
from gcdash.sample import sample

PATIENCE = 60_000
WRITING = re.compile(r"Writing action [\d,]+ of 5,000")


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Server]:
    """The app on a book of 5,000 actions."""
    (tmp_path / "large.xlsx").write_bytes(sample(actions=5_000, updates=2_000, parties=20))
    yield from serve(tmp_path / "large.xlsx")


def test_a_long_file_says_how_much_is_left_and_can_be_cancelled(large: Server, page: Page) -> None:
    page.goto(f"{large.url}/downloads")
    idle(page)

    page.get_by_role("button", name="Download Word").click()
    expect(page.get_by_text(WRITING)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled: no file was made.")).to_be_visible(timeout=PATIENCE)
