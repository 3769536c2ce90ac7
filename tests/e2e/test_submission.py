"""A spreadsheet goes out to a focal point and comes back, in a real browser: plan, conflict, receipt, and what is no spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from browser import Server, barriers, boxes, idle, serve
from gcdash.changes import Update, new_id
from gcdash.exports.focal_file import focal_file
from gcdash.sample import sample
from gcdash.store.workbook import WorkbookStore
from gcdash.submission.origin import origin_of_book

DAY = date(2009, 11, 20)
PATIENCE = 30_000
"""Milliseconds for a step with a large book, on a machine that may be busy."""


def sent_out(page: Page, server: Server, folder: Path) -> Path:
    page.goto(f"{server.url}/spreadsheets")
    idle(page)
    page.get_by_role("combobox", name="For whom").click()
    page.get_by_role("option", name="WCO", exact=True).click()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download the file", exact=True).click()
    downloaded.value.save_as(folder / "wco.xlsx")
    return folder / "wco.xlsx"


def filled_in(file: Path, **words: str) -> Path:
    """The file with a report on each action named, under its own name."""
    book = openpyxl.load_workbook(file)
    columns = {cell.value: cell.column for cell in book["Report"][1]}
    for row in book["Report"].iter_rows(min_row=2):
        if said := words.get(str(row[0].value)):
            for heading, value in (("New status", "In progress"), ("Report date", DAY), ("What was done", said)):
                book["Report"].cell(row[0].row, columns[heading], value)
    book.save(file)
    return file


def upload(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files(list(files))
    idle(page)


def say_who(page: Page) -> None:
    """Write the name of whoever applies the plan."""
    name = page.locator(".st-key-applied_by").get_by_role("textbox")
    name.fill("Ms A")
    name.press("Enter")
    idle(page)


def test_a_file_goes_out_comes_back_and_a_conflict_made_meanwhile_is_settled(server: Server, page: Page, tmp_path: Path) -> None:
    file = filled_in(sent_out(page, server, tmp_path), A05="The list was sent", A06="A workshop was held")
    WorkbookStore(server.book).append([Update(new_id(), "A05", date(2009, 11, 25), "On hold", "Waiting for funds", party="WCO")])
    upload(page, file)

    expect(page.get_by_text("1 conflict is to be settled first.")).to_be_visible()
    expect(page.get_by_role("button", name="Apply 1 report")).to_be_disabled()
    assert barriers(page) == []
    say_who(page)
    page.get_by_text("both, as two updates").click()
    page.get_by_role("button", name="Apply 2 reports").click()
    expect(page.get_by_text("Recorded from wco.xlsx: 2 reports.")).to_be_visible()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download the receipt").click()
    assert openpyxl.load_workbook(BytesIO(Path(downloaded.value.path()).read_bytes())).sheetnames == ["Receipt", "Taken", "Not taken"]
    assert sorted(WorkbookStore(server.book).load().updates["text"]) == ["A workshop was held", "The list was sent", "Waiting for funds"]

    page.goto(f"{server.url}/action?action=A06&as_of=2009-12-01")
    idle(page)
    expect(page.get_by_text("A workshop was held")).to_be_visible()
    page.goto(f"{server.url}/?as_of=2009-12-01")
    idle(page)
    expect(page.locator(".st-key-by_theme .legend")).to_contain_text("On course")  # that is A06; on that day nothing else is


def test_the_same_file_again_brings_nothing_and_what_is_no_spreadsheet_is_refused(server: Server, page: Page, tmp_path: Path) -> None:
    file = filled_in(sent_out(page, server, tmp_path), A05="The list was sent")
    upload(page, file)
    say_who(page)
    expect(page.get_by_role("button", name="Apply 1 report")).to_be_enabled()
    idle(page)
    page.get_by_role("button", name="Apply 1 report").click()
    expect(page.get_by_text("Recorded from wco.xlsx: 1 report.")).to_be_visible()
    expect(page.get_by_role("button", name="Nothing to apply")).to_be_disabled()

    (tmp_path / "picture.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))
    upload(page, tmp_path / "picture.xlsx")
    expect(page.get_by_text("picture.xlsx")).to_have_count(2)  # in the box, and in the sentence that says why
    expect(page.get_by_test_id("stAlertContentError")).to_be_visible()
    assert len(WorkbookStore(server.book).load().updates) == 1


def test_three_files_at_once_each_get_their_figures_or_their_sentence_and_are_applied_together(
    server: Server, page: Page, tmp_path: Path
) -> None:
    store = WorkbookStore(server.book)
    wco = filled_in(sent_out(page, server, tmp_path), A05="The list was sent", A06="A workshop was held")
    unep = tmp_path / "unep.xlsx"
    unep.write_bytes(focal_file(store.load(), "UNEP", origin_of_book(store), date(2009, 11, 1)))
    filled_in(unep, A06="Funds were found")
    photo = tmp_path / "photo.xlsx"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))
    store.append([Update(new_id(), "A06", date(2009, 11, 25), "On hold", "Waiting for funds", party="UNEP")])
    upload(page, wco, unep, photo)

    expect(page.get_by_test_id("stAlertContentError").filter(has_text="photo.xlsx")).to_have_count(1)
    expect(page.get_by_text("wco.xlsx: 2 reports.")).to_be_visible()
    expect(page.get_by_text("unep.xlsx: 1 conflict.")).to_be_visible()
    expect(page.get_by_role("button", name="Apply 2 reports")).to_be_disabled()
    say_who(page)
    page.get_by_text("take the file").click()
    page.get_by_role("button", name="Apply 3 reports").click()
    expect(page.get_by_text("Recorded from wco.xlsx, unep.xlsx: 3 reports.")).to_be_visible()
    expect(page.get_by_role("button", name="Nothing to apply")).to_be_disabled()
    said = store.load().updates
    assert set(said["text"]) >= {"The list was sent", "A workshop was held", "Funds were found", "Waiting for funds"}

    page.reload()
    idle(page)
    upload(page, wco, unep, photo)
    expect(page.get_by_role("button", name="Nothing to apply")).to_be_disabled()
    assert len(store.load().updates) == len(said)


def test_one_of_the_reports_is_left_by_its_box(server: Server, page: Page, tmp_path: Path) -> None:
    upload(page, filled_in(sent_out(page, server, tmp_path), A05="The list was sent", A06="A workshop was held"))
    expect(page.get_by_role("button", name="Apply 2 reports")).to_be_enabled()
    say_who(page)
    box_of_first_row = {"x": 30, "y": 52}
    page.get_by_test_id("stDataFrame").click(position=box_of_first_row)
    expect(page.get_by_role("button", name="Apply 1 report")).to_be_enabled()
    idle(page)

    page.get_by_role("button", name="Apply 1 report").click()
    expect(page.get_by_text("Recorded from wco.xlsx: 1 report.")).to_be_visible()
    assert list(WorkbookStore(server.book).load().updates["text"]) == ["A workshop was held"]


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Server]:
    """The app on a book of 5,000 actions: a plan for a copy of it takes a second or two."""
    (tmp_path / "large.xlsx").write_bytes(sample(actions=5_000, updates=5_000, parties=20))
    yield from serve(tmp_path / "large.xlsx")


COMPARING = re.compile(r"Comparing copy\.xlsx: [\d,]+ of 10,000 rows")


def amended_copy(book: Path, copy: Path) -> Path:
    """A copy of a book with 500 of its actions amended."""
    opened = openpyxl.load_workbook(book)
    for row in range(2, 502):
        opened["Actions"].cell(row, 7, f"amended {row}")
    opened.save(copy)
    return copy


def test_a_plan_in_the_making_says_how_much_is_left_and_can_be_cancelled_and_made_after_all(
    large: Server, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{large.url}/spreadsheets")
    idle(page)

    page.locator("input[type=file]").set_input_files(amended_copy(large.book, tmp_path / "copy.xlsx"))
    expect(page.get_by_text(COMPARING)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled: no plan was made and nothing was recorded.")).to_be_visible(timeout=PATIENCE)
    idle(page)
    expect(page.get_by_text("500 amendments")).to_have_count(0)
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_text("500 amendments.")).to_be_visible(timeout=PATIENCE)
    idle(page)  # what stood there before is gone: until then the button may move under the pointer
    page.get_by_role("button", name="Tick all").click()
    expect(page.get_by_role("button", name="Apply 500 amendments")).to_be_enabled(timeout=PATIENCE)


def test_a_plan_stays_in_its_place_while_it_is_made_again_since_somebody_has_recorded_something(
    large: Server, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{large.url}/spreadsheets")
    idle(page)
    page.locator("input[type=file]").set_input_files(amended_copy(large.book, tmp_path / "copy.xlsx"))
    expect(page.get_by_text("500 amendments.")).to_be_visible(timeout=PATIENCE)
    idle(page)
    before = boxes(page)
    assert {"tick_theirs", "apply_plan"} <= before.keys()

    WorkbookStore(large.book).append([Update(new_id(), "A0005", date(2009, 11, 25), "In progress", "Elsewhere")])
    expect(page.get_by_text(COMPARING)).to_be_visible(timeout=PATIENCE)
    assert boxes(page) == before
    assert page.locator("[data-stale=true]").count() == 0
    expect(page.get_by_text(COMPARING)).to_have_count(0)
    idle(page)
    assert boxes(page) == before
