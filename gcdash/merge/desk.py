"""Where one file of a plan is worked through: what is known, what the file was when it went out, and what has been found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from gcdash.changes import Update
from gcdash.errors import GcdashError
from gcdash.merge.baseline import Baseline
from gcdash.merge.knowledge import Known
from gcdash.merge.plan import CERTAIN, Entry, Kind, Unit
from gcdash.merge.rows import Row
from gcdash.merge.sameness import words
from gcdash.steps import Steps


@dataclass(frozen=True, slots=True)
class About:
    """What all entries of a row share."""

    row: Row
    action_id: str
    party: str = ""
    likeness: int = CERTAIN

    @property
    def sure(self) -> bool:
        """Whether the row is this action's for certain, not only by words that are alike."""
        return self.likeness == CERTAIN


class Told(TypedDict, total=False):
    """What an ``Entry`` tells of a cell."""

    old: str
    new: str
    reason: str
    unit: int


@dataclass
class Desk:
    """``party`` None: the file does not say who reports. ``brought``: the reports of this file, which do not conflict with each other.
    ``shows_status``: the table is a download of gcdash, whose *Status* is that of the action, by whomever.
    """

    known: Known
    base: Baseline
    file: int
    name: str
    party: str | None
    entries: list[Entry]
    units: list[Unit]
    steps: Steps
    shows_status: bool = False
    brought: dict[str, Update] = field(default_factory=dict)
    new_actions: dict[str, int] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def unit(self, unit: Unit) -> int:
        """Note something that can be taken or left; returns its number."""
        self.units.append(unit)
        return len(self.units) - 1

    def put(self, kind: Kind, about: About, column: str, **more: Unpack[Told]) -> None:
        """Account for one cell. ``more``: what is told of it; ``new`` is what the cell says, where nothing else is given."""
        row = about.row
        told: Told = {"old": "", "new": words(row.cells.get(column)), **more}
        self.entries.append(
            Entry(
                kind,
                about.action_id,
                column,
                row=row.number,
                cell=row.ref(column),
                sheet=row.place.sheet,
                file=self.name,
                party=about.party,
                likeness=about.likeness,
                **told,
            )
        )

    def refuse(self, about: About, columns: list[str], why: GcdashError | str) -> None:
        for column in columns:
            self.put(Kind.REFUSED, about, column, reason=str(why))
