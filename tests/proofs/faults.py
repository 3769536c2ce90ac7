"""A system that fails once: at its n-th changing call the process is killed, or the call says that it cannot."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import traceback
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from gcdash.errors import GcdashError
from gcdash.store.workbook import WorkbookStore
from watched_system import System
from workers import FORKS, an_update, started

KILL = "SIGKILL"
FAULTS = (KILL, "EIO", "ENOSPC", "EACCES")


class Failing(System):
    """Fails at call number ``at`` (of those named ``only``), and at those after it where it ``stays`` so."""

    def __init__(self, root: Path, fault: str, at: int, *, only: str = "", stays: bool = False) -> None:
        super().__init__(root)
        self.fault, self.at, self.only, self.stays = fault, at, only, stays
        self.calls = 0

    def before(self, call: str, path: str) -> None:
        self.calls += call == self.only or not self.only
        if (self.only and call != self.only) or (self.calls != self.at and not (self.stays and self.calls > self.at)):
            return
        if self.fault == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        code = getattr(errno, self.fault)
        raise OSError(code, f"{os.strerror(code)} at {call}", path)


@dataclass
class Told:
    """What one that records was told: which updates are recorded, which are refused and in what words, and what the fold said.

    ``calls``: the changing calls made. ``error``: one that nobody foresaw. ``ended``: the process was not killed.
    """

    recorded: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    fold: str = ""
    calls: list[str] = field(default_factory=list)
    error: str = ""
    ended: bool = False


def told(path: Path, system: System, names: tuple[str, ...]) -> Told:
    """Record, then fold, on this system in a process of its own; what was told before it ended, however it ended."""
    ours, theirs = FORKS.Pipe(duplex=False)
    process = started(record_and_fold, path, system, names, theirs)
    theirs.close()
    said = Told()
    with contextlib.suppress(EOFError):
        while True:
            said = ours.recv()
    process.join(60)
    return said


def record_and_fold(path: Path, system: System, names: tuple[str, ...], tell: Connection) -> None:
    """Say after each step what is known so far."""
    system.install()
    store, said = WorkbookStore(path), Told()
    try:
        for name in names:
            try:
                said.recorded += store.append([an_update(name)]).ids
            except GcdashError as refusal:
                said.refused[name] = str(refusal)
            tell.send(said)
        said.fold = store.fold().why
    except Exception:  # noqa: BLE001 -- it is what the test looks for
        said.error = traceback.format_exc()
    said.calls, said.ended = system.seen, True
    tell.send(said)


class Overtaken(Failing):
    """Another program saves in the moment before the exchange; the fault comes at call ``at`` from there on."""

    def __init__(self, root: Path, fault: str, at: int, theirs: bytes) -> None:
        super().__init__(root, fault, at)
        self.theirs = theirs
        self.is_saved = False

    def before(self, call: str, path: str) -> None:
        if call == "renameat2" and not self.is_saved:
            Path(path).write_bytes(self.theirs)
            self.is_saved = True
        if self.is_saved:
            super().before(call, path)


def print_calls(path: str, names: tuple[str, ...]) -> None:
    """Record and fold on a system without faults, and print the changing calls."""
    system = System(Path(path).parent)
    system.install()
    store = WorkbookStore(path)
    for name in names:
        store.append([an_update(name)])
    store.fold()
    sys.stdout.write("\n".join(system.seen))
