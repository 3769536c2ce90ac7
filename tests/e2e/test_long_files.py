"""What takes long: a bar at the foot of the page says how much is left, it can be cancelled, and nothing on the page moves for it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from books import make_book
from browser import Server, boxes, idle, serve, watch
from gcdash.changes import Update
from gcdash.sample import sample
from gcdash.store.places import journal_folder
from gcdash.store.workbook import WorkbookStore
from gcdash.ui.waiting import LONG
from patience import answers, soon

PATIENCE = 60_000
WRITING = re.compile(r"Writing action [\d,]+ of 5,000")
WAITING = "Waiting until another file is made …"


@pytest.fixture(scope="module")
def large_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """5,000 actions: nearly half a megabyte, and a Word document of them takes seconds."""
    book = tmp_path_factory.mktemp("large") / "large.xlsx"
    book.write_bytes(sample(actions=5_000, updates=2_000, parties=20))
    return book


@pytest.fixture
def large(large_book: Path, tmp_path: Path) -> Iterator[Server]:
    """The app on such a book."""
    yield from serve(Path(shutil.copy(large_book, tmp_path / "large.xlsx")))


@pytest.fixture
def others(browser: Browser, complaints: list[str]) -> Iterator[Iterator[Page]]:
    """Other people at the same time, as many as are asked for, each with a browser of their own."""
    contexts = []

    def another() -> Iterator[Page]:
        while True:
            contexts.append(browser.new_context())
            page = contexts[-1].new_page()
            watch(page, complaints)
            yield page

    yield another()
    for context in contexts:
        context.close()


def downloads(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/downloads")
    idle(page)


def ask_for_word(page: Page) -> None:
    page.get_by_role("button", name="Download Word").click()


def save(page: Page, suffix: str) -> Path:
    button = page.get_by_role("button", name=f"Save the {suffix} file")
    expect(button).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as begun:
        button.click()
    return begun.value.path()


def test_a_long_file_says_how_much_is_left_and_can_be_cancelled(large: Server, page: Page) -> None:
    downloads(large, page)

    ask_for_word(page)
    expect(page.get_by_text(WRITING)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled: no file was made.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Download Word")).to_be_enabled()


@pytest.mark.parametrize("width", [390, 1366])
def test_nothing_on_the_page_moves_or_fades_while_a_long_file_is_made_and_when_it_is_there(large: Server, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    downloads(large, page)
    page.get_by_role("button", name="Download Word").scroll_into_view_if_needed()
    before = boxes(page)
    assert {"take-docx", "take-pptx", "take_reminders"} <= before.keys()

    ask_for_word(page)
    expect(page.get_by_text(WRITING)).to_be_visible(timeout=PATIENCE)
    assert boxes(page) == before
    assert page.locator("[data-stale=true]").count() == 0
    expect(page.get_by_role("button", name="Save the .docx file")).to_be_visible(timeout=PATIENCE)
    idle(page)

    assert boxes(page) == before
    assert page.locator("[data-stale=true]").count() == 0


def test_a_table_of_thousands_of_rows_is_made_into_a_file_under_the_same_bar(large: Server, page: Page) -> None:
    page.goto(f"{large.url}/actions")
    idle(page)
    page.get_by_role("button", name="Download Excel").scroll_into_view_if_needed()
    before = boxes(page)

    page.get_by_role("button", name="Download Excel").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert boxes(page) == before
    expect(page.get_by_role("button", name="Save the .xlsx file")).to_be_visible(timeout=PATIENCE)
    idle(page)
    assert boxes(page) == before

    assert save(page, ".xlsx").stat().st_size > 100_000


def test_whoever_asks_while_another_file_is_made_is_told_to_wait_and_gets_theirs_next(
    large: Server, page: Page, others: Iterator[Page]
) -> None:
    second = next(others)
    for each in (page, second):
        downloads(large, each)

    ask_for_word(page)
    expect(page.get_by_text(WRITING)).to_be_visible(timeout=PATIENCE)
    ask_for_word(second)
    expect(second.get_by_text(WAITING)).to_be_visible()
    assert second.get_by_text(WRITING).count() == 0

    assert save(page, ".docx").read_bytes() == save(second, ".docx").read_bytes()


def test_whoever_stops_waiting_frees_their_place_and_can_ask_again(large: Server, page: Page, others: Iterator[Page]) -> None:
    second, third = next(others), next(others)
    for each in (page, second, third):
        downloads(large, each)
    ask_for_word(page)
    expect(page.get_by_text(WRITING)).to_be_visible(timeout=PATIENCE)
    for each in (second, third):
        ask_for_word(each)
        expect(each.get_by_text(WAITING)).to_be_visible()

    second.get_by_role("button", name="Cancel").click()
    expect(second.get_by_text("Cancelled: no file was made.")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()

    assert save(third, ".docx").stat().st_size > 100_000
    ask_for_word(second)
    assert save(second, ".docx").stat().st_size > 100_000


TILES = "[class*=st-key-pick_]"

SEEN = """addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
    const bar = document.querySelector('.st-key-reading'); if (!bar) return
    window.read = [...(window.read ?? []), [bar.innerText, document.querySelectorAll('TILES').length]]
}).observe(document.body, {subtree: true, childList: true, characterData: true}))""".replace("TILES", TILES)
"""Writes down what the bar says while a workbook is read, and how many figures stand on the page meanwhile."""


def test_a_large_workbook_is_read_under_a_bar_while_the_old_view_stays(large: Server, page: Page) -> None:
    page.add_init_script(SEEN)
    page.goto(large.url)
    idle(page)
    figures = page.locator(TILES).count()

    page.evaluate("window.read = []")
    large.book.write_bytes(sample(actions=5_000, updates=2_500, parties=20))
    page.wait_for_function("() => window.read.length > 2", timeout=PATIENCE)
    idle(page)

    read = page.evaluate("window.read")
    assert any(re.search(r"Reading row [\d,]+ of 7,\d\d\d", said) for said, _figures in read)
    assert {shown for _said, shown in read} == {figures}
    expect(page.locator(".st-key-reading")).to_have_count(0)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no named pipes in folders")
def test_whoever_comes_while_a_server_reads_a_large_workbook_for_the_first_time_sees_how_far_that_is(tmp_path: Path, page: Page) -> None:
    rows = [{"action_id": f"A{n}", "action": f"Train {n * n} officers of country {n} for {n**3} hours"} for n in range(15_000)]
    book = make_book(tmp_path / "large.xlsx", actions=rows)
    assert book.stat().st_size > LONG
    held = journal_folder(book) / "another" / "book.json"
    held.parent.mkdir(parents=True)
    os.mkfifo(held)  # what another book is known by stands here: to look at it takes until somebody writes

    with contextlib.contextmanager(serve)(book) as server:
        try:
            page.goto(server.url)
            expect(page.locator(".st-key-reading")).to_contain_text("Reading the updates")
            assert not answers(f"{server.url}/readyz")
            expect(page.locator(TILES)).to_have_count(0)
        finally:
            writing = os.open(held, os.O_RDWR)
            held.unlink()
            os.close(writing)
        idle(page)
        expect(page.locator(TILES)).not_to_have_count(0)
        expect(page.locator(".st-key-reading")).to_have_count(0)
        assert soon(lambda: answers(f"{server.url}/readyz"))
        assert "gcdash_loads_total 1" in page.request.get(f"{server.url}/metrics").text()


def test_a_large_workbook_is_checked_and_a_kept_version_of_it_is_told_and_put_back_under_bars(large: Server, page: Page) -> None:
    store = WorkbookStore(large.book)
    store.append([Update("u-1", "A0005", date(2009, 10, 1), "In progress", "The list was sent")])
    assert store.fold().folded == 1
    sent: list[bytes] = []
    page.on("websocket", lambda line: line.on("framereceived", lambda frame: sent.append(frame if isinstance(frame, bytes) else b"")))
    page.goto(f"{large.url}/check")
    expect(page.get_by_text(re.compile(r"problems were found;"))).to_be_visible(timeout=PATIENCE)
    idle(page)
    assert "Checking the workbook …" in said(sent)

    page.get_by_role("button", name="See what would come back").click()
    expect(page.get_by_text("1 row of Updates")).to_be_visible(timeout=PATIENCE)
    assert re.search("Reading the version that is kept …|Checking the file", said(sent))  # the second word may take the place of the first
    before = len(sent)
    page.get_by_role("button", name="Yes, put it back").click()
    expect(page.get_by_text("What is recorded since goes into it again.")).to_be_visible(timeout=PATIENCE)
    assert re.search("Putting the version back …|Checking the file", said(sent[before:]))
    assert re.search(r"Reading row [\d,]+ of ", said(sent))


def said(sent: list[bytes]) -> str:
    return b" ".join(sent).decode("utf-8", errors="replace")
