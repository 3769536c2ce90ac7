"""What a sheet and a column are, and how headings are matched: by name, never by position."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in code, its heading in the sheet, other headings it is known by, its type, its width.

    ``type`` is ``text``, ``date`` (a calendar day) or ``time`` (UTC, to the microsecond, ISO 8601 ending in Z).
    ``width`` is in characters, as spreadsheets count them.
    """

    name: str
    heading: str
    also: tuple[str, ...] = ()
    type: str = "text"
    width: int = 18
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, other names it is known by, its table's name and its columns."""

    name: str
    also: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def fold(text: str) -> str:
    """``text`` without case, accents, and anything but letters and digits, for comparing names and headings."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain.casefold()).strip()


def find_columns(sheet: Sheet, headings: Sequence[object]) -> dict[str, int]:
    """Where each known column stands among ``headings``: name -> position. Exact headings win over synonyms.

    A heading is used once; the first of two alike wins.
    """
    folded = [fold(str(heading or "")) for heading in headings]
    found: dict[str, int] = {}
    for words in (_own_heading, _synonyms):
        for column in sheet.columns:
            if column.name not in found:
                place = _first(folded, words(column), set(found.values()))
                if place is not None:
                    found[column.name] = place
    return found


def _own_heading(column: Column) -> tuple[str, ...]:
    return (fold(column.heading),)


def _synonyms(column: Column) -> tuple[str, ...]:
    return tuple(fold(word) for word in column.also)


def _first(folded: Sequence[str], words: Iterable[str], taken: set[int]) -> int | None:
    wanted = set(words)
    return next((at for at, word in enumerate(folded) if word in wanted and at not in taken), None)
