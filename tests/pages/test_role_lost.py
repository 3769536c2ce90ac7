"""A role that is lost between the press of a button and what is done upon it: refused in words where it is written, and in the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorage, MediaFileStorageError
from streamlit.testing.v1 import AppTest

from books import make_book, says
from gcdash.access import Verb
from gcdash.changes import Meeting
from gcdash.store.workbook import WorkbookStore
from people import ACTIONS, NO_PARTY, OWNERS, PARTIES, UPDATES, allow, lines
from screen import one, words

As = Callable[..., AppTest]
Losing = Callable[[str, Callable[[], object]], None]
UNSURE = {"action_id": "A07", "theme": "T", "action": "Say who", "timescale": "on-going", "responsibility": "Whoever can"}


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a form that is drawn, filled in and acted upon in one run; what pressing it asks for; and what is filled in before."""

    verb: Verb
    button: str
    page: str
    query: dict[str, str]
    fill: Callable[[AppTest], object]
    refused: str


def _status(page: AppTest) -> object:
    return one(page, "selectbox", "Status").set_value("In progress")


def _why(page: AppTest) -> object:
    return one(page, "text_input", "Why is it withdrawn?").set_value("Sent by mistake")


def _name(page: AppTest) -> object:
    return one(page, "text_input", "Name of the meeting").set_value("Second")


def _agree(page: AppTest) -> object:
    one(page, "selectbox", "Theme").set_value("T")
    return one(page, "text_area", "Action").set_value("Train the trainers")


_FILES: list[MediaFileManager] = []
"""What makes the files of the pages of a test."""


@pytest.fixture(autouse=True)
def _files_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up = MediaFileManager.__init__

    def keep(files: MediaFileManager, storage: MediaFileStorage) -> None:
        set_up(files, storage)
        _FILES[:] = [files]

    monkeypatch.setattr(MediaFileManager, "__init__", keep)


def made(page: AppTest, label: str) -> str:
    """Where the file is that a button makes: outside of any run, by what the page has given to the button when it was drawn."""
    return _FILES[-1].execute_deferred(one(page, "download_button", label).proto.deferred_file_id)


def _take(page: AppTest) -> object:
    made(page, "Download reminders")
    return page.run()


def _nothing(page: AppTest) -> object:
    return page


def _say(page: AppTest) -> object:
    return one(page, "text_input", "What was said or decided").set_value("The secretariat writes")


ROOM = {"meeting": "First", "at": "A05"}
PRESSES = {
    "report": Press(Verb.REPORT, "Record the update", "record", {"action": "A05"}, _status, "record updates"),
    "withdraw": Press(Verb.WITHDRAW_ANY, "Withdraw this update", "action", {"action": "A05"}, _why, "withdraw what others have reported"),
    "confirm a date": Press(Verb.CONFIRM, "Confirm this date", "action", {"action": "A05"}, _nothing, "amend what was agreed"),
    "confirm owners": Press(Verb.CONFIRM, "No owner", "action", {"action": "A07"}, _nothing, "amend what was agreed"),
    "open a meeting": Press(Verb.MEETING, "Open the meeting", "meetings", {}, _name, "write down what a meeting decides"),
    "close a meeting": Press(Verb.MEETING, "Close now", "meetings", {}, _nothing, "write down what a meeting decides"),
    "record an outcome": Press(Verb.MEETING, "Record the outcome", "meeting", ROOM, _say, "write down what a meeting decides"),
    "agree an action": Press(Verb.AMEND, "Add the action", "meeting", ROOM, _agree, "amend what was agreed"),
    "reminders went out": Press(Verb.REMIND, "These went out", "downloads", {}, _take, "make reminders"),
}


@pytest.fixture
def losing(monkeypatch: pytest.MonkeyPatch) -> Losing:
    """``losing("Record the update", lose)``: that button says that it was pressed, and ``lose`` happens before anything is done upon it."""

    def when_pressed(button: str, lose: Callable[[], object]) -> None:
        for kind in ("button", "form_submit_button"):
            monkeypatch.setattr(st, kind, _and_then(getattr(st, kind), button, lose))

    return when_pressed


def _and_then(ask: Callable[..., bool], button: str, lose: Callable[[], object]) -> Callable[..., bool]:
    def asked(label: str, *more: Any, **options: Any) -> bool:  # noqa: ANN401 -- as Streamlit has them
        pressed = ask(label, *more, **options)
        if pressed and label == button:
            lose()
        return pressed

    return asked


@pytest.fixture
def book(small: Path) -> Path:
    make_book(small, actions=[*ACTIONS, UNSURE], updates=UPDATES[:1], owners=OWNERS, parties=PARTIES)
    WorkbookStore(small).append([Meeting("g", "First", date(2009, 11, 25))])
    WorkbookStore(small).fold()
    return small


@pytest.mark.parametrize("name", PRESSES)
def test_a_coordinator_who_is_one_no_more_when_it_is_written_is_refused(
    sign_in: As, book: Path, tmp_path: Path, losing: Losing, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    press = PRESSES[name]
    page = sign_in(press.page, "sec@example.org", **press.query)
    press.fill(page)
    before = says(book)

    losing(press.button, lambda: (tmp_path / "access.toml").write_text(allow(coordinators="")))
    one(page, "button", press.button).click().run()

    assert f"You may not {press.refused} here." in words(page)
    assert says(book) == before
    assert f"WARNING refused {press.verb} viewer " in "\n".join(lines(caplog))


@pytest.mark.parametrize("name", ["report", "withdraw"])
def test_a_focal_point_who_is_taken_out_of_the_sheet_before_it_is_written_is_refused(
    sign_in: As, book: Path, losing: Losing, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    press = PRESSES[name]
    page = sign_in(press.page, "ann@example.org", **press.query)
    press.fill(page)
    before = says(book)

    def take_out() -> None:
        make_book(book, actions=[*ACTIONS, UNSURE], updates=UPDATES[:1], owners=OWNERS, parties=PARTIES[1:])
        WorkbookStore(book).append([Meeting("g", "First", date(2009, 11, 25))])

    losing(press.button, take_out)
    one(page, "button", press.button).click().run()

    assert NO_PARTY in words(page)
    assert says(book) == before
    assert f"WARNING refused {press.verb} viewer 'A05'" in "\n".join(lines(caplog))


@pytest.mark.usefixtures("book")
def test_a_coordinator_who_is_one_no_more_at_the_click_gets_no_drafts_with_addresses(
    sign_in: As, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    page = sign_in("downloads", "sec@example.org")
    assert made(page, "Download reminders")

    (tmp_path / "access.toml").write_text(allow(coordinators=""))

    with pytest.raises(MediaFileStorageError, match="You may not make reminders here"):
        made(page, "Download reminders")
    assert "WARNING refused remind viewer " in "\n".join(lines(caplog))
