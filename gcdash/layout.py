"""Where a workbook keeps its tables: which sheet, which heading row, which column. By name, never by position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Protocol

from gcdash.cells import as_text, reference
from gcdash.errors import Problem
from gcdash.schema import ACTIONS, Sheet, find_columns, fold
from gcdash.words import _

HEADINGS_WITHIN = 12
"""A heading row is looked for among this many first rows; a workshop's own table has its title lines above it."""


class RawSheet(Protocol):
    """A sheet as the reader gives it: ``rows[0]`` is row 1, ``rows[0][0]`` is A1; merges as (row, column, row, column) from 1."""

    @property
    def name(self) -> str: ...
    @property
    def rows(self) -> Sequence[Sequence[object]]: ...
    @property
    def merges(self) -> tuple[tuple[int, int, int, int], ...]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands in the file. ``columns``: name -> position from 0; ``heading_row`` counts from 1."""

    sheet: str
    heading_row: int
    columns: Mapping[str, int]

    def ref(self, row: int, column: str = "") -> str:
        """The A1 reference of a row's cell, or of the whole row where the column is not there."""
        return reference(row, self.columns[column]) if column in self.columns else f"{row}:{row}"


@dataclass(frozen=True)
class Table:
    """The rows under the headings, as (sheet row, cells), without the blank ones; the user's own columns by heading."""

    place: Place
    rows: tuple[tuple[int, Sequence[object]], ...]
    extras: Mapping[str, int]
    merges: tuple[tuple[int, int, int, int], ...] = ()

    def column(self, name: str) -> Sequence[object]:
        """All cells of one column, None where the column is not there."""
        return self.extra(self.place.columns.get(name, -1))

    def extra(self, at: int) -> Sequence[object]:
        return self._columns[at] if 0 <= at < len(self._columns) else (None,) * len(self.rows)

    @cached_property
    def _columns(self) -> tuple[tuple[object, ...], ...]:
        return tuple(zip_longest(*(cells for _row, cells in self.rows)))


def find_table(wanted: Sheet, sheets: Sequence[RawSheet]) -> Table | None:
    """The table of ``wanted`` among ``sheets``: by the sheet's name or synonym; the actions also by their headings."""
    names = {fold(name) for name in (wanted.name, *wanted.also)}
    named = [sheet for sheet in sheets if fold(sheet.name) in names]
    exact = [sheet for sheet in named if fold(sheet.name) == fold(wanted.name)]
    for sheet in (*exact, *named, *(sheets if wanted is ACTIONS else ())):
        table = _table(wanted, sheet)
        if table is not None:
            return table
    return None


def _table(wanted: Sheet, sheet: RawSheet) -> Table | None:
    for at, row in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        columns = find_columns(wanted, row)
        if len(columns) >= min(2, len(wanted.columns)) and _tells(wanted, columns):
            place = Place(sheet.name, at + 1, columns)
            known = set(columns.values())
            extras = {as_text(cell): position for position, cell in enumerate(row) if as_text(cell) and position not in known}
            rows = tuple((number, cells) for number, cells in enumerate(sheet.rows[at + 1 :], start=at + 2) if _filled(cells))
            return Table(place, rows, extras, tuple(m for m in sheet.merges if m[2] > at + 1))
    return None


def _tells(wanted: Sheet, columns: Mapping[str, int]) -> bool:
    """Whether the headings found are enough to know the table by."""
    return wanted is not ACTIONS or ("action" in columns and bool(columns.keys() & {"action_id", "timescale", "responsibility"}))


def _filled(cells: Sequence[object]) -> bool:
    """Whether a row holds any words; the last cell that is read is seldom blank, so it is asked first."""
    return bool(cells) and (_says_something(cells[-1]) or any(map(_says_something, cells)))


def _says_something(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or cell.strip() != "")


def missing_headings(wanted: Sheet, table: Table, needed: Sequence[str]) -> list[Problem]:
    """One problem for each column that is needed and not there."""
    return [
        Problem(
            table.place.sheet, f"{table.place.heading_row}:{table.place.heading_row}", "missing-heading",
            _("The sheet {sheet} has no column {heading}.").format(sheet=table.place.sheet, heading=wanted.column(name).heading),
            _("What would stand there is not known; the rest is shown."),
            _("Add the heading {heading} in row {row}.").format(heading=wanted.column(name).heading, row=table.place.heading_row),
        )
        for name in needed
        if name not in table.place.columns
    ]  # fmt: skip


def unknown_headings(wanted: Sheet, sheets: Sequence[RawSheet]) -> list[Problem]:
    """One problem where a sheet, of which no table was found, is there by its own name: its headings cannot be known."""
    found = next((sheet for sheet in sheets if fold(sheet.name) == fold(wanted.name)), None)
    if found is None:
        return []
    said = Problem(
        found.name, "1:1", "missing-heading",
        _("The headings of the sheet {sheet} are not there.").format(sheet=found.name),
        _("Nothing in it can be read, and nothing can be added to it."),
        _("Write these headings in row 1: {headings}.").format(headings=", ".join(wanted.headings)),
    )  # fmt: skip
    return [said]


def merged_cells(table: Table) -> list[Problem]:
    """One problem for each merge among the rows: only its first cell holds a value."""
    return [
        Problem(
            table.place.sheet, f"{reference(top, left - 1)}:{reference(bottom, right - 1)}", "merged-cells",
            _("Cells are merged in the sheet {sheet}.").format(sheet=table.place.sheet),
            _("Only the first of them holds the words; the others read as blank, and rows below cannot be added safely."),
            _("Unmerge them and fill in each row."),
        )
        for top, left, bottom, right in table.merges
    ]  # fmt: skip
