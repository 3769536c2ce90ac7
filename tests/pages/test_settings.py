"""The settings on *Workbook check*: changed once it is said what that does, and shown to everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from gcdash.changes import Meeting, new_id
from gcdash.meetings import closing
from gcdash.setting_changes import changed
from gcdash.store.workbook import WorkbookStore
from screen import one, words

Open = Callable[..., AppTest]


def asked(app: Open) -> AppTest:
    """The page with the form that changes settings."""
    opened = app("check")
    one(opened, "button", "Change the settings").click().run()
    return opened


def test_another_base_date_says_how_many_due_dates_move_and_then_moves_them(app: Open, real_book: Path) -> None:
    opened = asked(app)
    one(opened, "date_input", "Base date").set_value(date(2010, 5, 29))
    one(opened, "button", "See what would change").click().run()
    said = words(opened)
    assert "Base date: 2009-05-29 → 2010-05-29" in said and "4 due dates move." in said
    assert WorkbookStore(real_book).load().settings.base_date == date(2009, 5, 29), "nothing is written before it is confirmed"

    one(opened, "button", "Yes, change them").click().run()

    assert not opened.exception
    assert "Changed: Base date." in words(opened)
    assert "29 Aug 2010" in words(app("action", action="A05"))


def test_another_base_date_says_that_the_minutes_of_closed_meetings_change_too(app: Open, real_book: Path) -> None:
    store = WorkbookStore(real_book)
    for name, day in (("First", date(2009, 11, 25)), ("Second", date(2010, 11, 25))):
        store.append([Meeting(new_id(), name, day)])
    store.append(closing(store.load(), "First", "Kenya", datetime(2009, 11, 26)))  # noqa: DTZ001 -- UTC, as all of the book
    opened = asked(app)
    one(opened, "date_input", "Base date").set_value(date(2010, 5, 29))
    one(opened, "button", "See what would change").click().run()
    assert "The minutes of 1 closed meeting will say other due dates." in words(opened)

    one(opened, "button", "No, leave them").click().run()
    one(opened, "date_input", "Base date").set_value(date(2009, 5, 29))
    one(opened, "text_input", "Place").set_value("Geneva")
    one(opened, "button", "See what would change").click().run()
    assert "No due date moves." in words(opened)
    assert "minutes" not in words(opened)


def test_a_value_that_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(app: Open, real_book: Path) -> None:
    opened = asked(app)
    one(opened, "text_input", "Due-soon days").set_value("a month")
    one(opened, "button", "See what would change").click().run()

    assert "Due-soon days cannot be a month." in words(opened)
    assert "Yes, change them" not in {button.label for button in opened.button}
    assert WorkbookStore(real_book).load().settings.due_soon_days == 30


def test_what_somebody_else_changed_before_it_was_confirmed_is_not_written_over(app: Open, real_book: Path) -> None:
    opened = asked(app)
    one(opened, "text_input", "Place").set_value("Geneva")
    one(opened, "button", "See what would change").click().run()
    store = WorkbookStore(real_book)
    store.append(changed(store.load(), {"Place": "Brussels"}))

    one(opened, "button", "Yes, change them").click().run()

    assert "Value of Place was changed to Brussels meanwhile" in words(opened)
    assert WorkbookStore(real_book).load().settings.place == "Brussels"


def test_settings_are_read_as_words_until_somebody_asks_to_change_them(app: Open) -> None:
    opened = app("check")
    assert "**Base date:** 29 May 2009" in words(opened) and "**Default as-of:** today" in words(opened)
    assert not [box for box in opened.text_input if box.label == "Place"]

    opened = asked(app)
    assert one(opened, "text_input", "Place").value == "NACEN, India"
    one(opened, "button", "Leave them").click().run()
    assert "**Base date:** 29 May 2009" in words(opened)
    assert not [box for box in opened.text_input if box.label == "Place"]
