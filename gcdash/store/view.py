"""The book that was shown last, kept so that the next one costs what is new: a journal that grows by an update is not read in anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gcdash.book import Book
from gcdash.changes import Update
from gcdash.store.entries import with_entries
from gcdash.store.journal import Entry
from gcdash.store.snapshot import Snapshot


@dataclass(frozen=True)
class View:
    """``book`` is what ``read`` says together with ``entries``."""

    read: Snapshot
    entries: tuple[Entry, ...]
    book: Book


def seen(read: Snapshot, entries: Sequence[Entry], before: View | None) -> View:
    """The view of a workbook and what its journal holds besides; made from the one before where only updates have come since.

    Updates do not depend on one another, so that it does not matter which was seen first; other changes do, and are all made again.
    """
    entries = tuple(entries)
    if before is not None and before.read is read:
        there = {entry.entry_id for entry in before.entries}
        new = [entry for entry in entries if entry.entry_id not in there]
        kept = [entry for entry in entries if entry.entry_id in there]
        if kept == list(before.entries) and all(isinstance(change, Update) for entry in new for change in entry.changes):
            return View(read, entries, with_entries(before.book, new) if new else before.book)
    return View(read, entries, with_entries(read.book, entries))
