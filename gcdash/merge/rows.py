"""The rows of a submission's table, each with its cells by column, and which action of the book it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process

from gcdash.cells import as_text
from gcdash.layout import Place, Table
from gcdash.merge.baseline import Baseline
from gcdash.merge.knowledge import Known
from gcdash.merge.plan import CERTAIN
from gcdash.merge.sameness import words
from gcdash.schema import fold
from gcdash.words import _

ALIKE = 78
"""How alike the words of a row and of an action must be, of 100, for them to be taken for the same; a person has to agree."""

MOST_TRIES = 500
"""Rows of one plan for which the whole book is searched for words that are alike: it takes the time of row times action."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the sheet, its cells as they were read, and the theme above it."""

    number: int
    cells: Mapping[str, object]
    theme: str
    place: Place

    def words(self, column: str) -> str:
        return words(self.cells.get(column))

    def ref(self, column: str) -> str:
        return self.place.ref(self.number, column)


class Match(NamedTuple):
    """The action that a row is about: one of the book (``action_id``), a new one (``new``), or none, for which there is a ``refusal``."""

    action_id: str = ""
    new: bool = False
    likeness: int = CERTAIN
    refusal: str = ""


def rows_of(table: Table) -> Iterator[Row]:
    """The rows that are actions or reports. Where no column holds the theme, a row of one cell is a theme's heading."""
    columns, theme = table.place.columns, ""
    for number, cells in table.rows:
        row = {name: cells[at] if at < len(cells) else None for name, at in columns.items()}
        filled = [text for cell in cells if (text := as_text(cell))]
        if "theme" not in columns and len(filled) == 1 and not words(row.get("action_id")):
            theme = filled[0]
            continue
        theme = words(row.get("theme")) or theme
        yield Row(number, row | ({} if "theme" in columns or not theme else {"theme": theme}), theme, table.place)


class Matcher:
    """Finds the action of a row: by its ID, else by its words, else by words that are alike."""

    def __init__(self, known: Known, base: Baseline) -> None:
        self.known = known
        self.base = base
        self.out = {action_id.casefold() for action_id, _column in base.cells or ()}
        self.tries = 0

    def match(self, row: Row) -> Match:
        said, key = row.words("action_id"), fold(row.words("action"))
        own = self.known.ids.get(said.casefold())
        if own is not None:
            return self._by_id(own, key)
        if said.casefold() in self.out:
            return Match(refusal=_("The action {id} is no longer in the book.").format(id=said))
        if not key:
            return Match(refusal=_("There is no action {id}.").format(id=said) if said else _("The row names no action."))
        return self._by_words(key, told_by_id=bool(said))

    def _by_id(self, own: str, key: str) -> Match:
        """The ID tells, unless the words are another action's, or the file's own new action has an ID that the book has used since."""
        if not key or key in {fold(cell) for cell in self._said(own)}:
            return Match(own)
        others = [other for other in self.known.by_words.get(key, ()) if other != own]
        went_out = self.base.cells is None or own.casefold() in self.out
        if others and went_out:
            return Match(refusal=_("The ID is that of {own}, the words are those of {other}.").format(own=own, other=others[0]))
        if others:
            return Match(others[0])
        return Match(own) if went_out or fuzz.ratio(key, fold(self.known.cells[own, "action"])) >= ALIKE else Match(new=True)

    def _said(self, action_id: str) -> tuple[str, str, str]:
        key = action_id, "action"
        return self.known.cells.get(key, ""), self.known.raw.get(key, ""), (self.base.cells or {}).get(key, "")

    def _by_words(self, key: str, *, told_by_id: bool) -> Match:
        same = self.known.by_words.get(key, [])
        if len(same) > 1:
            return Match(refusal=_("{ids} have these words; write which one is meant in the ID column.").format(ids=", ".join(same)))
        if same:
            return Match(same[0])
        if told_by_id and self.base.cells is not None:
            return Match(new=True)
        return self._by_likeness(key)

    def _by_likeness(self, key: str) -> Match:
        self.tries += 1
        if self.tries > MOST_TRIES:
            return Match(refusal=_("Too many rows of the file are not in the book; write their IDs, or send fewer at a time."))
        hit = process.extractOne(key, list(self.known.by_words), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if hit is None:
            return Match(new=True)
        return Match(self.known.by_words[hit[0]][0], likeness=int(hit[1]))
