"""Which of a submission's sheets hold actions or reports, and which of their columns is what: by heading, by synonym, else by a guess.

A guess is shown to be corrected. What was chosen is remembered by the signature of the headings, for the next file of that shape.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from gcdash.cells import as_text
from gcdash.layout import HEADINGS_WITHIN, Place, RawSheet, Table
from gcdash.merge.baseline import is_hidden_sheet
from gcdash.merge.form import FORM, READ
from gcdash.schema import ACTIONS, OWNERS, PARTIES, SETTINGS, UPDATES, Sheet, find_columns, fold

ALIKE = 80
"""How alike a heading and a name must be, of 100, for a guess."""

READ_ME = "read me"
_OTHERS = {fold(sheet.name) for sheet in (OWNERS, PARTIES, SETTINGS)} | {READ_ME}
_UPDATE = {"update", "updates", "mise a jour", "mises a jour"}


class Holds(StrEnum):
    """What a table holds."""

    ACTIONS = "actions"
    UPDATES = "updates"


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a table: where it stands, its words, the column it is taken for (blank: none), and whether that is sure."""

    position: int
    words: str
    column: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One table of a submission."""

    holds: Holds
    table: Table
    headings: tuple[Heading, ...]

    @property
    def signature(self) -> str:
        """The same for every table with these headings in this order."""
        return hashlib.sha256("\x1f".join(fold(heading.words) for heading in self.headings).encode()).hexdigest()[:16]

    @property
    def sure(self) -> bool:
        return all(heading.sure for heading in self.headings)


Chosen = Mapping[str, Mapping[int, str]]
"""What a person has chosen before: signature -> position of a heading -> column (blank: none)."""


def recognise(sheets: Sequence[RawSheet], chosen: Chosen | None = None) -> tuple[Listing, ...]:
    """The tables of a submission: first those of actions, then those of reports."""
    rest = [sheet for sheet in sheets if not is_hidden_sheet(sheet) and fold(sheet.name) not in _OTHERS]
    reports = {sheet.name: listing for sheet in rest if (listing := _updates(sheet)) is not None}
    wanted = ACTIONS if reports else READ
    named = {fold(name) for name in (ACTIONS.name, *ACTIONS.also, FORM.name)}
    lists = [sheet for sheet in rest if sheet.name not in reports]
    actions = _all_actions(wanted, lists, chosen or {}, needed=2) or (
        [] if reports else _all_actions(wanted, lists, chosen or {}, needed=1)
    )
    ours = [listing for listing in actions if fold(listing.table.place.sheet) in named]
    return (*(ours or actions), *reports.values())


def _all_actions(wanted: Sheet, sheets: Sequence[RawSheet], chosen: Chosen, needed: int) -> list[Listing]:
    """``needed``: how many columns must be known. One will do where no table has more: a person can say what the others are."""
    return [listing for sheet in sheets if (listing := _actions(wanted, sheet, chosen, needed)) is not None]


def _updates(sheet: RawSheet) -> Listing | None:
    """A sheet of updates is known by its name and its headings, or by the heading *Update ID*."""
    names = {fold(name) for name in (UPDATES.name, *UPDATES.also)} - {fold(FORM.name)}
    for at, row in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        columns = find_columns(UPDATES, row)
        has_id = fold(UPDATES.column("update_id").heading) in {fold(as_text(cell)) for cell in row}
        if "action_id" in columns and (has_id or (fold(sheet.name) in names and columns.keys() & {"status", "text"})):
            return _listing(Holds.UPDATES, sheet, at, _headings(row, columns, frozenset()))
    return None


def _actions(wanted: Sheet, sheet: RawSheet, chosen: Chosen, needed: int) -> Listing | None:
    best: tuple[int, Listing] | None = None
    for at, row in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        columns = _reported(find_columns(wanted, row), row)
        guesses = _guesses(wanted, row, columns) if columns else {}
        together = {**columns, **guesses}
        if _tells(columns, together) and len(together) >= needed and (best is None or len(together) > best[0]):
            best = len(together), _listing(Holds.ACTIONS, sheet, at, _headings(row, together, frozenset(guesses)))
    return _as_chosen(best[1], sheet, chosen) if best else None


def _tells(columns: Mapping[str, int], together: Mapping[str, int]) -> bool:
    """Whether a row is one of headings: it says where the action stands."""
    return bool(columns.keys() & {"action", "action_id"}) or {"action", "action_id"} <= together.keys()


def _reported(columns: dict[str, int], row: Sequence[object]) -> dict[str, int]:
    """Beside a status, *Update* is what was done since, not the feedback of the workshop."""
    at = columns.get("update_feedback")
    if at is not None and "status" in columns and "text" not in columns and fold(as_text(row[at])) in _UPDATE:
        return {name: place for name, place in columns.items() if name != "update_feedback"} | {"text": at}
    return columns


def _guesses(wanted: Sheet, row: Sequence[object], found: Mapping[str, int]) -> dict[str, int]:
    """Columns that are not found, by the headings that are most like their names."""
    names = {
        (column.name, word): fold(word) for column in wanted.columns if column.name not in found for word in (column.heading, *column.also)
    }
    guesses: dict[str, int] = {}
    for at, cell in enumerate(row):
        words = fold(as_text(cell)) if isinstance(cell, str) else ""
        if at in found.values() or len(words) < _SHORTEST:
            continue
        hit = process.extractOne(words, names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if hit is not None:
            guesses.setdefault(hit[2][0], at)
    return guesses


_SHORTEST = 3
"""Letters of a heading; fewer are like anything."""


def _headings(row: Sequence[object], columns: Mapping[str, int], guessed: frozenset[str]) -> tuple[Heading, ...]:
    names = {at: name for name, at in columns.items()}
    return tuple(
        Heading(at, as_text(cell), names.get(at, ""), names.get(at, "") not in guessed) for at, cell in enumerate(row) if as_text(cell)
    )


def _as_chosen(listing: Listing, sheet: RawSheet, chosen: Chosen) -> Listing:
    """The listing with its columns as a person has chosen them for headings like these."""
    choice = chosen.get(listing.signature)
    if choice is None:
        return listing
    taken = set(choice.values())
    headings = tuple(
        Heading(h.position, h.words, choice.get(h.position, "" if h.column in taken else h.column), sure=True) for h in listing.headings
    )
    return _listing(listing.holds, sheet, listing.table.place.heading_row - 1, headings)


def _listing(holds: Holds, sheet: RawSheet, at: int, headings: tuple[Heading, ...]) -> Listing:
    place = Place(sheet.name, at + 1, {heading.column: heading.position for heading in headings if heading.column})
    filled = ((number, cells) for number, cells in enumerate(sheet.rows[at + 1 :], start=at + 2) if any(as_text(cell) for cell in cells))
    return Listing(holds, Table(place, tuple(filled), {h.words: h.position for h in headings if not h.column}, sheet.merges), headings)
