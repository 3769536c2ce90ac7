"""A disk that loses what was not synced when the power goes.

At every moment it knows what is on the disk for certain: a file's content as it was when the file was last synced, a folder's
entries as they were when the folder was last synced. A cut leaves that; or, as file systems do too, entries that nobody synced,
so that a name can be there whose content is not.
"""

from __future__ import annotations

import errno
import os
import random
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from gcdash.errors import Busy
from gcdash.store.workbook import WorkbookStore
from watched_system import System
from workers import FORKS, an_update, started

FOLD = "fold"
NOTHING_MORE, ALL_NAMES, SOME_NAMES = "nothing that was not synced", "all names", "the names of some folders"
LEFT = (NOTHING_MORE, ALL_NAMES, SOME_NAMES)
FILES, FOLDERS = "files", "folders"

Entries = dict[str, int]
"""A folder: name -> the number of the file or folder behind it."""
Tree = dict[str, bytes | None]
"""What a cut leaves: relative path -> content, or None for a folder; a folder stands before what is in it."""


@dataclass(frozen=True)
class Moment:
    """When the power may go: before which call, what was said to be recorded by then, what is certain, what is only to be seen."""

    before: str
    told: tuple[str, ...]
    contents: dict[int, bytes]
    certain: dict[int, Entries]
    seen: dict[int, Entries]
    top: int

    def left(self, how: str) -> Tree:
        chance = random.Random(self.before)  # noqa: S311 -- the same at each run
        return self._left(self.top, "", {NOTHING_MORE: 0.0, SOME_NAMES: 0.5, ALL_NAMES: 1.0}[how], chance)

    def _left(self, folder: int, under: str, share: float, chance: random.Random) -> Tree:
        tree: Tree = {}
        entries = (self.seen if chance.random() < share else self.certain).get(folder, {})
        for name, number in sorted(entries.items()):
            if number in self.certain:
                tree |= {under + name: None, **self._left(number, f"{under}{name}/", share, chance)}
            else:
                tree[under + name] = self.contents.get(number, b"")
        return tree


@dataclass
class Disk(System):
    """``deaf_to``: syncs that it leaves out, as if the program had. ``refuses``: it fails the first sync of a folder of this name."""

    top: Path
    deaf_to: str = ""
    refuses: str = ""
    told: list[str] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)

    def install(self) -> None:
        """What is there already is certain."""
        System.__init__(self, self.top)
        super().install()
        self._contents: dict[int, bytes] = {}
        self._certain: dict[int, Entries] = {}
        for path in (self.top, *self.top.rglob("*")):
            self._meet(path)
            self._sync(path)

    def before(self, call: str, path: str) -> None:
        self.note(f"{call} {path.removeprefix(self.root)}")
        if call == "fsync" and Path(path).name == self.refuses:
            self.refuses = ""
            raise OSError(errno.EIO, os.strerror(errno.EIO), path)

    def after(self, call: str, path: str) -> None:
        there = Path(path)
        if call in {"open", "mkdir"}:
            self._meet(there)
        elif call == "fsync" and self.deaf_to != (FOLDERS if there.is_dir() else FILES):
            self._sync(there)

    def note(self, before: str) -> None:
        """The power may go now."""
        seen = {number: _entries(path) for path in (self.top, *self.top.rglob("*")) if (number := path.stat().st_ino) in self._certain}
        self.moments.append(Moment(before, tuple(self.told), dict(self._contents), dict(self._certain), seen, self.top.stat().st_ino))

    def _meet(self, path: Path) -> None:
        """A file or folder that is new here; it is held open, so that its number is never another's."""
        number = os.fstat(self._open(path, os.O_RDONLY)).st_ino
        if path.is_dir():
            self._certain.setdefault(number, {})

    def _sync(self, path: Path) -> None:
        number = path.stat().st_ino
        if path.is_dir():
            self._certain[number] = _entries(path)
        else:
            self._contents[number] = path.read_bytes()


def _entries(folder: Path) -> Entries:
    return {entry.name: entry.inode() for entry in os.scandir(folder)}


def moments(path: Path, steps: tuple[str, ...], *, deaf_to: str = "", refuses: str = "") -> list[Moment]:
    """Record the updates that ``steps`` name, and fold between, on such a disk in a process of its own: when the power may go."""
    ours, theirs = FORKS.Pipe(duplex=False)
    process = started(_record, path, steps, Disk(path.parent, deaf_to, refuses), theirs)
    theirs.close()
    found: list[Moment] = ours.recv()
    process.join(60)
    return found


def _record(path: Path, steps: tuple[str, ...], disk: Disk, tell: Connection) -> None:
    disk.install()
    store = WorkbookStore(path)
    for step in steps:
        if step == FOLD:
            store.fold()
            continue
        try:
            disk.told += store.append([an_update(step)]).ids
        except Busy:
            disk.note(f"refused {step}")
    disk.note("the end")
    tell.send(disk.moments)
