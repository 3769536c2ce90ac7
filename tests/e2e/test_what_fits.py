"""What stands side by side on a screen 1366 pixels wide stands there whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser import Server, idle, serve
from gcdash.sample import sample
from gcdash.ui.rows import FIRST_SEEN, USUAL, WIDTHS

EDGES = 2


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A book of every standing, with more parties than fit beside each other."""
    book = tmp_path_factory.mktemp("busy") / "busy.xlsx"
    book.write_bytes(sample(actions=60, updates=120, parties=14))
    yield from serve(book)


def test_the_first_columns_of_a_table_fill_it_and_no_other_is_cut(busy: Server, page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{busy.url}/actions")
    idle(page)

    box = page.get_by_test_id("stDataFrame").bounding_box()
    assert box is not None
    assert box["width"] - EDGES == sum(WIDTHS[name] for name in USUAL[:FIRST_SEEN])


@pytest.mark.parametrize("width", [390, 1366])
def test_a_word_of_two_lines_begins_where_the_number_above_it_does(busy: Server, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(busy.url)
    idle(page)

    tile = page.locator(".st-key-pick_Report-overdue")
    number = tile.locator("strong").bounding_box()
    lines = tile.locator("p").evaluate("""words => { const all = document.createRange(); all.selectNodeContents(words.lastChild)
        return [...all.getClientRects()].map(line => line.x) }""")
    assert number is not None
    assert lines
    assert all(abs(left - number["x"]) <= EDGES for left in lines)


def test_parties_that_do_not_fit_beside_each_other_are_on_the_next_page_with_their_whole_names(busy: Server, page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{busy.url}/owners")
    idle(page)
    page.locator(".st-key-party_grid_page").scroll_into_view_if_needed()
    heads = page.get_by_test_id("stDataFrame").first.get_by_role("columnheader", include_hidden=True)
    expect(heads.first).to_have_text("ID")
    first = heads.all_text_contents()

    expect(page.get_by_text("Parties 1 to ")).to_be_visible()
    page.locator(".st-key-party_grid_page").get_by_role("button").last.click()
    expect(page.get_by_text("Parties 1 to ")).to_have_count(0)
    expect(heads.nth(1)).not_to_have_text(first[1])
    second = heads.all_text_contents()
    assert not set(first[1:]) & set(second[1:])
    for names in (first, second):
        assert sum(9 * len(name) + 24 for name in names[1:]) <= 890
