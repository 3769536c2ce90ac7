"""Sentences: the answers in words, whose numbers add up to what the page shows, in singular and plural."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcdash import progress, sentences
from gcdash.compare import since
from gcdash.schema import Standing
from gcdash.standing import stand
from small_books import COUNTRIES, Row, book, one_action, report

AS_OF = date(2009, 12, 1)


def stands(actions: list[Row], updates: list[Row] | None = None, day: date = AS_OF) -> pd.DataFrame:
    return stand(book(actions, updates or [], parties=COUNTRIES), day)


def numbered(*timescales: str, **more: object) -> list[Row]:
    return [one_action(timescale) | {"action_id": f"A{number:02}"} | more for number, timescale in enumerate(timescales, 1)]


@pytest.mark.parametrize(
    ("day", "words"), [(date(2009, 11, 29), "29 Nov 2009"), (pd.Timestamp("2010-03-01"), "1 Mar 2010"), (None, ""), (pd.NaT, "")]
)
def test_a_day_is_shown_as_people_write_it(day: date | None, words: str) -> None:
    assert sentences.day(day) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 days"), (1, "1 day"), (88, "88 days"), (730, "730 days"), (731, "more than 2 years"), (6205, "more than 16 years")],
)
def test_a_length_of_time_is_said_in_days_or_in_years(count: int, words: str) -> None:
    assert sentences.days(count) == words


@pytest.mark.parametrize(("parts", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_parts_are_joined_as_a_list_in_words(parts: list[str], words: str) -> None:
    assert sentences.joined(parts) == words


# -- where do we stand?


def test_the_overview_says_each_standing_that_there_is() -> None:
    actions = stands(numbered("3 months", "7 months", "On-going", "2 years"))

    assert sentences.overview(actions, 30) == (
        "Of 4 actions, 1 is overdue, 1 falls due within 30 days, 1 has a late report and 1 is on course; nobody has reported yet."
    )


def test_the_overview_of_one_action_is_in_the_singular() -> None:
    assert sentences.overview(stands(numbered("3 months")), 30) == "Of 1 action, 1 is overdue; nobody has reported yet."


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        ([], "nobody has reported yet"),
        (["A01"], "2 have no report yet"),
        (["A01", "A02"], "1 has no report yet"),
        (["A01", "A02", "A03"], "all have been reported on"),
    ],
)
def test_the_overview_says_how_many_have_no_report(reported: list[str], words: str) -> None:
    updates = [report("2009-11-01", "Nothing to report", action_id=name) for name in reported]

    assert sentences.overview(stands(numbered("2 years", "2 years", "2 years"), updates), 30).endswith(f"; {words}.")


def test_an_overview_of_nothing_says_so() -> None:
    assert sentences.overview(stands([]), 30) == "No action is shown."


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(counts=st.fixed_dictionaries({str(standing): st.integers(0, 5) for standing in Standing}))
def test_the_numbers_of_the_overview_add_up(counts: dict[str, int]) -> None:
    actions = pd.DataFrame({"standing": [name for name, count in counts.items() for _again in range(count)], "updates": 0})

    said = sentences.overview(actions, 30)
    first, *rest = [int(number) for number in re.findall(r"\d+", said.replace("within 30 days", ""))] or [0]

    assert first == sum(counts.values()) == sum(rest)


# -- by theme and by owner


def test_the_themes_sentence_names_the_theme_with_most_that_is_late() -> None:
    actions = [
        {"action_id": "A01", "theme": "Borders", "timescale": "3 months"},
        {"action_id": "A02", "theme": "Training", "timescale": "3 months"},
        {"action_id": "A03", "theme": "Training", "timescale": "On-going"},
        {"action_id": "A04", "theme": "{all} {n}", "timescale": "2 years"},
    ]

    said = sentences.themes(progress.by(stands(actions, [report("2009-07-01", "Completed", action_id="A04")]), "theme"))

    assert said == "1 of 3 themes has a completed action; 2 have something late, the most in Training (2 of 2)."


def test_the_themes_sentence_names_the_only_theme_with_something_late_as_the_only_one() -> None:
    said = sentences.themes(progress.by(stands(numbered("6 months", theme="Borders")), "theme"))

    assert said.endswith("; only Borders has something late (1 of 1).")


def test_what_a_meeting_says_of_an_action_that_stays_as_it_was_is_its_words_alone() -> None:
    assert sentences.outcome("Nothing to report", "The secretariat writes", "") == "The secretariat writes"
    assert sentences.outcome("Nothing to report", "", "Send the list") == "Send the list"
    assert sentences.outcome("Nothing to report", "", "") == "Nothing to report"
    assert sentences.outcome("Completed", "Done", "") == "Completed · Done"


def test_the_themes_sentence_without_anything_done_or_late() -> None:
    assert (
        sentences.themes(progress.by(stands(numbered("2 years")), "theme"))
        == "No theme has a completed action yet; in none is anything late."
    )
    assert sentences.themes(progress.by(stands([]), "theme")) == "No theme is shown."


def test_the_owners_sentence_states_mentions_and_actions() -> None:
    actions = [{"action_id": "A01", "responsibility": "WCO and UNEP"}, {"action_id": "A02", "responsibility": "WCO"}, {"action_id": "A03"}]
    found = stands(actions)

    assert sentences.owners(progress.by(found, "owner"), found) == "2 owners are named 3 times over 2 actions; 1 action is unassigned."


def test_the_owners_sentence_is_right_for_one_owner_and_for_none() -> None:
    one, none = stands([one_action(responsibility="WCO")]), stands([one_action()])

    assert sentences.owners(progress.by(one, "owner"), one) == "1 owner is named once over 1 action; 0 actions are unassigned."
    assert sentences.owners(progress.by(none, "owner"), none) == "0 owners are named 0 times over 0 actions; 1 action is unassigned."


# -- by time scale


def test_the_time_scale_sentence_counts_kinds_and_names_the_next_date() -> None:
    said = sentences.time_scale(stands(numbered("3 months", "2 years", "7 months", "On-going", "", "by COP 15", "6 months and on-going")))

    assert said == (
        "Time scales: 3 dated, 1 on-going, 1 mixed, 1 unspecified and 1 unclear. 2 are overdue; the next due date is 29 Dec 2009 (A03)."
    )


@pytest.mark.parametrize("timescale", ["On-going", "24", "3 months"])
def test_what_is_late_or_to_confirm_is_no_next_date(timescale: str) -> None:
    assert sentences.time_scale(stands(numbered(timescale))).endswith("; no date lies ahead.")


def test_a_dated_part_that_is_done_is_no_next_date() -> None:
    updates = [report("2009-07-01", "Dated part done"), report("2009-11-01", "In progress")]

    assert sentences.time_scale(stands(numbered("7 months and on-going"), updates)).endswith("None is overdue; no date lies ahead.")


def test_a_date_ahead_is_named_though_the_report_is_late() -> None:
    assert sentences.time_scale(stands(numbered("2 years and on-going"))).endswith("the next due date is 29 May 2011 (A01).")


def test_no_time_scales_are_said_as_none() -> None:
    assert sentences.time_scale(stands([])) == "No action is shown."


# -- one action


@pytest.mark.parametrize(
    ("timescale", "day", "words"),
    [
        ("3 months", "2009-11-25", "overdue by 88 days"),
        ("3 months", "2009-08-30", "overdue by 1 day"),
        ("6 months", "2009-11-25", "due in 4 days"),
        ("6 months", "2009-11-28", "due in 1 day"),
        ("6 months", "2009-11-29", "due today"),
        ("On-going", "2009-12-01", "report overdue by 2 days"),
        ("On-going", "2009-06-01", "On course"),
    ],
)
def test_an_action_says_why_it_needs_attention(timescale: str, day: str, words: str) -> None:
    as_of = date.fromisoformat(day)

    assert sentences.urgency(stands(numbered(timescale), day=as_of).iloc[0], as_of) == words


@pytest.mark.parametrize(
    ("responsibility", "updates", "words"),
    [
        ("", [], "no report"),
        ("WCO", [report("2009-07-01", "In progress", "WCO")], "last report 1 Jul 2009"),
        ("Customs", [report("2009-07-01", "In progress", "Kenya")], "last report 1 Jul 2009 · 1 of 2 reported"),
        ("WCO and Customs", [], "no report · 0 of 3 reported"),
        ("WCO and National Focal Points", [], "no report · 0 of 1 reported, not counting classes whose parties are not listed"),
        ("National Focal Points", [], "no report"),
    ],
)
def test_an_action_says_who_has_reported(responsibility: str, updates: list[Row], words: str) -> None:
    assert sentences.reported(stands([one_action(responsibility=responsibility)], updates).iloc[0]) == words


@pytest.mark.parametrize(
    ("responsibility", "words"),
    [("WCO/UNEP", "WCO, UNEP"), ("", "unassigned"), ("WCO or UNEP", "WCO, UNEP (to confirm)"), ("somebody", "unassigned (to confirm)")],
)
def test_an_action_says_whose_it_is(responsibility: str, words: str) -> None:
    assert sentences.who(stands([one_action(responsibility=responsibility)]).iloc[0]) == words


# -- what has moved?


def test_what_has_moved_is_said_kind_by_kind_and_adds_up() -> None:
    actions = numbered("6 months", "on-going", "on-going", "1 year", "2 years", "1 year")
    moves = since(book(actions, [report("2009-10-01", "Completed", action_id="A04")]), date(2009, 6, 1), AS_OF)

    assert sentences.since(moves, date(2009, 6, 1), AS_OF) == (
        "From 1 Jun 2009 to 1 Dec 2009, of 6 actions, 1 was completed, 1 became overdue, 2 went quiet and 2 are unchanged."
    )


def test_of_no_action_nothing_has_moved() -> None:
    assert sentences.since(since(book([]), AS_OF, AS_OF), AS_OF, AS_OF) == "No action is shown."
