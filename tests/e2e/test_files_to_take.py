"""Every file that the page offers, downloaded in a browser and opened by the program it is meant for."""

from __future__ import annotations

import csv
import email
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import docx
import icalendar
import openpyxl
import pptx
from playwright.sync_api import Page, expect

from browser import Server, barriers, idle
from gcdash.store.workbook import WorkbookStore

ADDRESS = "as_of=2009-12-01&theme=MEA-specific&since=2009-06-01"


def in_excel(content: bytes) -> list[str]:
    return [row[0] for row in openpyxl.load_workbook(io.BytesIO(content))["Actions"].iter_rows(min_row=2, values_only=True)]


def in_csv(content: bytes) -> list[str]:
    return [row["action_id"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def in_word(content: bytes) -> list[str]:
    return [row.cells[-1].text.split("\n")[0] for row in docx.Document(io.BytesIO(content)).tables[0].rows[2:]]


def in_slides(content: bytes) -> list[str]:
    slides = [slide for slide in pptx.Presentation(io.BytesIO(content)).slides if slide.shapes.title.text_frame.text == "Since 1 Jun 2009"]
    return [row.cells[0].text_frame.text for shape in slides[0].shapes if shape.has_table for row in list(shape.table.rows)[1:]]


def in_report(content: bytes) -> list[str]:
    return [action_id for action_id in ("A06", "A07", "A08", "A09") if f">{action_id}</td>" in content.decode()]


def in_calendar(content: bytes) -> list[str]:
    return [str(event["summary"]).split()[0] for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]


def in_reminders(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as drafts:
        opened = [email.message_from_bytes(drafts.read(name), _class=EmailMessage, policy=default) for name in drafts.namelist()]
    words = "".join(body.get_content() for message in opened if (body := message.get_body(("plain",))))
    return [action_id for action_id in ("A06", "A07", "A08", "A09") if action_id in words]


OPENED: dict[str, tuple[str, Callable[[bytes], list[str]]]] = {
    "Download Excel": (".xlsx", in_excel),
    "Download CSV": (".csv", in_csv),
    "Download Word": (".docx", in_word),
    "Download PowerPoint": (".pptx", in_slides),
    "Download report": (".html", in_report),
    "Download calendar": (".ics", in_calendar),
    "Download reminders": ("-reminders.zip", in_reminders),
}


def test_drafts_that_went_out_are_written_down_and_not_made_again(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/downloads?as_of=2009-12-01")
    idle(page)
    with page.expect_download() as first:
        page.get_by_role("button", name="Download reminders").click()
    with zipfile.ZipFile(first.value.path()) as drafts:
        assert len(drafts.namelist()) == 10
    expect(page.get_by_text("The drafts remind 10 parties of 30 things.")).to_be_visible()
    expect(page.get_by_text("10 drafts have no address: write the parties' e-mail into the Parties sheet")).to_be_visible()

    page.get_by_role("button", name="These went out").click()

    expect(page.get_by_text("30 reminders are recorded.")).to_be_visible()
    expect(page.get_by_text("30 reminders went out before and are left out.")).to_be_visible()
    idle(page)
    assert barriers(page) == []
    with page.expect_download() as second:
        page.get_by_role("button", name="Download reminders").click()
    with zipfile.ZipFile(second.value.path()) as drafts:
        assert drafts.namelist() == []
    assert len(WorkbookStore(server.book).load().reminders) == 30


def test_each_file_holds_what_is_filtered_on_the_day_and_has_a_name_that_says_which(
    shared_server: Server, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{shared_server.url}/downloads?{ADDRESS}")
    idle(page)

    for label, (ending, opened) in OPENED.items():
        with page.expect_download() as begun:
            page.get_by_role("button", name=label).click()
        begun.value.save_as(tmp_path / "file")
        assert begun.value.suggested_filename == f"wco-regional-green-customs-workshop-2009-12-01{ending}"
        assert opened((tmp_path / "file").read_bytes()) == ["A07", "A08"], label
