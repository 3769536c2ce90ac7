"""Which changes each fold carried into a workbook: by this a stale copy is told from a deliberate deletion, also after a crash.

One file per fold, named by the generation that it makes, written before the workbook is replaced and never again.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gcdash.store import disk


@dataclass(frozen=True, slots=True)
class _Fold:
    """The IDs of the entries that a fold was to carry, and the generation of the workbook that it began with."""

    entries: tuple[str, ...]
    began_with: int


class _Seen:
    """The folds that were there at one look, by their generation, oldest first, and what has been asked of them."""

    def __init__(self, folds: dict[int, _Fold], mark: tuple[object, ...] | None) -> None:
        self.folds, self.mark = folds, mark  # no mark: a file could not be read, so that all are looked through again
        self.latest = max(folds, default=0)
        self._lines: dict[int, tuple[frozenset[str], tuple[str, ...]]] = {}

    def carried(self, generation: int) -> tuple[frozenset[str], tuple[str, ...]]:
        """See ``Folds.carried_until`` and ``Folds.carried_after``: worked out once for a generation, however many folds there are."""
        if generation not in self._lines:
            line = self._line(generation)
            here = frozenset(entry for number in line for entry in self.folds[number].entries)
            others = [(number, fold) for number, fold in self.folds.items() if number not in line]
            named = (entry for number, fold in others for entry in fold.entries if number > generation or entry not in here)
            self._lines[generation] = here, tuple(dict.fromkeys(named))
        return self._lines[generation]

    def _line(self, generation: int) -> set[int]:
        """The fold that made the workbook of this generation, the one that made what that began with, and so on.

        A fold that failed on the way, or that an older copy was saved over, is in the line of none that came later.
        """
        numbers, line = list(self.folds), set()
        while at := bisect_right(numbers, generation):
            number = numbers[at - 1]
            line.add(number)
            generation = min(self.folds[number].began_with, number - 1)
        return line


class Folds:
    """The folds of one book, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._last: _Seen | None = None

    def _seen(self) -> _Seen:
        """The folds that are there. Their files are looked through again only when something says that there are others."""
        last = self._last
        if last is None or last.mark != self._mark(last.latest):
            folder = _stat(self.folder)  # asked before: what comes while the files are looked through is seen the next time
            told = {number: _fold_in(path) for number, path in self._files().items()}
            whole = (folder, _stat(self._file(max(told, default=0))), None) if None not in told.values() else None
            last = _Seen({number: fold or _Fold((), number - 1) for number, fold in told.items()}, whole)
            self._last = last
        return last

    def _mark(self, latest: int) -> tuple[object, ...]:
        """What is not the same when there are other folds: the folder, its newest file, and the next one, which is not there yet.

        Some systems note in steps when a folder was changed, some not at all; but folds are numbered, so that the next one is missed by
        none. A journal that was made anew is another folder, or has another newest file.
        """
        return _stat(self.folder), _stat(self._file(latest)), _stat(self._file(latest + 1))

    def forget(self) -> None:
        """Look through the files the next time in any case: whoever is about to fold takes nothing on trust."""
        self._last = None

    def _file(self, number: int) -> Path:
        return self.folder / f"{number}.json"

    def _files(self) -> dict[int, Path]:
        """The file of each fold that was begun, by its generation, oldest first; what a sync program put beside them is not ours."""
        ours = (path for path in self.folder.glob("*.json") if path.stem.isascii() and path.stem.isdigit())
        return dict(sorted((int(path.stem), path) for path in ours))

    def latest(self) -> int:
        """The number of the newest fold that was begun; 0 before the first."""
        return self._seen().latest

    def carried_after(self, generation: int) -> tuple[str, ...]:
        """The IDs of the entries that other folds were to carry than those of which this ``generation`` comes, oldest first, each once."""
        return self._seen().carried(generation)[1]

    def carried_until(self, generation: int) -> frozenset[str]:
        """The IDs of the entries that the folds carried of which a workbook of this ``generation`` comes."""
        return self._seen().carried(generation)[0]

    def begin(self, generation: int, entries: Iterable[str], began_with: int) -> None:
        """Write down, before the workbook is replaced, which entries the fold ``generation`` carries, and into which generation."""
        said = json.dumps({"entries": list(entries), "began_with": began_with}).encode()
        disk.add_file(self._file(generation), said)


def _stat(path: Path) -> tuple[int, int, int] | None:
    """What tells a file or a folder apart from another one in its place; None where there is none."""
    try:
        there = path.stat()
    except OSError:
        return None
    return there.st_ino, there.st_mtime_ns, there.st_size


def _fold_in(path: Path) -> _Fold | None:
    """The fold that a file tells of; None where it says nothing or cannot be read now: then it is taken to come after the one before it."""
    try:
        there = path.stat()
        return _told(path, there.st_ino, there.st_mtime_ns, there.st_size)
    except (OSError, ValueError, KeyError, TypeError):
        return None


@lru_cache(maxsize=100_000)
def _told(path: Path, *_told_apart_by: int) -> _Fold:
    """Such a file is never written twice, so it is read once; another one in its place, as the system tells them apart, is read too."""
    said = json.loads(path.read_bytes())
    return _Fold(tuple(said["entries"]), int(said.get("began_with", int(path.stem) - 1)))
