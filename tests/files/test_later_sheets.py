"""Amendments, new actions, meetings and reminders in a real workbook: journalled, folded, read again, and nothing else touched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gcdash.amendments import Occasion, agree, amend
from gcdash.changes import CellChange, Meeting, Reminder, Update, new_id
from gcdash.errors import Refusal
from gcdash.standing import stand
from gcdash.store.workbook import WorkbookStore

DAY = date(2010, 5, 1)


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def test_an_amendment_makes_its_sheet_and_leaves_the_agreed_words(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    before = rows(real_book, "Actions")
    store.append(amend(store.load(), "A09", "responsibility", "Customs agencies and WCO", Occasion(DAY, "Ms A")))

    assert store.fold().waiting == 0

    heading, said = rows(real_book, "Amendments")
    assert heading[:6] == ("ID", "Action ID", "Field", "Old", "New", "Effective date")
    assert said[1:5] == ("A09", "Responsibility", "Customs", "Customs agencies and WCO")
    assert [row[:9] for row in rows(real_book, "Actions")] == [row[:9] for row in before]
    assert stand(WorkbookStore(real_book).load(), DAY).set_index("action_id").loc["A09", "owners"] == ("Customs agencies", "WCO")


def test_a_second_amendment_goes_under_the_first(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    for words in ("one", "two"):
        store.append(amend(store.load(), "A09", "notes", words, Occasion(DAY)))
        store.fold()

    assert [row[4] for row in rows(real_book, "Amendments")[1:]] == ["one", "two"]


def test_a_new_action_gets_a_row_with_its_status_and_its_update_counts(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    action_id = store.new_action_id("c-1")
    added = agree(action_id, {"theme": "Capacity building", "action": "Train the trainers", "timescale": "3 months"}, Occasion(DAY))
    store.append([*added, Update("u-1", action_id, DAY, "In progress", "Begun")])

    assert store.fold().waiting == 0

    last = rows(real_book, "Actions")[-1]
    assert (last[0], last[2], last[9], last[10].date()) == ("A17", "Train the trainers", "In progress", DAY)
    assert len(WorkbookStore(real_book).load().actions) == 17
    assert store.load().problems == ()


def test_an_action_id_is_given_once_and_the_same_again_for_the_same_change(real_book: Path) -> None:
    one, other = WorkbookStore(real_book), WorkbookStore(real_book)

    assert [one.new_action_id("c-1"), other.new_action_id("c-2"), other.new_action_id("c-1")] == ["A17", "A18", "A17"]


def test_a_meeting_is_opened_and_closed_in_its_row(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([Meeting(new_id(), "First follow-up", DAY, "Delhi", "The chair")])
    store.fold()
    store.append([CellChange(new_id(), "First follow-up", "state", "open", "closed", sheet="Meetings")])
    store.fold()

    assert rows(real_book, "Meetings")[1][:6] == ("First follow-up", "2010-05-01", "Delhi", "The chair", None, "closed")
    assert list(WorkbookStore(real_book).load().meetings["state"]) == ["closed"]


def test_closing_a_meeting_that_waits_itself_is_carried_in_the_end(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([Meeting(new_id(), "First follow-up", DAY)])
    store.append([CellChange(new_id(), "First follow-up", "state", "open", "closed", sheet="Meetings")])

    assert list(store.load().meetings["state"]) == ["closed"]
    assert store.fold().waiting == 0
    assert rows(real_book, "Meetings")[1][5] == "closed"


def test_a_meeting_of_a_taken_name_and_a_blind_close_are_refused(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([Meeting(new_id(), "First follow-up", DAY)])

    with pytest.raises(Refusal, match="another meeting"):
        store.append([Meeting(new_id(), "first follow-up", date(2010, 6, 1))])
    with pytest.raises(Refusal, match="was changed"):
        store.append([CellChange(new_id(), "First follow-up", "state", "paused", "closed", sheet="Meetings")])


def test_a_reminder_is_kept(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([Reminder(new_id(), "WCO", "A05", "Overdue", date(2009, 8, 29), DAY)])
    store.fold()

    assert rows(real_book, "Reminders")[1][1:4] == ("WCO", "A05", "Overdue")
    assert list(WorkbookStore(real_book).load().reminders["action_id"]) == ["A05"]
