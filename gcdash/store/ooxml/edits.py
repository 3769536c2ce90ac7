"""What can be done to a workbook: rows added, cells set, a sheet added."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Value = str | int | float | datetime.date | None
"""Text is always text, never a formula. A date is written as a date where the cell's style shows one, else as ISO text. None: blank."""


@dataclass(frozen=True, slots=True)
class AddRows:
    """Rows after the last row of ``sheet`` that has a value. Each row: column number (from 1) -> value."""

    sheet: str
    rows: tuple[Mapping[int, Value], ...]


@dataclass(frozen=True, slots=True)
class SetCells:
    """Cells of ``sheet``: (row, column), from 1 -> value. A cell keeps its own style; one that holds a formula is refused."""

    sheet: str
    cells: Mapping[tuple[int, int], Value]


@dataclass(frozen=True, slots=True)
class AddSheet:
    """A sheet that is missing, as the workbook's last: headings in row 1, rows below."""

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...] = ()


Edit = AddRows | SetCells | AddSheet


def by_sheet(edits: Sequence[Edit]) -> dict[str, list[AddRows | SetCells]]:
    """The edits of cells, in order, by sheet, under the name that comes first; none for a sheet that is only added."""
    found: dict[str, list[AddRows | SetCells]] = {}
    for each in edits:
        name = next((name for name in found if name.casefold() == each.sheet.casefold()), each.sheet)
        found.setdefault(name, []).extend([] if isinstance(each, AddSheet) else [each])
    return found
