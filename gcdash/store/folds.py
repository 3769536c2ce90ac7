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


class Folds:
    """The folds of one book, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _all(self) -> dict[int, Path]:
        """The file of each fold that was begun, by its generation, oldest first; what a sync program put beside them is not ours."""
        ours = (path for path in self.folder.glob("*.json") if path.stem.isascii() and path.stem.isdigit())
        return dict(sorted((int(path.stem), path) for path in ours))

    def latest(self) -> int:
        """The number of the newest fold that was begun; 0 before the first."""
        return max(self._all(), default=0)

    def carried_after(self, generation: int) -> tuple[str, ...]:
        """The IDs of the entries that other folds were to carry than those of which this ``generation`` comes, oldest first, each once."""
        here, line, folds = self.carried_until(generation), self._line(generation), self._all()
        others = [(number, _fold_in(path, number)) for number, path in folds.items() if number not in line]
        named = (entry for number, fold in others for entry in fold.entries if number > generation or entry not in here)
        return tuple(dict.fromkeys(named))

    def carried_until(self, generation: int) -> frozenset[str]:
        """The IDs of the entries that the folds carried of which a workbook of this ``generation`` comes."""
        return frozenset(entry for number, path in self._line(generation).items() for entry in _fold_in(path, number).entries)

    def _line(self, generation: int) -> dict[int, Path]:
        """The fold that made the workbook of this generation, the one that made what that began with, and so on.

        A fold that failed on the way, or that an older copy was saved over, is in the line of none that came later.
        """
        folds, line = self._all(), {}
        numbers = list(folds)
        while at := bisect_right(numbers, generation):
            number = numbers[at - 1]
            line[number] = folds[number]
            generation = min(_fold_in(folds[number], number).began_with, number - 1)
        return line

    def begin(self, generation: int, entries: Iterable[str], began_with: int) -> None:
        """Write down, before the workbook is replaced, which entries the fold ``generation`` carries, and into which generation."""
        said = json.dumps({"entries": list(entries), "began_with": began_with}).encode()
        disk.add_file(self.folder / f"{generation}.json", said)


def _fold_in(path: Path, number: int) -> _Fold:
    """The fold that a file tells of; one that says nothing, or not what it began with, came after the one before it."""
    try:
        there = path.stat()
        return _told(path, there.st_ino, there.st_mtime_ns, there.st_size)
    except (OSError, ValueError, KeyError, TypeError):
        return _Fold((), number - 1)


@lru_cache(maxsize=100_000)
def _told(path: Path, *_told_apart_by: int) -> _Fold:
    """Such a file is never written twice, so it is read once; another one in its place, as the system tells them apart, is read too."""
    said = json.loads(path.read_bytes())
    return _Fold(tuple(said["entries"]), int(said.get("began_with", int(path.stem) - 1)))
