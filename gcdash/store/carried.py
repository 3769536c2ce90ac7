"""The book after a fold that only added updates, known without reading the workbook again: what was written is read as rows of its own.

A fold proves each cell that it writes (``ooxml.verify``), and all else in the file is as it was, so that the book is the one before with
the new rows, read by the same rules, and the two summary columns as they were set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from gcdash import updates_table
from gcdash.book import Book, party_names
from gcdash.layout import Place, Table
from gcdash.schema import ACTIONS, UPDATES
from gcdash.store.ooxml import AddRows, AddSheet, SetCells, Value

_SUMMARIES = {"latest_status": "str", "last_reported": "datetime64[s]"}
_BLANK = {"str": "", "datetime64[s]": None}


def book_after(book: Book, edits: Sequence[AddRows | AddSheet | SetCells], numbers: Mapping[str, Sequence[int]]) -> Book | None:
    """The book that reading the edited workbook would give; None where the edits are more than updates and the two summary columns.

    ``numbers``: of the rows that were added, by sheet.
    """
    for edit in edits:
        reports = book.places.get(UPDATES.name)
        if isinstance(edit, AddRows) and reports and (edit.sheet, len(edit.rows)) == (reports.sheet, len(numbers[edit.sheet])):
            book = _with_rows(book, reports, edit.rows, numbers[edit.sheet])
        elif isinstance(edit, SetCells) and edit.sheet == book.places[ACTIONS.name].sheet:
            names = {at + 1: name for name, at in book.places[ACTIONS.name].columns.items()}
            if {names.get(column, "") for _row, column in edit.cells} - _SUMMARIES.keys():
                return None
            book = _with_summaries(book, {(row, names[column]): value for (row, column), value in edit.cells.items()})
        else:
            return None
    return book


def _with_rows(book: Book, place: Place, rows: Sequence[Mapping[int, Value]], numbers: Sequence[int]) -> Book:
    cells = [[row.get(at) for at in range(1, max(row) + 1)] for row in rows]
    table = Table(place, tuple(zip(numbers, cells, strict=True)), {})
    new, problems = updates_table.read(table, book.actions["action_id"], party_names(book.registry, book.parties))
    return replace(book, updates=updates_table.together(book.updates, new), problems=(*book.problems, *problems))


def _with_summaries(book: Book, cells: Mapping[tuple[int, str], Value]) -> Book:
    actions = book.actions.copy()
    place_of = pd.Series(actions.index, index=actions["row"])
    for name, kind in _SUMMARIES.items():
        said = {row: value or _BLANK[kind] for (row, column), value in cells.items() if column == name}
        if said:
            values = pd.Series(list(said.values()), dtype=kind)
            actions.loc[place_of[list(said)].to_numpy(), name] = values.to_numpy()
    return replace(book, actions=actions)
