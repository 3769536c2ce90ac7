"""A double click, a reconnect, two processes with one ID at once, a clock set back: one record, and the order stays."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from books import make_book
from books_after import faults_after_restart, ids_in_sheet
from gcdash.errors import Refusal
from gcdash.store import clock
from gcdash.store.workbook import WorkbookStore
from workers import FORKS, an_update, started

AT_ONCE = 4


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.xlsx", actions=[{"action_id": "A01", "action": "Share data", "timescale": "6 months"}])


def _submit(path: Path, words: str, names: list[str], start: Barrier, tell: Connection) -> None:
    """Record the same updates as others at the same time; say which were new, and which were refused."""
    store, new, refused = WorkbookStore(path), [], []
    store.load()
    for name in names:
        start.wait()
        try:
            new += [] if (receipt := store.append([an_update(name, words)])).again else receipt.ids
        except Refusal:
            refused.append(name)
    tell.send((new, refused))


def submitted_at_once(path: Path, names: list[str], words: list[str]) -> tuple[list[str], list[str]]:
    start = FORKS.Barrier(len(words))
    pipes = [FORKS.Pipe(duplex=False) for _each in words]
    for said, (_ours, theirs) in zip(words, pipes, strict=True):
        started(_submit, path, said, names, start, theirs)
    answers = [ours.recv() for ours, _theirs in pipes]
    return [name for new, _refused in answers for name in new], [name for _new, refused in answers for name in refused]


def test_one_id_from_several_processes_at_once_is_one_record(path: Path) -> None:
    names = [f"u{number}" for number in range(50)]

    new, refused = submitted_at_once(path, names, ["the same"] * AT_ONCE)

    assert sorted(new) == sorted(names), "each is new to one of them, and known to the others"
    assert refused == []
    assert faults_after_restart(WorkbookStore(path), names) == []
    assert sorted(ids_in_sheet(path)) == sorted(names)


def test_one_id_with_other_words_at_once_is_recorded_for_one_and_refused_to_the_others(path: Path) -> None:
    names = [f"u{number}" for number in range(50)]

    new, refused = submitted_at_once(path, names, [f"words {number}" for number in range(AT_ONCE)])

    assert sorted(new) == sorted(names)
    assert sorted(refused) == sorted(names * (AT_ONCE - 1))
    assert faults_after_restart(WorkbookStore(path), names) == []


@pytest.mark.parametrize("folded_between", [False, True])
def test_a_reconnect_after_a_restart_is_the_same_record(path: Path, folded_between: bool) -> None:  # noqa: FBT001 -- a case
    first = WorkbookStore(path)
    first.append([an_update("u1")])
    if folded_between:
        first.fold()

    assert WorkbookStore(path).append([an_update("u1")]).again
    assert faults_after_restart(WorkbookStore(path), ["u1"]) == []


@pytest.mark.parametrize("folded_between", [False, True])
def test_a_clock_set_back_an_hour_leaves_the_order_as_it_was(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    folded_between: bool,  # noqa: FBT001 -- a case
) -> None:
    """Under a process that stays, and under one that is started afterwards."""
    store, names = WorkbookStore(path), ["c", "b", "a"]
    store.append([an_update(names[0])])
    if folded_between:
        store.fold()
    monkeypatch.setattr(clock, "datetime", AnHourAgo)

    store.append([an_update(names[1])])
    if folded_between:
        store.fold()
    WorkbookStore(path).append([an_update(names[2])])

    assert list(WorkbookStore(path).load().updates.sort_values("recorded_at")["update_id"]) == names
    WorkbookStore(path).fold()
    assert ids_in_sheet(path) == names


class AnHourAgo(datetime):
    """The system's clock, set back."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:
        assert tz is UTC
        return datetime.fromtimestamp(time.time(), UTC) - timedelta(hours=1)
