"""Somebody clicks on while something is recorded: Streamlit ends that run at its next command, and yet what was recorded is said."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from browser import Server, boxes, idle
from gcdash.changes import Update
from gcdash.exports.focal_file import focal_file
from gcdash.store.workbook import WorkbookStore
from gcdash.submission.origin import origin_of_book
from patience import soon

if sys.platform != "linux":
    pytest.skip("only Linux tells who waits for a lock", allow_module_level=True)
import fcntl

EARLIER = Update("earlier", "A06", date(2009, 10, 1), "In progress", "Begun")


@contextlib.contextmanager
def held(book: Path) -> Iterator[None]:
    """Nothing gets into the journal meanwhile: whoever records waits."""
    (pending,) = book.parent.glob("*.gcdash/*/pending")
    fd = os.open(pending, os.O_RDONLY)
    fcntl.flock(fd, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(fd)


def press_on_while_it_records(server: Server, line: WebSocket, button: Locator, other: Locator) -> None:
    """Press a button that records, and another one before it is through."""
    with held(server.book):
        button.click()
        assert soon(lambda: waits(server.process)), "the server is not about to record anything"
        with line.expect_event("framesent"):
            other.click()


def waits(process: int) -> bool:
    """Whether a process waits for a lock that somebody else holds, as the kernel tells it (proc_locks(5))."""
    return any("->" in line and f" {process} " in line for line in Path("/proc/locks").read_text().splitlines())


def opened(page: Page, url: str) -> WebSocket:
    with page.expect_websocket() as line:
        page.goto(url)
    idle(page)
    return line.value


def test_an_update_is_said_to_be_recorded(server: Server, page: Page) -> None:
    WorkbookStore(server.book).append([EARLIER])
    line = opened(page, f"{server.url}/record?action=A05&as_of=2009-12-01")
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="In progress").click()

    press_on_while_it_records(server, line, page.get_by_role("button", name="Record the update"), page.get_by_role("button", name="Today"))

    expect(page.get_by_text("A05: In progress. Update ID")).to_be_visible()
    assert set(WorkbookStore(server.book).load().updates["action_id"]) == {"A05", "A06"}
    expect(page.get_by_role("combobox", name="Status")).not_to_have_value("In progress")


def with_a_plan(server: Server, page: Page, folder: Path) -> WebSocket:
    """A page with the plan for a file that brings one report, and with a name."""
    store = WorkbookStore(server.book)
    store.append([EARLIER])
    sent = folder / "wco.xlsx"
    sent.write_bytes(focal_file(store.load(), "WCO", origin_of_book(store), date(2009, 11, 1)))
    back = openpyxl.load_workbook(sent)
    sheet = back.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[0].value == "A05")
    for heading, words in {"New status": "In progress", "Report date": date(2009, 11, 20), "What was done": "The list was sent"}.items():
        sheet.cell(row, columns[heading], words)
    back.save(sent)
    line = opened(page, f"{server.url}/spreadsheets?as_of=2009-12-01")
    page.set_input_files("input[type=file]", sent)
    page.locator(".st-key-applied_by").get_by_role("textbox").fill("Ms A")
    page.locator(".st-key-applied_by").get_by_role("textbox").press("Enter")
    expect(page.get_by_role("button", name="Apply 1 report")).to_be_enabled()
    idle(page)
    return line


def test_a_submission_is_said_to_be_recorded_and_its_receipt_is_there(server: Server, page: Page, tmp_path: Path) -> None:
    line = with_a_plan(server, page, tmp_path)

    press_on_while_it_records(server, line, page.get_by_role("button", name="Apply 1 report"), page.get_by_role("button", name="Today"))

    expect(page.get_by_text("Recorded from wco.xlsx: 1 report.")).to_be_visible()
    expect(page.get_by_role("button", name="Download the receipt")).to_be_visible()


def test_nothing_on_the_page_moves_or_fades_while_a_submission_is_recorded(server: Server, page: Page, tmp_path: Path) -> None:
    with_a_plan(server, page, tmp_path)
    apply = page.get_by_role("button", name="Apply 1 report")
    apply.evaluate("button => button.scrollIntoView({block: 'center'})")
    before = boxes(page)

    with held(server.book):
        apply.click()
        expect(page.get_by_text("Recording 1 report …")).to_be_visible()
        assert soon(lambda: waits(server.process)), "the server is not about to record anything"
        expect(apply).to_be_disabled()
        assert boxes(page) == before
        assert page.locator("[data-stale=true]").count() == 0

    expect(page.get_by_text("Recorded from wco.xlsx: 1 report.")).to_be_visible()
    assert list(WorkbookStore(server.book).load().updates["text"]).count("The list was sent") == 1
