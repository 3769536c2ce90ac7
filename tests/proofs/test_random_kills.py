"""Processes that record and fold are killed at random moments: what they had said to be recorded is there, once, and all goes on."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from pathlib import Path

from books import make_book
from books_after import faults_after_restart
from gcdash.store import reader
from gcdash.store.workbook import WorkbookStore
from workers import BEGINS, FORKS, an_update, restless, started

PROCESSES = 3
LONGEST = 0.8
"""Seconds after it began within which each process is killed: time for a few folds of a small book."""


def test_processes_killed_at_random_lose_nothing(
    tmp_path: Path, size: Callable[[int, int], int], figures: Callable[[str, str], None]
) -> None:
    book = make_book(tmp_path / "book.xlsx", actions=[{"action_id": "A01", "action": "Share data", "timescale": "6 months"}])
    wrong: list[str] = []
    recorded, waits, runs = 0, [], size(50, 1000)
    for run in range(runs):
        path = tmp_path / "run" / "book.xlsx"
        path.parent.mkdir()
        shutil.copy(book, path)
        told = told_until_killed(path, random.Random(run))  # noqa: S311 -- which moments is chance; the same at each run
        recorded += len(told)

        reader.read(path.read_bytes(), reader.BOOK)
        began = time.monotonic()
        store = WorkbookStore(path)
        told += store.append([an_update("after")]).ids
        wrong += [f"run {run}: {fault}" for fault in faults_after_restart(store, told)]
        waits.append(time.monotonic() - began)
        shutil.rmtree(path.parent)

    found = f"{recorded:,} updates recorded, 0 lost, 0 twice, 0 left; opened every time; longest wait for the next write {max(waits):.1f} s"
    assert wrong == []
    assert recorded > runs
    assert max(waits) <= 5
    figures(f"{runs:,} runs of {PROCESSES} processes killed at random", found)


def told_until_killed(path: Path, chance: random.Random) -> list[str]:
    """What the processes said to be recorded before each was killed at a moment of its own."""
    pipes = [FORKS.Pipe(duplex=False) for _number in range(PROCESSES)]
    processes = [started(restless, path, str(number), theirs) for number, (_ours, theirs) in enumerate(pipes)]
    for _ours, theirs in pipes:
        theirs.close()
    readers, told = {ours: process for process, (ours, _theirs) in zip(processes, pipes, strict=True)}, []
    ends = dict.fromkeys(readers, float("inf"))
    while readers:
        now = time.monotonic()
        for ours in [ours for ours in readers if ends[ours] <= now]:
            readers[ours].kill()
            ends[ours] = float("inf")
        soonest = min(ends.values())
        for ours in wait(list(readers), timeout=max(0.0, soonest - now) if soonest < float("inf") else None):
            try:
                said = ours.recv_bytes()
            except EOFError:
                readers.pop(ours).join(60)
                continue
            if said == BEGINS:
                ends[ours] = time.monotonic() + chance.uniform(0.0, LONGEST)
            else:
                told.append(said.decode())
    return told
