"""``python -m benchmarks``: measures gcdash beside the plain way and beside the floor, and writes results.md and results.json.

``--quick`` measures the two small sizes once and keeps nothing: that it works, not how long it takes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import summary
from benchmarks.answers import answers
from benchmarks.clicks import clicks
from benchmarks.figures import Figure
from benchmarks.files import fixed_cost, grown, read, write
from benchmarks.screens import clicked, opened
from benchmarks.visits import visits, while_a_file_is_made
from benchmarks.work import exports, plans
from benchmarks.writers import many_writers
from gcdash.sample import sample
from gcdash.store.workbook import WorkbookStore

HERE = Path(__file__).resolve().parent
QUICK, ALL, LONG = (16, 1_000), (16, 1_000, 10_000, 50_000), 5_000
NOTE = "ms: CPU time, of this process and its children; ms to wait: of the clock. Each ratio within one run, the median of several with \
the lowest and the highest. \
The machine is shared with others, so the ratios and the CPU time say more than any wall time."


def figures(sizes: tuple[int, ...], runs: int, folder: Path) -> Iterator[Figure]:
    quick = sizes == QUICK
    ends = sizes[:1] if quick else (sizes[0], sizes[-1])
    long = sizes[-1] if quick else LONG
    for size in {*sizes, long}:
        _book(folder, size).write_bytes(sample(actions=size, updates=2 * size, parties=20))
    for size in ends if quick else sizes:
        yield from clicks(_book(folder, size), size, 2 if quick else 7)
    yield from in_memory(_book(folder, sizes[-1]), runs, quick=quick)
    for size in ends:
        yield from visits(_book(folder, size), size, *((5, 2) if quick else (50, 5)), runs)
        yield from opened(_book(folder, size), size, runs)
    for size in ends if quick else sizes:
        yield from clicked(_book(folder, size), size, runs if size in ends else 2)
    yield from while_a_file_is_made(_book(folder, long), long, runs)
    yield from of_files(sizes, runs, folder)
    for size in ends:
        yield from many_writers(_book(folder, size), folder, size, 0.5 if quick else 5)


def in_memory(largest: Path, runs: int, *, quick: bool) -> Iterator[Figure]:
    """What is made of a book that is there, without a server."""
    book = WorkbookStore(largest).load()
    for updates in (10_000,) if quick else (100_000, 1_000_000):
        yield from answers(book, updates, runs)
    for actions, changes in ((400, 100),) if quick else ((2_000, 500), (50_000, 5_000)):
        yield from plans(book, actions, changes, runs)
    for actions in (16,) if quick else (16, LONG):
        yield from exports(book, actions, 1 if actions == LONG else runs)  # all that people take away of so many takes a minute


def of_files(sizes: tuple[int, ...], runs: int, folder: Path) -> Iterator[Figure]:
    """What is done with the workbook and its journal."""
    least = sizes[0]
    yield from fixed_cost(_book(folder, least), least, runs)
    for size in sizes:
        book = _book(folder, size)
        slow = 1 if size == ALL[-1] else runs  # the plain way takes a minute there
        yield from read(book, size, runs, slow)
        yield from write(book, folder, size, runs, slow)
        if size != least:
            yield from grown(book, _book(folder, least), folder, (size, least), runs)


def _book(folder: Path, size: int) -> Path:
    return folder / f"{size}.xlsx"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the two small sizes, once")
    parser.add_argument("--out", type=Path, help="the folder of results.md and results.json, and nothing for README")
    chosen = parser.parse_args()
    rows: list[dict[str, object]] = []
    about = ""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:  # a fold in the background may be at work in it
        os.environ["GCDASH_JOURNAL"] = str(Path(made, "journal"))
        out = chosen.out or (Path(made) if chosen.quick else HERE)
        for figure in figures(QUICK if chosen.quick else ALL, 1 if chosen.quick else 3, Path(made)):
            rows.append(figure.row())
            print(_line(rows[-1]), flush=True)
            about = _write(out, rows)
    if out == HERE:
        summary.show(rows, about)


def _write(folder: Path, rows: list[dict[str, object]]) -> str:
    """Both files, after each figure, so that a run that is ended has them; the machine, the versions and the day in words."""
    names = ("streamlit", "pandas", "plotly", "openpyxl", "python-calamine")
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    about = {"machine": machine, "versions": {name: version(name) for name in names}, "date": datetime.now(UTC).date().isoformat()}
    (folder / "results.json").write_text(json.dumps({**about, "figures": rows}, indent=1) + "\n", encoding="utf-8")
    said = f"{machine}; {', '.join(f'{name} {version(name)}' for name in names)}; {about['date']}.\n{NOTE}"
    head = "| what | size | gcdash | against | | ratio | lowest to highest | to reach |\n|---|---|---|---|---|---|---|---|"
    (folder / "results.md").write_text(f"# Measured\n\n{said}\n\n{head}\n" + "".join(_line(row) + "\n" for row in rows), encoding="utf-8")
    return said


def _line(row: dict[str, object]) -> str:
    return "| {what} | {size} | {ours} {unit} | {against} | {theirs} {unit} | {ratio} | {lowest} to {highest} | {aim} |".format(**row)


if __name__ == "__main__":
    main()
