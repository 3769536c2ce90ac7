"""A store as one person may use it: whatever they record is held against the access matrix here, so that no page can pass it by."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from gcdash.access import Person, Verb, refusal
from gcdash.access.writes import action_of, refusals, signed
from gcdash.book import Book
from gcdash.changes import Change
from gcdash.counters import refused
from gcdash.errors import Problem
from gcdash.steps import Progress, tell_nobody
from gcdash.store import Folded, Receipt, State
from gcdash.store.backups import Backup
from gcdash.store.workbook import WorkbookStore

LOG = logging.getLogger("gcdash.access")
"""Who was let do what, and who was not: by subject, verb and action, never by address or words."""


class Guarded:
    """``store`` for whoever ``who`` says; it is asked at each write, of the book as it is then."""

    def __init__(self, store: WorkbookStore, who: Callable[[Book], Person]) -> None:
        self._store, self.who = store, who

    @property
    def path(self) -> Path:
        return self._store.path

    @property
    def root(self) -> Path:
        return self._store.root

    def version(self) -> str:
        return self._store.version()

    def load(self) -> Book:
        return self._store.load()

    def append(self, changes: Sequence[Change]) -> Receipt:
        """Record the changes where the person may make every one of them; else none is recorded, and the first refusal says why."""
        book = self._store.load()
        person = self.who(book)
        told = refusals(person, changes, book)
        for change, verb, bad in told:
            note("granted" if bad is None else "refused", person, verb, action_of(change))
        if first := next((bad for _change, _verb, bad in told if bad), None):
            refused("appends", "access")
            raise first
        return self._store.append(signed(person, changes))

    def differences(self) -> tuple[Problem, ...]:
        return self._store.differences()

    def new_action_ids(self, change_ids: Sequence[str]) -> Mapping[str, str]:
        self.require(Verb.AMEND)
        return self._store.new_action_ids(change_ids)

    def new_action_id(self, change_id: str) -> str:
        return self.new_action_ids([change_id])[change_id]

    def fold(self) -> Folded:
        return self._store.fold()

    def state(self) -> State:
        return self._store.state()

    def backups(self) -> tuple[Backup, ...]:
        return self._store.backups()

    def restore(self, generation: int | None = None, progress: Progress = tell_nobody) -> int:
        self.require(Verb.RESTORE)
        return self._store.restore(generation, progress)

    def require(self, verb: Verb) -> None:
        """Raise the refusal where the person may not do that; for what is written beside the book too."""
        book = self._store.load()
        person = self.who(book)
        bad = refusal(person, verb, None, book)
        note("granted" if bad is None else "refused", person, verb)
        if bad:
            refused(verb, "access")
            raise bad


def note(said: str, person: Person, verb: str, action_id: str | None = None) -> None:
    """Write into the log what was granted or refused, or not even offered."""
    level = logging.WARNING if said == "refused" else logging.INFO
    LOG.log(level, "%s %s %s %r to %s", said, verb, person.role, (action_id or "")[:40], person.subject)
