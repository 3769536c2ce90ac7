"""Cell references: ``XFD1048576`` to numbers and back."""

from __future__ import annotations

import re

from gcdash.store.reader.limits import MAX_COLUMN, MAX_ROW, Unsafe

Range = tuple[int, int, int, int]
"""Top, left, bottom, right, counted from 1."""

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def column_number(letters: str) -> int:
    """``A`` is 1, ``XFD`` is 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def cell(reference: str, sheet: str) -> tuple[int, int]:
    """Row and column of an A1 reference, with or without dollar signs. Raises Unsafe when no sheet has such a cell."""
    match = _CELL.fullmatch(reference)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise Unsafe("reference", sheet=sheet, cell=reference)
    return row, column


def area(reference: str, sheet: str) -> Range:
    """The range ``A1:B2``; one cell is a range too. Raises Unsafe."""
    first, _colon, last = reference.partition(":")
    (top, left), (bottom, right) = cell(first, sheet), cell(last or first, sheet)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
