"""Another program saves the workbook again and again while two processes record and fold: neither loses anything by the other."""

from __future__ import annotations

import contextlib
import random
import zipfile
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from books import make_book
from books_after import faults_after_restart
from gcdash.store.workbook import WorkbookStore
from rivals import Editor, notes
from workers import FORKS, busy, started


@pytest.mark.parametrize("way", ["as Excel does", "in place"])
def test_saves_of_another_program_and_updates_both_stay(
    tmp_path: Path, way: str, size: Callable[[int, int], int], figures: Callable[[str, str], None]
) -> None:
    path = make_book(tmp_path / "book.xlsx", actions=[{"action_id": "A01", "action": "Share data", "timescale": "6 months"}])
    stop, saves, chance = FORKS.Event(), size(20, 100), random.Random(7)  # noqa: S311 -- chance, the same at each run
    pipes = [FORKS.Pipe(duplex=False) for _number in range(2)]
    for number, (_ours, theirs) in enumerate(pipes):
        started(busy, path, str(number), theirs, stop)
        theirs.close()

    recorded, editor = [], Editor(path)
    for number in range(saves):
        if number % 3 == 0:
            recorded.append(pipes[number % 2][0].recv_bytes().decode())
        if chance.random() < 0.6:
            editor = opened_again(path)
        editor.note(f"line {number}")
        editor.save() if way == "as Excel does" else editor.save_in_place()
    stop.set()
    for ours, _theirs in pipes:
        recorded += rest(ours)

    assert faults_after_restart(WorkbookStore(path), recorded) == []
    assert sorted(set(notes(path))) == sorted(f"line {number}" for number in range(saves))
    figures(f"{saves} saves of another program, {way}, racing {len(recorded)} updates", "0 updates lost, 0 twice, 0 of its lines lost")


def rest(pipe: Connection) -> Iterator[str]:
    with contextlib.suppress(EOFError):
        while True:
            yield pipe.recv_bytes().decode()


def opened_again(path: Path) -> Editor:
    while True:
        with contextlib.suppress(zipfile.BadZipFile, FileNotFoundError, KeyError, EOFError):
            return Editor(path)
