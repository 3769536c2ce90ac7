"""Processes that record and fold as the app's do, each with a store of its own, started fast from one that has loaded the program."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import threading
import time
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import Any

from gcdash.changes import Update, new_id
from gcdash.errors import Unreadable
from gcdash.store.folder import Folder
from gcdash.store.workbook import WorkbookStore

BEGINS = b""
"""What a process says first, once the program is loaded."""

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["gcdash.store.folder", "gcdash.store.workbook"])


def an_update(name: str = "", words: str = "") -> Update:
    """An update on the action that every book of these tests has."""
    return Update(name or new_id(), "A01", date(2009, 7, 1), "In progress", words or f"words of {name}")


def started(target: Any, *arguments: object) -> BaseProcess:  # noqa: ANN401 -- any function that can be imported
    """A process of its own that runs ``target``; it ends with the tests."""
    process = FORKS.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


@dataclass
class Writer:
    """What one thread recorded: the IDs it was told are on the disk, how long it waited for each, and when it began and ended."""

    acknowledged: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    began: float = 0
    ended: float = 0

    def record(self, store: WorkbookStore, folder: Folder, count: int) -> None:
        self.began = time.monotonic()
        for _number in range(count):
            before = time.monotonic()
            receipt = store.append([an_update()])
            self.waits.append(time.monotonic() - before)
            self.acknowledged += receipt.ids
            folder.soon()
        self.ended = time.monotonic()


@dataclass(frozen=True)
class Start:
    """All begin at one moment. A barrier alone wakes one after the other, and who is woken first is done before the last is awake."""

    ready: Barrier
    at: Synchronized[float]

    @classmethod
    def of(cls, writers: int) -> Start:
        return cls(FORKS.Barrier(writers + 1), FORKS.Value("d", 0.0))

    def give(self) -> None:
        """Once all are there: in a second, by the clock that all processes share."""
        while self.ready.n_waiting < self.ready.parties - 1:
            threading.Event().wait(0.02)
        self.at.value = time.monotonic() + 1
        self.ready.wait()

    def wait(self) -> None:
        self.ready.wait()
        threading.Event().wait(self.at.value - time.monotonic())


def office(path: Path, threads: int, count: int, start: Start, said: Any, leave: Event) -> None:  # noqa: ANN401 -- a queue has no public type
    """One process of the app: ``threads`` people record ``count`` updates each, while its folder folds; it stays until told to leave."""
    store = WorkbookStore(path)
    store.load()
    folder = Folder(store)
    writers = [Writer() for _thread in range(threads)]
    at_work = [threading.Thread(target=_when_all_are_ready, args=(start, writer, store, folder, count)) for writer in writers]
    for thread in at_work:
        thread.start()
    for thread in at_work:
        thread.join()
    said.put(writers)
    leave.wait()


def _when_all_are_ready(start: Start, writer: Writer, store: WorkbookStore, folder: Folder, count: int) -> None:
    start.wait()
    writer.record(store, folder, count)


def restless(path: Path, who: str, tell: Connection) -> None:
    """Say that it begins; then record and fold, again and again, and say each time what is recorded, until killed."""
    store = WorkbookStore(path)
    tell.send_bytes(BEGINS)
    for number in itertools.count():
        for name in store.append([an_update(f"{who}-{number}")]).ids:
            tell.send_bytes(name.encode())
        if number % 3 == 2:
            store.fold()


def busy(path: Path, who: str, tell: Connection, stop: Event) -> None:
    """Record and fold, again and again, and say each time what is recorded, until told to stop."""
    store = WorkbookStore(path)
    for number in itertools.count():
        if stop.is_set():
            return
        with contextlib.suppress(Unreadable):  # another program is writing the workbook: this one is not recorded
            for name in store.append([an_update(f"{who}-{number}")]).ids:
                tell.send_bytes(name.encode())
        store.fold()
