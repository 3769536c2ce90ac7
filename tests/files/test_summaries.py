"""The two summary columns: a fold asks only the actions that are reported on, and sets what it would set if it asked all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from books import typed_by_hand
from gcdash.changes import Update, new_id
from gcdash.store.fold import Now, plan
from gcdash.store.journal import to_entry
from gcdash.store.summaries import Settled
from gcdash.store.workbook import WorkbookStore
from test_store_view import reports

Takes = tuple[Update, int | None]


@st.composite
def told(draw: st.DrawFn) -> Takes:
    """A report, or one that takes back another one, whichever action it names itself."""
    return draw(reports()), draw(st.one_of(st.none(), st.integers(0, 5)))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(told(), min_size=1, max_size=3), min_size=2, max_size=4))
def test_what_is_set_is_what_would_be_set_if_all_actions_were_asked(real_book: Path, folds: list[list[Takes]]) -> None:
    store, today = WorkbookStore(real_book), date.today()
    recorded: list[str] = []
    known = None
    for some in folds:
        book, updates = store.load(), list[Update]()
        for update, takes_back in some:
            updates.append(replace(update, withdraws=recorded[-1 - takes_back % len(recorded)]) if takes_back and recorded else update)
            recorded.append(update.update_id)
        entries = [to_entry([update]) for update in updates]
        all_asked = plan(book, entries, Now(today, "2026-01-01T00:00:00.000000Z"))

        assert plan(book, entries, Now(today, "2026-01-01T00:00:00.000000Z", known)) == all_asked

        for entry in entries:
            store.append(entry.changes)
        store.fold()
        known = Settled(today, int(book.updates["row"].max() if len(book.updates) else 1) + 1)


def report(status: str, action_id: str = "A05", withdraws: str = "") -> Update:
    return Update(new_id(), action_id, date(2009, 11, 5), status, "said", withdraws=withdraws)


def folded(store: WorkbookStore, *updates: Update) -> None:
    store.append(list(updates))
    store.fold()


FIRST = report("On hold", "A05")
CASES = {
    "an action whose name the last fold's report wrote in small letters": ([report("On hold", "a05")], report("Completed", "A01"), 1),
    "a report taken back by one that names another action": ([FIRST], report("In progress", "A01", FIRST.update_id), 9),
    "one that was taken back long ago": ([FIRST, report("In progress", "A01", FIRST.update_id)], report("Nothing to report", "A05"), 9),
}


@pytest.mark.parametrize("case", CASES)
def test_what_else_says_how_an_action_stands_is_asked_too(real_book: Path, case: str) -> None:
    before, new, since = CASES[case]
    store, now = WorkbookStore(real_book), Now(date.today(), "2026-01-01T00:00:00.000000Z")
    folded(store, *before)
    book, entries = store.load(), [to_entry([new])]

    assert plan(book, entries, replace(now, settled=Settled(now.today, since))) == plan(book, entries, now)


def statuses(path: Path) -> dict[str, str]:
    """What the column says, as one reads it who knows nothing yet."""
    actions = WorkbookStore(path).load().actions
    return dict(zip(actions["action_id"], actions["latest_status"], strict=True))


def test_a_report_on_one_action_sets_its_columns_after_a_fold_that_was_about_another(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    folded(store, report("In progress", "A05"))
    folded(store, report("On hold", "A01"))
    folded(store, report("Completed", "A05"))

    assert (statuses(real_book)["A05"], statuses(real_book)["A01"]) == ("Completed", "On hold")


def test_a_summary_that_somebody_has_typed_over_is_set_right_by_the_next_fold_whatever_that_is_about(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    folded(store, report("On hold", "A05"))
    typed_by_hand(real_book, "On hold", "As we like it")

    folded(store, report("In progress", "A01"))

    assert statuses(real_book)["A05"] == "On hold"
