"""What is shown after an update has come is made from what was shown before, and says the same as if all were read anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from gcdash.amendments import Occasion, amend
from gcdash.changes import Update, new_id
from gcdash.store.workbook import WorkbookStore


def report(action_id: str, day: int) -> Update:
    return Update(new_id(), action_id, date(2009, 11, day), "In progress", f"day {day}")


def test_a_journal_that_grows_shows_the_same_as_one_read_anew(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    for day in (5, 3, 9):
        store.append([report("A05", day)])
        shown = store.load()

        pd.testing.assert_frame_equal(shown.updates, WorkbookStore(real_book).load().updates)


def test_what_has_not_changed_is_the_same_book(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([report("A05", 1)])

    assert store.load() is store.load()


def test_what_is_agreed_anew_between_updates_is_shown_as_if_all_were_read_anew(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([report("A01", 2)])
    store.append(list(amend(store.load(), "A01", "notes", "agreed anew", Occasion(date(2009, 11, 4), "Ms A"))))
    store.append([report("A01", 6)])
    shown, anew = store.load(), WorkbookStore(real_book).load()

    assert list(shown.amendments["new"]) == ["agreed anew"]
    pd.testing.assert_frame_equal(shown.amendments, anew.amendments)
    pd.testing.assert_frame_equal(shown.actions, anew.actions)
    pd.testing.assert_frame_equal(shown.updates, anew.updates)


def test_a_fold_is_seen(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([report("A05", 1)])
    store.load()

    store.fold()

    assert len(store.load().updates) == 1
    assert int(store.load().updates["row"].iloc[0]) > 0
