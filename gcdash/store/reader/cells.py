"""What a cell can hold, and how it travels from the child that reads to the process that asked.

Rows go in batches, each a line of JSON: an array of arrays in which text, numbers, true and false are themselves, and all else is an
object with one letter for its kind. JSON builds nothing but plain values, so a child that was taken over cannot harm its parent.
Standard library only: the guarded child imports this too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any


class CellError(str):
    """An error that a spreadsheet program has left in a cell, such as ``#REF!``; told from text by its type."""

    __slots__ = ()


UNCALCULATED = CellError("formula without a value")
"""A formula whose value was never saved: the program that wrote the file did not calculate. Not the same as a blank cell."""

Cell = None | str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta

_LARGEST_EXACT = 2**53


@lru_cache(10_000)  # days come again and again
def _pack(value: object) -> dict[str, str | float]:
    if isinstance(value, dt.datetime):
        return {"m": value.isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    if isinstance(value, dt.time):
        return {"t": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"s": value.total_seconds()}
    raise TypeError(type(value).__name__)


encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_pack).encode
"""A batch of rows as calamine gives them (blank cells are ``""`` there) as a line of JSON."""

_KINDS: dict[str, Callable[[Any], Cell]] = {
    "m": dt.datetime.fromisoformat,
    "d": lru_cache(10_000)(dt.date.fromisoformat),
    "t": dt.time.fromisoformat,
    "s": lambda seconds: dt.timedelta(seconds=seconds),
    "e": CellError,
}


def _unpack(packed: dict[str, Any]) -> Cell:
    ((kind, value),) = packed.items()
    return _KINDS[kind](value)


def _number(text: str) -> int | float:
    """Spreadsheets know only floating point; a whole number comes back as one, as far as it is exact."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < _LARGEST_EXACT else value


_decode = json.JSONDecoder(object_hook=_unpack, parse_float=_number, parse_constant=lambda _text: CellError("#NUM!")).decode


def decode(line: str) -> list[list[Cell]]:
    """The batch back: blank cells are None, those at the end of a row are left out."""
    return [_trimmed(row) for row in _decode(line)]


def _trimmed(row: list[Cell]) -> list[Cell]:
    if "" in row:
        row = [None if cell == "" else cell for cell in row]
        while row and row[-1] is None:
            row.pop()
    return row
