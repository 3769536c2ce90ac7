"""Whether two cells say the same, whatever programs have made of them on the way: line ends, blanks, dates as numbers or text."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from gcdash import timescale
from gcdash.cells import as_day, as_text
from gcdash.schema import NONE_WORDS, Confidence, fold

_BLANKS = re.compile(r"[^\S\n]+$", re.MULTILINE)
_WHOLE_DAY = re.compile(r"\d{1,4}(?:st|nd|rd|th|er)?[\s./-]+[^\W_]+\.?[\s./-]+\d{1,4}|[^\W\d_]+\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}")
_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY, _LAST_DAY = 32_874, 73_050
"""1990 and 2099 as spreadsheets count days: numbers from one to the other can be dates that have lost their format."""


def words(cell: object) -> str:
    """The words of a cell without what no reader can see: composed letters, plain blanks, none at the ends of lines."""
    text = unicodedata.normalize("NFC", as_text(cell)).replace("\u00a0", " ").replace("_x000D_", "")
    return _BLANKS.sub("", text).strip()


def same(one: object, other: object) -> bool:
    """Whether two cells say the same: the same words, number or day."""
    left, right = words(one), words(other)
    if left == right:
        return True
    if not left or not right:
        return False
    return _as_number(left) == _as_number(right) is not None or _same_day(one, other)


def _same_day(one: object, other: object) -> bool:
    days = as_day(one) or as_day(other)
    return days is not None and day_of(one) == day_of(other)


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def day_of(cell: object) -> date | None:
    """The day that a cell means: a date, a date as a spreadsheet counts it, or a date in words that can mean no other day."""
    if (day := as_day(cell)) is not None:
        return day
    text = words(cell)
    number = _as_number(text)
    if number is not None:
        return _DAY_ZERO + timedelta(days=int(number)) if _FIRST_DAY <= number <= _LAST_DAY else None
    if not _WHOLE_DAY.fullmatch(text):
        return None
    reading = timescale.read(text, None)
    return reading.due_date if reading.confidence == Confidence.CERTAIN else None


def is_none(cell: object) -> bool:
    """Whether a cell says that there is nothing: the word *none*."""
    return fold(words(cell)) in NONE_WORDS


_ERRORS = re.compile(r"#(?:REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|N/A)|Err:\d{3}")


def is_error(cell: object) -> bool:
    """Whether a cell holds an error in place of a value: the reader's own kind of text, or its words where a file knows only text."""
    return isinstance(cell, str) and (type(cell) is not str or bool(_ERRORS.fullmatch(cell.strip())))
