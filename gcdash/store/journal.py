"""The journal beside a workbook: every change is on the disk here before anybody is told that it is recorded.

One file per change set, named by its ID, never overwritten. A file waits in ``pending`` until a fold has carried it into the
workbook, then lies in ``done``; one that cannot be folded goes to ``quarantine``. ``generations`` says which changes each fold carried,
written before the workbook is replaced, so that a stale copy is told from a deliberate deletion even after a crash. ``claims`` holds
the IDs given to new actions, each to one change.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gcdash.changes import Change, Update, content, from_words, in_words, to_words
from gcdash.counters import refused
from gcdash.errors import Busy, Refusal
from gcdash.store import disk
from gcdash.store.claims import claimed
from gcdash.store.disk import file_name, files
from gcdash.store.folds import Folds
from gcdash.words import _

PENDING, DONE, QUARANTINE, GENERATIONS, CLAIMS = "pending", "done", "quarantine", "generations", "claims"
FOLDERS = (PENDING, DONE, QUARANTINE, GENERATIONS, CLAIMS)
_REASON = ".why"
_Mark = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the journal: changes that are recorded together. ``entry_id`` is the ID of the only one, or of the set."""

    entry_id: str
    changes: tuple[Change, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(change.change_id for change in self.changes)


@contextlib.contextmanager
def written_or_said(folder: Path) -> Iterator[None]:
    """Say what it means for whoever records when the disk that the journal is on cannot be written to."""
    try:
        yield
    except OSError as error:
        raise Busy(
            _("This may not be recorded: the journal in {folder} cannot be written ({why}).").format(
                folder=folder, why=error.strerror or error
            ),
            _("Free some space there or ask for the right to write, then save again; nothing is recorded twice."),
        ) from error


def same(one: Entry, other: Entry) -> bool:
    """Whether two entries say the same, whenever and by whichever way they were recorded."""
    return [content(change) for change in one.changes] == [content(change) for change in other.changes]


class Journal:
    """The journal of one book, in a folder of its own. Any number of processes may add; one at a time folds, under a lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pending, self.done, self.quarantined, self.generations, self.claims = (folder / name for name in FOLDERS)
        self.folds = Folds(self.generations)
        self._contents: dict[_Mark, tuple[tuple[str, int], ...]] = {}

    def make(self) -> None:
        """Make the folders, on the disk for certain, before the first change is added."""
        for path in (self.pending, self.done, self.quarantined, self.generations, self.claims):
            disk.make_folder(path)

    def add(self, entry: Entry) -> bool:
        """Put an entry on the disk. True when it is new; False when the same is there; refused when its ID says something else."""
        with written_or_said(self.folder.parent):
            return self._added(entry)

    def _added(self, entry: Entry) -> bool:
        self.make()
        there = self.find(entry.entry_id)
        if there is None and disk.add_file(self.pending / file_name(entry.entry_id), _to_bytes(entry)):
            return True
        there = there or self.find(entry.entry_id)
        if there is not None and same(there, entry):
            disk.sync_folder(self.pending)  # whoever put it there may not have come so far yet
            return False
        raise Refusal(
            _("The update ID {id} has been used for another update.").format(id=entry.entry_id),
            _("Leave the ID out, so that a new one is made."),
            field="update_id",
        )

    def claim(self, change_ids: Sequence[str], names: Iterator[str]) -> dict[str, str]:
        """For each change the first of ``names`` that nobody else has claimed: see ``claims``."""
        with written_or_said(self.folder.parent):
            self.make()
            return claimed(self.claims, change_ids, names)

    def find(self, entry_id: str) -> Entry | None:
        """The entry of this ID, wherever it lies."""
        for folder in (self.pending, self.done, self.quarantined):
            entry = _read(folder / file_name(entry_id))
            if entry is not None:
                return entry
        return None

    def waiting(self) -> tuple[Entry, ...]:
        """The entries that no fold has carried yet, in the order of their names."""
        return _readable(self.pending)

    def waiting_names(self) -> tuple[str, ...]:
        """The names of the waiting files: cheap, for noticing that something is new."""
        return tuple(path.name for path in files(self.pending))

    def contents(self) -> dict[str, int]:
        """A checksum (of this process) of what each update says that waits or is done, by its ID. A file is read once, though it moves."""
        told: dict[_Mark, tuple[tuple[str, int], ...]] = {}
        for path, mark in (found for folder in (self.pending, self.done) for found in _marked(folder)):
            if mark in self._contents:
                told[mark] = self._contents[mark]
            elif entry := _read(path):
                told[mark] = tuple((change.update_id, hash(content(change))) for change in entry.changes if isinstance(change, Update))
        self._contents = told
        return dict(said for entry in told.values() for said in entry)

    def missing(self, generation: int) -> tuple[Entry, ...]:
        """What a workbook of this generation does not hold and should: what waits, and what a stale copy of it has lost.

        A change that a fold carried up to the workbook's own generation and that is gone was deleted on purpose, and stays so.
        """
        lost = [entry for name in self.folds.carried_after(generation) if (entry := self.find(name))]
        deleted = self.folds.carried_until(generation) if self.waiting_names() else frozenset()
        waiting = [entry for entry in self.waiting() if entry.entry_id not in deleted]
        together = {entry.entry_id: entry for entry in [*lost, *waiting]}
        return tuple(entry for name, entry in together.items() if _read(self.quarantined / file_name(name)) is None)

    def finish(self, entries: Iterable[Entry]) -> None:
        """Move entries that are in the workbook from pending to done."""
        self._move(entries, self.done)

    def set_aside(self, impossible: Iterable[tuple[Entry, str]]) -> None:
        """Move entries that cannot be folded out of the way of the rest, each with the reason. Nothing of them is deleted."""
        for entry, why in impossible:
            name = file_name(entry.entry_id)
            if (self.pending / name).exists():
                refused("folds", "set aside")
                disk.add_file((self.quarantined / name).with_suffix(_REASON), why.encode())
        self._move([entry for entry, _why in impossible], self.quarantined)

    def aside(self) -> tuple[tuple[str, str], ...]:
        """What was set aside: the changes in a few words (or the file's name, where it cannot be read), and why."""
        found = []
        for path in files(self.quarantined):
            entry = _read(path)
            reason = path.with_suffix(_REASON)
            why = reason.read_text("utf-8") if reason.exists() else _("the file cannot be read")
            found.append((", ".join(map(in_words, entry.changes)) if entry else path.name, why))
        return tuple(found)

    def _move(self, entries: Iterable[Entry], folder: Path) -> None:
        paths = [self.pending / file_name(entry.entry_id) for entry in entries]
        disk.move([path for path in paths if path.exists()], folder)

    def sweep(self) -> int:
        """Remove what a crash left half written, and set aside what waits and cannot be read. Under the lock, before a fold."""
        damaged = [path for path in files(self.pending) if _read(path) is None]
        for _path in damaged:
            refused("folds", "damaged")
        disk.move(damaged, self.quarantined)
        self.folds.forget()
        return sum(disk.sweep(path) for path in (self.pending, self.generations, self.claims))


def _readable(folder: Path) -> tuple[Entry, ...]:
    return tuple(entry for path in files(folder) if (entry := _read(path)) is not None)


def _marked(folder: Path) -> Iterator[tuple[Path, _Mark]]:
    """The files of a folder, each with what tells it apart from every other one; a file keeps that where it is moved."""
    if folder.is_dir():
        with os.scandir(folder) as there:
            for file in there:
                with contextlib.suppress(FileNotFoundError):  # moved this moment
                    if file.name.endswith(".json"):
                        stat = file.stat()
                        yield Path(file.path), (file.name, stat.st_ino, stat.st_mtime_ns, stat.st_size)


def _to_bytes(entry: Entry) -> bytes:
    changes = [to_words(change) for change in entry.changes]
    try:
        return json.dumps({"entry_id": entry.entry_id, "changes": changes}, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Refusal(
            _("The text has half a character (a lone surrogate), which no file can hold."),
            _("Type the text again, or paste it from another place."),
        ) from error


def _read(path: Path) -> Entry | None:
    """The entry in a file; None where there is none, or where something has damaged the file: it must not hide the others."""
    try:
        there = path.stat()
        return _told(path, there.st_ino, there.st_mtime_ns, there.st_size)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


@lru_cache(maxsize=10_000)
def _told(path: Path, *_told_apart_by: int) -> Entry:
    """Such a file is never written twice, so that it is read once; another one in its place is read too."""
    said = json.loads(path.read_bytes())
    return Entry(said["entry_id"], tuple(from_words(words) for words in said["changes"]))


def to_entry(changes: Sequence[Change], entry_id: str = "") -> Entry:
    """The entry for changes that are recorded together; one alone lends it its ID."""
    return Entry(entry_id or changes[0].change_id, tuple(changes))
