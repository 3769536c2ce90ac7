"""What a spreadsheet cell says: as text, as a day, as a whole number. Cells come as the reader gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")


def as_text(cell: object) -> str:
    """The words of a cell, with the blanks around them trimmed and nothing inside changed; a day as ISO text."""
    if isinstance(cell, str):  # nearly all cells are
        return (cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell).strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()


def as_texts(cells: Iterable[object]) -> list[str]:
    """The words of many cells, one by one; text without line ends, which nearly all is, at the cost of a look."""
    return [cell.strip() if type(cell) is str and "\r" not in cell else "" if cell is None else as_text(cell) for cell in cells]


def as_day(cell: object) -> date | None:
    """The day that a cell holds: a real date, or text in ISO form (2009-11-29), a time after it or not. None for anything else."""
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    text = as_text(cell)
    if not text.isascii() or not _ISO_DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


_MOST = 9_999
"""No count of days or months is longer."""


def as_count(cell: object) -> int | None:
    """A whole number of one or more, or None."""
    text = as_text(cell)
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= _MOST else None


def column_letter(position: int) -> str:
    """The letter of a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def reference(row: int, position: int) -> str:
    """The A1 reference of a cell: ``row`` counts from 1, ``position`` from 0."""
    return f"{column_letter(position)}{row}"
