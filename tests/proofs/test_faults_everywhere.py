"""The process is killed, or the system refuses, at each changing call of recording and folding, one after the other.

After each: what was said to be recorded is there, once; what was said not to be recorded is not; nothing is left lying about.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from books import make_book
from books_after import faults_after_restart
from faults import FAULTS, KILL, Failing, Told, told
from gcdash.store.workbook import WorkbookStore
from workers import an_update

NAMES = ("first", "second")
AT_A_TIME = 2


def runs(folder: Path, fault: str) -> Iterator[tuple[str, Path, Told]]:
    """One run for each changing call, until one passes without meeting the fault."""
    book = make_book(folder / "book.xlsx", actions=[{"action_id": "A01", "action": "Share data", "timescale": "6 months"}])

    def run(at: int) -> tuple[Path, Told]:
        path = folder / f"{at:03d}" / "book.xlsx"
        path.parent.mkdir()
        shutil.copy(book, path)
        return path, told(path, Failing(path.parent, fault, at), NAMES)

    calls = run(0)[1].calls
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for first in itertools.count(1, AT_A_TIME):
            for at, (path, said) in enumerate(pool.map(run, range(first, first + AT_A_TIME)), first):
                if said.ended and len(said.calls) < at:
                    return
                yield f"{fault} at call {at}, {(calls + said.calls)[at - 1]}", path, said


def not_true(store: WorkbookStore, said: Told) -> list[str]:
    """What is said of a refused update must be so; saved again, it is recorded."""
    there = set(store.load().updates["update_id"])
    lies = [f"{name} is recorded, and was refused: {words}" for name, words in said.refused.items() if name in there and "Nothing" in words]
    for name in said.refused:
        store.append([an_update(name)])
    raw = [words for words in [*said.refused.values(), said.fold] if "Errno" in words]
    return [*lies, *raw, *([said.error] if said.error else [])]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_call_loses_nothing_and_is_said_in_words(tmp_path: Path, fault: str, figures: Callable[[str, str], None]) -> None:
    met, refused, wrong = 0, 0, {}
    for where, path, said in runs(tmp_path, fault):
        met, refused = met + 1, refused + bool(said.refused)
        killed = [] if said.ended == (fault != KILL) else ["it ended otherwise than by the fault"]
        store = WorkbookStore(path)
        faults = [*killed, *not_true(store, said), *faults_after_restart(store, [*said.recorded, *said.refused])]
        wrong |= {where: faults} if faults else {}

    figures(f"{fault} at each of {met} changing calls", f"0 lost, 0 twice, 0 left; {refused} runs with a refusal in words")
    assert [f"{where}: {fault}" for where, faults in wrong.items() for fault in faults] == []
    assert met > 40
