"""What somebody reads does not jump while they turn to another page or filter one: what comes takes its place at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page

from browser import Server, idle, next_frames, serve
from gcdash.sample import sample

GOOD = 0.1
"""Cumulative layout shift that people do not notice (web.dev/articles/cls); here also what moves right after a click counts."""

WATCH = """window.moved = [];
new PerformanceObserver(list => window.moved.push(...list.getEntries().map(entry => entry.value))).observe({type: 'layout-shift'})"""
MOVED = "() => { const sum = window.moved.reduce((all, one) => all + one, 0); window.moved = []; return sum }"
ANSWER = 0.07
"""What one line more of the sentence that answers moves, 26 of 768 pixels: another filter has another answer."""
ROOM = "meeting"
"""Its menu steps aside, which is meant."""
FILTERS = ("filtered", "all again")


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    book = tmp_path_factory.mktemp("busy") / "busy.xlsx"
    book.write_bytes(sample(actions=60, updates=120, parties=14))
    yield from serve(book)


def come_to_rest(page: Page) -> None:
    """Charts and tables come after the words, in files of their own that the browser fetches once."""
    idle(page)
    page.wait_for_load_state("networkidle")
    next_frames(page)


def turn_to(page: Page, there: Locator) -> float:
    """Click, and how much moved until all has come."""
    there.click()
    come_to_rest(page)
    return float(page.evaluate(MOVED))


def test_nothing_jumps_when_somebody_turns_to_another_page_or_filters_one(busy: Server, page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(busy.url)
    come_to_rest(page)
    page.evaluate(WATCH)
    menu = page.get_by_test_id("stSidebarNavLink")
    turn_to(page, menu.last)  # the menu itself has come in by then, as Streamlit opens it
    addresses = {str(link.get_attribute("href")).rsplit("/", 1)[-1]: link for link in menu.all()}
    moved = {address: turn_to(page, link) for address, link in addresses.items() if address != ROOM}
    turn_to(page, menu.first)
    for turn in FILTERS:
        moved[turn] = turn_to(page, page.locator(".st-key-pick_Overdue button"))

    assert len(moved) > 10
    assert {where: much for where, much in moved.items() if much > GOOD + (ANSWER if where in FILTERS else 0)} == {}
