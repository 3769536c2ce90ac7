"""The rules of changing a workbook's settings: which cell says what, what cannot be written there, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from gcdash import settings
from gcdash.altered import with_cells
from gcdash.amended import as_it_was
from gcdash.book import Book
from gcdash.changes import CellChange, new_id
from gcdash.errors import Refusal
from gcdash.schema import SETTINGS, fold
from gcdash.updates import clean, unfit
from gcdash.words import _


def changed(book: Book, said: Mapping[str, str], by: str = "") -> tuple[CellChange, ...]:
    """The changes by which settings, by name, say something else; what they say already is no change. Blank: the usual value.

    Refusal, with the setting as its field, where a value cannot be read or the sheet has no row for it.
    """
    changes = []
    for name, words in said.items():
        key, old = _cell(book, name)
        new = _as_written(name, clean(words))
        if new != old:
            changes.append(CellChange(new_id(), key, "value", old, new, clean(by), sheet=SETTINGS.name))
    return tuple(changes)


def made(book: Book, changes: Sequence[CellChange]) -> Book:
    """The book as it will be once the changes are made."""
    return with_cells(book, [(change.sheet, change.key, change.field, change.new) for change in changes])


def due_dates_moved(book: Book, after: Book, day: date) -> int:
    """How many actions have another due date, or none any more, in ``after``; as agreed on ``day``."""
    before, then = (as_it_was(each, day).actions["due_date"] for each in (book, after))
    return int(((before != then) & ~(before.isna() & then.isna())).sum())


def is_there(book: Book, name: str) -> bool:
    """Whether the Settings sheet has a row for a setting."""
    return not _rows(book, name).empty


def _rows(book: Book, name: str) -> pd.DataFrame:
    rows = book.records[SETTINGS.name]
    return rows[rows["setting"].map(fold) == fold(name)]


def _cell(book: Book, name: str) -> tuple[str, str]:
    """What stands in the row of a setting: its name as the sheet spells it, and its value."""
    rows = _rows(book, name)
    if rows.empty:
        raise Refusal(
            _("The sheet {sheet} has no row {name}.").format(sheet=SETTINGS.name, name=name),
            _("Write {name} in its first column in the workbook, save it, and try again.").format(name=name),
            field=name,
        )
    row = rows.iloc[0]
    return str(row["setting"]), str(row["value"])


def _as_written(name: str, words: str) -> str:
    if bad := unfit("value", words, SETTINGS):
        raise Refusal(bad.message, bad.hint, field=name)
    value = settings.value(name, words) if words else ""
    if value is None:
        is_count = name in {settings.DUE_SOON_DAYS, settings.REPORT_EVERY}
        hint = _("Write a whole number, 1 or more.") if is_count else _("Write a date such as 2009-05-29.")
        raise Refusal(_("{name} cannot be {text}.").format(name=name, text=words), hint, field=name)
    return value.isoformat() if isinstance(value, date) else words
