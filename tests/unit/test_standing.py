"""Status and standing: each rule by itself, then laws that hold for any reports, held against the rules in plain loops."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcdash.book import Book
from gcdash.schema import Standing, Status
from gcdash.standing import ADDED, reports, stand
from gcdash.store.workbook import WorkbookStore
from small_books import COUNTRIES, Row, book, one_action, report

DATED, MIXED, ONGOING, TO_CONFIRM = "6 months", "6 months and on-going", "On-going", "6"
DUE = "2009-11-29"  # for DATED and MIXED: the base date, 29 May 2009, and six months


def at(found: Book, day: str) -> pd.Series:
    return stand(found, date.fromisoformat(day)).iloc[0]


def standing(timescale: str, day: str, *updates: Row, **more: object) -> str:
    return str(at(book([one_action(timescale) | more], updates), day)["standing"])


def status(responsibility: str, *updates: Row, parties: tuple[Row, ...] = COUNTRIES, day: str = "2010-12-31") -> str:
    return str(at(book([one_action(responsibility=responsibility)], updates, parties=parties), day)["status"])


# -- the sixteen actions of the workshop


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2009-11-25", {"A05": "Overdue", "A01": "Due soon", "the others": "On course"}),
        ("2009-12-01", {"A05": "Overdue", "A01": "Overdue", "the others": "Report overdue"}),
    ],
)
def test_the_sixteen_stand_where_the_design_says(real_book: Path, day: str, expected: dict[str, str]) -> None:
    found = stand(WorkbookStore(real_book).load(), date.fromisoformat(day)).set_index("action_id")["standing"]

    assert len(found) == 16
    assert found.to_dict() == {name: expected.get(name, expected["the others"]) for name in found.index}


def test_on_day_one_nobody_has_reported(real_book: Path) -> None:
    found = stand(WorkbookStore(real_book).load(), date(2009, 11, 25))

    assert set(found["status"]) == {"No report yet"}
    assert found["updates"].sum() == 0
    assert found["last_reported"].isna().all()


# -- overdue and due soon


@pytest.mark.parametrize(
    ("day", "expected", "late"),
    [
        ("2009-10-29", "On course", 0),
        ("2009-10-30", "Due soon", 0),  # thirty days before: the first day
        (DUE, "Due soon", 0),  # on the day itself nothing is late
        ("2009-11-30", "Overdue", 1),
        ("2010-11-30", "Overdue", 366),
    ],
)
def test_a_dated_action_is_due_soon_up_to_its_day_and_overdue_after_it(day: str, expected: str, late: int) -> None:
    found = at(book([one_action(DATED)]), day)

    assert (found["standing"], found["days_late"]) == (expected, late)


@pytest.mark.parametrize(("days", "expected"), [(9, "On course"), (10, "Due soon")])
def test_the_last_of_the_due_soon_days_is_included(days: int, expected: str) -> None:
    found = book([one_action(DATED)], settings={"Due-soon days": days})

    assert at(found, "2009-11-19")["standing"] == expected


@pytest.mark.parametrize("day", ["2009-11-29", "2009-11-30", "2012-01-01"])
def test_a_date_still_to_confirm_never_makes_anything_due(day: str) -> None:
    found = at(book([one_action(TO_CONFIRM)]), day)

    assert found["due_confidence"] == "to confirm"
    assert found["standing"] not in {"Overdue", "Due soon"}
    assert pd.isna(found["falls_due"])


def test_the_same_date_confirmed_makes_it_due() -> None:
    assert standing(TO_CONFIRM, "2009-11-30", due_date_set=date(2009, 11, 29)) == "Overdue"


def test_no_due_date_as_confirmed_means_never_overdue() -> None:
    assert standing(DATED, "2009-11-30", due_date_set="none") == "Report overdue"


def test_a_dated_action_never_has_a_late_report() -> None:
    for day in ("2009-10-01", "2009-11-29", "2015-01-01"):
        assert standing("10 years", day) == "On course"


# -- the reporting rhythm


@pytest.mark.parametrize("timescale", [ONGOING, "", "by COP 15", TO_CONFIRM])
@pytest.mark.parametrize(("day", "expected", "late"), [("2009-11-29", "On course", 0), ("2009-11-30", "Report overdue", 1)])
def test_without_a_sure_date_a_report_is_late_six_months_after_the_base_date(timescale: str, day: str, expected: str, late: int) -> None:
    found = at(book([one_action(timescale)]), day)

    assert (found["standing"], found["days_late"]) == (expected, late)


@pytest.mark.parametrize(("day", "expected"), [("2010-02-28", "On course"), ("2010-03-01", "Report overdue")])
def test_the_rhythm_counts_calendar_months_from_the_last_report(day: str, expected: str) -> None:
    assert standing(ONGOING, day, report("2009-08-31", "In progress")) == expected


def test_the_rhythm_is_a_setting() -> None:
    found = book([one_action(ONGOING)], settings={"Report every months": 12})

    assert at(found, "2010-05-29")["standing"] == "On course"
    assert at(found, "2010-05-30")["standing"] == "Report overdue"


def test_nothing_to_report_is_a_report() -> None:
    found = at(book([one_action(ONGOING)], [report("2009-11-01", "Nothing to report")]), "2010-01-01")

    assert (found["standing"], found["status"], found["updates"]) == ("On course", "No report yet", 1)
    assert found["last_reported"] == pd.Timestamp("2009-11-01")


def test_without_a_base_date_nothing_is_late() -> None:
    without = {"Base date": ""}
    found = stand(
        book([one_action(text) | {"action_id": text or "blank"} for text in (DATED, MIXED, ONGOING, "")], settings=without),
        date(2030, 1, 1),
    )

    assert set(found["standing"]) == {"On course"}


def test_without_a_base_date_the_rhythm_starts_with_the_first_report() -> None:
    found = book([one_action(ONGOING)], [report("2009-08-31", "In progress")], settings={"Base date": ""})

    assert at(found, "2010-03-01")["standing"] == "Report overdue"


# -- mixed actions


def test_a_mixed_action_is_overdue_by_its_dated_part() -> None:
    assert standing(MIXED, "2009-11-29", report("2009-11-01", "In progress")) == "Due soon"
    assert standing(MIXED, "2009-11-30", report("2009-11-01", "In progress")) == "Overdue"


def test_a_mixed_action_has_a_rhythm_before_its_date() -> None:
    assert standing("2 years and on-going", "2009-11-30") == "Report overdue"


@pytest.mark.parametrize("then", [(), (report("2009-12-15", "In progress"),), (report("2009-12-15", "Nothing to report"),)])
def test_once_its_dated_part_is_done_a_mixed_action_counts_as_ongoing(then: tuple[Row, ...]) -> None:
    done = report("2009-11-15", "Dated part done")

    assert standing(MIXED, "2009-12-31", done, *then) == "On course"
    assert standing(MIXED, "2010-06-16", done, *then) == "Report overdue"


def test_the_dated_part_is_done_when_every_expected_party_has_done_it() -> None:
    kenya, uganda = report("2009-10-01", "Dated part done", "Kenya"), report("2009-10-02", "Dated part done", "Uganda")
    action = one_action(MIXED, "Customs agencies")

    assert at(book([action], [kenya], parties=COUNTRIES), "2009-12-01")["standing"] == "Overdue"
    assert at(book([action], [kenya, uganda], parties=COUNTRIES), "2009-12-01")["standing"] == "On course"
    goes_on = report("2009-11-01", "In progress", "Kenya")
    assert at(book([action], [kenya, goes_on, uganda], parties=COUNTRIES), "2009-12-01")["standing"] == "On course", "once is enough"


def test_dated_part_done_is_withdrawn_like_any_other() -> None:
    withdrawn = report("2009-12-01", "Nothing to report", withdraws="u1")

    assert standing(MIXED, "2009-12-01", report("2009-11-15", "Dated part done"), withdrawn) == "Overdue"


# -- what a status closes


@pytest.mark.parametrize("closed", ["Completed", "Cancelled", "On hold"])
@pytest.mark.parametrize("timescale", [DATED, MIXED, ONGOING])
def test_what_is_closed_is_never_late(closed: str, timescale: str) -> None:
    assert standing(timescale, "2015-01-01", report("2009-06-01", closed, text="done")) == closed


def test_what_is_reopened_is_late_again() -> None:
    assert standing(DATED, "2010-01-01", report("2009-06-01", "Completed"), report("2009-07-01", "In progress")) == "Overdue"


# -- which report is the newest


def test_the_newest_is_by_report_date_then_time_of_recording_then_id() -> None:
    late, early = "2009-07-09T10:00:00Z", "2009-07-02T10:00:00Z"

    assert (
        status("", report("2009-07-02", "Completed", recorded_at=early), report("2009-07-01", "On hold", recorded_at=late)) == "Completed"
    )
    assert status("", report("2009-07-01", "On hold", recorded_at=late), report("2009-07-01", "Completed", recorded_at=early)) == "On hold"
    assert status("", report("2009-07-01", "On hold", update_id="b"), report("2009-07-01", "Completed", update_id="a")) == "On hold"


def test_everything_at_a_day_uses_only_reports_up_to_it() -> None:
    found = book([one_action()], [report("2009-07-01", "In progress"), report("2009-08-01", "Completed")])

    assert [at(found, day)["status"] for day in ("2009-06-30", "2009-07-01", "2009-07-31", "2009-08-01")] == [
        "No report yet", "In progress", "In progress", "Completed",
    ]  # fmt: skip
    assert at(found, "2009-07-31")["last_reported"] == pd.Timestamp("2009-07-01")
    assert at(found, "2009-07-31")["updates"] == 1


def test_a_withdrawn_report_counts_from_its_day_until_the_day_of_its_withdrawal() -> None:
    found = book([one_action()], [report("2009-07-01", "Completed"), report("2009-08-01", "Nothing to report", withdraws="u1")])

    assert at(found, "2009-07-31")["status"] == "Completed"
    assert (at(found, "2009-08-01")["status"], at(found, "2009-08-01")["updates"]) == ("No report yet", 0)
    assert len(found.updates) == 2, "it stays in the history"


@pytest.mark.parametrize("word", ["", "Nothing to report", "Nearly there", "No report yet"])
def test_a_word_that_says_no_status_leaves_it_as_it_was(word: str) -> None:
    assert status("", report("2009-07-01", "On hold"), report("2009-08-01", word)) == "On hold"
    assert status("WCO", report("2009-07-01", "On hold", "WCO"), report("2009-08-01", word)) == "On hold"


def test_a_report_without_a_day_or_for_an_unknown_action_counts_for_nothing() -> None:
    found = book([one_action()], [{"status": "Completed"}, report("2009-07-01", "Completed", action_id="A77")])

    assert at(found, "2010-01-01")["status"] == "No report yet"
    assert reports(found, date(2010, 1, 1)).empty


# -- parties


def test_the_newest_word_for_the_whole_action_wins_over_its_parties() -> None:
    kenya, uganda = report("2009-07-01", "Completed", "Kenya"), report("2009-07-01", "Completed", "Uganda")

    assert status("Customs agencies", report("2009-06-01", "On hold"), kenya, uganda) == "On hold"
    assert status("Customs agencies", report("2009-06-01", "Nothing to report"), kenya, uganda) == "Completed"


def test_an_action_is_completed_when_every_expected_party_has_completed() -> None:
    kenya, uganda = report("2009-07-01", "Completed", "Kenya"), report("2009-08-01", "Completed", "Uganda")
    wco = report("2009-08-01", "Completed", "WCO")

    assert status("Customs agencies", kenya) == "In progress"
    assert status("Customs agencies", kenya, uganda) == "Completed"
    assert status("WCO and Customs agencies", kenya, uganda) == "In progress"
    assert status("WCO and Customs agencies", kenya, uganda, wco) == "Completed"


def test_a_party_that_takes_it_back_takes_completion_back() -> None:
    kenya, uganda = report("2009-07-01", "Completed", "Kenya"), report("2009-08-01", "Completed", "Uganda")

    assert status("Customs agencies", kenya, uganda, report("2009-09-01", "Cancelled", "Kenya")) == "In progress"
    assert status("Customs agencies", kenya, uganda, report("2009-09-01", "Nothing to report", "Kenya")) == "Completed"


def test_a_class_with_no_parties_listed_never_completes_by_itself() -> None:
    assert status("National Focal Points", report("2009-07-01", "Completed", "Kenya")) == "In progress"
    assert status("WCO and National Focal Points", report("2009-07-01", "Completed", "WCO")) == "In progress"
    assert status("National Focal Points", report("2009-07-01", "Completed")) == "Completed", "but the whole can be said to be"


def test_where_nobody_is_expected_parties_never_complete_it() -> None:
    assert status("", report("2009-07-01", "Completed", "Kenya")) == "In progress"


def test_a_party_that_is_not_expected_moves_an_action_but_does_not_complete_it() -> None:
    done = [report("2009-07-01", "Completed", party) for party in ("Kenya", "Malta")]

    assert status("Customs agencies", *done) == "In progress"


@pytest.mark.parametrize("moving", ["In progress", "Dated part done", "Completed"])
def test_an_action_is_in_progress_when_any_party_moves(moving: str) -> None:
    assert status("Customs agencies", report("2009-07-01", moving, "Kenya"), report("2009-08-01", "On hold", "Uganda")) == "In progress"


@pytest.mark.parametrize("word", ["Not started", "On hold", "Cancelled"])
def test_where_no_party_moves_the_newest_word_stands(word: str) -> None:
    others = [report("2009-06-01", "On hold", "Uganda"), report("2009-08-01", "Nothing to report", "Uganda")]

    assert status("Customs agencies", report("2009-07-01", word, "Kenya"), *others) == word


def test_a_single_owner_that_is_an_organisation_gives_the_action_its_status() -> None:
    wco, kenya = report("2009-07-01", "On hold", "WCO"), report("2009-08-01", "In progress", "Kenya")

    assert status("WCO", wco, kenya) == "On hold"
    assert status("WCO", report("2009-06-01", "Cancelled"), wco) == "Cancelled", "but the word for the whole action wins"
    assert status("WCO", kenya) == "In progress", "while it has said nothing itself"
    assert status("WCO and UNEP", wco, kenya) == "In progress", "two owners are not one"
    assert status("Customs agencies", report("2009-07-01", "On hold", "Customs agencies"), kenya) == "In progress", "nor is a class"


def test_counts_say_how_many_of_the_expected_have_reported() -> None:
    updates = [
        report("2009-07-01", "Nothing to report", "Kenya"),
        report("2009-07-02", "In progress", "Kenya"),
        report("2009-07-02", "On hold", "Malta"),
    ]

    found = at(book([one_action(responsibility="WCO and Customs agencies")], updates, parties=COUNTRIES), "2010-01-01")

    assert (found["reported"], found["expected"], found["expected_open"], found["updates"]) == (1, 3, False, 3)


def test_a_party_listed_twice_is_expected_once() -> None:
    twice = (*COUNTRIES, {"party": "Kenya", "member_of": "Customs agencies", "focal_point": "another"})
    done = [report("2009-07-01", "Completed", party) for party in ("Kenya", "Uganda")]

    assert status("Customs agencies", *done, parties=twice) == "Completed"


# -- shapes


@pytest.mark.parametrize("actions", [[], [one_action()]])
def test_the_columns_have_the_same_types_with_and_without_rows(actions: list[Row]) -> None:
    found = stand(book(actions), date(2010, 1, 1))

    assert set(ADDED) <= set(found.columns)
    types = {
        name: str(found[name].dtype)
        for name in ("updates", "expected", "reported", "days_late", "last_reported", "falls_due", "report_due")
    }
    assert types == dict.fromkeys(("updates", "expected", "reported", "days_late"), "int64") | dict.fromkeys(
        ("last_reported", "falls_due", "report_due"), "datetime64[s]"
    )


def test_standing_changes_nothing_in_the_book() -> None:
    found = book([one_action(DATED)], [report("2009-07-01", "In progress")])
    actions, updates = found.actions.copy(deep=True), found.updates.copy(deep=True)

    stand(found, date(2010, 1, 1))

    pd.testing.assert_frame_equal(found.actions, actions)
    pd.testing.assert_frame_equal(found.updates, updates)


# -- laws

DAYS = [date(2009, 6, 1) + timedelta(days=45 * step) for step in range(12)]
OWNERS = ("", "WCO", "Customs agencies", "WCO and Customs agencies", "National Focal Points", "WCO and UNEP")
ACTIONS = [
    {"action_id": f"A{number:02}", "timescale": timescale, "responsibility": responsibility}
    for number, (timescale, responsibility) in enumerate(zip((DATED, ONGOING, MIXED, "", TO_CONFIRM, "by COP 15"), OWNERS, strict=True), 1)
]
A_REPORT = st.fixed_dictionaries(
    {
        "action_id": st.sampled_from([str(action["action_id"]) for action in ACTIONS]),
        "report_date": st.sampled_from(DAYS),
        "party": st.sampled_from(["", "", "Kenya", "Uganda", "WCO", "UNEP", "Malta"]),
        "status": st.sampled_from([str(status) for status in Status]),
        "recorded_at": st.sampled_from(["", "2009-07-01T08:00:00Z", "2010-07-01T08:00:00Z"]),
    }
)
REPORTS = st.lists(A_REPORT, max_size=25)
DAY = st.sampled_from([day + timedelta(days=step) for day in DAYS for step in (-1, 0, 1)])
LAW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def of(rows: list[Row]) -> Book:
    return book(ACTIONS, rows, parties=COUNTRIES)


def named(rows: list[dict[str, object]]) -> list[Row]:
    return [row | {"update_id": f"u{number:02}"} for number, row in enumerate(rows)]


@LAW
@given(rows=REPORTS, day=DAY)
def test_a_later_report_never_changes_an_earlier_day(rows: list[dict[str, object]], day: date) -> None:
    all_of_them = named(rows)
    until_then = [row for row in all_of_them if row["report_date"] <= day]

    pd.testing.assert_frame_equal(stand(of(all_of_them), day), stand(of(until_then), day))


@LAW
@given(rows=REPORTS, seed=st.integers(0, 99), day=DAY)
def test_the_order_of_rows_in_the_sheet_does_not_matter(rows: list[dict[str, object]], seed: int, day: date) -> None:
    shuffled = named(rows)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 -- an order, not a secret

    pd.testing.assert_frame_equal(stand(of(named(rows)), day), stand(of(shuffled), day))


@LAW
@given(rows=REPORTS, more=A_REPORT, day=DAY)
def test_a_report_recorded_and_withdrawn_leaves_everything_as_it_was(
    rows: list[dict[str, object]], more: dict[str, object], day: date
) -> None:
    withdrawal = {"action_id": more["action_id"], "report_date": more["report_date"], "party": more["party"], "withdraws": "new"}
    both = [*named(rows), more | {"update_id": "new"}, withdrawal | {"update_id": "back", "status": "Nothing to report"}]

    pd.testing.assert_frame_equal(stand(of(named(rows)), day), stand(of(both), day))


@LAW
@given(rows=REPORTS, day=DAY)
def test_the_columns_say_what_the_rules_say_in_plain_loops(rows: list[dict[str, object]], day: date) -> None:
    found = of(named(rows))

    for action in stand(found, day).to_dict("records"):
        ours = [
            row for row in found.updates.to_dict("records") if row["action_id"] == action["action_id"] and row["report_date"].date() <= day
        ]
        said = status_in_loops(found, action["owners"], [row for row in ours if row["status"] in SAYS])
        assert action["status"] == said
        assert action["updates"] == len(ours)
        assert action["standing"] == standing_in_loops(found, action, ours, day)


SAYS = {str(status) for status in Status} - {"No report yet", "Nothing to report"}


def status_in_loops(found: Book, owners: tuple[str, ...], said: list[dict[str, str]]) -> str:
    if whole := [row["status"] for row in said if not row["party"]]:
        return whole[-1]
    latest: dict[str, str] = {}
    for row in said:
        latest.pop(row["party"], None)
        latest[row["party"]] = row["status"]
    if len(owners) == 1 and found.registry.kinds[owners[0]] == "organisation" and owners[0] in latest:
        return latest[owners[0]]
    expected, whole_list = found.expected(owners)
    if expected and whole_list and all(latest.get(party) == "Completed" for party in expected):
        return "Completed"
    if any(word in {"In progress", "Dated part done", "Completed"} for word in latest.values()):
        return "In progress"
    return list(latest.values())[-1] if latest else "No report yet"


def standing_in_loops(found: Book, action: dict[str, object], ours: list[dict[str, object]], day: date) -> str:
    if action["status"] in {"Completed", "Cancelled", "On hold"}:
        return str(action["status"])
    if (action["timescale_kind"] == "dated" and action["due_confidence"] == "certain") or (
        action["timescale_kind"] == "mixed" and not part_done(found, action, ours)
    ):
        left = (action["due_date"].date() - day).days
        if left <= 30:
            return "Overdue" if left < 0 else "Due soon"
        if action["timescale_kind"] == "dated":
            return "On course"
    since = max((row["report_date"] for row in ours), default=pd.Timestamp(found.settings.base_date))
    return "Report overdue" if pd.Timestamp(day) > since + pd.DateOffset(months=6) else "On course"


def part_done(found: Book, action: dict[str, object], ours: list[dict[str, object]]) -> bool:
    done = {row["party"] for row in ours if row["status"] == "Dated part done"}
    latest = {row["party"]: row["status"] for row in ours if row["status"] in SAYS}
    done |= {party for party, word in latest.items() if word == "Completed" and party}
    expected, whole_list = found.expected(action["owners"])
    return "" in done or bool(expected and whole_list and expected <= done)


@LAW
@given(rows=REPORTS, day=DAY)
def test_every_action_has_exactly_one_standing(rows: list[dict[str, object]], day: date) -> None:
    found = stand(of(named(rows)), day)

    assert list(found["action_id"]) == [action["action_id"] for action in ACTIONS]
    assert set(found["standing"]) <= {str(standing) for standing in Standing}
    late = found["standing"].isin([Standing.OVERDUE, Standing.REPORT_OVERDUE])
    assert ((found["days_late"] > 0) == late).all()
