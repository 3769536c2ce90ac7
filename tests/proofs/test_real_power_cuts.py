"""A real file system whose power goes: ext4 on an image of its own, shut down without writing out its log while processes record.

The kernel's own way to test this (EXT4_IOC_SHUTDOWN, ext4(5)); it needs root and a loop device, and runs at night only.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import shutil
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from books import make_book
from books_after import faults_after_restart
from gcdash.errors import Unreadable
from gcdash.store.workbook import WorkbookStore
from power import FILES, FOLDERS
from workers import FORKS, restless, started

_SHUTDOWN, _WITHOUT_THE_LOG = 0x8004587D, 2
PROCESSES = 2

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mkfs.ext4"), reason="needs Linux, root and mkfs.ext4"
)


@pytest.fixture
def image(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    if not request.config.getoption("--nightly"):
        pytest.skip("at night only")
    path = tmp_path / "image"
    subprocess.run(["truncate", "--size=64M", path], check=True)
    subprocess.run(["mkfs.ext4", "-q", path], check=True)
    return path


@contextlib.contextmanager
def mounted(image: Path) -> Iterator[Path]:
    place = image.with_name("disk")
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", image, place], check=True)
    try:
        yield place
    finally:
        while subprocess.run(["umount", place], check=False, capture_output=True).returncode:
            threading.Event().wait(0.1)  # the last of the killed processes has not let go of it yet


def power_goes(place: Path) -> None:
    fd = os.open(place, os.O_RDONLY)
    try:
        fcntl.ioctl(fd, _SHUTDOWN, struct.pack("I", _WITHOUT_THE_LOG))
    finally:
        os.close(fd)


def _without_sync(deaf_to: str, path: Path, who: str, tell: Connection) -> None:
    """As if the program left out one of the two syncs."""
    real = os.fsync

    def fsync(fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode) != (deaf_to == FOLDERS):
            real(fd)

    os.fsync = fsync
    restless(path, who, tell)


def lost_by_a_cut(image: Path, run: int, deaf_to: str = "") -> tuple[int, list[str]]:
    """How many updates were recorded before the power went, and what is wrong when it is back."""
    chance = random.Random(run)  # noqa: S311 -- which moment is chance; the same at each run
    with mounted(image) as place:
        (place / str(run)).mkdir()
        action = {"action_id": "A01", "action": "Share data", "timescale": "6 months"}
        path = make_book(place / str(run) / "book.xlsx", actions=[action])
        os.sync()
        pipes = [FORKS.Pipe(duplex=False) for _number in range(PROCESSES)]
        processes = [
            started(_without_sync, deaf_to, path, str(number), theirs) if deaf_to else started(restless, path, str(number), theirs)
            for number, (_ours, theirs) in enumerate(pipes)
        ]
        told = [pipes[0][0].recv_bytes().decode()]
        threading.Event().wait(chance.uniform(0, 0.6))
        for ours, _theirs in pipes:
            while ours.poll():
                told.append(ours.recv_bytes().decode())
        told = [name for name in told if name]  # the first word of each process says only that it begins
        power_goes(place)
        for process in processes:
            process.kill()
            process.join(60)
    with mounted(image) as place:
        try:
            wrong = faults_after_restart(WorkbookStore(place / str(run) / "book.xlsx"), told)
        except Unreadable as error:
            wrong = [f"the workbook is lost: {error}"]
        shutil.rmtree(place / str(run))
    return len(told), [f"cut {run}: {fault}" for fault in wrong]


def test_what_was_said_to_be_recorded_is_there_when_the_power_is_back(
    image: Path, size: Callable[[int, int], int], figures: Callable[[str, str], None]
) -> None:
    cuts = [lost_by_a_cut(image, run) for run in range(size(0, 100))]

    recorded = sum(told for told, _wrong in cuts)
    assert [fault for _told, wrong in cuts for fault in wrong] == []
    figures(f"{len(cuts)} real power cuts (ext4 shut down without its log)", f"{recorded} updates recorded before, 0 lost, 0 twice, 0 left")


@pytest.mark.parametrize("deaf_to", [FILES, FOLDERS])
def test_without_either_sync_updates_are_really_lost(image: Path, deaf_to: str) -> None:
    cuts = [lost_by_a_cut(image, run, deaf_to) for run in range(15)]

    assert [fault for _told, wrong in cuts for fault in wrong if "was recorded and is not" in fault or "is lost" in fault]
