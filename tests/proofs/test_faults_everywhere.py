"""The process is killed, or the system refuses, at each changing call of recording and folding, one after the other.

After each: what was said to be recorded is there, once; what was said not to be recorded is not; nothing is left lying about.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from books import make_book
from books_after import faults_after_restart
from faults import FAULTS, KILL, Failing, Told, told
from gcdash.store.workbook import WorkbookStore
from workers import an_update

NAMES = ("first", "second")
AT_A_TIME = 2
CHANGING = (
    *("openat", "creat", "write", "pwrite64", "writev", "fsync", "fdatasync", "ftruncate", "truncate", "fchmod", "fchmodat", "chmod"),
    *("chown", "fchown", "fchownat", "mkdir", "mkdirat", "rmdir", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat"),
    *("rename", "renameat", "renameat2", "utimensat"),
)


@dataclass(frozen=True)
class Run:
    """Record and fold with the fault at one call, then start again: what was told, and all that is wrong."""

    said: Told
    wrong: list[str]


def run(book: Path, folder: Path, fault: str, at: int) -> Run:
    folder.mkdir()
    path = Path(shutil.copy(book, folder))
    said = told(path, Failing(folder, fault, at), NAMES)
    store = WorkbookStore(path)
    return Run(said, [*not_true(store, said), *faults_after_restart(store, [*said.recorded, *said.refused])])


def not_true(store: WorkbookStore, said: Told) -> list[str]:
    """What is said of a refused update must be so; saved again, it is recorded."""
    there = set(store.load().updates["update_id"])
    lies = [f"{name} is recorded, and was refused: {words}" for name, words in said.refused.items() if name in there and "Nothing" in words]
    for name in said.refused:
        store.append([an_update(name)])
    raw = [words for words in [*said.refused.values(), said.fold] if "Errno" in words]
    return [*lies, *raw, *([said.error] if said.error else [])]


def runs(tmp_path: Path, fault: str) -> Iterator[Run]:
    """One run for each changing call, until one passes without meeting the fault."""
    book = make_book(tmp_path / "book.xlsx", actions=[{"action_id": "A01", "action": "Share data", "timescale": "6 months"}])
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for first in itertools.count(1, AT_A_TIME):
            ats = range(first, first + AT_A_TIME)
            for at, done in zip(ats, pool.map(lambda at: run(book, tmp_path / str(at), fault, at), ats), strict=True):
                if done.said.ended and len(done.said.calls) < at:
                    return
                yield done


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_call_loses_nothing_and_is_said_in_words(tmp_path: Path, fault: str, figures: Callable[[str, str], None]) -> None:
    done = list(runs(tmp_path, fault))

    refused = sum(bool(one.said.refused) for one in done)
    assert [f"{fault} at call {at}: {wrong}" for at, one in enumerate(done, 1) for wrong in one.wrong] == []
    assert {one.said.ended for one in done} == {fault != KILL}
    assert len(done) > 40
    figures(f"{fault} at each of {len(done)} changing calls", f"0 lost, 0 twice, 0 left; {refused} runs with a refusal in words")


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed here")
def test_no_changing_call_escapes_the_watch(tmp_path: Path) -> None:
    """What is seen in Python is what the kernel gets, call for call."""
    path = make_book(tmp_path / "book.xlsx", actions=[{"action_id": "A01", "action": "Share data", "timescale": "6 months"}])
    log, watch = tmp_path.with_name("calls"), [*sys.path, str(Path(__file__).parent)]
    program = f"import sys; sys.path[:0] = {watch}; import faults; faults.print_calls({str(path)!r}, {NAMES})"

    command = ["strace", "-f", "-y", "-qq", "-o", log, "-e", f"trace={','.join(CHANGING)}", sys.executable, "-c", program]
    seen = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout.splitlines()

    real = [line for line in log.read_text().splitlines() if str(tmp_path) in line and ("openat(" not in line or "O_CREAT" in line)]
    assert len(seen) > 40
    assert len(real) == len(seen), "\n".join(real)
