"""Cell references: ``B5`` and ``A1:M20`` as numbers, and back. Rows and columns count from 1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_DIGITS = 10
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = cell(self.top, self.left), cell(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def beside(self, columns: Iterable[int]) -> bool:
        """Whether one of the columns is the area's."""
        return any(self.left <= column <= self.right for column in columns)

    def with_cell(self, row: int, column: int) -> Area:
        return Area(min(self.top, row), min(self.left, column), max(self.bottom, row), max(self.right, column))


@lru_cache(maxsize=LAST_COLUMN)
def letters(column: int) -> str:
    """``28`` -> ``AB``."""
    text = ""
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(65 + digit) + text
    return text


@lru_cache(maxsize=LAST_COLUMN)
def column_number(name: bytes) -> int:
    """``AB`` -> ``28``."""
    column = 0
    for letter in name.upper():
        column = column * 26 + letter - 64
    return column


def cell(row: int, column: int) -> str:
    return f"{letters(column)}{row}"


def whole(text: bytes | str | None) -> int:
    """The number that an attribute holds; 0 where it holds none."""
    digits = text.encode() if isinstance(text, str) else text or b""
    return int(digits) if digits.isdigit() and len(digits) <= _DIGITS else 0


def read_cell(text: str) -> tuple[int, int] | None:
    """``B5`` -> ``(5, 2)``; None where the words name no cell that a sheet has."""
    found = _CELL.fullmatch(text)
    if not found:
        return None
    column, row = column_number(found[1].encode()), int(found[2])
    return (row, column) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


def read_area(text: str) -> Area | None:
    """``A1:M20`` or ``A1`` as an area; None where it is neither (whole columns, names)."""
    first, _colon, last = text.partition(":")
    start, end = read_cell(first), read_cell(last or first)
    if start is None or end is None:
        return None
    return Area(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))


def bottom_after(area: Area, added: Mapping[int, Iterable[int]]) -> tuple[int, bool]:
    """The last row of a list once rows (row -> columns) have been ``added`` one by one, and whether one came too low to belong to it."""
    bottom, apart = area.bottom, False
    for row, columns in sorted(added.items()):
        if row > bottom and area.beside(columns):
            apart = apart or row > bottom + 1
            bottom = bottom if row > bottom + 1 else row
    return bottom, apart
