"""No click reads the workbook again: it is read once, and then only when somebody else has saved it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gcdash.changes import Meeting, new_id
from gcdash.store.workbook import WorkbookStore
from patience import soon
from screen import counted, one, words

Open = Callable[..., AppTest]


def filtered(app: Open, _book: Path) -> None:
    shown = app("actions")
    one(shown, "button", "Filters: none").click().run()
    one(shown, "multiselect", "Theme").select("Capacity Building").run()


def a_bar_clicked(app: Open, _book: Path) -> None:
    """As the click of a bar comes back: the page runs again with its theme in the address."""
    shown = app("overview")
    shown.query_params["theme"] = "Capacity Building"
    shown.run()


def recorded_and_folded(app: Open, book: Path) -> None:
    form = app("record", action="A05")
    one(form, "selectbox", "Status").set_value("In progress")
    one(form, "button", "Record the update").click().run()
    folded(book)
    assert "In progress" in words(form.run())
    app("overview")


def decided_in_the_room(app: Open, book: Path) -> None:
    room = app("meeting", as_of="2009-12-01")
    one(room, "button_group", "Status").set_value("In progress")
    one(room, "text_input", "What was said or decided").set_value("The reminder goes out in January")
    one(room, "button", "Record the outcome").click().run()
    folded(book)
    one(room.run(), "button", "Next").click().run()


def downloads(app: Open, _book: Path) -> None:
    shown = app("downloads")
    for button in [button for button in shown.button if button.label.startswith("Download")]:
        button.click().run()
    assert not shown.exception


def workbook_check(app: Open, _book: Path) -> None:
    app("check").run()


def folded(book: Path) -> None:
    """The program carries by itself what was recorded into the workbook."""
    assert soon(lambda: len(list(book.parent.rglob("done/*.json"))) > 1 and not list(book.parent.rglob("pending/*.json")))


@pytest.fixture
def opened(app: Open, real_book: Path) -> Open:
    """The pages on a book with a meeting, that has been read."""
    WorkbookStore(real_book).append([Meeting(new_id(), "First follow-up", date(2009, 12, 1))])
    WorkbookStore(real_book).fold()
    app("overview")
    return app


INTERACTIONS = [filtered, a_bar_clicked, recorded_and_folded, decided_in_the_room, downloads, workbook_check]


@pytest.mark.parametrize("interact", INTERACTIONS, ids=lambda work: work.__name__)
def test_no_interaction_reads_the_workbook_again(opened: Open, real_book: Path, interact: Callable[[Open, Path], None]) -> None:
    before = counted("loads")

    interact(opened, real_book)

    assert counted("loads") == before
