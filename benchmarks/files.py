"""What the workbook costs: read again when it has changed, an update acknowledged, an update carried into it."""

from __future__ import annotations

import io
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import python_calamine
from figures import Figure, beside
from plain import files as plain

from gcdash.changes import Update
from gcdash.store.workbook import WorkbookStore


def read(book: Path, size: int, runs: int) -> Iterator[Figure]:
    """Workbook changed -> tables ready, the guarded child included."""

    def ours() -> None:
        WorkbookStore(book).load()

    def raw() -> None:
        opened = python_calamine.load_workbook(io.BytesIO(book.read_bytes()))
        for name in opened.sheet_names:
            opened.get_sheet_by_name(name).to_python()

    yield Figure("workbook changed, tables ready", _rows(size), "raw calamine read", "at most 3 from 10,000 rows", *beside(ours, raw, runs))
    yield Figure(
        "workbook changed, tables ready", _rows(size), "the plain way", "at most 0.33", *beside(ours, lambda: plain.read(str(book)), runs)
    )


def write(book: Path, folder: Path, size: int, runs: int) -> Iterator[Figure]:
    """An update acknowledged, then carried into a workbook that gcdash wrote last."""
    mine, theirs, copy = (Path(shutil.copy(book, folder / name)) for name in ("mine.xlsx", "theirs.xlsx", "copy.xlsx"))
    store = WorkbookStore(mine)
    store.load()
    _append(store)
    store.fold()
    data = mine.read_bytes()
    acknowledged = beside(lambda: _append(store), lambda: _synced(copy, b"x" * 500), max(runs, 5))
    yield Figure("update acknowledged", _rows(size), "a small file and fsync", "flat over sizes", *acknowledged)
    store.fold()

    def ours() -> None:
        store.load()  # what changed the file last was seen before the update came
        _append(store)
        store.fold()

    yield Figure("update carried into the workbook", _rows(size), "the plain way", "at most 0.1", *beside(ours, _plainly(theirs), runs))
    yield Figure(
        "update carried into the workbook", _rows(size), "copy and fsync", "about 4", *beside(ours, lambda: _synced(copy, data), runs)
    )


def _plainly(path: Path) -> Callable[[], None]:
    return lambda: plain.append(str(path), [str(uuid.uuid4()), "A01", date(2023, 1, 1), "", "In progress", "text"])


def _append(store: WorkbookStore) -> None:
    store.append([Update(str(uuid.uuid4()), str(store.load().actions["action_id"].iloc[0]), date(2023, 1, 1), "In progress", "text")])


def _synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _rows(size: int) -> str:
    return f"{size:,} actions, {2 * size:,} updates"
