"""How tall a row must be to show all words of its cells: spreadsheets fit a row when its words change, but not when they open a file."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from math import ceil

from gcdash.store.ooxml.worksheet import Worksheet

LINE_HEIGHT, TALLEST = 15, 409
"""Points: of one line in the usual font, and of the tallest row that a spreadsheet has."""

_MARGINS = 0.71
"""Characters: what a width in the file counts for the margins of a cell (ECMA-376 part 1, 18.3.1.13, in the usual font)."""

ATTRIBUTE = re.compile(rb' ht="[1-4]?[0-9]{2}"')
"""As ``height_attribute`` writes it."""


def height_attribute(sheet: Worksheet, values: Mapping[int, object], styles: Mapping[int, int], wrapped: Collection[int]) -> bytes:
    """The attribute that makes a row as tall as its ``values`` need; nothing where the sheet's usual height does.

    Only text breaks into lines, and only in a cell whose style is one of ``wrapped``. A row with this height is fitted again by Excel and
    LibreOffice when its words change: it is not a fixed one.
    """
    columns = [column for column in values if styles.get(column) in wrapped]
    height = row_height([values[column] for column in columns], [_width(sheet, column) for column in columns])
    return b' ht="%d"' % height if height and height > sheet.usual_height else b""


def _width(sheet: Worksheet, column: int) -> float:
    """A column's width in characters; the file's figure counts the cell's margins in."""
    return next((width for first, last, width in sheet.widths if first <= column <= last), sheet.usual_width) - _MARGINS


def row_height(cells: Sequence[object], widths: Sequence[float]) -> float | None:
    """The height in points that shows all words of a row's cells, rather a little too much; None: one line's."""
    lines = max((_lines(cell, width) for cell, width in zip(cells, widths, strict=True)), default=1)
    return None if lines == 1 else min(lines * LINE_HEIGHT + 3, TALLEST)


def _lines(cell: object, width: float) -> int:
    if not isinstance(cell, str):
        return 1
    # words are narrower than the figures that a width counts; indent and broken words take room
    letters = max(width * 1.12 - 4, width * 0.8, 1)
    return sum(max(1, ceil(len(line) / letters)) for line in cell.split("\n"))
