"""The journals of all books that have stood at one path, and which of them a workbook belongs to.

A workbook says which book it is by its stamp. One without a stamp (nothing was folded into it yet, or a program has dropped it) is known by
the words of its actions, which each journal has written down: another book at the same path must get nothing of the first one's.
"""

from __future__ import annotations

import json
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pandas as pd

from gcdash.book import Book
from gcdash.store import backups, disk
from gcdash.store.backups import Backup
from gcdash.store.journal import Entry, Journal, written_or_said

BACKUPS = "backups"
_BOOK = "book.json"
_AT_MOST = 5_000
"""Of so many actions the words are written down: enough to know a book by, of any size."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A book that has a journal here: its ID, and checksums of its actions' words when it was last written to."""

    book_id: str
    actions: frozenset[int]

    def is_like(self, actions: frozenset[int]) -> bool:
        """Whether a workbook with these actions is this book: they share half of what the smaller one has."""
        return 2 * len(self.actions & actions) >= min(len(self.actions), len(actions))


@dataclass(frozen=True, slots=True)
class Journals:
    """What is kept beside the workbook at ``path``, in the folder ``root``: one folder for each book that has stood there."""

    root: Path
    path: Path
    _of: dict[str, Journal] = field(default_factory=dict, repr=False, compare=False)
    _said: dict[str, tuple[pd.Series, bytes]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, book_id: str) -> Journal:
        """The journal of a book: the same one each time, since it knows what it has read."""
        name = "".join(c for c in book_id if c.isalnum() or c == "-")[:80] or "book"
        return self._of.get(name) or self._of.setdefault(name, Journal(self.root / name))

    def id_for(self, book: Book) -> str:
        """The ID of a workbook that carries none, the same in every process; the first fold writes it into the file."""
        actions = _checksums(book.actions["action"])
        if here := next((known.book_id for known in self._known() if known.is_like(actions)), ""):
            return here
        return next(book_id for book_id in self._new_ids() if self._is_free_or_like(book_id, actions))

    def add(self, book_id: str, book: Book, entry: Entry) -> bool:
        """Put an entry into the journal of a book; True when it is new. See ``Journal.add``."""
        with written_or_said(self.root):
            self.know(book_id, book)
        return self.of(book_id).add(entry)

    def know(self, book_id: str, book: Book, *, again: bool = False) -> None:
        """Write down how to know a book; ``again`` when its actions may have changed since."""
        path = self.of(book_id).folder / _BOOK
        if not again and path.exists():
            return
        said = self._in_file(book_id, book.actions["action"])
        if not path.exists() or path.read_bytes() != said:
            disk.make_folder(path.parent)
            disk.write_file(path, said)

    def _in_file(self, book_id: str, words: pd.Series) -> bytes:
        """How a book is known, as it is written down; worked out again only when the words of its actions are others."""
        before, said = self._said.get(book_id, (None, b""))
        if before is None or not before.equals(words):
            said = json.dumps({"book_id": book_id, "actions": sorted(_checksums(words))}).encode()
            self._said[book_id] = words, said
        return said

    def backups_of(self, book_id: str) -> Path:
        """The folder of a book's kept versions."""
        return self.of(book_id).folder / BACKUPS

    def backups(self, book_id: str) -> tuple[Backup, ...]:
        """The kept versions of a book, newest first; of every book, where it is not known which."""
        return backups.kept(*([self.backups_of(book_id)] if book_id else self.root.glob(f"*/{BACKUPS}")))

    def _known(self) -> Iterator[_Known]:
        """The books that have a journal here, the one that was written to last first."""
        for path in sorted(self.root.glob(f"*/{_BOOK}"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
            if known := _known_in(path):
                yield known

    def _is_free_or_like(self, book_id: str, actions: frozenset[int]) -> bool:
        """Whether a workbook with these actions can have this ID: another process may have taken it this moment, for the same workbook."""
        path = self.of(book_id).folder / _BOOK
        if not path.exists():
            return True
        known = _known_in(path)
        return known is not None and known.is_like(actions)

    def _new_ids(self) -> Iterator[str]:
        uri = self.path.as_uri()
        return (str(uuid.uuid5(uuid.NAMESPACE_URL, f"{uri}#{number}")) for number in count())


def _known_in(path: Path) -> _Known | None:
    """What a file says of a book; None where it is damaged: it says nothing, and must not hide the others."""
    try:
        said = json.loads(path.read_bytes())
        return _Known(str(said["book_id"]), frozenset(said["actions"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _checksums(actions: pd.Series) -> frozenset[int]:
    words = {" ".join(text.split()).casefold() for text in actions.to_numpy()}
    return frozenset(sorted(zlib.crc32(text.encode("utf-8", "replace")) for text in words if text)[:_AT_MOST])
