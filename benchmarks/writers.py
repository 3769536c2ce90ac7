"""Many people who record at once: how long each waits for the receipt."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.files import rows, update
from benchmarks.visits import p95
from gcdash.access import Person, Role
from gcdash.store.folder import Folder
from gcdash.store.guarded import Guarded
from gcdash.store.workbook import WorkbookStore

PEOPLE = 50
ONE, MANY = 9, 6
"""How often one person by themselves records, and how often each of many; all with the same pause after it."""


def many_writers(book: Path, folder: Path, size: int, pause: float) -> Iterator[Figure]:
    """Fifty people who each record something every so many seconds, beside one who does: how long 95 in 100 of them wait."""
    store = WorkbookStore(shutil.copy(book, folder / f"many-{size}.xlsx"))
    action_id = str(store.load().actions["action_id"].iloc[0])
    guarded, writing = Guarded(store, lambda _book: Person(Role.COORDINATOR, "4f3a", "Ms A", verified=True)), Folder(store)

    def record() -> float:
        """Milliseconds until it is acknowledged."""
        began = time.perf_counter()
        guarded.append([update(action_id)])
        waited = 1000 * (time.perf_counter() - began)
        writing.soon()
        return waited

    def person(begin: float, turns: int) -> list[float]:
        time.sleep(begin)  # people do not all begin at once
        waits = []
        for _turn in range(turns):
            waits.append(record())
            time.sleep(pause)  # a person writes every so often: that is what is measured
        return waits

    def waits(people: int, turns: int) -> list[float]:
        with ThreadPoolExecutor(people) as pool:
            said = [pool.submit(person, pause * number / people, turns) for number in range(people)]
        return [wait for one in said for wait in one.result()]

    record()
    one, many = waits(1, ONE), waits(PEOPLE, MANY)
    what = f"update acknowledged, {PEOPLE} people every {pause:g} s"
    yield Figure(f"{what}, p95", rows(size), "one person's", "at most 5", (p95(many),), (p95(one),), "ms to wait")
    yield Figure(f"{what}, whoever waits longest", rows(size), "one person's", "nobody starved", (max(many),), (max(one),), "ms to wait")
