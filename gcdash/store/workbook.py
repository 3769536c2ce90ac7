"""The workbook store: one .xlsx that is the users' own document, with a journal beside it.

An append puts a change into the journal and returns. A fold, one at a time, carries what waits into the workbook: read, edit
bytes, prove, keep the old version, replace. What is shown is the workbook and the journal together, by ID.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import uuid6
from filelock import FileLock, Timeout

from gcdash import updates as changes_module
from gcdash.book import Book, from_sheets, with_cells, with_updates
from gcdash.errors import Busy, GcdashError, Refusal, Unreadable
from gcdash.store import Folded, Receipt, State, disk, ooxml, places, reader
from gcdash.store.fold import plan
from gcdash.store.journal import Entry, Journal, to_entry
from gcdash.updates import CellChange, Change, Update
from gcdash.updates_table import frame_of
from gcdash.words import _, n_

BOOK_ID, GENERATION = "gcdash_book", "gcdash_generation"
ABSENT_FOR = 5.0
"""Seconds for which a workbook may be gone: Excel deletes the old file before it renames the new one."""

LOCK_WAIT = 30.0


@dataclass(frozen=True)
class _Read:
    """A workbook as it was read once: its stamp, its bytes' hash, and the book in it without the journal."""

    key: str
    digest: str
    book_id: str
    generation: int
    book: Book


class WorkbookStore:
    """A store that keeps its book in the workbook at ``path``."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).resolve()
        self.root = places.journal_folder(self.path)
        self._read: _Read | None = None
        self._reading = threading.Lock()
        self._recording = threading.Lock()
        self._last_recorded = ""
        self.why_waiting = ""

    def version(self) -> str:
        """Changes with the workbook's file and with the journal."""
        journal = self._journal(self._read.book_id) if self._read else None
        waiting = journal.waiting_names() if journal else ()
        said = hashlib.sha256("\n".join(waiting).encode()).hexdigest()[:16] if waiting else ""
        return f"{self._key()}|{said}|{journal.latest_generation() if journal and self._is_stale(journal) else ''}"

    def load(self) -> Book:
        """The workbook and what waits in the journal, by ID; where both hold one, the workbook's words stand."""
        read = self._current()
        entries = self._missing(read)
        changes = [change for entry in entries for change in entry.changes]
        rows = [change for change in changes if isinstance(change, Update)]
        cells = [(c.action_id, c.field, c.new) for c in changes if isinstance(c, CellChange)]
        book = with_updates(read.book, frame_of(rows)) if rows else read.book
        return with_cells(book, cells) if cells else book

    def append(self, changes: Sequence[Change]) -> Receipt:
        """Put the changes into the journal, all or none; they are on the disk when this returns."""
        read = self._current()
        entry = to_entry([self._stamped(change) for change in changes])
        self._not_in_workbook(read.book, entry)
        try:
            new = self._journal(read.book_id).add(entry)
        except OSError as error:
            raise Busy(
                _("Nothing was recorded: the journal in {folder} cannot be written ({why}).").format(folder=self.root, why=error.strerror),
                _("Free some space there or ask for the right to write, then save again."),
            ) from error
        return Receipt(entry.ids, again=not new)

    def fold(self) -> Folded:
        """Carry what waits into the workbook, now, unless another process does so already."""
        try:
            with FileLock(self._lock_file(), timeout=LOCK_WAIT):
                folded = self._fold_until_done()
        except Timeout:
            return Folded(0, self._waiting(), _("Another process is writing to the workbook."))
        self.why_waiting = folded.why if folded.waiting else ""
        return folded

    def state(self) -> State:
        """Path, size, last change, and what waits."""
        read = self._read
        journal = self._journal(read.book_id) if read else None
        there = self.path.stat() if self.path.exists() else None
        said = [*places.notices(self.path), *([self.why_waiting] if self.why_waiting else [])]
        if journal and (aside := journal.in_quarantine()):
            said.append(n_("1 change could not be made in the workbook and lies aside.", "{n} changes could not be made and lie aside.", len(aside)))
        return State(
            self.path.name, str(self.path), there.st_size if there else 0, datetime.fromtimestamp(there.st_mtime, UTC) if there else None,
            read.generation if read else 0, self._waiting(), tuple(said),
        )  # fmt: skip

    # -- reading

    def _key(self) -> str:
        try:
            there = self.path.stat()
        except OSError:
            return "absent"
        return f"{there.st_mtime_ns}-{there.st_size}-{there.st_ino}"

    def _current(self) -> _Read:
        """The workbook as it is now: read again only when the file has changed."""
        with self._reading:
            key = self._key()
            if self._read is None or self._read.key != key:
                self._read = self._parsed(self._bytes(), key)
            return self._read

    def _bytes(self) -> bytes:
        until = time.monotonic() + (ABSENT_FOR if self._read else 0)
        while True:
            try:
                return self.path.read_bytes()
            except FileNotFoundError:
                if time.monotonic() >= until:
                    break
                time.sleep(0.1)
            except OSError as error:
                raise Unreadable(
                    _("The workbook {path} cannot be opened ({why}).").format(path=self.path, why=error.strerror or error),
                    _("Check that it is a file and that this program may read it."),
                ) from error
        raise Unreadable(
            _("There is no workbook at {path}.").format(path=self.path),
            _("Put it back there, name another one with GCDASH_WORKBOOK, or make one: python -m gcdash new {name}.").format(name=self.path.name),
        )

    def _parsed(self, data: bytes, key: str) -> _Read:
        digest = hashlib.sha256(data).hexdigest()
        if self._read and self._read.digest == digest:
            return replace(self._read, key=key)
        sheets = reader.read(data, reader.BOOK, self.path.name)
        book = from_sheets(sheets, self.path.name)
        stamp = _stamp(data)
        return _Read(key, digest, stamp.get(BOOK_ID) or self._unstamped_id(), _number(stamp.get(GENERATION)), book)

    def _unstamped_id(self) -> str:
        """The ID of a workbook that carries none yet: made once, kept beside it, and written into it by the first fold."""
        kept = self.root / "book"
        if not kept.exists():
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            disk.add_file(kept, str(uuid6.uuid7()).encode())
        return kept.read_text("ascii")

    # -- the journal

    def _journal(self, book_id: str) -> Journal:
        safe = "".join(c for c in book_id if c.isalnum() or c == "-")[:80] or "book"
        return Journal(self.root / safe)

    def _is_stale(self, journal: Journal) -> bool:
        return bool(self._read) and self._read.generation < journal.latest_generation()

    def _missing(self, read: _Read) -> tuple[Entry, ...]:
        """What the workbook does not hold and should: what waits, and what a stale copy of it has lost.

        A change that a fold carried up to the workbook's own generation and that is gone was deleted on purpose, and stays so.
        """
        journal = self._journal(read.book_id)
        lost = [entry for name in journal.carried_after(read.generation) if (entry := journal.find(name))]
        deleted = journal.carried_until(read.generation) if journal.waiting_names() else frozenset()
        waiting = [entry for entry in journal.waiting() if entry.entry_id not in deleted]
        aside = {entry.entry_id for entry in journal.in_quarantine()}
        together = {entry.entry_id: entry for entry in [*lost, *waiting] if entry.entry_id not in aside}
        return tuple(together.values())

    def _waiting(self) -> int:
        return len(self._journal(self._read.book_id).waiting_names()) if self._read else 0

    def _stamped(self, change: Change) -> Change:
        """The change with the time of its recording: this moment, but never before the last one, should the clock be set back."""
        with self._recording:
            moment = changes_module.now()
            if moment <= self._last_recorded:
                moment = changes_module.just_after(self._last_recorded)
            self._last_recorded = moment
        return replace(change, recorded_at=moment)

    @staticmethod
    def _not_in_workbook(book: Book, entry: Entry) -> None:
        """Refuse an ID that stands in the workbook already with other words."""
        ids = {change.update_id: change for change in entry.changes if isinstance(change, Update)}
        for row in book.updates[book.updates["update_id"].isin(list(ids))].to_dict("records"):
            change = ids[row["update_id"]]
            said = {name: row[name].date() if name == "report_date" else row[name] for name in changes_module.CONTENT}
            if said != {name: getattr(change, name) for name in changes_module.CONTENT}:
                raise Refusal(
                    _("The update ID {id} stands in the workbook with other words.").format(id=change.update_id),
                    _("Leave the ID out, so that a new one is made."),
                    field="update_id",
                )

    # -- folding

    def _lock_file(self) -> Path:
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.root / "lock"

    def _fold_until_done(self) -> Folded:
        """Fold; when another program saved the workbook meanwhile, begin again with what it saved."""
        for _attempt in range(5):
            try:
                folded = self._fold_once()
            except (GcdashError, OSError) as error:
                return Folded(0, self._waiting(), str(error))
            if folded is not None:
                return folded
        return Folded(0, self._waiting(), _("The workbook is being saved by another program again and again."))

    def _fold_once(self) -> Folded | None:
        """One fold, or None when the workbook was changed meanwhile and nothing was done."""
        before = self._bytes()
        read = self._parsed(before, self._key())
        journal = self._journal(read.book_id)
        journal.make()
        journal.sweep()
        disk.sweep(self.path.parent)
        waiting = journal.waiting()
        entries = self._missing(read)
        decided = plan(read.book, entries, date.today())
        journal.set_aside([entry for entry, _why in decided.impossible])
        gone = [entry for entry in waiting if entry not in entries]
        if not decided.edits:
            journal.finish([*decided.carried, *gone])
            return Folded(len([entry for entry in waiting if entry in decided.carried]), self._waiting())
        generation = max(read.generation, journal.latest_generation()) + 1
        after = self._edited(before, decided.edits, read.book_id, generation)
        journal.begin(generation, decided.carried)
        if not disk.put_in_place(self.path, after, before):
            return None
        journal.finish([*decided.carried, *gone])
        return Folded(len(decided.carried), self._waiting())

    def _edited(self, before: bytes, edits: Sequence[ooxml.Edit], book_id: str, generation: int) -> bytes:
        """The new bytes, proved before anybody sees them: only what may change has changed, and a reader sees the rows."""
        stamp = {BOOK_ID: book_id, GENERATION: str(generation)}
        after = ooxml.edit(before, edits, stamp)
        ooxml.verify(before, after, edits, stamp)
        return after


def _stamp(data: bytes) -> dict[str, str]:
    """The workbook's stamp; none where the package is not one that we could write to (reading it is still fine)."""
    try:
        return ooxml.read_stamp(data)
    except GcdashError:
        return {}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
