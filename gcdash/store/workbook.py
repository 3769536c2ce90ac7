"""The workbook store: one .xlsx that is the users' own document, with a journal beside it.

An append puts a change into the journal and returns. A fold, one at a time, carries what waits into the workbook: read, edit
bytes, prove, keep the old version, replace. What is shown is the workbook and the journal together, by ID.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pandas as pd
from filelock import FileLock, Timeout

from gcdash.amendments import next_ids
from gcdash.book import Book
from gcdash.changes import Change, Update
from gcdash.counters import counted, refused
from gcdash.errors import Busy, GcdashError, Problem
from gcdash.steps import Progress, tell_nobody
from gcdash.store import Folded, Receipt, State, backups, disk, exchange, places
from gcdash.store.carried import book_after
from gcdash.store.clock import Clock
from gcdash.store.entries import differences, refuse_blind, refuse_other_words
from gcdash.store.fold import Now, fullest
from gcdash.store.journal import Entry, Journal, to_entry
from gcdash.store.journals import Journals
from gcdash.store.snapshot import BOOK_ID, GENERATION, JUST_WRITTEN, Snapshot, bytes_of, digest_of, generation_of, key_of, parsed
from gcdash.store.summaries import settled
from gcdash.store.view import View, seen
from gcdash.store.written import Written
from gcdash.words import _

ABSENT_FOR = 5.0
"""Seconds for which a workbook may be gone: Excel deletes the old file before it renames the new one."""

LOCK_WAIT = 30.0


class WorkbookStore:
    """A store that keeps its book in the workbook at ``path``; it waits so many seconds for one that is gone, and for the lock."""

    def __init__(self, path: Path | str, *, absent_for: float = ABSENT_FOR, lock_wait: float = LOCK_WAIT) -> None:
        self.path = Path(path).resolve()
        self._absent_for, self._lock_wait = absent_for, lock_wait
        self.root = places.journal_folder(self.path)
        self._journals = Journals(self.root, self.path)
        self._read: Snapshot | None = None
        self._seen: View | None = None
        self._reading, self._showing = threading.Lock(), threading.Lock()
        self._clock, self.why_waiting = Clock(), ""
        self._written = Written()

    def version(self) -> str:
        """Changes with the workbook's file and with the journal."""
        journal = self._journals.of(self._read.book_id) if self._read else None
        waiting = journal.waiting_names() if journal else ()
        said = hashlib.sha256("\n".join(waiting).encode()).hexdigest()[:16] if waiting else ""
        return f"{key_of(self.path)}|{said}|{journal.folds.latest() if journal and self._is_stale(journal) else ''}"

    def is_read(self) -> bool:
        """Whether the workbook has not changed since ``load`` read it."""
        return self._read is not None and self._read.key in {JUST_WRITTEN, key_of(self.path)}

    def load(self, progress: Progress = tell_nobody) -> Book:
        """The workbook and what waits in the journal, by ID; where both hold one, the workbook's words stand."""
        read = self._current(progress)
        with self._showing:  # what came last is put in once, however many look
            view = self._seen = seen(read, self._missing(read), self._seen)
        return view.book

    @counted("appends")
    def append(self, changes: Sequence[Change]) -> Receipt:
        """Put the changes into the journal, all or none; they are on the disk when this returns."""
        read = self._current()
        newest = (self.load() if self._clock.is_doubtful() else read.book).updates["recorded_at"].max()
        after = None if pd.isna(newest) else newest.to_pydatetime()
        entry = to_entry([replace(change, recorded_at=self._clock.moment(after)) for change in changes])
        refuse_other_words(read.book, changes)
        if any(not isinstance(change, Update) for change in changes):
            refuse_blind(self.load(), changes)
        new = self._journals.add(read.book_id, read.book, entry)
        return Receipt(entry.ids, again=not new)

    def differences(self) -> tuple[Problem, ...]:
        """The updates that the workbook and the journal tell in different words: somebody has changed the row since."""
        read = self._current()
        return differences(read.book, self._journals.of(read.book_id).contents())

    def new_action_ids(self, change_ids: Sequence[str]) -> Mapping[str, str]:
        """The IDs for actions to be added by these changes: nobody else gets them, and asked again for a change it is the same."""
        return self._journals.of(self._current().book_id).claim(change_ids, next_ids(list(self.load().actions["action_id"])))

    def new_action_id(self, change_id: str) -> str:
        """The ID for one action."""
        return self.new_action_ids([change_id])[change_id]

    @counted("folds")
    def fold(self) -> Folded:
        """Carry what waits into the workbook, now, unless another process does so already."""
        try:
            with self._locked():
                folded = self._fold_until_done()
        except (Busy, OSError) as error:
            folded = Folded(0, self._waiting(), _in_words(error))
        if folded.why:
            refused("folds", "waits")
        self.why_waiting = folded.why if folded.waiting else ""
        return folded

    def state(self) -> State:
        """Path, size, last change, and what waits."""
        read = self._read
        journal = self._journals.of(read.book_id) if read else None
        there = self.path.stat() if self.path.exists() else None
        said = [*places.notices(self.path), *([self.why_waiting] if self.why_waiting else [])]
        said += [
            _("This could not be written into the workbook and lies aside: {what} ({why}).").format(what=what, why=why)
            for what, why in (journal.aside() if journal else ())
        ]
        return State(
            self.path.name, str(self.path), there.st_size if there else 0, datetime.fromtimestamp(there.st_mtime, UTC) if there else None,
            read.generation if read else 0, self._waiting(), tuple(said), read.book_id if read else "",
        )  # fmt: skip

    def backups(self) -> tuple[backups.Backup, ...]:
        """The kept versions of the book, newest first; of every book that has stood here, while there is none to be read."""
        return self._journals.backups(self._book_id())

    @counted("restores")
    def restore(self, generation: int | None = None, progress: Progress = tell_nobody) -> int:
        """Put a kept version in the workbook's place, the newest or that of a generation; what is recorded since goes in again.

        The version that is replaced is kept too. Returns the generation restored.
        """
        with self._locked():
            backup = backups.find(self.backups(), generation)
            data = backup.path.read_bytes()
            parsed(data, "", backup.path.name, progress)
            if self.path.exists():
                before = self._bytes()
                backups.keep(backup.path.parent, before, generation_of(before))
                if not exchange.put_in_place(self.path, data, before):
                    raise Busy(_("The workbook was saved by another program just now."), _("Close it there and restore again."))
            else:
                disk.add_file(self.path, data)
        return backup.generation

    def _current(self, progress: Progress = tell_nobody) -> Snapshot:
        """The workbook as it is now: read again only when the file has changed."""
        with self._reading:
            key = key_of(self.path)
            if self._read is None or self._read.key != key:
                self._read = self._parsed(self._bytes(), key, progress)
            return self._read

    def _bytes(self) -> bytes:
        return bytes_of(self.path, self._absent_for if self._read else 0)

    def _parsed(self, data: bytes, key: str, progress: Progress = tell_nobody) -> Snapshot:
        if self._read and self._read.digest == digest_of(data):
            return replace(self._read, key=key)
        snapshot = parsed(data, key, self.path.name, progress)
        return snapshot if snapshot.book_id else replace(snapshot, book_id=self._journals.id_for(snapshot.book))

    def _book_id(self) -> str:
        """The ID of the book that the workbook is now; blank where it cannot be read."""
        try:
            return self._current().book_id
        except GcdashError:
            return ""

    def _is_stale(self, journal: Journal) -> bool:
        return self._read is not None and self._read.generation < journal.folds.latest()

    def _missing(self, read: Snapshot) -> tuple[Entry, ...]:
        return self._journals.of(read.book_id).missing(read.generation)

    def _waiting(self) -> int:
        return len(self._journals.of(self._read.book_id).waiting_names()) if self._read else 0

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        disk.make_folder(self.root)
        try:
            with FileLock(self.root / "lock", timeout=self._lock_wait, fallback_to_soft=False):
                yield
        except Timeout:
            raise Busy(_("Another process is writing to the workbook."), _("Try again in a minute.")) from None

    def _fold_until_done(self) -> Folded:
        """Fold; when another program saved the workbook meanwhile, begin again with what it saved."""
        for _attempt in range(5):
            try:
                self._current()
                folded = self._fold_once()
            except (GcdashError, OSError) as error:
                return Folded(0, self._waiting(), _in_words(error))
            if folded is not None:
                return folded
        return Folded(0, self._waiting(), _("The workbook is being saved by another program again and again."))

    def _fold_once(self) -> Folded | None:
        """One fold, or None when the workbook was changed meanwhile and nothing was done."""
        exchange.recover(self.path)
        before = self._bytes()
        read = self._parsed(before, key_of(self.path))
        journal = self._journals.of(read.book_id)
        journal.make()
        self._journals.know(read.book_id, read.book, again=True)
        journal.sweep()
        kept = self._journals.backups_of(read.book_id)
        for folder in (self.root, journal.folder, kept, self.path.parent):
            disk.sweep(folder)
        waiting = journal.waiting()
        entries = self._missing(read)
        generation = max(read.generation, journal.folds.latest()) + 1
        stamp = {BOOK_ID: read.book_id, GENERATION: str(generation)}
        written = self._written.of(read.digest)
        now = Now(date.today(), self._clock.moment(), written.settled)
        decided, after = fullest(read.book, entries, now, partial(written.edited, before, stamp))
        journal.set_aside(decided.impossible)
        gone = [entry for entry in waiting if entry not in entries]
        if not decided.edits:
            journal.finish([*decided.carried, *gone])
            return Folded(len([entry for entry in waiting if entry in decided.carried]), self._waiting(), decided.why)
        backups.keep(kept, before, read.generation)
        journal.folds.begin(generation, [entry.entry_id for entry in decided.carried], read.generation)
        known = book_after(read.book, decided.edits, after.numbers)
        written = Written(digest_of(after.data), after.blocks, settled(after.numbers, now.today) if known and decided.whole else None)
        with self._reading:  # else whoever looks in between would have all of it read again
            if not exchange.put_in_place(self.path, after.data, before, (written.digest, read.digest)):
                return None
            self._written = written
            if known:
                self._read = Snapshot(JUST_WRITTEN, written.digest, read.book_id, generation, known)
        journal.finish([*decided.carried, *gone])
        return Folded(len(decided.carried), self._waiting(), decided.why)


def _in_words(error: GcdashError | OSError) -> str:
    if isinstance(error, GcdashError):
        return str(error)
    return _("The workbook, or its journal, cannot be written now ({why}).").format(why=error.strerror or error)
