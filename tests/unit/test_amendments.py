"""What was agreed, on any day: amended words, owners and due dates, and actions added later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import islice

import pandas as pd
import pytest

from gcdash.amended import as_it_was
from gcdash.amendments import Occasion, agree, amend, next_ids
from gcdash.book import Book
from gcdash.changes import Amendment, CellChange, NewAction, Update
from gcdash.errors import Refusal
from gcdash.schema import AMENDMENTS
from gcdash.standing import stand
from gcdash.store.entries import with_entries
from gcdash.store.journal import to_entry
from small_books import book, one_action

FIRST, MAY, JUNE, JULY = (date(2010, month, 1) for month in (1, 5, 6, 7))


def amended(before: Book, field: str, said: str, day: date) -> Book:
    return with_entries(before, [to_entry(amend(before, "A01", field, said, Occasion(day, "Ms A")))])


def words(of: Book, field: str, day: date) -> str:
    return str(as_it_was(of, day).actions.loc[0, field])


def test_an_amended_field_says_the_old_words_before_its_day_and_the_new_ones_from_then_on() -> None:
    after = amended(book([one_action("6 months", "WCO")]), "responsibility", "UNEP", MAY)

    assert [words(after, "responsibility", day) for day in (FIRST, MAY, JULY)] == ["WCO", "UNEP", "UNEP"]


def test_the_standing_on_a_day_follows_the_words_of_that_day() -> None:
    after = amended(book([one_action("6 months", "WCO")]), "timescale", "24 months", MAY)

    assert [stand(after, day).loc[0, "standing"] for day in (FIRST, JULY)] == ["Overdue", "On course"]
    assert [stand(amended(after, "responsibility", "UNEP", JUNE), day).loc[0, "owners"] for day in (MAY, JULY)] == [("WCO",), ("UNEP",)]


def test_a_field_amended_twice_says_on_each_day_what_held_then() -> None:
    twice = amended(amended(book([one_action("6 months", "WCO")]), "notes", "first", MAY), "notes", "second", JULY)

    assert [words(twice, "notes", day) for day in (FIRST, MAY, JUNE, JULY)] == ["", "first", "first", "second"]


def test_what_follows_from_reports_is_not_agreed_whatever_somebody_types_into_the_amendments() -> None:
    of = book([one_action("6 months", "WCO")])
    typed = amended(amended(of, "notes", "first", MAY), "notes", "second", JULY)
    later = typed.amendments.assign(field=["Last reported", "Last reported"])

    assert stand(replace(typed, records={**typed.records, AMENDMENTS.name: later}), JUNE)["last_reported"].isna().all()


def test_words_changed_by_hand_in_the_sheet_after_an_amendment_stand() -> None:
    after = amended(book([one_action("6 months", "WCO")]), "notes", "agreed", MAY)
    after.actions.loc[0, "notes"] = "typed since"

    assert words(after, "notes", JULY) == "typed since"


def test_an_amended_due_date_is_set_in_its_cell_too_and_reads_as_before_on_an_earlier_day() -> None:
    before = book([one_action("6 months", "WCO")])
    amendment, cell = amend(before, "A01", "due_date_set", "2010-12-31", Occasion(MAY))

    assert isinstance(amendment, Amendment)
    assert isinstance(cell, CellChange)
    after = with_entries(before, [to_entry([amendment, cell])])
    due = [as_it_was(after, day).actions.loc[0, "due_date"] for day in (FIRST, JULY)]
    assert due == [pd.Timestamp("2009-11-29"), pd.Timestamp("2010-12-31")]


def test_a_new_action_is_there_from_its_day_on_and_not_before() -> None:
    before = book([one_action("6 months", "WCO")])
    added = agree("A02", {"theme": "Borders", "action": "Train", "responsibility": "WCO"}, Occasion(MAY))

    after = with_entries(before, [to_entry(added)])

    assert isinstance(added[0], NewAction)
    assert [list(stand(after, day)["action_id"]) for day in (FIRST, MAY)] == [["A01"], ["A01", "A02"]]
    assert stand(after, JUNE).loc[1, "owners"] == ("WCO",)


def test_an_update_on_a_new_action_counts_for_it() -> None:
    added = agree("A02", {"theme": "Borders", "action": "Train"}, Occasion(MAY))
    update = Update("u-9", "A02", JUNE, "In progress", "Begun")

    after = with_entries(book([one_action()]), [to_entry([*added, update])])

    assert list(stand(after, JULY)["status"]) == ["No report yet", "In progress"]


def test_none_empties_a_field_and_says_of_a_due_date_that_there_is_none() -> None:
    before = book([one_action("6 months", "WCO") | {"notes": "some"}])

    assert words(amended(before, "notes", "none", MAY), "notes", JULY) == ""
    assert pd.isna(as_it_was(amended(before, "due_date_set", "none", MAY), JULY).actions.loc[0, "due_date"])


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("notes", "", "says that already"),
        ("due_date_set", "soon", "not a date"),
        ("owners_set", " ; ", "No owner"),
        ("notes", "a\x00b", "U\\+0000"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused_in_words(field: str, said: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        amend(book([one_action()]), "A01", field, said, Occasion(MAY))


@pytest.mark.parametrize("missing", ["theme", "action"])
def test_a_new_action_needs_a_theme_and_words(missing: str) -> None:
    with pytest.raises(Refusal, match="needs words"):
        agree("A02", {"theme": "Borders", "action": "Train"} | {missing: " "}, Occasion(MAY))


@pytest.mark.parametrize(
    ("taken", "then"),
    [
        (["A01", "A16"], ["A17", "A18"]),
        ([], ["A01", "A02"]),
        (["1", "2"], ["3", "4"]),
        (["X-099", "odd"], ["X-100", "X-101"]),
        (["A99"], ["A100", "A101"]),
    ],
)
def test_new_ids_go_on_in_the_manner_of_those_that_are_there(taken: list[str], then: list[str]) -> None:
    assert list(islice(next_ids(taken), 2)) == then


def test_a_span_counts_from_the_day_on_which_it_was_agreed() -> None:
    at_the_meeting = agree("A02", {"theme": "One", "action": "New", "timescale": "6 months"}, Occasion(date(2026, 11, 24)))
    after = with_entries(book([one_action("6 months", "WCO")]), [to_entry(at_the_meeting)])

    first, new = stand(after, date(2026, 11, 24)).itertuples()
    assert (first.due_date.date(), first.standing) == (date(2009, 11, 29), "Overdue")
    assert (new.due_date.date(), new.standing) == (date(2027, 5, 24), "On course")


def test_a_time_scale_that_is_agreed_anew_counts_from_that_day_and_as_before_on_an_earlier_one() -> None:
    after = amended(book([one_action("6 months", "WCO")]), "timescale", "2 months", MAY)

    assert [stand(after, day).loc[0, "due_date"].date() for day in (FIRST, MAY)] == [date(2009, 11, 29), date(2010, 7, 1)]


def test_on_going_work_that_was_added_later_owes_its_first_report_a_rhythm_after_that() -> None:
    added = agree("A02", {"theme": "One", "action": "New", "timescale": "on-going"}, Occasion(MAY))
    after = with_entries(book([one_action("6 months", "WCO")]), [to_entry(added)])

    assert stand(after, JULY).loc[1, "report_due"].date() == date(2010, 11, 1)
