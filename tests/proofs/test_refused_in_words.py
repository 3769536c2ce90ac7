"""A full disk, a folder that may not be written to, a workbook that is gone, a lock held elsewhere: recorded, or refused in words."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from filelock import FileLock

from books import make_book
from books_after import faults_after_restart, ids_in_sheet
from faults import Failing, told
from gcdash.errors import Busy, Unreadable
from gcdash.store.workbook import WorkbookStore
from workers import FORKS, an_update, started

ACTION = {"action_id": "A01", "action": "Share data", "timescale": "6 months"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.xlsx", actions=[ACTION])


@pytest.mark.parametrize("reason", ["ENOSPC", "EDQUOT", "EACCES", "EROFS"])
@pytest.mark.parametrize("only", ["write", "open", "link", ""])
def test_a_disk_that_is_full_or_may_not_be_written_to_refuses_in_words_and_loses_nothing(path: Path, reason: str, only: str) -> None:
    """From the first call on, and it stays so: nothing can be recorded."""
    before = path.read_bytes()

    said = told(path, Failing(path.parent, reason, 1, only=only, stays=True), ("a", "b"))

    assert (said.recorded, sorted(said.refused), said.error) == ([], ["a", "b"], "")
    assert all("cannot be written" in words and "save again" in words for words in said.refused.values())
    assert path.read_bytes() == before
    assert faults_after_restart(WorkbookStore(path), []) == []


@pytest.mark.parametrize("reason", ["ENOSPC", "EACCES", "EROFS"])
def test_a_disk_that_fills_after_an_update_is_recorded_keeps_it_until_there_is_room(path: Path, reason: str) -> None:
    store = WorkbookStore(path)
    store.append([an_update("a")])
    before = path.read_bytes()

    said = told(path, Failing(path.parent, reason, 1, stays=True), ())

    assert "cannot be written now" in said.fold
    assert path.read_bytes() == before
    assert faults_after_restart(WorkbookStore(path), ["a"]) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=False).returncode:
        pytest.skip("a disk of a megabyte can be made only by root, on Linux")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_is_really_full_refuses_in_words(small_disk: Path) -> None:
    path = make_book(small_disk / "book.xlsx", actions=[ACTION])
    store, recorded = WorkbookStore(path), []

    with pytest.raises(Busy) as refused:  # noqa: PT012 -- when the disk is full cannot be said beforehand
        for number in range(100):
            recorded += store.append([an_update(f"u{number}", "x" * 20_000)]).ids
    folded = store.fold()

    assert "No space left on device" in str(refused.value)
    assert (folded.folded, folded.waiting) == (0, len(recorded))
    assert "No space left on device" in folded.why
    assert set(store.load().updates["update_id"]) == set(recorded)


def test_while_the_workbook_is_gone_nothing_is_made_in_its_place(path: Path, tmp_path: Path) -> None:
    store = WorkbookStore(path, absent_for=0.2)
    store.append([an_update("a")])
    aside = path.rename(tmp_path / "aside.xlsx")

    with pytest.raises(Unreadable) as refused:
        store.append([an_update("b")])
    folded = store.fold()

    assert "There is no workbook" in str(refused.value)
    assert (folded.folded, folded.waiting) == (0, 1)
    assert not path.exists()
    aside.rename(path)
    store.append([an_update("b")])
    assert faults_after_restart(store, ["a", "b"]) == []


def test_a_workbook_that_comes_back_in_time_is_as_if_it_had_not_been_gone(path: Path, tmp_path: Path) -> None:
    store = WorkbookStore(path)
    store.append([an_update("a")])
    aside = path.rename(tmp_path / "aside.xlsx")
    started(_put_back, aside, path)

    store.append([an_update("b")])

    assert faults_after_restart(store, ["a", "b"]) == []


def _put_back(aside: Path, path: Path) -> None:
    shutil.move(aside, path)


@pytest.fixture
def held(path: Path) -> Iterator[Path]:
    """The lock of a book, held by another process."""
    store = WorkbookStore(path)
    store.append([an_update("a")])
    holds, leave = FORKS.Event(), FORKS.Event()
    process = started(_hold, store.root / "lock", holds, leave)
    assert holds.wait(60)
    yield path
    leave.set()
    process.join(60)


def _hold(lock: Path, holds: Event, leave: Event) -> None:
    with FileLock(lock):
        holds.set()
        leave.wait()


def test_while_another_process_folds_updates_are_recorded_and_wait(held: Path) -> None:
    store = WorkbookStore(held, lock_wait=0.2)

    store.append([an_update("b")])
    folded = store.fold()

    assert (folded.folded, folded.waiting) == (0, 2)
    assert "Another process is writing" in folded.why
    assert ids_in_sheet(held) == []
    with pytest.raises(Busy, match="Another process is writing"):
        store.restore()
