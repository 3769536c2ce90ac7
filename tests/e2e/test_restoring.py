"""A kept version put back in a browser: what was recorded since is in the workbook's file again, and what was typed over is as it was."""

from __future__ import annotations

from datetime import date

import openpyxl
from playwright.sync_api import Page, expect

from books import typed_by_hand
from browser import Server, idle
from gcdash.changes import Update
from gcdash.store.workbook import WorkbookStore
from patience import soon


def cells(server: Server, sheet: str) -> list[object]:
    """What stands in the cells of a sheet of the file itself; nothing while there is no such sheet."""
    book = openpyxl.load_workbook(server.book, read_only=True)
    return [cell for row in book[sheet].values for cell in row if cell is not None] if sheet in book.sheetnames else []


def test_a_version_that_is_put_back_holds_what_was_recorded_since_in_its_file(server: Server, page: Page) -> None:
    store = WorkbookStore(server.book)
    store.append([Update("u-1", "A05", date(2009, 10, 1), "In progress", "The list was sent")])
    assert store.fold().folded == 1
    action = store.load().action("A06")
    assert action is not None
    typed_by_hand(server.book, action["action"], "Typed over by mistake")

    page.goto(f"{server.url}/check")
    idle(page)
    page.get_by_role("button", name="See what would come back").click()
    expect(page.get_by_text("1 row of Updates")).to_be_visible()
    expect(page.get_by_text("1 row of Actions")).to_be_visible()
    page.get_by_role("button", name="Yes, put it back").click()

    expect(page.get_by_text("What is recorded since goes into it again.")).to_be_visible()
    soon(lambda: "The list was sent" in cells(server, "Updates"))
    assert "Typed over by mistake" not in cells(server, "Actions")
    assert action["action"] in cells(server, "Actions")
    page.goto(f"{server.url}/action?action=A05")
    expect(page.get_by_text("The list was sent")).to_be_visible()
