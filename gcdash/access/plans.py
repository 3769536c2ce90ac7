"""A submission's plan, held against who uploads it, row by row: what they may not bring is refused in words, the rest stays theirs."""

from __future__ import annotations

from dataclasses import replace

from gcdash.access import Person
from gcdash.access.writes import SUBMISSION, refusals
from gcdash.book import Book
from gcdash.changes import Update
from gcdash.merge.plan import Choice, Draft, Kind, Plan, choose


def permitted(plan: Plan, person: Person, book: Book) -> Plan:
    """The plan with every unit that the person may not record left out, and its cells refused with the reason."""
    drafts = [_as_uploaded(unit.draft) for unit in plan.units]
    why = {at: str(bad) for at, (_change, _verb, bad) in enumerate(refusals(person, drafts, book)) if bad}
    if not why:
        return plan
    entries = tuple(
        replace(entry, kind=Kind.REFUSED, reason=why[entry.unit], unit=-1) if entry.unit in why else entry for entry in plan.entries
    )
    return choose(replace(plan, entries=entries), dict.fromkeys(why, Choice.OURS))


def _as_uploaded(draft: Draft) -> Draft:
    return replace(draft, source=SUBMISSION) if isinstance(draft, Update) else draft
