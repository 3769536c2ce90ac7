"""What moved between two days: each kind of movement, and the laws that any book obeys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcdash.altered import with_updates
from gcdash.book import Book
from gcdash.changes import Amendment
from gcdash.compare import COLUMNS, since
from gcdash.schema import ADDED_FIELD, AMENDMENTS, REPORTABLE
from gcdash.standing import stand
from gcdash.store.entries import with_entries
from gcdash.store.journal import to_entry
from small_books import BASE_DATE, COUNTRIES, book, one_action, report

MAY, DECEMBER = date(2009, 6, 1), date(2009, 12, 1)
TIMESCALES = ("6 months", "on-going", "6 months and on-going", "", "3 months", "by COP 15")


def one(timescale: str, *updates: object, start: date = MAY, end: date = DECEMBER) -> tuple[str, str, str]:
    """From, to and kind of the only action of a book."""
    found = since(book([one_action(timescale)], updates), start, end)
    return tuple(found.loc[0, ["from", "to", "kind"]])


def later(found: Book, **added: str) -> Book:
    """The same book with some actions added, each on its day."""
    made = [Amendment(f"of {action_id}", action_id, ADDED_FIELD, "", "New", date.fromisoformat(day)) for action_id, day in added.items()]
    return with_entries(found, [to_entry([amendment]) for amendment in made])


@pytest.mark.parametrize(
    ("timescale", "updates", "said"),
    [
        ("1 year", [report("2009-10-01", "Completed")], ("On course", "Completed", "completed")),
        ("6 months", [], ("On course", "Overdue", "newly overdue")),
        ("on-going", [], ("On course", "Report overdue", "gone quiet")),
        ("7 months", [], ("On course", "Due soon", "moved")),
        ("1 year", [report("2009-10-01", "In progress")], ("On course", "On course", "moved")),
        ("1 year", [report("2009-10-01", "Nothing to report")], ("On course", "On course", "moved")),
        ("1 year", [report("2009-05-30", "In progress")], ("On course", "On course", "unchanged")),
        ("1 year", [], ("On course", "On course", "unchanged")),
        ("1 year", [report("2009-10-01", "On hold")], ("On course", "On hold", "moved")),
    ],
)
def test_each_kind_of_movement(timescale: str, updates: list[object], said: tuple[str, str, str]) -> None:
    assert one(timescale, *updates) == said


def test_what_was_late_before_and_still_is_has_not_become_so() -> None:
    assert one("3 months", start=date(2009, 9, 15)) == ("Overdue", "Overdue", "unchanged")
    assert one("3 months", report("2009-10-01", "In progress"), start=date(2009, 9, 15)) == ("Overdue", "Overdue", "moved")


def test_a_report_that_was_withdrawn_in_between_is_none() -> None:
    said = [report("2009-10-01", "In progress"), report("2009-11-01", "Nothing to report", withdraws="u1")]

    assert one("1 year", *said) == ("On course", "On course", "unchanged")


@pytest.mark.parametrize(
    ("day", "kind"), [("2009-06-02", "moved"), ("2009-12-01", "moved"), ("2009-06-01", "unchanged"), ("2009-12-02", "unchanged")]
)
def test_an_action_of_which_something_was_agreed_anew_in_between_has_moved(day: str, kind: str) -> None:
    amended = Amendment("a1", "A01", "timescale", "1 year", "2 years", date.fromisoformat(day))
    found = with_entries(book([one_action("1 year")]), [to_entry([amended])])

    assert list(since(found, MAY, DECEMBER)["kind"]) == [kind]


def test_an_action_added_in_between_is_new_and_one_added_later_is_not_there() -> None:
    found = later(book([one_action(), {"action_id": "A02"}, {"action_id": "A03"}]), A02="2009-09-01", A03="2010-01-01")

    moved = since(found, MAY, DECEMBER)

    assert list(moved.itertuples(index=False, name=None)) == [
        ("A01", "On course", "Report overdue", "gone quiet"),
        ("A02", "", "On course", "new"),
    ]


def test_a_book_without_actions_gives_no_rows_and_the_same_columns() -> None:
    assert tuple(since(book([]), MAY, DECEMBER).columns) == COLUMNS
    assert since(book([]), MAY, DECEMBER).empty


DAYS = st.dates(BASE_DATE, BASE_DATE + timedelta(days=500))
REPORTS = st.builds(
    lambda day, status, action, party: report(day.isoformat(), status, party, action_id=action),
    DAYS, st.sampled_from(REPORTABLE), st.sampled_from(["A01", "A02", "A03"]), st.sampled_from(["", "WCO", "Kenya"]),
)  # fmt: skip
BOOKS = st.builds(
    lambda scales, updates, added: later(
        book([{"action_id": f"A0{n}", "timescale": scale, "responsibility": "WCO and Customs"} for n, scale in enumerate(scales, 1)],
             updates, parties=COUNTRIES),
        **({"A03": added.isoformat()} if added else {}),
    ),
    st.lists(st.sampled_from(TIMESCALES), min_size=3, max_size=3), st.lists(REPORTS, max_size=6), st.none() | DAYS,
)  # fmt: skip


@settings(max_examples=15)
@given(BOOKS, DAYS, DAYS)
def test_what_an_action_stands_at_in_the_end_is_what_it_stands_at_that_day(found: Book, one_day: date, other: date) -> None:
    start, end = sorted([one_day, other])
    now = stand(found, end).set_index("action_id")["standing"]

    moved = since(found, start, end).set_index("action_id")["to"]

    assert moved.to_dict() == now[moved.index].to_dict()


@settings(max_examples=15)
@given(BOOKS, DAYS)
def test_from_a_day_to_the_same_day_nothing_has_changed(found: Book, day: date) -> None:
    assert set(since(found, day, day)["kind"]) == {"unchanged"}


@settings(max_examples=15)
@given(BOOKS, st.tuples(DAYS, DAYS, DAYS).map(sorted))
def test_two_stretches_of_time_make_up_the_whole(found: Book, days: list[date]) -> None:
    first, second, whole = (since(found, days[a], days[b]).set_index("action_id") for a, b in ((0, 1), (1, 2), (0, 2)))

    assert whole["from"].to_dict() == first["from"].reindex(whole.index, fill_value="").to_dict()
    assert second["from"].to_dict() == first["to"].reindex(whole.index, fill_value="").to_dict()
    assert whole["to"].to_dict() == second["to"].to_dict()


@settings(max_examples=15)
@given(BOOKS, st.tuples(DAYS, DAYS).map(sorted), st.sampled_from(REPORTABLE))
def test_what_is_reported_later_changes_nothing_of_what_was(found: Book, days: list[date], status: str) -> None:
    start, end = days
    more = book([], [report((end + timedelta(days=1)).isoformat(), status, update_id="later")]).updates

    assert since(with_updates(found, more), start, end).equals(since(found, start, end))


@settings(max_examples=15)
@given(BOOKS, st.tuples(DAYS, DAYS, DAYS).map(sorted))
def test_the_movements_of_two_stretches_make_up_those_of_the_whole(found: Book, days: list[date]) -> None:
    first, second, whole = (since(found, days[a], days[b]).set_index("action_id")["kind"] for a, b in ((0, 1), (1, 2), (0, 2)))

    still = (first.reindex(whole.index) == "unchanged") & (second == "unchanged")
    assert (whole == "unchanged").to_dict() == still.to_dict()
    assert set(whole.index[whole == "new"]) == {*first.index[first == "new"], *second.index[second == "new"]}


@settings(max_examples=15)
@given(BOOKS, DAYS)
def test_as_of_a_day_is_what_was_now_on_that_day(found: Book, day: date) -> None:
    known = found.updates[found.updates["report_date"] <= pd.Timestamp(day)].reset_index(drop=True)
    agreed = found.amendments[found.amendments["effective"] <= pd.Timestamp(day)].reset_index(drop=True)
    there = stand(found, day)["action_id"]
    then = replace(
        found,
        updates=known,
        actions=found.actions[found.actions["action_id"].isin(there)].reset_index(drop=True),
        records={**found.records, AMENDMENTS.name: agreed},
    )

    pd.testing.assert_frame_equal(stand(found, day), stand(then, day))


@settings(max_examples=15)
@given(BOOKS, st.tuples(DAYS, DAYS).map(sorted))
def test_as_of_a_later_day_nothing_that_was_known_is_missing(found: Book, days: list[date]) -> None:
    before, after = (stand(found, day).set_index("action_id") for day in days)

    assert set(before.index) <= set(after.index)
    later = after.loc[before.index]
    assert (later["updates"] >= before["updates"]).all()
    assert (later["reported"] >= before["reported"]).all()
    heard = before["last_reported"].notna()
    assert (later.loc[heard, "last_reported"] >= before.loc[heard, "last_reported"]).all()
    assert (later.loc[later["updates"] == before["updates"], "status"] == before.loc[later["updates"] == before["updates"], "status"]).all()
