"""How tall a row must be to show all words of its cells: spreadsheets fit a row when its words change, but not when they open a file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import ceil

from gcdash.store.ooxml.markup import Splice, Tag, attributes
from gcdash.store.ooxml.workbook import TRUE
from gcdash.store.ooxml.worksheet import Worksheet

LINE_HEIGHT, TALLEST = 15, 409
"""Points: of one line in the usual font, and of the tallest row that a spreadsheet has."""

_MARGINS = 0.71
"""Characters: what a width in the file counts for the margins of a cell (ECMA-376 part 1, 18.3.1.13, in the usual font)."""

ATTRIBUTE = re.compile(rb'\sht="([0-9]{1,3}(?:\.[0-9]{1,20})?)"')
"""A row's height, as nearly all programs write it."""


def needed(sheet: Worksheet, values: Mapping[int, object], styles: Mapping[int, int], wrapped: Collection[int]) -> int:
    """The height that a row of these ``values`` needs; 0 where the sheet's usual one does.

    Only text breaks into lines, and only in a cell whose style is one of ``wrapped``.
    """
    columns = [column for column in values if styles.get(column) in wrapped]
    height = row_height([values[column] for column in columns], [_width(sheet, column) for column in columns])
    return int(height) if height and height > sheet.usual_height else 0


def grown(sheet: Worksheet, tag: Tag, height: int) -> Iterator[Splice]:
    """The splice that makes a row as tall as ``height``, unless it is as tall already or of fixed height.

    A row that is not of fixed height is fitted again by Excel and LibreOffice when its words change.
    """
    given = attributes(sheet.lexed, tag)
    found = ATTRIBUTE.search(sheet.lexed, tag.start, tag.inner)
    if is_fixed(given) or (b"ht" in given and (not found or float(found[1]) >= height)):
        return
    if found:
        yield Splice(*found.span(1), b"%d" % height)
    else:
        end = sheet.lexed.rindex(b"/", tag.start, tag.inner) if tag.empty else tag.inner - 1
        yield Splice(end, end, b' ht="%d"' % height)


def is_fixed(given: Mapping[bytes, bytes]) -> bool:
    """Whether a row with these attributes has a height that somebody chose."""
    return given.get(b"customHeight", b"").decode() in TRUE


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
