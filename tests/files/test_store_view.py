"""What is shown after an update has come is made from what was shown before, and says the same as if all were read anew."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gcdash.amendments import Occasion, amend
from gcdash.changes import Update, new_id
from gcdash.store.workbook import WorkbookStore
from screen import counted


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


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\n =+-@'\u202e"), max_size=30)


@st.composite
def reports(draw: st.DrawFn) -> Update:
    """An update as people send them: an ID or a name in other case, words that look like something else, a day of any year."""
    return Update(
        new_id(),
        draw(st.sampled_from(["A05", "a05", "A01", "A16"])),
        draw(st.dates(date(2009, 6, 1), date(2010, 12, 31))),
        draw(st.sampled_from(["In progress", "Completed", "in progress", "On hold"])),
        draw(WORDS.filter(str.strip)),
        party=draw(st.sampled_from(["", "UNEP", "unep", "Wco", "Nobody else"])),
        next_step=draw(WORDS),
        evidence=draw(st.sampled_from(["", "https://example.org/a?b=c&d"])),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(reports(), min_size=1, max_size=4))
def test_after_a_fold_the_same_is_shown_as_by_one_who_reads_the_workbook_anew(real_book: Path, told: list[Update]) -> None:
    store = WorkbookStore(real_book)
    store.load()
    for update in told:
        store.append([update])

    store.fold()

    mine, anew = store.load(), WorkbookStore(real_book).load()
    pd.testing.assert_frame_equal(mine.updates, anew.updates)
    pd.testing.assert_frame_equal(mine.actions, anew.actions)
    assert (mine.places, mine.problems) == (anew.places, anew.problems)


def test_a_fold_that_adds_updates_does_not_read_the_workbook_again(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([report("A05", 1)])

    before = counted("loads")
    store.fold()
    store.load()

    assert counted("loads") == before


def test_whoever_looks_while_this_process_writes_the_workbook_never_has_it_read_again(real_book: Path) -> None:
    """Between the workbook's being replaced and its being known there is no moment in which it could be taken for another program's."""
    store, written = WorkbookStore(real_book), threading.Event()
    store.append([report("A05", 1)])
    store.fold()
    before = counted("loads")

    def look() -> None:
        while not written.is_set():
            store.load()

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look)
        try:
            for _fold in range(30):
                store.append([report("A05", 1)])
                assert store.fold().waiting == 0
        finally:
            written.set()
        looking.result()

    assert counted("loads") == before


def test_what_another_program_saves_after_a_fold_is_read(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([report("A05", 1)])
    store.fold()

    book = load_workbook(real_book)
    book["Actions"]["C6"] = "typed in Excel"
    book.save(real_book)

    assert "typed in Excel" in set(store.load().actions.astype("str").to_numpy().ravel())
