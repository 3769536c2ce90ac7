"""A whole meeting in a real browser: opened, gone through with the keyboard, outcomes, a new action, minutes, and the one after it."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pptx
from playwright.sync_api import Page, expect

from browser import Server, barriers, idle
from gcdash import meetings
from gcdash.changes import Update, new_id
from gcdash.store.workbook import WorkbookStore

STATUS = {"A05": "Completed", "A01": "In progress", "A04": "Cancelled"}
"""What the meeting decides on the first three of its agenda."""

PATIENCE = 30_000
"""Milliseconds: the machine may be busy with other tests."""


def open_meeting(page: Page, server: Server, name: str) -> None:
    page.goto(f"{server.url}/meetings")
    idle(page)
    page.get_by_role("textbox", name="Name of the meeting").fill(name)
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.get_by_text("What does the meeting decide?")).to_be_visible(timeout=PATIENCE)
    idle(page)


def decide(page: Page, action: str, status: str) -> None:
    expect(page.get_by_role("heading", name=re.compile(f"^{action} "))).to_be_visible(timeout=PATIENCE)
    chosen = page.get_by_role("radio", name=status)
    chosen.click()
    page.keyboard.press("ArrowRight")
    expect(chosen).to_be_checked()
    page.get_by_role("textbox", name="What was said or decided").fill(f"Decided on {action}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(f"Recorded for {action}: {status} · Decided on {action} · no next step")).to_be_visible(timeout=PATIENCE)


def close(page: Page, server: Server) -> bytes:
    """Close the meeting and take its minutes."""
    page.goto(f"{server.url}/meetings")
    idle(page)
    page.get_by_role("button", name="Close the meeting").click()
    page.get_by_role("button", name="Close now").click()
    expect(page.get_by_text(re.compile("^closed · "))).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Minutes (Word)").click()
    return Path(downloaded.value.path()).read_bytes()


def slides(page: Page, server: Server) -> list[str]:
    """What stands in the first column of the tables of the slides, downloaded after the meeting."""
    page.goto(f"{server.url}/downloads")
    idle(page)
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download PowerPoint").click()
    shapes = [shape for slide in pptx.Presentation(downloaded.value.path()).slides for shape in slide.shapes if shape.has_table]
    return [row.cells[0].text_frame.text for shape in shapes for row in shape.table.rows]


def test_a_whole_meeting_and_the_next_one(server: Server, page: Page) -> None:
    menu = page.get_by_test_id("stSidebarNav")
    page.goto(f"{server.url}/meeting")
    idle(page)
    expect(menu).to_be_visible()
    open_meeting(page, server, "First follow-up")
    order = [page.get_by_role("heading", level=2).inner_text().split(" ")[0]]
    assert barriers(page) == []
    expect(menu).to_be_hidden()
    for at in range(2, 17):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_text(f"{at} of 16", exact=True)).to_be_visible(timeout=PATIENCE)
        idle(page)
        order.append(page.get_by_role("heading", level=2).inner_text().split(" ")[0])
    assert len(set(order)) == 16
    assert order[:3] == list(STATUS)

    page.goto(f"{server.url}/meeting")
    idle(page)
    for action, status in STATUS.items():
        page.goto(f"{server.url}/meeting?at={action}")
        idle(page)
        decide(page, action, status)
    page.get_by_role("button", name="Agree a new action").click()
    page.get_by_role("combobox", name="Theme").click()
    page.get_by_role("option").first.click()
    page.get_by_role("textbox", name="Action", exact=True).fill("Train the trainers")
    page.get_by_role("button", name="Add the action").click()
    expect(page.get_by_text("A17 is added; it stands on the agenda.")).to_be_visible(timeout=PATIENCE)

    left = page.get_by_role("textbox", name="What was said or decided").first  # while one action takes the other's place both are there
    left.fill("Not lost")
    at = list(STATUS)[-1]
    WorkbookStore(server.book).append([Update(new_id(), at, date.today(), STATUS[at], "Sent in meanwhile")])
    expect(page.get_by_text("Sent in meanwhile")).to_be_visible()
    expect(left).to_have_value("Not lost")
    page.get_by_role("button", name="Next").click()
    idle(page)
    expect(left).to_have_value("")
    page.get_by_role("button", name="Previous").click()
    idle(page)
    expect(left).to_have_value("Not lost")

    minutes = docx.Document(BytesIO(close(page, server)))
    said = "\n".join(cell.text for table in minutes.tables for row in table.rows for cell in row.cells)
    assert [action for action in STATUS if f"Decided on {action}" not in said] == []
    assert "Train the trainers" in said

    assert {**STATUS, "A17": ""}.keys() <= set(slides(page, server))

    open_meeting(page, server, "Second follow-up")
    expect(page.get_by_text("1 of 15", exact=True)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Previous").wait_for()
    noted = meetings.noted(WorkbookStore(server.book).load(), "Second follow-up")
    assert noted == {action for action, status in STATUS.items() if status in {"Completed", "Cancelled"}}
    page.goto(f"{server.url}/meeting?at=A05")
    expect(page.get_by_text(re.compile("not on this meeting's agenda: A05"))).to_be_visible(timeout=PATIENCE)
    assert len(WorkbookStore(server.book).load().actions) == 17
