"""Many visitors of a running server: what a page sends, what one more of them costs, and how long they wait when all click at once."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from benchmarks.figures import Figure
from benchmarks.server import DASHBOARD, FLOOR, ROOT, Served, Visitor, served, visit

PAGES = [page.stem for page in sorted((ROOT / "pages").glob("*.py"))]


def visits(book: Path, size: int, crowd: int, clicks: int) -> Iterator[Figure]:
    """``crowd`` visitors, each of whom clicks ``clicks`` times, all at once."""
    actions = f"{size:,} actions"
    with served(DASHBOARD, book) as ours, served(FLOOR, book) as floor:
        sent = {page: _first(ours, page) for page in PAGES}
        page = max(sent, key=lambda name: sent[name])
        least = _first(floor, "")
        yield Figure(f"sent by the page that sends most, {page}", actions, "the floor", "at most 500 kB", (sent[page],), (least,), "kB")
        waits, memory = _crowd(ours, crowd, clicks)
        least_waits, least_memory = _crowd(floor, crowd, clicks)
        waiting = (_p95(waits),), (_p95(least_waits),)
        yield Figure(f"{crowd} visitors click at once, 95 in 100 wait at most", actions, "the floor", "at most 2", *waiting, "ms to wait")
        yield Figure("memory for one more visitor", actions, "the floor", "at most 1,000 kB", (memory,), (least_memory,), "kB")


def _first(there: Served, page: str) -> float:
    with visit(there) as visitor:
        return visitor.run(page) / 1000


def _crowd(there: Served, crowd: int, clicks: int) -> tuple[list[float], float]:
    """Milliseconds that each click took, and kilobytes that the server holds more for each visitor than before they came."""
    before = there.memory()
    with contextlib.ExitStack() as stack, ThreadPoolExecutor(crowd) as pool:
        visitors = [stack.enter_context(visit(there)) for _number in range(crowd)]
        for visitor in visitors:
            visitor.run()
        more = max(there.memory() - before, 1) / crowd
        start = Barrier(crowd)
        waits = list(pool.map(lambda visitor: _clicks(visitor, clicks, start), visitors))
    return [wait for of_one in waits for wait in of_one], more


def _clicks(visitor: Visitor, clicks: int, start: Barrier) -> list[float]:
    waits = []
    for _click in range(clicks):
        start.wait()
        began = time.perf_counter()
        visitor.run()
        waits.append(1000 * (time.perf_counter() - began))
    return waits


def _p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1]
