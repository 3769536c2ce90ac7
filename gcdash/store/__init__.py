"""Where a book is kept. Pages and verbs know only the protocol here, never which store it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from gcdash.book import Book
from gcdash.changes import Change
from gcdash.errors import Problem

if TYPE_CHECKING:
    from gcdash.store.backups import Backup


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of an append: the IDs recorded, on the disk for certain, and whether they had been recorded before."""

    ids: tuple[str, ...]
    again: bool


@dataclass(frozen=True, slots=True)
class Folded:
    """What a fold carried into the book, how many changes still wait, and why, in words, where it could not go on."""

    folded: int
    waiting: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """How a store is doing: for the page that shows it and the line on every page when changes wait. ``book_id``: blank before a load."""

    name: str
    path: str
    size: int
    changed: datetime | None
    generation: int
    waiting: int
    notices: tuple[str, ...] = ()
    book_id: str = ""


class Store(Protocol):
    """A place where one book is kept: read it, add to it. All of it is safe to call from several threads and processes."""

    def version(self) -> str:
        """A word that changes whenever ``load`` would say something else. Cheap enough for every interaction."""
        ...

    def load(self) -> Book:
        """The book as it is now, what waits to be folded included."""
        ...

    def append(self, changes: Sequence[Change]) -> Receipt:
        """Record changes together, all or none. They are on the disk when this returns; the same IDs and words again are harmless."""
        ...

    def differences(self) -> tuple[Problem, ...]:
        """The updates of which the book says something else than what was recorded; the book's words count. Not for every click."""
        ...

    def new_action_ids(self, change_ids: Sequence[str]) -> Mapping[str, str]:
        """The IDs of actions that changes are about to add: nobody else gets them, and asked again for the same change it is the same."""
        ...

    def new_action_id(self, change_id: str) -> str:
        """The ID of one action."""
        ...

    def fold(self) -> Folded:
        """Carry what waits into the book now."""
        ...

    def state(self) -> State:
        """How the store is doing."""
        ...


class FileStore(Store, Protocol):
    """A store whose book is a file, with a folder beside it that keeps older versions."""

    @property
    def path(self) -> Path:
        """The book's file."""
        ...

    @property
    def root(self) -> Path:
        """The folder beside it."""
        ...

    def backups(self) -> tuple[Backup, ...]:
        """The versions that are kept, newest first."""
        ...
