"""What each change asks for, held against who makes it; and what is known of that person, written into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gcdash.access import Person, Role, Verb, refusal, speaks_for
from gcdash.book import Book
from gcdash.changes import Amendment, CellChange, Change, Meeting, NewAction, Reminder, Update
from gcdash.errors import Refusal
from gcdash.membership import having
from gcdash.schema import ACTIONS, MEETINGS, SETTINGS, fold
from gcdash.updates import IN_CELLS
from gcdash.words import _

SUBMISSION, MEETING = "submission ", "meeting: "
"""How the source of what came from a spreadsheet, or from a meeting, begins."""

_KINDS: Mapping[type, Verb] = {Amendment: Verb.AMEND, NewAction: Verb.AMEND, Meeting: Verb.MEETING, Reminder: Verb.REMIND}
_SHEETS: Mapping[str, Verb] = {ACTIONS.name: Verb.AMEND, MEETINGS.name: Verb.MEETING, SETTINGS.name: Verb.SETTINGS}


def verb_of(change: Change, parties: Mapping[str, str], person: Person, book: Book) -> str:
    """The verb that a change asks for. ``parties``: the party of each update, by ID. What is of no known kind has none."""
    if isinstance(change, Update):
        if change.withdraws:
            own = person.role == Role.FOCAL_POINT and speaks_for(person, parties.get(change.withdraws, ""), book)
            return Verb.WITHDRAW_OWN if own else Verb.WITHDRAW_ANY
        return Verb.MEETING if change.source.startswith(MEETING) else Verb.UPLOAD if change.source.startswith(SUBMISSION) else Verb.REPORT
    if isinstance(change, CellChange):
        confirms = change.sheet == ACTIONS.name and change.field in IN_CELLS
        return Verb.CONFIRM if confirms else _SHEETS.get(change.sheet, "")
    return _KINDS.get(type(change), "")


def refusals(person: Person, changes: Sequence[Change], book: Book) -> list[tuple[Change, str, Refusal | None]]:
    """For each change the verb that it asks for, and why the person may not make it; None where they may."""
    withdrawn = [change.withdraws for change in changes if isinstance(change, Update) and change.withdraws]
    there = having(book.updates, "update_id", withdrawn)
    parties = dict(zip(there["update_id"], there["party"], strict=True))
    parties |= {change.update_id: change.party for change in changes if isinstance(change, Update)}
    told: list[tuple[Change, str, Refusal | None]] = []
    for change in changes:
        verb = verb_of(change, parties, person, book)
        told.append((change, verb, refusal(person, verb, action_of(change), book) or _for_another(person, change, book)))
    return told


def action_of(change: Change) -> str | None:
    """The action that a change is about, if it is about one."""
    if isinstance(change, CellChange):
        return change.key if change.sheet == ACTIONS.name else None
    return None if isinstance(change, Meeting) else change.action_id


def _for_another(person: Person, change: Change, book: Book) -> Refusal | None:
    """A focal point speaks for its own parties, and for nobody else, nor for the whole action."""
    if not isinstance(change, Update) or speaks_for(person, change.party, book):
        return None
    names = ", ".join(sorted(person.parties)) or _("nobody")
    whom = change.party or _("the whole action")
    return Refusal(_("You report for {parties}, not for {party}.").format(parties=names, party=whom), _("Choose your own party."), "party")


def signed(person: Person, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes with what is known of who makes them: verified where they are in that person's own, known name, and else not."""
    return tuple(_signed(person, change) for change in changes)


def _signed(person: Person, change: Change) -> Change:
    if isinstance(change, Update):
        by = change.reported_by or (person.name if person.verified else "")
        own = person.verified and bool(by) and fold(by) == fold(person.name)
        return replace(change, reported_by=by, verified="yes" if own else "no")
    if isinstance(change, (Amendment, Reminder, CellChange)) and person.verified and not change.by:
        return replace(change, by=person.name)
    return change
