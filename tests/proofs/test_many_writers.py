"""Many people record at once: whoever was told that it is recorded finds it in the workbook, once, and nobody waits long."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from books import make_book
from books_after import ids_in_sheet
from patience import soon
from workers import FORKS, Start, Writer, office, started

PROCESSES, THREADS = 4, 16
SLACK = 2
"""A shared machine may be slower than the one that the figures are promised for: only beyond twice as slow is it a fault."""


def a_book(path: Path, rows: int) -> Path:
    old = {"action_id": "A01", "report_date": date(2009, 7, 1), "status": "In progress", "text": "some words of an older report"}
    updates = [{"update_id": f"old-{number}", **old} for number in range(rows)]
    return make_book(path, actions=[{"action_id": "A01", "action": "Share data", "timescale": "6 months"}], updates=updates)


def all_folded(path: Path) -> float:
    """When nothing waits in the journal any more."""
    assert soon(lambda: not any(path.parent.glob("*.gcdash/*/pending/*.json")), 300), "what was recorded does not get into the workbook"
    return time.monotonic()


@pytest.mark.parametrize("rows", [100, 10_000])
def test_what_many_record_at_once_is_in_the_workbook_once(
    tmp_path: Path, rows: int, size: Callable[[int, int], int], figures: Callable[[str, str], None]
) -> None:
    path, each = a_book(tmp_path / "book.xlsx", rows), size(25, 50)
    start, said, leave = Start.of(PROCESSES * THREADS), FORKS.Queue(), FORKS.Event()
    processes = [started(office, path, THREADS, each, start, said, leave) for _number in range(PROCESSES)]
    start.give()

    writers: list[Writer] = [writer for _process in processes for writer in said.get(timeout=600)]
    folded_after = all_folded(path) - max(writer.ended for writer in writers)
    leave.set()
    for process in processes:
        process.join(60)

    acknowledged = [name for writer in writers for name in writer.acknowledged]
    present = Counter(ids_in_sheet(path))
    durations = [writer.ended - start.at.value for writer in writers]
    waits = [wait for writer in writers for wait in writer.waits]
    p95, fairness = statistics.quantiles(waits, n=20)[-1], min(durations) / max(durations)
    times = (
        f"p95 {p95:.2f} s, longest {max(waits):.2f} s; all in the workbook {folded_after:.1f} s after the last; slowest / fastest writer"
    )
    figures(f"{len(acknowledged):,} by {len(writers)} writers in {PROCESSES} processes, {rows:,} rows", f"{times} {fairness:.2f}")
    assert len(acknowledged) == len(set(acknowledged)) == PROCESSES * THREADS * each
    assert sorted(set(acknowledged) - set(present)) == []
    assert [name for name, times in present.items() if times > 1] == []
    assert len(present) == rows + len(acknowledged)
    assert p95 <= 0.5 * SLACK
    assert folded_after <= 30 * SLACK
    assert fairness >= 0.5 / SLACK, "somebody waits while others record"
