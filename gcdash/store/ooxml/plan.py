"""Edits of one sheet, worked out as cells: which row and column each value goes to, and whether it may."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gcdash.errors import Refusal
from gcdash.store.ooxml.cells import Cell, has_formula, has_value
from gcdash.store.ooxml.edits import AddRows, SetCells, Value
from gcdash.store.ooxml.refs import LAST_COLUMN, LAST_ROW, Area
from gcdash.store.ooxml.refs import cell as reference
from gcdash.store.ooxml.tables import Table
from gcdash.store.ooxml.values import check_value, is_blank
from gcdash.store.ooxml.worksheet import Worksheet
from gcdash.words import _

Cells = dict[int, dict[int, Value]]


@dataclass(frozen=True, slots=True)
class Plan:
    """``cells``: row -> column -> value. ``added``: row -> columns of the rows that are new."""

    cells: Mapping[int, Mapping[int, Value]]
    added: Mapping[int, frozenset[int]]


def make_plan(sheet: Worksheet, edits: Sequence[AddRows | SetCells]) -> Plan:
    """The cells that the edits, one after the other, come to. Refusal for a value or a place that a sheet cannot have."""
    wanted: Cells = {}
    added: dict[int, frozenset[int]] = {}
    for edit in edits:
        if isinstance(edit, SetCells):
            for (row, column), value in edit.cells.items():
                wanted.setdefault(row, {})[column] = value
            continue
        for row, values in enumerate(edit.rows, last_row(sheet, wanted) + 1):
            wanted.setdefault(row, {}).update(values)
            added[row] = frozenset(values)
    for row, values in wanted.items():
        _check_row(sheet, row, values, new=row in added)
    return Plan(wanted, added)


def last_row(sheet: Worksheet, wanted: Cells) -> int:
    """The last row that will have a value once the ``wanted`` cells are set; 0 in an empty sheet."""
    last = max((row for row, values in wanted.items() if not all(map(is_blank, values.values()))), default=0)
    for row in reversed(sheet.rows[: _rows_with_markup(sheet)]):
        if row.number <= last:
            break
        if has_value(sheet, row, but=wanted.get(row.number, ())):
            return row.number
    return last


def _rows_with_markup(sheet: Worksheet) -> int:
    """How many rows there are down to the last tag that can belong to a value: some programs keep a million blank rows below."""
    marks = (sheet.lexed.rfind(b"<%b%b" % (sheet.prefix, name), sheet.body.inner, sheet.body.close) for name in (b"v", b"f", b"is"))
    return bisect_left(sheet.rows, max(marks), key=lambda row: row.start)


def _check_row(sheet: Worksheet, row: int, values: Mapping[int, Value], *, new: bool) -> None:
    if not 1 <= row <= LAST_ROW or not all(1 <= column <= LAST_COLUMN for column in values):
        raise Refusal(
            _("The sheet {sheet} is full: a sheet has 1,048,576 rows and 16,384 columns.").format(sheet=sheet.name),
            _("Move old rows to another workbook."),
        )
    if new and all(map(is_blank, values.values())):
        raise Refusal(_("A row without any value cannot be added to the sheet {sheet}.").format(sheet=sheet.name), _("Fill in a value."))
    for column, value in values.items():
        check_value(value, sheet.name, row, column)


def check_places(sheet: Worksheet, plan: Plan, tables: Sequence[Table]) -> None:
    """Refusal where a wanted cell is not free to be set: merged, filled by a formula, or a table's heading or total."""
    for area, row, column in _hits(sheet.merges, plan):
        if row in plan.added or (row, column) != (area.top, area.left):
            raise _not_free(sheet, row, column, _("is part of merged cells"), _("In Excel, unmerge it (Home, Unmerge Cells), then save."))
    for _area, row, column in _hits(sheet.arrays, plan):
        raise _formula(sheet, row, column)
    edges = [Area(row, table.area.left, row, table.area.right) for table in tables for row in _edges(table)]
    for _area, row, column in _hits(edges, plan):
        raise _not_free(sheet, row, column, _("is a table's heading or total"), _("Change it in Excel."))


def check_cell(sheet: Worksheet, row: int, cell: Cell) -> None:
    """Refusal where a cell holds a formula: that is its author's."""
    if has_formula(sheet, cell):
        raise _formula(sheet, row, cell.column)


def _edges(table: Table) -> Iterator[int]:
    if table.heading:
        yield table.area.top
    if table.totals:
        yield table.area.bottom


def _hits(areas: Iterable[Area], plan: Plan) -> Iterator[tuple[Area, int, int]]:
    """Each wanted cell that lies in one of the areas."""
    rows = sorted(plan.cells)
    for area in areas:
        for row in rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]:
            yield from ((area, row, column) for column in plan.cells[row] if area.holds(row, column))


def _formula(sheet: Worksheet, row: int, column: int) -> Refusal:
    return _not_free(sheet, row, column, _("is filled by a formula"), _("Take the formula out in Excel, if it is no longer needed."))


def _not_free(sheet: Worksheet, row: int, column: int, why: str, hint: str) -> Refusal:
    return Refusal(_("The cell {cell} of the sheet {sheet} {why}.").format(cell=reference(row, column), sheet=sheet.name, why=why), hint)
