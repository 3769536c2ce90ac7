"""Where the server is busy, what a press has brought is seen all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from browser import Server, idle, serve
from gcdash.merge.plan import SUBMISSION
from late_loop import LOST
from sign_in import book_for

LATE = ("late_loop", "run", "app.py", "--server.port")


@pytest.fixture
def late_server(tmp_path: Path) -> Iterator[Server]:
    sent = {"update_id": "sent", "action_id": "A06", "party": "UNEP", "status": "In progress", "text": "Begun", "report_date": "2009-06-01"}
    book = book_for(tmp_path, [sent | {"source": f"{SUBMISSION}list.xlsx abc"}])
    yield from serve(book, start=LATE, PYTHONPATH=str(Path(__file__).parent))


def is_look(said: str | bytes) -> bool:
    return isinstance(said, bytes) and BackMsg.FromString(said).rerun_script.is_auto_rerun


def test_what_a_press_brings_is_seen_though_streamlit_loses_it_at_a_look_of_the_page(late_server: Server, page: Page) -> None:
    with page.expect_websocket() as line:
        page.goto(f"{late_server.url}/spreadsheets")
    idle(page)
    with line.value.expect_event("framesent", is_look):
        page.get_by_text("Withdraw a submission that was applied by mistake").click()
    idle(page)
    page.get_by_role("textbox", name="Your name").last.fill("Ms A")
    page.get_by_role("button", name="Withdraw the whole submission").click()

    expect(page.get_by_role("button", name="Yes, withdraw it")).to_be_visible()
    assert late_server.said.count(LOST) == 1
