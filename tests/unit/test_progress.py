"""Counts and series: what is counted once, what more than once, what comes first, and what lies ahead."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from gcdash import progress
from gcdash.amendments import Occasion, agree
from gcdash.book import Book
from gcdash.changes import Update, new_id
from gcdash.exports import forward_plan
from gcdash.schema import Standing, Status
from gcdash.standing import reports, stand
from gcdash.store.entries import with_entries
from gcdash.store.journal import to_entry
from small_books import COUNTRIES, WHO, Row, book, one_action, report

AS_OF = date(2009, 12, 1)
ACTIONS: list[Row] = [
    {"action_id": "A01", "theme": "Borders", "timescale": "6 months", "responsibility": "WCO"},  # overdue
    {"action_id": "A02", "theme": "Borders", "timescale": "On-going", "responsibility": "WCO and UNEP"},  # report overdue
    {"action_id": "A03", "theme": "Training", "timescale": "7 months", "responsibility": ""},  # due soon
    {"action_id": "A04", "theme": "Training", "timescale": "6 months and on-going", "responsibility": "Customs"},  # part done
    {"action_id": "A05", "theme": "Borders", "timescale": "1 year", "responsibility": "Customs and WCO"},  # on course
]
UPDATES = [report("2009-10-01", "Dated part done", action_id="A04"), report("2009-10-15", "In progress", action_id="A04")]


@pytest.fixture(scope="module")
def small() -> Book:
    return book(ACTIONS, UPDATES, parties=COUNTRIES)


@pytest.fixture(scope="module")
def stands(small: Book) -> pd.DataFrame:
    return stand(small, AS_OF)


def test_themes_come_in_the_sheets_order_and_add_up(stands: pd.DataFrame) -> None:
    counts = progress.by(stands, "theme")

    assert list(counts["name"]) == ["Borders", "Training"]
    assert list(counts["actions"]) == [3, 2]
    assert (counts[[str(standing) for standing in Standing]].sum(axis=1) == counts["actions"]).all()
    assert list(counts["Overdue"]) == [1, 0]


def test_an_action_with_two_owners_counts_once_for_each_and_the_unassigned_come_last(small: Book, stands: pd.DataFrame) -> None:
    counts = progress.by(stands, "owner", progress.order(small, "owner"))

    assert list(zip(counts["name"], counts["actions"], strict=True)) == [
        ("WCO", 3),
        ("UNEP", 1),
        ("Customs agencies", 2),
        ("Unassigned", 1),
    ]
    assert len(progress.mentions(stands)) == 7


def test_kinds_of_time_scale_come_in_one_fixed_order_and_empty_ones_are_left_out(small: Book, stands: pd.DataFrame) -> None:
    assert list(progress.by(stands, "timescale", progress.order(small, "timescale"))["name"]) == ["dated", "on-going", "mixed"]


def test_a_name_that_no_order_mentions_is_still_counted() -> None:
    found = stand(book([one_action() | {"owners_set": "Somebody new"}], owners=WHO), AS_OF)

    assert list(progress.by(found, "owner", ["WCO"])["name"]) == ["Somebody new"]


@pytest.mark.parametrize("dimension", progress.DIMENSIONS)
def test_no_actions_give_no_rows_and_the_same_columns(small: Book, stands: pd.DataFrame, dimension: str) -> None:
    empty = progress.by(stands.iloc[:0], dimension, progress.order(small, dimension))

    assert empty.empty
    assert list(empty.columns) == list(progress.by(stands, dimension).columns)


def test_the_figures_add_up(stands: pd.DataFrame) -> None:
    figures = progress.figures(stands)

    assert figures["actions"] == sum(figures[standing] for standing in Standing) == 5
    assert (figures["Overdue"], figures["Due soon"], figures["Report overdue"], figures["On course"]) == (1, 1, 1, 2)
    assert figures["no_report"] == 4


def test_what_needs_attention_comes_worst_first() -> None:
    actions = [
        {"action_id": "report 2", "timescale": "On-going"},
        {"action_id": "soon 29", "timescale": "7 months"},
        {"action_id": "late 1", "timescale": "6 months"},
        {"action_id": "course", "timescale": "2 years"},
        {"action_id": "soon 5", "due_date_set": date(2009, 12, 6)},
        {"action_id": "late 94", "timescale": "3 months"},
    ]

    stands = stand(book(actions), AS_OF)

    assert list(progress.attention(stands)["action_id"]) == ["late 94", "late 1", "soon 5", "soon 29", "report 2"]
    assert list(progress.attention(stands, 2)["action_id"]) == ["late 94", "late 1"]


# -- over time


def completion(found: Book, day: date) -> pd.DataFrame:
    return progress.completion(progress.completed(found, day), found.actions["action_id"])


def test_completion_starts_at_the_base_date_ends_at_the_day_and_counts_what_stood_completed_then() -> None:
    found = book([one_action(), {"action_id": "A02"}], [report("2009-07-15", "Completed"), report("2009-09-15", "In progress")])

    curve = completion(found, date(2009, 10, 10))

    assert list(zip(curve["day"].dt.strftime("%m-%d"), curve["completed"], strict=True)) == [
        ("05-29", 0), ("05-31", 0), ("06-30", 0), ("07-31", 1), ("08-31", 1), ("09-30", 0), ("10-10", 0),
    ]  # fmt: skip
    assert set(curve["actions"]) == {2}


def test_a_curve_of_some_actions_counts_only_those() -> None:
    found = book([one_action(), {"action_id": "A02"}, {"action_id": "A03"}], [report("2009-07-15", "Completed")])
    done = progress.completed(found, AS_OF)

    curves = [progress.completion(done, pd.Series(names)).iloc[-1] for names in (["A01", "A02"], ["A03"], [])]

    assert [(curve["completed"], curve["actions"]) for curve in curves] == [(1, 2), (0, 1), (0, 0)]


def test_before_the_first_report_there_is_no_curve() -> None:
    found = book([one_action()], [report("2009-07-15", "Completed")])

    assert completion(found, date(2009, 7, 14)).empty
    assert not completion(found, date(2009, 7, 15)).empty


def test_a_curve_says_of_each_day_what_the_actions_stood_like_on_it() -> None:
    said = [
        report("2009-07-31", "Completed"), report("2009-08-01", "Completed", action_id="A02"),
        report("2009-09-30", "In progress"), report("2009-12-30", "Completed"),
    ]  # fmt: skip
    found = book([one_action(), {"action_id": "A02"}], said)

    done = progress.completed(found, date(2010, 3, 1))

    for day in done.columns:
        stands = stand(found, day.date())
        assert list(done[day] == 1) == list(stands["status"] == Status.COMPLETED), day


@pytest.mark.parametrize("years", [0, 2, 40])
def test_a_curve_has_few_points_however_long_it_is(years: int) -> None:
    curve = completion(book([one_action()], [report("2009-07-15", "Completed")]), date(2010 + years, 1, 5))

    assert len(curve) <= progress.PARTLY_ROUNDS + 2
    assert curve["day"].is_monotonic_increasing
    assert curve["day"].max() == pd.Timestamp(2010 + years, 1, 5)


# -- what lies ahead


def test_the_forward_plan_holds_what_falls_due_and_what_must_be_reported_in_order(stands: pd.DataFrame) -> None:
    plan = progress.forward(stands, AS_OF, 6, 6)

    assert list(zip(plan["action_id"], plan["what"], plan["day"].dt.strftime("%Y-%m-%d"), strict=True)) == [
        ("A03", "falls due", "2009-12-29"),
        ("A04", "report due", "2010-04-15"),
        ("A02", "report due", "2010-05-29"),
        ("A05", "falls due", "2010-05-29"),
    ]
    assert list(plan["month"].dt.strftime("%Y-%m-%d")) == ["2009-12-01", "2010-04-01", "2010-05-01", "2010-05-01"]


def test_on_going_work_is_asked_for_again_and_again_by_its_rhythm_also_where_it_is_late_now() -> None:
    found = book([one_action("on-going"), {"action_id": "A02", "timescale": "1 year"}], [report("2009-08-15", "In progress")])

    def asked(day: date, months: int, every: int) -> list[tuple[str, str]]:
        plan = progress.forward(stand(found, day), day, months, every)
        return [(row.action_id, f"{row.day:%Y-%m-%d}") for row in plan.itertuples()]

    assert asked(date(2009, 12, 1), 12, 6) == [("A01", "2010-02-15"), ("A02", "2010-05-29"), ("A01", "2010-08-15")]
    assert asked(date(2010, 3, 1), 12, 3) == [
        ("A01", "2010-05-15"), ("A02", "2010-05-29"), ("A01", "2010-08-15"), ("A01", "2010-11-15"), ("A01", "2011-02-15"),
    ]  # fmt: skip
    assert asked(date(2009, 12, 1), 3, 6) == [("A01", "2010-02-15")]


def test_the_forward_plan_by_month_and_owner_names_an_action_with_each_of_its_owners() -> None:
    actions = [
        one_action("6 months", "WCO and UNEP"), {"action_id": "A02", "timescale": "6 months"},
        {"action_id": "A03", "timescale": "6 months", "responsibility": "WCO"},
        {"action_id": "A04", "timescale": "on-going", "responsibility": "UNEP"},
        {"action_id": "A05", "timescale": "8 months", "responsibility": "UNEP"},
    ]  # fmt: skip
    found = book(actions)
    plan = progress.forward(stand(found, date(2009, 11, 1)), date(2009, 11, 1), 6, 6)

    ahead = progress.by_month_and_owner(plan, progress.order(found, "owner"))

    assert [(f"{month:%Y-%m}", *row) for month, *row in ahead.itertuples(index=False)] == [
        ("2009-11", "WCO", "A01, A03", ""),
        ("2009-11", "UNEP", "A01", "A04"),
        ("2009-11", "Unassigned", "A02", ""),
        ("2010-01", "UNEP", "A05", ""),
    ]
    table = forward_plan.as_table(plan, progress.order(found, "owner"))
    assert list(zip(table["month"], table["owner"], table["action_id"], strict=True)) == [
        ("2009-11", "WCO", "A01"), ("2009-11", "WCO", "A03"), ("2009-11", "UNEP", "A01"), ("2009-11", "UNEP", "A04"),
        ("2009-11", "Unassigned", "A02"), ("2010-01", "UNEP", "A05"),
    ]  # fmt: skip


def test_the_forward_plan_ends_with_its_last_day(stands: pd.DataFrame) -> None:
    assert "A05" not in set(progress.forward(stands, AS_OF, 3, 6)["action_id"])
    assert "A05" in set(progress.forward(stands, date(2009, 11, 29), 6, 6)["action_id"])


@pytest.mark.parametrize("closed", ["Completed", "Cancelled", "On hold"])
def test_nothing_is_asked_of_what_is_closed(closed: str) -> None:
    found = stand(book([one_action("6 months and on-going")], [report("2009-06-01", closed, text="x")]), date(2009, 11, 1))

    assert progress.forward(found, date(2009, 11, 1), 12, 6).empty


def test_a_date_to_confirm_is_not_in_the_plan() -> None:
    found = stand(book([one_action("6")]), date(2009, 9, 1))

    assert list(progress.forward(found, date(2009, 9, 1), 6, 6)["what"]) == ["report due"]


def test_a_dated_part_once_done_is_not_in_the_plan_whatever_is_reported_next(small: Book) -> None:
    day = date(2009, 11, 1)
    plan = progress.forward(stand(small, day), day, 6, 6)

    assert list(plan.loc[plan["action_id"] == "A04", "what"]) == ["report due"]


def test_ongoing_work_is_counted_by_whole_months_since_its_last_report() -> None:
    days = {"A01": "2009-11-30", "A02": "2009-09-01", "A03": "2009-09-02", "A04": "2009-06-01", "A05": "2008-12-01", "A06": None}
    actions = [{"action_id": name, "timescale": "On-going"} for name in days]
    updates = [report(day, "In progress", action_id=name) for name, day in days.items() if day]

    ages = progress.freshness(stand(book([*actions, {"action_id": "A07", "timescale": "1 year"}], updates), AS_OF), AS_OF)

    assert dict(zip(ages["months"], ages["actions"], strict=True)) == {"0-3": 2, "3-6": 1, "6-12": 1, "12 or more": 1, "never reported": 1}


# -- who has reported on what


def test_the_grid_shows_each_expected_partys_latest_word_and_blanks_where_nobody_is_asked() -> None:
    found = book(
        [one_action(responsibility="Customs"), {"action_id": "A02", "responsibility": "WCO"}],
        [
            report("2009-07-01", "In progress", "Kenya"),
            report("2009-08-01", "Completed", "Kenya"),
            report("2009-08-01", "On hold", "Malta"),
        ],
        parties=COUNTRIES,
    )
    latest = reports(found, AS_OF).drop_duplicates(["action_id", "party"], keep="last")

    grid = progress.coverage(found, found.actions, latest).set_index("action_id")

    assert grid.to_dict("index") == {
        "A01": {"Kenya": "Completed", "Uganda": str(Status.NO_REPORT), "WCO": ""},
        "A02": {"Kenya": "", "Uganda": "", "WCO": str(Status.NO_REPORT)},
    }


def test_a_party_that_has_reported_on_others_actions_only_has_sent_none_of_its_own() -> None:
    customs, wco = one_action(responsibility="Customs"), {"action_id": "A02", "responsibility": "WCO"}

    def silent(*said: tuple[str, str]) -> int:
        """How many of Kenya, Uganda and WCO are, after In progress was said of actions by parties."""
        told = [report("2009-08-01", "In progress", party) | {"action_id": action_id} for action_id, party in said]
        found = book([customs, wco], told, parties=COUNTRIES)
        return progress.silent(found, found.actions, reports(found, AS_OF))

    assert silent() == 3
    assert silent(("A02", "Kenya"), ("A01", ""), ("A01", "Malta")) == 3
    assert silent(("A01", "Kenya"), ("A02", "Kenya"), ("A02", "WCO")) == 1


def test_completion_counts_an_action_that_was_added_later_from_its_day_on() -> None:
    agreed = agree("A02", {"action": "More", "theme": "T"}, Occasion(date(2009, 9, 1), "Ms A"), new_id())
    done = Update(new_id(), "A02", date(2009, 10, 1), "Completed", "done")
    before = book([{"action_id": "A01", "theme": "T", "action": "One", "timescale": "6 months"}])
    after = with_entries(before, [to_entry(list(agreed)), to_entry([done])])

    over_time = progress.completion(progress.completed(after, date(2009, 12, 1)), after.actions["action_id"])

    assert list(zip(over_time["day"].dt.strftime("%m-%d"), over_time["actions"], over_time["completed"], strict=True)) == [
        ("05-29", 1, 0), ("05-31", 1, 0), ("06-30", 1, 0), ("07-31", 1, 0), ("08-31", 1, 0), ("09-30", 2, 0), ("10-31", 2, 1),
        ("11-30", 2, 1), ("12-01", 2, 1),
    ]  # fmt: skip
    assert list(progress.completion(progress.completed(after, date(2009, 12, 1)), pd.Series(["A02"]))["actions"])[4:6] == [0, 1]
