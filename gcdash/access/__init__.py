"""Who may do what: one table of roles and verbs, and the scope of a focal point. Whatever the table does not name is not allowed.

Everything that is written is held against it where it is written (``store.guarded``); pages ask it too, so that they offer only what
will be done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from gcdash.errors import Refusal
from gcdash.schema import fold
from gcdash.words import N_, _

if TYPE_CHECKING:  # a server answers before it has loaded pandas
    import pandas as pd

    from gcdash.book import Book


class Role(StrEnum):
    """What somebody is here. A focal point speaks for parties of the Parties sheet; a coordinator keeps the book."""

    VIEWER = "viewer"
    FOCAL_POINT = "focal point"
    COORDINATOR = "coordinator"


class Verb(StrEnum):
    """What somebody can want to do."""

    READ = "read"
    DOWNLOAD = "download"
    REPORT = "report"
    UPLOAD = "upload"
    WITHDRAW_OWN = "withdraw own"
    WITHDRAW_ANY = "withdraw any"
    CONFIRM = "confirm reading"
    AMEND = "amend"
    MEETING = "meeting"
    RESTORE = "restore"
    SETTINGS = "settings"
    REMIND = "remind"


_EVERYBODY, _WHO_REPORT, _KEEPERS = frozenset(Role), frozenset({Role.FOCAL_POINT, Role.COORDINATOR}), frozenset({Role.COORDINATOR})

TABLE: Mapping[str, frozenset[Role]] = {
    Verb.READ: _EVERYBODY,
    Verb.DOWNLOAD: _EVERYBODY,
    Verb.REPORT: _WHO_REPORT,
    Verb.UPLOAD: _WHO_REPORT,
    Verb.WITHDRAW_OWN: _WHO_REPORT,
    Verb.WITHDRAW_ANY: _KEEPERS,
    Verb.CONFIRM: _KEEPERS,
    Verb.AMEND: _KEEPERS,
    Verb.MEETING: _KEEPERS,
    Verb.RESTORE: _KEEPERS,
    Verb.SETTINGS: _KEEPERS,
    Verb.REMIND: _KEEPERS,
}
"""The access matrix: who may, for each verb."""

_WORDS: Mapping[str, str] = {
    Verb.READ: N_("read the book"),
    Verb.DOWNLOAD: N_("download files"),
    Verb.REPORT: N_("record updates"),
    Verb.UPLOAD: N_("upload spreadsheets"),
    Verb.WITHDRAW_OWN: N_("withdraw updates of their own"),
    Verb.WITHDRAW_ANY: N_("withdraw what others have reported"),
    Verb.CONFIRM: N_("confirm readings"),
    Verb.AMEND: N_("amend what was agreed"),
    Verb.MEETING: N_("write down what a meeting decides"),
    Verb.RESTORE: N_("put an older version back"),
    Verb.SETTINGS: N_("change the settings"),
    Verb.REMIND: N_("make reminders"),
}

SCOPED = frozenset({Verb.REPORT, Verb.UPLOAD, Verb.WITHDRAW_OWN})
"""What a focal point may do only on the actions of its parties."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the dashboard. ``subject`` names them in the log, and is neither a name nor an address.

    ``parties``: whom a focal point speaks for. ``verified``: whether we know for certain who it is. ``why``: why no more than this role.
    """

    role: str
    subject: str
    name: str = ""
    parties: frozenset[str] = field(default_factory=frozenset)
    verified: bool = False
    why: str = ""


def allows(role: str, verb: str) -> bool:
    """Whether the table gives the verb to the role, all scopes aside. An unknown role or verb: no."""
    return role in TABLE.get(verb, frozenset())


def may(person: Person, verb: str, action_id: str | None, book: Book) -> bool:
    """Whether the person may do that on an action; without one, whether on any."""
    return refusal(person, verb, action_id, book) is None


def refusal(person: Person, verb: str, action_id: str | None, book: Book) -> Refusal | None:
    """Why the person may not do that, in words; None where they may."""
    if not allows(person.role, verb):
        what = _(_WORDS[verb]) if verb in _WORDS else verb
        return Refusal(_("You may not {what} here.").format(what=what), person.why or _("Ask the coordinator, who may."), field="access")
    if person.role != Role.FOCAL_POINT or verb not in SCOPED or action_id is None:
        return None
    action = book.action(action_id)
    return None if action is not None and in_scope(person, action, book) else _out_of_scope(person, action_id, action)


def in_scope(person: Person, action: pd.Series, book: Book) -> bool:
    """Whether an action is one of the parties that a focal point speaks for: they own it, or are expected to report on it."""
    concerned = {fold(name) for name in (*action["owners"], *book.expected(action["owners"])[0])}
    return not concerned.isdisjoint(map(fold, spoken_for(person, book)))


def spoken_for(person: Person, book: Book) -> tuple[str, ...]:
    """The parties that a person speaks for, as the book spells them."""
    spelled = {fold(word): owner for word, owner in book.registry.synonyms.items()}
    return tuple(dict.fromkeys(spelled.get(fold(party), party) for party in sorted(person.parties) if fold(party)))


def speaks_for(person: Person, party: str, book: Book) -> bool:
    """Whether a person may speak for a party; only a coordinator speaks for a whole action, which is no party."""
    if person.role == Role.COORDINATOR:
        return True
    return bool(fold(party)) and fold(party) in {fold(name) for name in spoken_for(person, book)}


def _out_of_scope(person: Person, action_id: str, action: pd.Series | None) -> Refusal:
    hint = _("The coordinator can write it down.")
    if action is not None and not action["owners"]:
        return Refusal(_("The action {id} has no owner, so only a coordinator reports on it.").format(id=action_id), hint, "access")
    names = ", ".join(sorted(person.parties)) or _("nobody")
    return Refusal(_("The action {id} is not one that {parties} reports on.").format(id=action_id, parties=names), hint, "access")
