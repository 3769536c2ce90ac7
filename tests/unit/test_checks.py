"""What is wrong in a workbook: every kind of problem, with its cell, all at once, and never a good row hidden by a bad one."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from gcdash.actions_table import COLUMNS as ACTION_COLUMNS
from gcdash.altered import with_updates
from gcdash.book import from_sheets
from gcdash.changes import Update, frame_of
from gcdash.checks import problems, to_frame
from gcdash.errors import Problem
from gcdash.schema import ACTIONS, OWNERS, UPDATES
from gcdash.standing import stand
from small_books import WHO, Cells, Row, book, cells, one_action, report, setting_cells

TODAY = date(2010, 1, 1)
GOOD = report("2009-07-01", "In progress", "WCO", text="begun", update_id="good")


def found(*updates: Row, actions: tuple[Row, ...] = (one_action(),)) -> list[Problem]:
    return list(problems(book(actions, updates), TODAY))


def test_a_book_that_is_right_has_no_problem() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("row", "kind", "cell"),
    [
        (report("2009-07-01", "Nearly there"), "unknown-status", "E2"),
        (report("2009-07-01", "No report yet"), "unknown-status", "E2"),
        (report("2009-07-01", ""), "no-status", "E2"),
        (report("2009-07-01", "Completed", action_id="A77"), "unknown-action", "B2"),
        (report("2009-07-01", "Completed", action_id=""), "unknown-action", "B2"),
        (report("2010-01-02", "Completed"), "date-in-future", "C2"),
        ({"status": "Completed"}, "no-date", "C2"),
        ({"status": "Completed", "report_date": "1 July 2009"}, "date-as-text", "C2"),
        ({"status": "Completed", "report_date": "2009-07-01"}, "date-as-text", "C2"),
        (report("2009-07-01", "Completed", update_id=None), "update-without-id", "A2"),
        (report("2009-07-01", "Completed", "Atlantis"), "unknown-party", "D2"),
        (report("2009-07-01", "Completed", evidence="javascript:alert(1)"), "odd-link", "H2"),
        (report("2009-07-01", "Completed", evidence="see the annex"), "odd-link", "H2"),
        (report("2009-07-01", "Nothing to report", withdraws="u99"), "withdraws-nothing", "M2"),
    ],
)
def test_each_kind_of_problem_in_an_update_is_listed_at_its_cell(row: Row, kind: str, cell: str) -> None:
    listed = found(row)

    assert [(p.sheet, p.kind, p.cell) for p in listed] == [("Updates", kind, cell)]
    assert listed[0].message.endswith(".")
    assert listed[0].why.endswith(".")
    assert listed[0].hint.endswith(".")


@pytest.mark.parametrize(
    ("action", "kind", "cell"),
    [
        ({"action_id": "A01", "action": None, "timescale": "6 months"}, "no-action-text", "C2"),
        (one_action("by COP 15"), "timescale-unclear", "D2"),
        (one_action() | {"due_date_set": "soon"}, "due-date-unreadable", "H2"),
        (one_action() | {"action_id": None}, "action-without-id", "A2"),
    ],
)
def test_each_kind_of_problem_in_an_action_is_listed_at_its_cell(action: Row, kind: str, cell: str) -> None:
    assert [(p.sheet, p.kind, p.cell) for p in found(actions=(action,))] == [("Actions", kind, cell)]


def test_an_unclear_time_scale_is_no_problem_once_a_person_has_said_what_holds() -> None:
    assert found(actions=(one_action("by COP 15") | {"due_date_set": "none"},)) == []


def test_a_withdrawal_needs_no_status_and_is_no_problem() -> None:
    assert found(GOOD, report("2009-08-01", "", withdraws="good")) == []


def test_iso_text_that_gcdash_wrote_itself_is_as_good_as_a_date() -> None:
    assert found({"report_date": "2009-07-01", "status": "On hold", "recorded_at": "2009-07-01T10:00:00.000000Z"}) == []


def test_a_date_that_is_today_does_not_lie_in_the_future() -> None:
    assert found(report(TODAY.isoformat(), "In progress")) == []


def test_every_problem_of_a_row_is_listed_and_the_good_rows_all_count() -> None:
    bad = {
        "action_id": "A77",
        "report_date": "soon",
        "party": "Atlantis",
        "status": "Nearly",
        "evidence": "x",
        "update_id": None,
        "withdraws": "?",
    }

    small = book([one_action()], [GOOD, bad, GOOD | {"update_id": "also good", "report_date": TODAY, "status": "On hold"}])
    listed = problems(small, TODAY)

    assert {p.kind for p in listed} == {
        "unknown-action", "date-as-text", "unknown-party", "unknown-status", "odd-link", "update-without-id", "withdraws-nothing",
    }  # fmt: skip
    assert {p.cell[1:] for p in listed} == {"3"}
    row = stand(small, TODAY).iloc[0]
    assert (row["status"], row["updates"]) == ("On hold", 2)


def test_problems_come_by_sheet_and_row() -> None:
    rows = [report("2009-07-01", "Nearly", "Atlantis"), *[GOOD | {"update_id": f"g{n}"} for n in range(9)], report("2009-07-01", "Nearly")]

    listed = found(*rows, actions=(one_action(), {"action_id": "A01", "timescale": "by COP 15"}))

    assert [(p.sheet, p.cell) for p in listed] == [
        ("Actions", "A3"), ("Actions", "D3"), ("Updates", "E2"), ("Updates", "D2"), ("Updates", "E12"),
    ]  # fmt: skip


def test_cells_are_named_where_they_stand_in_this_sheet() -> None:
    updates = Cells(
        "Reports", [["Our table"], ["Status", None, "Action ID", "Date", "ID"], ["Nearly", None, "A01", date(2009, 7, 1), "u1"]]
    )

    small = from_sheets([cells(ACTIONS, [one_action() | {"action": "x"}]), updates, setting_cells()])

    assert [(p.sheet, p.cell) for p in problems(small, TODAY)] == [("Reports", "A3")]


def test_a_missing_column_is_listed_once_and_the_rows_below_it_by_row() -> None:
    rows = [["u1", "A01", date(2009, 7, 1)], ["u2", "A77", date(2009, 7, 1)]]
    updates = Cells("Updates", [["Update ID", "Action ID", "Report date"], *rows])

    small = from_sheets([cells(ACTIONS, [one_action() | {"action": "x"}]), updates, setting_cells()])

    assert [(p.kind, p.cell) for p in problems(small, TODAY)] == [
        ("missing-heading", "1:1"), ("no-status", "2:2"), ("unknown-action", "B3"), ("no-status", "3:3"),
    ]  # fmt: skip


def test_merged_updates_are_listed() -> None:
    sheet = cells(UPDATES, [GOOD | {"action_id": "A01"}], merges=((2, 6, 2, 8),))

    small = from_sheets([cells(ACTIONS, [one_action() | {"action": "x"}]), sheet, cells(OWNERS, WHO), setting_cells()])

    assert [(p.kind, p.cell) for p in problems(small, TODAY)] == [("merged-cells", "F2:H2")]


def test_a_book_without_updates_is_checked_as_well() -> None:
    assert problems(from_sheets([cells(ACTIONS, [one_action() | {"action": "x"}]), setting_cells()]), TODAY) == ()


def test_an_update_that_waits_may_be_withdrawn_by_one_in_the_sheet() -> None:
    small = book([one_action()], [report("2009-08-01", "Nothing to report", withdraws="waits")])

    after = with_updates(small, frame_of([Update("waits", "A01", date(2009, 7, 1), "In progress")]))

    assert problems(after, TODAY) == ()


def test_problems_are_a_table_with_and_without_rows() -> None:
    columns = ["sheet", "cell", "kind", "message", "why", "hint"]

    assert list(to_frame(()).columns) == columns
    assert list(to_frame(tuple(found(report("2010-05-01", "Completed")))).iloc[0][columns[:3]]) == ["Updates", "C2", "date-in-future"]


def test_hundreds_of_bad_rows_hide_nothing() -> None:
    bad = [report("2009-07-01", "Nearly", update_id=f"b{number}") for number in range(300)]

    small = book([one_action()], [*bad, GOOD])

    assert len(problems(small, TODAY)) == 300
    assert set(ACTION_COLUMNS) <= set(small.actions.columns)
    assert pd.Timestamp("2009-07-01") == stand(small, TODAY)["last_reported"].iloc[0]
