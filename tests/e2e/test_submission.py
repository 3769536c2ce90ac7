"""A spreadsheet goes out to a focal point and comes back, in a real browser: plan, conflict, receipt, and what is no spreadsheet."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from browser import Server, barriers, idle
from gcdash.changes import Update, new_id
from gcdash.store.workbook import WorkbookStore

DAY = date(2009, 11, 20)


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


def test_a_file_goes_out_comes_back_and_a_conflict_made_meanwhile_is_settled(server: Server, page: Page, tmp_path: Path) -> None:
    file = filled_in(sent_out(page, server, tmp_path), A05="The list was sent", A06="A workshop was held")
    WorkbookStore(server.book).append([Update(new_id(), "A05", date(2009, 11, 25), "On hold", "Waiting for funds", party="WCO")])
    upload(page, file)

    expect(page.get_by_text("1 conflict is to be settled first.")).to_be_visible()
    expect(page.get_by_role("button", name="Apply 1 change")).to_be_disabled()
    assert barriers(page) == []
    page.get_by_text("both, as two updates").click()
    page.get_by_role("button", name="Apply 2 changes").click()
    expect(page.get_by_text("2 changes from wco.xlsx are recorded.")).to_be_visible()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download the receipt").click()
    assert openpyxl.load_workbook(BytesIO(Path(downloaded.value.path()).read_bytes())).sheetnames == ["Receipt", "Taken", "Not taken"]
    assert sorted(WorkbookStore(server.book).load().updates["text"]) == ["A workshop was held", "The list was sent", "Waiting for funds"]

    page.goto(f"{server.url}/action?action=A06&as_of=2009-12-01")
    expect(page.get_by_text("A workshop was held")).to_be_visible()


def test_the_same_file_again_brings_nothing_and_what_is_no_spreadsheet_is_refused(server: Server, page: Page, tmp_path: Path) -> None:
    file = filled_in(sent_out(page, server, tmp_path), A05="The list was sent")
    upload(page, file)
    page.get_by_role("button", name="Apply 1 change").click()
    expect(page.get_by_text("1 change from wco.xlsx is recorded.")).to_be_visible()
    expect(page.get_by_role("button", name="Nothing to apply")).to_be_disabled()

    (tmp_path / "picture.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))
    upload(page, tmp_path / "picture.xlsx")
    expect(page.get_by_text("picture.xlsx")).to_have_count(2)  # in the box, and in the sentence that says why
    expect(page.get_by_test_id("stAlertContentError")).to_be_visible()
    assert len(WorkbookStore(server.book).load().updates) == 1
