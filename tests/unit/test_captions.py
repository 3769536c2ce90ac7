"""The sentence above a chart: its numbers are those of the chart, they add up, and it is right in singular and plural."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcdash import captions, progress
from gcdash.compare import Movement
from gcdash.schema import Standing
from gcdash.standing import stand
from small_books import COUNTRIES, Row, book, one_action, report

AS_OF = date(2009, 12, 1)


def stands(actions: list[Row], updates: list[Row] | None = None, day: date = AS_OF) -> pd.DataFrame:
    return stand(book(actions, updates or [], parties=COUNTRIES), day)


def counted(**late: tuple[int, int]) -> pd.DataFrame:
    """Counts by name, as (late, all)."""
    rows = [{"name": name, "actions": total, "Overdue": n, "On course": total - n} for name, (n, total) in late.items()]
    columns = ["name", "actions", *(str(standing) for standing in Standing)]
    return pd.DataFrame(rows).reindex(columns=columns).fillna(0).astype(dict.fromkeys(columns[1:], "int64"))


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ({"moved": 3, "new": 1, "unchanged": 1}, "4 of 5 actions have changed; most often: moved (3)."),
        ({"completed": 1, "unchanged": 1}, "1 of 2 actions has changed: 1 completed."),
        ({"unchanged": 3}, "None of the 3 actions has changed."),
        ({"unchanged": 1}, "The 1 action has not changed."),
    ],
)
def test_how_many_have_changed_and_what_most_of_them_did(kinds: dict[str, int], words: str) -> None:
    counts = pd.DataFrame([(str(kind), kinds.get(kind, 0)) for kind in Movement], columns=["kind", "actions"])

    assert captions.moved(counts) == words


@pytest.mark.parametrize(
    ("late", "words"),
    [
        ({"A": (1, 5), "B": (0, 2)}, "1 action is overdue or late with its report: 1 of 5 in A and none in the other theme."),
        ({"A": (1, 5), "B": (2, 2)}, "3 actions are overdue or late with their reports: 2 of 2 in B and 1 of 5 in A."),
        ({"A": (2, 2)}, "2 actions are overdue or late with their reports: 2 of 2 in A."),
        (
            {"A": (1, 1), "B": (2, 2), "C": (3, 3), "D": (4, 4), "E": (0, 9)},
            "10 actions are overdue or late with their reports: 4 of 4 in D, 3 of 3 in C, 2 of 2 in B and 1 in the other 2 themes.",
        ),
        ({"A": (0, 5), "B": (0, 1)}, "Nothing is late in any of the 2 themes."),
        ({"A": (0, 5)}, "Nothing is late."),
    ],
)
def test_where_what_is_late_stands_is_said_by_theme(late: dict[str, tuple[int, int]], words: str) -> None:
    assert captions.late_by_theme(counted(**late)) == words


@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1))
def test_the_late_add_up_to_the_first_number(parts: dict[str, tuple[int, int]]) -> None:
    counts = counted(**{name: (late, late + rest) for name, (late, rest) in parts.items() if late + rest})

    said = captions.late_by_theme(counts)
    first, *rest = [int(n) for n in re.findall(r"(?<!of )\b\d+(?= (?:action|of|in\b))", said)] or [0]

    assert first == sum(late for late, _rest in parts.values()) == sum(rest)


@pytest.mark.parametrize(
    ("late", "words"),
    [
        ({"dated": (1, 2), "on-going": (0, 10)}, "1 action is overdue or late with its report: 1 of 2 dated and none of the 10 others."),
        ({"dated": (0, 2)}, "Nothing is late, whatever its time scale."),
    ],
)
def test_what_is_late_is_said_by_kind_of_time_scale(late: dict[str, tuple[int, int]], words: str) -> None:
    assert captions.late_by_kind(counted(**late)) == words


def test_the_largest_theme_is_named() -> None:
    assert captions.largest_theme(counted(A=(0, 2), B=(1, 5))) == "The largest theme, B, holds 5 of 7 actions; none of them completed."
    assert captions.largest_theme(counted(A=(0, 1), B=(0, 1))) == "The largest theme, A, holds 1 of 2 actions; none of them completed."


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"WCO": (1, 8), "UNEP": (0, 1)}, "WCO is named most often, in 8 actions; 1 of 2 owners has something late."),
        ({"WCO": (0, 1), "UNEP": (0, 1)}, "WCO and UNEP are named most often, in 1 action each; none has anything late."),
        (dict.fromkeys("ABCD", (1, 2)), "A and 3 others are named most often, in 2 actions each; all 4 owners have something late."),
        ({"WCO": (2, 8), "Unassigned": (3, 9)}, "WCO is named most often, in 8 actions; the one owner has something late."),
        ({"Unassigned": (0, 9)}, "No owner is named."),
    ],
)
def test_the_busiest_owners_are_named(named: dict[str, tuple[int, int]], words: str) -> None:
    assert captions.busiest_owner(counted(**named)) == words


def test_due_dates_are_counted_before_and_after_the_day_and_to_confirm() -> None:
    actions = [one_action(words) | {"action_id": words} for words in ("3 months", "6 months", "2 years", "7")]
    dated = stands(actions).dropna(subset="due_date")

    assert captions.due_dates(dated, AS_OF, 4) == (
        "4 actions have a due date: 2 before 1 Dec 2009, 1 on it or later and 1 still to confirm, which makes nothing due."
    )
    assert captions.due_dates(dated.iloc[:1], AS_OF, 1) == "1 action has a due date: 1 before 1 Dec 2009 and none on it or later."
    assert captions.due_dates(dated, AS_OF, 1).endswith(" The nearest 1 are drawn; 3 more stand in the table.")


def test_the_forward_plan_says_what_comes_first() -> None:
    found = stands([one_action("7 months"), one_action("On-going") | {"action_id": "A02"}], day=date(2009, 11, 1))

    plan = progress.forward(found, date(2009, 11, 1), 6, 6)

    assert (
        captions.forward(plan, 6, 0) == "In the next 6 months 1 action falls due and 1 report is asked for, the first on 29 Nov 2009 (A02)."
    )
    assert captions.forward(plan.iloc[1:], 6, 0).startswith("In the next 6 months 1 action falls due and no report is asked for,")
    assert captions.forward(plan.iloc[:1], 6, 0).startswith("In the next 6 months no action falls due and 1 report is asked for,")
    assert captions.forward(plan.iloc[:0], 3, 0) == "In the next 3 months nothing falls due and no report is asked for."
    assert captions.forward(plan.iloc[:0], 3, 13) == (
        "In the next 3 months nothing falls due and no report is asked for; 13 actions are late already."
    )


def test_on_going_work_is_counted_as_in_the_bars_by_kind() -> None:
    scales = {"A01": "On-going", "A02": "On-going", "A03": "6 months and on-going", "A04": "1 year"}
    actions = [one_action(words) | {"action_id": name} for name, words in scales.items()]
    reported, closed = report("2009-11-01", "In progress"), report("2009-11-01", "Completed", action_id="A02", text="x")

    def said(*updates: Row) -> str:
        found = stands(actions, list(updates))
        return captions.freshness(found, progress.freshness(found, AS_OF))

    assert said() == "Of 2 on-going and 1 mixed actions, 3 have never been reported on."
    assert said(reported) == "Of 2 on-going and 1 mixed actions, 2 have never been reported on."
    assert (
        said(reported, closed) == "Of 2 on-going and 1 mixed actions, 1 is closed or on hold; of the other 2, 1 has never been reported on."
    )


def test_completion_is_right_for_one_and_for_none() -> None:
    found = book([one_action(), {"action_id": "A02"}], [report("2009-07-15", "Completed")])
    curve = progress.completion(progress.completed(found, AS_OF), pd.Series(["A01", "A02"]))

    assert captions.completion(curve) == "1 of 2 actions was completed by 1 Dec 2009."
    assert captions.completion(curve.assign(completed=0)) == "0 of 2 actions were completed by 1 Dec 2009."


def test_reports_that_have_come_in_are_counted_by_party_and_action() -> None:
    customs = [one_action(responsibility="Customs"), one_action(responsibility="Customs") | {"action_id": "A02"}]
    found = stands(customs, [report("2009-07-15", "In progress", "Kenya")])

    asked = "Of 4 reports that are asked for, one from each party on each of its own actions, "
    assert captions.coverage(found, 1) == f"{asked}1 has come in; 1 party has sent none of its own."
    assert captions.coverage(found, 0) == f"{asked}1 has come in; every party has sent one or more."
    assert captions.coverage(stands(customs), 2) == f"{asked}none has come in; 2 parties have sent none of theirs."
    assert captions.coverage(stands([one_action()]), 0) == "No party is asked to report on these actions."
