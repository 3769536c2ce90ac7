"""A reading that is not certain is confirmed on screen, and the workbook's own cells say so afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from books import make_book
from gcdash import sentences
from gcdash.amendments import Occasion, amend
from gcdash.changes import Update, new_id
from gcdash.store.workbook import WorkbookStore
from screen import words

Open = Callable[..., AppTest]


def cell_of(book: Path, action_id: str, heading: str) -> object:
    """One cell of the Actions sheet, as another program reads it, once what waits is in the workbook."""
    assert WorkbookStore(book).fold().waiting == 0
    headings, *rows = openpyxl.load_workbook(book)["Actions"].iter_rows(values_only=True)
    value = next(row for row in rows if row[0] == action_id)[headings.index(heading)]
    return value.date() if isinstance(value, datetime) else value


def typed(book: Path, action_id: str, heading: str, words: str) -> None:
    """Somebody types into a cell of the Actions sheet in another program."""
    opened = openpyxl.load_workbook(book)
    headings, *rows = opened["Actions"].iter_rows()
    next(row for row in rows if row[0].value == action_id)[[cell.value for cell in headings].index(heading)].value = words
    opened.save(book)


@pytest.mark.parametrize("name", ["check", "action"])
def test_a_suggested_date_is_confirmed_and_then_counts(app: Open, real_book: Path, name: str) -> None:
    before = app("action", action="A03", as_of="2009-11-25")
    assert "○ On course" in words(before) and "29 Aug 2009 (to confirm)" in words(before)

    confirmed = app(name, action="A03").button(key="due_yes_A03").click().run()

    assert [said.value for said in confirmed.success if said.proto.title == "Recorded"] == ["A03's due date is 29 Aug 2009, confirmed."]
    now = words(app("action", action="A03", as_of="2009-11-25"))
    assert "● Overdue by 88 days" in now and "29 Aug 2009 (confirmed)" in now
    assert cell_of(real_book, "A03", "Due date") == date(2009, 8, 29)


def test_another_date_than_the_suggested_one_can_be_confirmed(app: Open, real_book: Path) -> None:
    opened = app("check")
    opened.date_input(key="due_day_A03").set_value(date(2009, 12, 24))

    opened.button(key="due_yes_A03").click().run()

    assert cell_of(real_book, "A03", "Due date") == date(2009, 12, 24)
    assert "24 Dec 2009 (confirmed)" in words(app("action", action="A03"))


def test_a_suggested_date_is_turned_down(app: Open, real_book: Path) -> None:
    app("check").button(key="due_none_A03").click().run()

    assert cell_of(real_book, "A03", "Due date") == "none"
    assert "no due date (confirmed)" in words(app("action", action="A03"))


def test_as_many_readings_are_said_to_wait_as_boxes_stand_below_and_no_name_that_waits_is_said_to_be_read(
    look: Open, tmp_path: Path
) -> None:
    both = {"action_id": "A01", "theme": "T", "action": "x", "timescale": "3", "responsibility": "Kenya, Uganda"}
    opened = look("check", book=make_book(tmp_path / "both.xlsx", actions=[both]))

    assert "2 readings wait to be confirmed" in words(opened)
    assert [box.label for box in opened.button if box.label.startswith("Confirm")] == ["Confirm this date", "Confirm these owners"]
    assert "name could be read" not in words(opened)


def test_owners_are_confirmed(app: Open, real_book: Path) -> None:
    opened = app("check")
    opened.multiselect(key="owners_names_A01").set_value(["WCO", "UNEP"])

    opened.button(key="owners_yes_A01").click().run()

    assert cell_of(real_book, "A01", "Owners") == "WCO; UNEP"
    assert "10 owners are named 32 times over 14 actions; 2 actions are unassigned." in words(app("owners"))


def test_who_confirms_is_asked_for_a_name_once(app: Open, real_book: Path) -> None:
    opened = app("check")
    opened.text_input(key="confirmed_by").set_value("R. Sharma")
    opened.button(key="owners_none_A16").click().run()

    assert "A16 has no owner, confirmed by R. Sharma." in words(opened)
    assert [box.label for box in opened.text_input if box.label == "Your name"] == []
    assert list(WorkbookStore(real_book).load().amendments["by"]) == ["R. Sharma"]


def test_a_confirmed_reading_says_when_it_was_confirmed_though_it_holds_from_the_agreement_on(app: Open, real_book: Path) -> None:
    opened = app("check")
    opened.text_input(key="confirmed_by").set_value("R. Sharma")
    opened.button(key="owners_none_A16").click().run()
    day = sentences.day(WorkbookStore(real_book).load().amendments["recorded_at"].iloc[0])

    said = words(app("action", action="A16"))
    assert f"confirmed on {day} by R. Sharma" in said
    assert f"{day} · Owners confirmed" in said
    assert "29 May 2009 · " not in said


def test_what_was_confirmed_is_not_said_of_a_cell_that_somebody_has_changed_since(app: Open, real_book: Path) -> None:
    app("check").button(key="owners_none_A16").click().run()
    assert WorkbookStore(real_book).fold().waiting == 0
    typed(real_book, "A16", "Owners", "WCO")

    assert "WCO (confirmed)" in words(app("action", action="A16"))
    assert "confirmed on" not in words(app("action", action="A16"))


def test_that_an_action_has_no_owner_is_confirmed(app: Open, real_book: Path) -> None:
    app("check").button(key="owners_none_A16").click().run()

    assert cell_of(real_book, "A16", "Owners") == "none"
    assert "unassigned (confirmed)" in words(app("action", action="A16"))


def test_owners_confirmed_without_naming_any_are_refused_in_words(app: Open, real_book: Path) -> None:
    opened = app("check").button(key="owners_yes_A01").click().run()

    assert 'Choose at least one owner, or press "No owner".' in words(opened)
    assert cell_of(real_book, "A01", "Owners") is None


def test_a_day_confirmed_without_choosing_one_is_refused_by_the_button_s_name(app: Open, real_book: Path) -> None:
    opened = app("check")
    opened.date_input(key="due_day_A03").set_value(None)

    opened.button(key="due_yes_A03").click().run()

    assert 'Choose a day, or press "No due date".' in words(opened)
    assert cell_of(real_book, "A03", "Due date") is None


def test_a_reading_that_is_confirmed_is_asked_for_no_more(app: Open) -> None:
    opened = app("check")
    assert "3 readings wait to be confirmed" in words(opened)

    opened.button(key="due_yes_A03").click().run()

    assert "2 readings wait to be confirmed" in words(opened)
    assert "due_yes_A03" not in {button.key for button in opened.button}


def test_the_words_of_the_workbook_stay_beside_a_confirmed_reading(app: Open) -> None:
    app("check").button(key="due_yes_A03").click().run()

    assert "3\nOn-going" in words(app("action", action="A03"))


FIRST, SECOND = date(2009, 12, 1), date(2009, 12, 10)


def agreed_anew(book: Path, field: str, said: str, day: date) -> None:
    store = WorkbookStore(book)
    store.append(amend(store.load(), "A05", field, said, Occasion(day, "Ms A", "submission wco.xlsx ab12")))


def test_what_was_agreed_anew_says_what_it_was_before_and_is_in_the_history_with_the_updates(app: Open, real_book: Path) -> None:
    agreed_anew(real_book, "timescale", "9 months", FIRST)
    WorkbookStore(real_book).append([Update(new_id(), "A05", date(2009, 12, 5), "In progress", "Begun", party="WCO")])
    agreed_anew(real_book, "timescale", "12 months", SECOND)

    said = words(app("action", action="A05", as_of="2009-12-31"))
    assert "amended on 10 Dec 2009; before: 9 months" in said
    assert "History: 1 update, 2 amendments" in said
    heads = ["10 Dec 2009 · Proposed Time scale amended", "Begun", "1 Dec 2009 · Proposed Time scale amended"]
    places = [said.rindex(head) for head in heads]
    assert places == sorted(places), "the newest first"
    assert "~~9~~ **12** months" in said and "~~3~~ **9** months" in said
    assert "Ms A, by submission wco.xlsx ab12, ID " in said

    before = words(app("action", action="A05", as_of="2009-12-02"))
    assert "amended on 1 Dec 2009; before: 3 months" in before and "History: 0 updates, 1 amendment" in before
    assert "amended" not in words(app("action", action="A05", as_of="2009-11-25"))


def test_owners_and_a_due_date_agreed_anew_say_so_under_their_reading(app: Open, real_book: Path) -> None:
    agreed_anew(real_book, "owners_set", "UNEP", FIRST)
    agreed_anew(real_book, "due_date_set", "2010-03-01", SECOND)

    said = words(app("action", action="A05", as_of="2009-12-31"))
    assert "amended on 1 Dec 2009; before: blank" in said and "amended on 10 Dec 2009; before: blank" in said
    assert "1 Dec 2009 · Owners amended" in said and "10 Dec 2009 · Due date amended" in said
