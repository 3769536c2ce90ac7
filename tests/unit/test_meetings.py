"""Meetings: what they go through, what they close, and minutes that stay as they were when they closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from gcdash import meetings
from gcdash.amendments import Occasion, agree, amend
from gcdash.book import Book
from gcdash.changes import Change, Meeting, Update, new_id
from gcdash.errors import Refusal
from gcdash.standing import stand
from gcdash.store.entries import with_entries
from gcdash.store.journal import to_entry
from small_books import book

MAY, NOVEMBER = date(2010, 5, 3), date(2010, 11, 8)
CLOCK = datetime(2010, 5, 3, 9, tzinfo=UTC)
ACTIONS = [
    {"action_id": "A01", "theme": "Borders", "timescale": "24 months"},
    {"action_id": "A02", "theme": "Borders", "timescale": "3 months"},
    {"action_id": "A03", "theme": "Training", "timescale": "24 months"},
    {"action_id": "A04", "theme": "Training", "timescale": "6 months"},
]


def hour(after: int) -> datetime:
    return CLOCK + timedelta(hours=after)


def then(before: Book, changes: list[Change] | tuple[Change, ...], at: datetime) -> Book:
    """The book after changes recorded at a moment."""
    recorded = [replace(change, recorded_at=at.isoformat().replace("+00:00", "Z")) for change in changes]
    return with_entries(before, [to_entry(recorded)])


def outcome(action_id: str, status: str, day: date = MAY, meeting: str = "First") -> Update:
    return Update(new_id(), action_id, day, status, f"said of {action_id}", source=meetings.source(meeting))


@pytest.fixture
def first() -> Book:
    """A book with the meeting *First* open, A01 completed in it and A02 in progress."""
    opened = then(book(ACTIONS), [Meeting(new_id(), "First", MAY, "Delhi", "The chair", "Kenya; India")], CLOCK)
    return then(opened, [outcome("A01", "Completed"), outcome("A02", "In progress")], hour(1))


def closed(before: Book, meeting: str = "First", at: int = 2) -> Book:
    return then(before, meetings.closing(before, meeting, "Kenya; India", hour(at).replace(tzinfo=None)), hour(at))


def test_the_agenda_begins_with_what_is_late_and_goes_on_by_theme(first: Book) -> None:
    assert meetings.agenda(stand(first, MAY), frozenset()) == ("A02", "A04", "A01", "A03")


def test_the_agenda_keeps_its_order_while_the_meeting_goes_through_it_and_has_what_the_meeting_adds(first: Book) -> None:
    order = meetings.agenda(stand(first, MAY), frozenset())
    on = Occasion(MAY, "The chair", meetings.source("First"))
    going_on = then(first, [outcome("A02", "Completed"), outcome("A04", "In progress")], hour(1))
    going_on = then(going_on, amend(going_on, "A03", "due_date_set", "2009-06-01", on), hour(1))
    going_on = then(going_on, agree("A05", {"theme": "Training", "action": "Add"}, on), hour(1))

    beginning = meetings.at_the_beginning(going_on, "First")

    assert [a for a in meetings.agenda(stand(beginning, MAY), frozenset()) if a != "A05"] == list(order)
    assert "A05" in set(beginning.actions["action_id"])
    assert meetings.agenda(stand(going_on, MAY), frozenset())[0] != order[0]
    assert meetings.at_the_beginning(going_on, "Second") is going_on


def test_the_minutes_say_what_was_decided_what_is_settled_and_what_goes_on(first: Book) -> None:
    said = meetings.minutes(first, "first")

    assert list(said.decisions["action_id"]) == ["A01", "A02"]
    assert list(said.settled["action_id"]) == ["A01"]
    assert list(said.carried_over["action_id"]) == ["A02", "A03", "A04"]
    assert said.present == ("Kenya", "India")


def test_an_action_that_a_meeting_noted_as_completed_does_not_come_up_in_the_next(first: Book) -> None:
    second = then(closed(first), [Meeting(new_id(), "Second", NOVEMBER)], hour(3))

    noted = meetings.noted(second, "Second")
    assert noted == {"A01"}
    assert "A01" not in meetings.agenda(stand(second, NOVEMBER), noted)


def test_an_action_that_is_opened_again_comes_up_again(first: Book) -> None:
    again = then(closed(first), [outcome("A01", "In progress", date(2010, 6, 1)), Meeting(new_id(), "Second", NOVEMBER)], hour(3))

    assert meetings.noted(again, "Second") == frozenset()


def test_minutes_of_a_closed_meeting_stay_as_they_were_whatever_is_recorded_later(first: Book) -> None:
    frozen = closed(first)
    late = then(frozen, [outcome("A03", "Completed"), Update(new_id(), "A02", MAY, "Completed", "late report")], hour(5))
    late = then(late, amend(late, "A04", "due_date_set", "2010-12-31", Occasion(MAY)), hour(5))
    late = then(late, agree("A05", {"theme": "Training", "action": "New"}, Occasion(MAY)), hour(5))

    before, after = meetings.minutes(frozen, "First"), meetings.minutes(late, "First")

    pd.testing.assert_frame_equal(before.decisions, after.decisions)
    pd.testing.assert_frame_equal(before.settled, after.settled)
    pd.testing.assert_frame_equal(before.carried_over, after.carried_over)


def test_a_new_action_and_an_amendment_of_the_meeting_stand_in_its_minutes(first: Book) -> None:
    on = Occasion(MAY, "Ms A", meetings.source("First"))
    after = then(
        then(first, agree("A05", {"theme": "Training", "action": "New"}, on), hour(1)), amend(first, "A03", "notes", "x", on), hour(1)
    )

    said = meetings.minutes(after, "First")

    assert list(said.added["action_id"]) == ["A05"]
    assert list(said.amended["action_id"]) == ["A03"]


def test_a_meeting_is_closed_once(first: Book) -> None:
    with pytest.raises(Refusal, match="closed already"):
        meetings.closing(closed(first), "First", "", hour(4))


@pytest.mark.parametrize(("name", "words"), [("", "no name"), (" FIRST ", "already"), ("a\x01", "U\\+0001")])
def test_a_meeting_needs_a_name_of_its_own(first: Book, name: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        meetings.opened(first, Meeting(new_id(), name, NOVEMBER))


def test_a_meeting_that_is_not_there_is_named(first: Book) -> None:
    with pytest.raises(Refusal, match=r"There is no meeting Third\. Meetings: First"):
        meetings.minutes(first, "Third")


def test_the_last_closed_meeting_before_a_day_is_known(first: Book) -> None:
    assert [meetings.before(closed(first), day) for day in (MAY, NOVEMBER)] == [None, MAY]
    assert meetings.before(first, NOVEMBER) is None


@pytest.mark.parametrize(
    ("words", "owner", "day", "line"),
    [
        ("Send the list", "WCO", NOVEMBER, "Send the list (WCO, by 8 Nov 2010)"),
        ("Send the list", "", None, "Send the list"),
        ("", "WCO", None, "WCO"),
        ("", "", None, ""),
    ],
)
def test_a_next_step_is_one_line(words: str, owner: str, day: date | None, line: str) -> None:
    assert meetings.next_step(words, owner, day) == line
