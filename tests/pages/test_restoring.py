"""A kept version of the workbook on *Workbook check*: put back once it is said what comes of that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from books import typed_by_hand
from gcdash.changes import Update
from gcdash.setting_changes import changed
from gcdash.store.workbook import WorkbookStore
from screen import one, words

Open = Callable[..., AppTest]


@pytest.fixture
def kept(real_book: Path) -> Path:
    """A workbook with a kept version from before an update and a change of a setting were recorded, and before somebody typed into it."""
    store = WorkbookStore(real_book)
    store.append([Update("u-1", "A05", date(2009, 10, 1), "In progress", "The list was sent")])
    store.append(changed(store.load(), {"Place": "Geneva"}))
    assert store.fold().folded == 2
    action = store.load().action("A06")
    assert action is not None
    typed_by_hand(real_book, action["action"], "Typed over by mistake")
    return real_book


def asked(app: Open) -> AppTest:
    page = app("check")
    one(page, "button", "See what would come back").click().run()
    assert not page.exception
    return page


def actions(book: Path) -> str:
    return " ".join(WorkbookStore(book).load().actions["action"])


def test_it_is_said_what_goes_in_again_and_what_would_be_gone_before_anything_is_done(app: Open, kept: Path) -> None:
    before = kept.read_bytes()
    page = asked(app)

    said = words(page)
    assert "Recorded since, and goes in again: 1 row of Updates and 1 row of Settings." in said
    assert "Not in it, as somebody wrote it into the workbook since: 1 row of Actions." in said
    one(page, "button", "No, leave it").click().run()
    assert "Yes, put it back" not in {button.label for button in page.button}
    assert kept.read_bytes() == before


def test_what_comes_back_holds_what_is_recorded_since_and_the_version_before_is_kept(app: Open, kept: Path) -> None:
    page = asked(app)
    assert "Typed over by mistake" in actions(kept)
    one(page, "button", "Yes, put it back").click().run()

    assert "What is recorded since goes into it again." in words(page)
    book = WorkbookStore(kept).load()
    assert "Typed over by mistake" not in actions(kept)
    assert list(book.updates["text"]) == ["The list was sent"]
    assert book.settings.place == "Geneva"
    assert "generation 1" in " ".join(one(page, "selectbox", "Version").options)


def test_a_version_that_is_kept_no_more_is_refused_in_a_sentence(app: Open, kept: Path) -> None:
    page = asked(app)
    for backup in WorkbookStore(kept).backups():
        backup.path.unlink()
    one(page, "button", "Yes, put it back").click().run()

    assert "No backup of generation 0 is kept." in words(page)
    assert "Typed over by mistake" in actions(kept)


def test_before_anything_was_written_there_is_nothing_to_put_back(app: Open) -> None:
    assert "None is kept yet." in words(app("check"))
