"""What the workbook costs: read again when it has changed, an update acknowledged, an update carried into it."""

from __future__ import annotations

import io
import os
import shutil
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import python_calamine

from benchmarks.figures import Figure, beside
from benchmarks.plain import files as plain
from gcdash.changes import Update
from gcdash.store.folder import Folder
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
    first = str(store.load().actions["action_id"].iloc[0])

    def append() -> None:
        store.append([Update(str(uuid.uuid4()), first, date(2023, 1, 1), "In progress", "text")])

    append()
    store.fold()
    store.load()
    acknowledged = beside(append, lambda: _synced(copy, b"x" * 500), max(runs, 5))
    yield Figure("update acknowledged", _rows(size), "a small file and fsync", "flat over sizes", *acknowledged)
    seen = beside(store.load, copy.stat, max(runs, 5), append)
    yield Figure("one more update seen", _rows(size), "a look at the file", "cost of the new rows", *seen)
    store.fold()
    data = mine.read_bytes()

    def ready() -> None:
        store.load()
        append()

    plainly = beside(store.fold, _plainly(theirs), runs, ready)
    yield Figure("update carried into the workbook", _rows(size), "the plain way", "at most 0.1", *plainly)
    copied = beside(store.fold, lambda: _synced(copy, data), runs, ready)
    yield Figure("update carried into the workbook", _rows(size), "copy and fsync", "about 4", *copied)


def many_writers(book: Path, folder: Path, size: int, seconds: int) -> Iterator[Figure]:
    """Fifty people who each record something every five seconds, beside one who does: how long 95 in 100 of them wait for the receipt."""
    store = WorkbookStore(shutil.copy(book, folder / "many.xlsx"))
    action_id = str(store.load().actions["action_id"].iloc[0])
    writing = Folder(store)

    def waits(people: int, pause: float) -> float:
        with ThreadPoolExecutor(people) as pool:
            said = [pool.submit(_write, store, writing, action_id, seconds, pause, number / people) for number in range(people)]
        return statistics.quantiles([wait for one in said for wait in one.result()], n=20)[-1]

    one, many = waits(1, 0.5), waits(50, 5)
    yield Figure("update acknowledged, 50 people every 5 s, p95", _rows(size), "one person", "at most 5", (many,), (one,), "ms to wait")


def _write(store: WorkbookStore, writing: Folder, action_id: str, seconds: int, pause: float, part: float) -> list[float]:
    """How long one person waits each time, who begins when ``part`` of the first pause is over."""
    time.sleep(pause * part)  # people do not all begin at once
    waits = []
    for _turn in range(int(seconds / pause)):
        began = time.perf_counter()
        store.append([Update(str(uuid.uuid4()), action_id, date(2023, 1, 1), "In progress", "text")])
        waits.append(1000 * (time.perf_counter() - began))
        writing.soon()
        time.sleep(pause)  # a person writes every so often: that is what is measured
    return waits


def _plainly(path: Path) -> Callable[[], None]:
    return lambda: plain.append(str(path), [str(uuid.uuid4()), "A01", date(2023, 1, 1), "", "In progress", "text"])


def _synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _rows(size: int) -> str:
    return f"{size:,} actions, {2 * size:,} updates"
