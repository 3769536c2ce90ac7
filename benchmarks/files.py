"""What the workbook costs: read again when it has changed, an update acknowledged, an update carried into it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import python_calamine

from benchmarks.figures import Figure, apart, beside, cpu
from benchmarks.plain import files as plain
from gcdash.changes import Update
from gcdash.store.workbook import WorkbookStore

TABLES, CARRIED = "workbook changed, tables ready", "update carried into the workbook"
TENTH = "at most 0.1 from 10,000 updates"


def read(book: Path, size: int, runs: int, slow: int) -> Iterator[Figure]:
    """Workbook changed -> tables ready, the guarded child included. The plain way is measured ``slow`` times."""

    def ours() -> None:
        WorkbookStore(book).load()

    def raw() -> None:
        opened = python_calamine.load_workbook(io.BytesIO(book.read_bytes()))
        for name in opened.sheet_names:
            opened.get_sheet_by_name(name).to_python()

    yield Figure(TABLES, rows(size), "raw calamine read", "at most 3 from 10,000 rows", *beside(ours, raw, runs))
    plainly = [cpu(partial(plain.read, str(book))) for _run in range(slow)]
    yield Figure(TABLES, rows(size), "the plain way", "at most 0.33 from 10,000 rows", *apart(ours, plainly, runs))


def fixed_cost(book: Path, size: int, runs: int) -> Iterator[Figure]:
    """What each reading costs before there is anything to read: on a book of next to nothing, a process of its own and its libraries."""
    bare = partial(subprocess.run, [sys.executable, "-I", "-c", "pass"], check=True)
    pairs = beside(lambda: WorkbookStore(book).load(), bare, max(runs, 5))
    yield Figure("the fixed cost of each reading: a guarded process", rows(size), "Python started for nothing", "stated", *pairs)


def write(book: Path, folder: Path, size: int, runs: int, slow: int) -> Iterator[Figure]:
    """An update carried into a workbook that gcdash wrote last, and into one that another program did. The plain way ``slow`` times."""
    mine, theirs, copy = (Path(shutil.copy(book, folder / f"{name}-{size}.xlsx")) for name in ("mine", "theirs", "copy"))
    store = Recorded(mine)
    store.append()
    store.fold()
    row = [str(uuid.uuid4()), "A01", date(2023, 1, 1), "", "In progress", "text"]
    plainly = [cpu(partial(plain.append, str(theirs), row)) for _run in range(slow)]
    yield Figure(CARRIED, rows(size), "the plain way", TENTH, *apart(store.fold, plainly, runs, store.news))
    copied = beside(store.fold, partial(_synced, copy, mine.read_bytes()), runs, store.news)
    yield Figure(CARRIED, rows(size), "copy and fsync", "about 4", *copied)
    strange = _Strange(book, folder)
    yield Figure(f"{CARRIED}, another program's", rows(size), "the plain way", TENTH, *apart(strange.fold, plainly, runs, strange.another))


def grown(book: Path, small: Path, folder: Path, sizes: tuple[int, int], runs: int) -> Iterator[Figure]:
    """What must not grow with what is stored: an update acknowledged, and one more seen, each beside the same in the smallest book."""
    size, least = sizes
    large, little = (Recorded(Path(shutil.copy(path, folder / f"{path.stem}-of-{size}.xlsx"))) for path in (book, small))
    large.append()
    little.append()
    against, turns = f"{least:,} actions, {2 * least:,} updates", max(runs, 5)
    yield Figure("update acknowledged", rows(size), against, "about 1: flat", *beside(large.append, little.append, turns))

    def news() -> None:
        large.append()
        little.append()

    seen = beside(large.load, little.load, turns, news)
    yield Figure("one more update seen", rows(size), against, "about 1: cost of the new rows", *seen)


class Recorded:
    """A workbook into which somebody records."""

    def __init__(self, path: Path) -> None:
        self._store = WorkbookStore(path)
        self._action_id = str(self._store.load().actions["action_id"].iloc[0])
        self.load, self.fold = self._store.load, self._store.fold

    def append(self) -> None:
        self._store.append([update(self._action_id)])

    def news(self) -> None:
        """One more update, all before it seen."""
        self.load()
        self.append()


def update(action_id: str) -> Update:
    return Update(str(uuid.uuid4()), action_id, date(2023, 1, 1), "In progress", "text")


class _Strange:
    """Copies of a book, one after the other, into which gcdash has written nothing yet."""

    def __init__(self, book: Path, folder: Path) -> None:
        self._book, self._folder, self._number = book, folder, 0

    def another(self) -> None:
        self._number += 1
        self._recorded = Recorded(Path(shutil.copy(self._book, self._folder / f"{self._book.stem}-strange-{self._number}.xlsx")))
        self._recorded.append()

    def fold(self) -> None:
        self._recorded.fold()


def _synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def rows(size: int) -> str:
    return f"{size:,} actions, {2 * size:,} updates"
