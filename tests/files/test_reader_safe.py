"""The guarded reader, on bad files: read or refused in words, in bounded time and memory, the reading process never at risk."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import hostile
from gcdash.errors import Unreadable
from gcdash.store.reader import BOOK, UPLOAD, read
from hostile_parts import book, many_sheets, merges, one, prefixed, shared_cells, sheet, texts, with_strings
from ooxml_books import by_xlsxwriter, parts, zipped

Size = Callable[[int, int], int]


def refusal(data: bytes, **limits: int) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data, replace(UPLOAD, **limits), "answers.xlsx")
    assert caught.value.hint
    return caught.value.message


def told(files: Iterable[hostile.Hostile], folder: Path) -> list[dict[str, object]]:
    """What a process of its own has to say about each file, with its name and what was expected."""
    made = list(files)
    for number, (_name, _says, data) in enumerate(made):
        (folder / f"{number:04}").write_bytes(data)
    program = [sys.executable, str(Path(__file__).with_name("guarded.py")), str(folder)]
    answer = subprocess.run(program, capture_output=True, text=True, check=False, timeout=60 + 2 * len(made))
    facts = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(facts) == len(made), answer.stderr  # alive to the end
    return [fact | {"name": name, "says": says} for fact, (name, says, _data) in zip(facts, made, strict=True)]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    return told(hostile.files(), tmp_path_factory.mktemp("hostile"))


def within_bounds(facts: list[dict[str, object]]) -> None:
    """Ten seconds of a child's time, 256 MiB of its memory, 20 MiB more in the process that reads: whatever the file."""
    figures = {name: max(fact[name] for fact in facts) for name in ("cpu", "wall", "peak", "growth")}
    print(len(facts), "files, at most", figures)  # noqa: T201 -- what docs/safety.md states
    assert figures["cpu"] <= 10 and figures["wall"] <= UPLOAD.wall + 10
    assert figures["peak"] <= 256 and figures["growth"] <= 20


def test_there_are_more_than_a_hundred_and_twenty_hostile_files(outcomes: list[dict[str, object]]) -> None:
    assert len(outcomes) >= 120


def test_each_hostile_file_is_read_or_refused_with_the_right_sentence(outcomes: list[dict[str, object]]) -> None:
    assert [fact for fact in outcomes if not re.search(str(fact["says"]), str(fact["outcome"]))] == []


def test_no_hostile_file_takes_more_than_its_bounds(outcomes: list[dict[str, object]]) -> None:
    within_bounds(outcomes)


def test_workbooks_damaged_by_chance_are_read_or_refused_within_the_same_bounds(size: Size, tmp_path: Path) -> None:
    mutated = told(hostile.mutations(size(120, 2000)), tmp_path)

    assert [fact for fact in mutated if not re.search(r"^read |The file .*\. [A-Z].*\.$", str(fact["outcome"]))] == []
    assert any(str(fact["outcome"]).startswith("read ") for fact in mutated)
    within_bounds(mutated)


def test_the_limits_of_the_workbook_itself_are_wider() -> None:
    long = book(sheet(one("A1048576")))

    assert "reach as far as A1048576" in refusal(long)
    assert len(read(long, BOOK)[0].rows) == 1_048_576


def test_each_limit_has_its_sentence() -> None:
    good = many_sheets(3, same_part=False)

    assert "larger than 0 MB" in refusal(good, size=100)
    assert "more than 2 parts" in refusal(good, members=2)
    assert "when it is unpacked" in refusal(good, unpacked=1000)
    assert "too many pieces" in refusal(book(prefixed(1000)), elements=1000)
    assert "too many cells" in refusal(good, cells=2)
    assert "too much text" in refusal(with_strings(sheet(shared_cells(9)), texts("a" * 99)), text=500)
    assert "too many merged" in refusal(book(sheet(one(), merges(3, "A1:B1"))), merges=2)


def test_cells_are_counted_as_far_as_values_reach_and_no_further() -> None:
    good = many_sheets(3, same_part=False)  # each has one cell

    assert len(read(good, replace(UPLOAD, cells=3))) == 3


def test_a_child_that_runs_out_of_time_or_memory_is_a_refusal() -> None:
    slow = book(prefixed(200_000))

    start = time.monotonic()
    assert refusal(slow, wall=0) == "answers.xlsx takes too long to read."
    assert time.monotonic() - start < 5
    assert refusal(slow, cpu=1) == "answers.xlsx takes too long to read."
    assert re.search("too much memory|read safely", refusal(slow, memory=40 * 1024 * 1024))


def test_the_child_gets_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "json.py"))
    monkeypatch.chdir(tmp_path)

    assert [found.name for found in read(by_xlsxwriter())] == ["Updates", "Board"]


def test_what_a_file_says_of_itself_is_cut_to_a_line() -> None:
    name = "N" * 90 + "&#10;" + "x" * 5000
    made = book(sheet(one("XFD1048576"))).replace(b"Updates", b"Updates")
    workbook = parts(sheet(one("XFD1048576")))
    workbook["xl/workbook.xml"] = workbook["xl/workbook.xml"].replace(b"Updates", name.encode())

    assert "\n" not in refusal(zipped(workbook))
    assert len(refusal(zipped(workbook))) < len(refusal(made)) + 60


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not list open files")
def test_many_files_at_once_leave_nothing_open() -> None:
    files = [by_xlsxwriter(), b"PK", book(prefixed(2000)), book(sheet(one("XFD1048576")))] * 4
    before = opened()

    with ThreadPoolExecutor(8) as together:
        outcomes = list(together.map(outcome, files))

    assert outcomes == outcomes[:4] * 4
    assert opened() == before


def opened() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def outcome(data: bytes) -> str:
    try:
        return f"{len(read(data))} sheets"
    except Unreadable as reason:
        return reason.message
