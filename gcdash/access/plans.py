"""A submission's plan, held against who uploads it, row by row: what they may not bring is refused in words, the rest stays theirs."""

from __future__ import annotations

from dataclasses import replace

from gcdash.access import Person
from gcdash.access.writes import SUBMISSION, action_of, refusals
from gcdash.book import Book
from gcdash.changes import Update
from gcdash.merge.plan import Choice, Draft, Kind, Plan, choose

Refused = tuple[str, str | None, str]
"""A unit that was left out: the verb that it asks for, its action, and its question, which tells it from others."""


def permitted(plan: Plan, person: Person, book: Book) -> tuple[Plan, tuple[Refused, ...]]:
    """The plan with every unit that the person may not record left out, and its cells refused with the reason; and what was left out."""
    told = refusals(person, [_as_uploaded(unit.draft) for unit in plan.units], book)
    why = {at: str(bad) for at, (_change, _verb, bad) in enumerate(told) if bad}
    if not why:
        return plan, ()
    entries = tuple(
        replace(entry, kind=Kind.REFUSED, reason=why[entry.unit], unit=-1) if entry.unit in why else entry for entry in plan.entries
    )
    refused = tuple((verb, action_of(change), plan.units[at].question) for at, (change, verb, bad) in enumerate(told) if bad)
    return choose(replace(plan, entries=entries), dict.fromkeys(why, Choice.OURS)), refused


def _as_uploaded(draft: Draft) -> Draft:
    return replace(draft, source=SUBMISSION) if isinstance(draft, Update) else draft
