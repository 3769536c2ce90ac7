"""What would come of a submission, before anything does: each cell of each row as one of five kinds, and what can be chosen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from gcdash.changes import Amendment, NewAction, Update
from gcdash.merge.recognition import Listing
from gcdash.words import N_


class Kind(StrEnum):
    """What becomes of a cell."""

    ADDED = N_("added")
    CHANGED = N_("changed")
    UNCHANGED = N_("unchanged")
    CONFLICT = N_("conflict")
    REFUSED = N_("refused")


class Choice(StrEnum):
    """Whose words stand. For what does not conflict, *theirs* takes it and *ours* leaves it."""

    THEIRS = N_("theirs")
    OURS = N_("ours")
    BOTH = N_("both")


CERTAIN = 100
"""The likeness of what is the same for certain, and not only by words that are alike."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of the submission. ``unit``: the number of what it is a part of, -1 where there is nothing to choose.

    ``old`` is what the book says now, ``new`` what the file says. ``likeness``: how alike the row's words and the action's are, of 100.
    """

    kind: Kind
    action_id: str
    field: str
    old: str
    new: str
    row: int
    reason: str = ""
    cell: str = ""
    sheet: str = ""
    file: str = ""
    party: str = ""
    unit: int = -1
    likeness: int = CERTAIN


SUBMISSION = "submission "
"""How the source of whatever came from a submission begins."""

Draft = Update | Amendment | NewAction


@dataclass(frozen=True, slots=True)
class Unit:
    """What is taken or left as a whole: a report, a changed cell, a new action. ``draft`` lacks only who takes it and from which file.

    ``conflict``: it asks. ``against``: the reports of the book that it conflicts with, ``over``: those of them that are
    dated later, and would stand over it. ``was`` and ``cell``: what is agreed by now, and
    what the Actions sheet says, before any file of the plan. ``needs``: the unit without which it cannot be, -1 for none. ``again``: how
    many times the same report was taken and withdrawn before. ``undated``: the file gives no report date.
    """

    draft: Draft
    file: int
    conflict: bool = False
    against: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    was: str = ""
    cell: str = ""
    needs: int = -1
    again: int = 0
    undated: bool = False

    @property
    def question(self) -> str:
        """What a choice is about, whichever number the unit has: what the file brings, and what of the book stands against it."""
        draft = self.draft
        brought = (draft.action_id, draft.field, draft.new) if isinstance(draft, Amendment) else (draft.change_id,)
        return hashlib.sha256(repr((brought, self.conflict, self.against, self.was)).encode()).hexdigest()[:16]

    @property
    def can_be_both(self) -> bool:
        return isinstance(self.draft, Update) and bool(self.against)


@dataclass(frozen=True, slots=True)
class File:
    """A submission by its name and the hash of its bytes; for whom it speaks; its tables as they were recognised; what was left unread."""

    name: str
    sha256: str
    party: str | None = None
    listings: tuple[Listing, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """How whatever is recorded from this file names it."""
        return f"{SUBMISSION}{self.name} {self.mark}"

    @property
    def mark(self) -> str:
        """As much of the hash as ends the source: the same bytes have it by whatever name."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file of which nothing can be used: its name, why, and what to do."""

    name: str
    message: str
    hint: str


@dataclass(frozen=True)
class Plan:
    """The whole of it. ``version``: the book that it was made against. ``choices``: what was chosen, by unit.

    ``unusable``: the files sent together with ``files`` that bring nothing.
    """

    version: str
    files: tuple[File, ...]
    entries: tuple[Entry, ...]
    units: tuple[Unit, ...]
    unusable: tuple[Unusable, ...] = ()
    choices: Mapping[int, Choice] = field(default_factory=dict)

    @cached_property
    def by_kind(self) -> Mapping[Kind, tuple[Entry, ...]]:
        """The entries of each kind. A conflict that is settled stays one: what was chosen is in ``choices``."""
        return {kind: tuple(entry for entry in self.entries if entry.kind is kind) for kind in Kind}

    @cached_property
    def open_conflicts(self) -> tuple[int, ...]:
        """The units that still ask."""
        return tuple(at for at, unit in enumerate(self.units) if unit.conflict and at not in self.choices)

    def outcome(self, entry: Entry) -> Kind:
        """What becomes of a cell by what was chosen: a conflict settled for the file adds or changes, one settled for the book does not."""
        if entry.unit < 0 or entry.unit in self.taken:
            unit = self.units[entry.unit] if entry.unit >= 0 and entry.kind is Kind.CONFLICT else None
            return entry.kind if unit is None else Kind.CHANGED if isinstance(unit.draft, Amendment) else Kind.ADDED
        return Kind.CONFLICT if entry.unit in self.open_units else Kind.UNCHANGED

    @cached_property
    def open_units(self) -> frozenset[int]:
        return frozenset(self.open_conflicts)

    @cached_property
    def taken(self) -> frozenset[int]:
        """The units that would be recorded now."""
        taken: set[int] = set()
        for at, unit in enumerate(self.units):
            chosen = self.choices.get(at, Choice.OURS if unit.conflict else Choice.THEIRS)
            if chosen is not Choice.OURS and (unit.needs < 0 or unit.needs in taken):
                taken.add(at)
        return frozenset(taken)


def choose(plan: Plan, choices: Mapping[int, Choice]) -> Plan:
    """The plan with these choices made, over those that were made before."""
    return replace(plan, choices={**plan.choices, **choices})


def prefer(plan: Plan, choice: Choice, units: Iterable[int] | None = None) -> Plan:
    """The plan with every conflict that is still open settled alike."""
    return choose(plan, dict.fromkeys(plan.open_conflicts if units is None else units, choice))
