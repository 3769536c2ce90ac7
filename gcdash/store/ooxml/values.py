"""A value as the bytes of a cell: text is always text (inline, so the shared strings stay untouched), never a formula."""

from __future__ import annotations

import datetime
import math
import re

from gcdash.errors import Refusal
from gcdash.store.ooxml.edits import Value
from gcdash.store.ooxml.refs import cell
from gcdash.words import _

TEXT_LIMIT = 32_767
"""Characters in a cell, as Excel counts them: in UTF-16 units."""

_EXACT = 2**53
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def check_value(value: Value, sheet: str, row: int, column: int) -> None:
    """Refusal, naming the cell, for a value that a spreadsheet cannot hold exactly."""
    where = {"sheet": sheet, "cell": cell(row, column)}
    if isinstance(value, str):
        if _UNWRITABLE.search(value):
            raise Refusal(
                _("The text for {sheet} {cell} has a character that a spreadsheet cannot hold.").format(**where),
                _("Type the text again instead of pasting it."),
            )
        if len(value.encode("utf-16-le")) // 2 > TEXT_LIMIT:
            raise Refusal(
                _("The text for {sheet} {cell} is longer than the 32,767 characters that a cell can hold.").format(**where),
                _("Shorten it, or split it in two."),
            )
    elif isinstance(value, int | float) and (not math.isfinite(value) or (isinstance(value, int) and abs(value) > _EXACT)):
        raise Refusal(
            _("The number for {sheet} {cell} is one that a spreadsheet cannot hold.").format(**where),
            _("Give it as text, or correct it."),
        )


def is_blank(value: Value) -> bool:
    return value is None or value == ""


def is_number(value: Value) -> bool:
    return isinstance(value, int | float)


def is_date(value: Value) -> bool:
    """A day; a moment with a time of day is written as text, which keeps it exact."""
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def serial(day: Value, *, date1904: bool) -> int | None:
    """The number of a day in the workbook's calendar; None for a day before it starts, and for what is no day.

    The 1900 calendar counts a 29 February 1900 that never was (ECMA-376 part 1, 18.17.4.1).
    """
    if not isinstance(day, datetime.date) or isinstance(day, datetime.datetime):
        return None
    if date1904:
        number = (day - datetime.date(1904, 1, 1)).days
        return number if number >= 0 else None
    number = (day - datetime.date(1899, 12, 30)).days
    if day < datetime.date(1900, 3, 1):
        number -= 1
    return number if number >= 1 else None


def payload(value: Value, name_prefix: bytes, number: int | None = None) -> tuple[bytes, bytes]:
    """A cell's type attribute and content. ``number``: the serial number of a date that is to be typed."""
    if is_blank(value):
        return b"", b""
    if number is not None:
        return b"", b"<%bv>%d</%bv>" % (name_prefix, number, name_prefix)
    if isinstance(value, bool):
        return b' t="b"', b"<%bv>%d</%bv>" % (name_prefix, value, name_prefix)
    if isinstance(value, int | float):
        return b"", b"<%bv>%b</%bv>" % (name_prefix, repr(value).encode(), name_prefix)
    text = value if isinstance(value, str) else value.isoformat() if value else ""
    return b' t="inlineStr"', b'<%bis><%bt xml:space="preserve">%b</%bt></%bis>' % (*(name_prefix,) * 2, escaped(text), *(name_prefix,) * 2)


def escaped(text: str) -> bytes:
    """Text as an element's content, with XML's own characters and ``_xHHHH_`` (ECMA-376 part 1, 22.9.2.19) kept from being read as such."""
    text = _LOOKS_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
