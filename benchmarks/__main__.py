"""``python -m benchmarks``: measures gcdash beside the plain way and beside the floor, and writes results.md and results.json.

``--quick`` measures the two small sizes once: that it works, not how long it takes.
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
from benchmarks.files import many_writers, read, write
from benchmarks.screens import screens
from benchmarks.visits import visits
from benchmarks.work import exports, plans
from gcdash.sample import sample
from gcdash.store.workbook import WorkbookStore

HERE = Path(__file__).resolve().parent
QUICK, ALL = (16, 1_000), (16, 1_000, 10_000, 50_000)
NOTE = "ms: CPU time, of this process and its children; ms to wait: of the clock. Each ratio within one run, the median of several with \
the lowest and the highest. \
The machine is shared with others, so the ratios and the CPU time say more than any wall time."


def figures(sizes: tuple[int, ...], runs: int, folder: Path) -> Iterator[Figure]:
    quick = sizes == QUICK
    for size in sizes:
        book = folder / f"{size}.xlsx"
        book.write_bytes(sample(actions=size, updates=2 * size, parties=20))
        yield from clicks(book, size, 2 if quick else 7)
    largest = WorkbookStore(folder / f"{sizes[-1]}.xlsx").load()
    for updates in (10_000,) if quick else (100_000, 1_000_000):
        yield from answers(largest, updates, runs)
    for actions, changes in ((400, 100),) if quick else ((2_000, 500), (50_000, 5_000)):
        yield from plans(largest, actions, changes, runs)
    for actions in (16,) if quick else (16, 5_000):
        yield from exports(largest, actions, min(runs, 2))
    for size in sizes[:1] if quick else (sizes[0], sizes[-1]):
        book = folder / f"{size}.xlsx"
        yield from visits(book, size, *((5, 2) if quick else (50, 5)))
        yield from screens(book, size, runs)
    for size in sizes:
        book = folder / f"{size}.xlsx"
        turns = 1 if size == ALL[-1] else runs  # the plain way takes two minutes for each
        yield from read(book, size, turns)
        yield from write(book, folder, size, turns)
        if size in (sizes[0], sizes[-1]):
            yield from many_writers(book, folder, size, 5 if quick else 10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the two small sizes, once")
    parser.add_argument("--out", type=Path, default=HERE, help="the folder of results.md and results.json")
    chosen = parser.parse_args()
    rows: list[dict[str, object]] = []
    about = ""
    with tempfile.TemporaryDirectory() as made:
        os.environ["GCDASH_JOURNAL"] = str(Path(made, "journal"))
        for figure in figures(QUICK if chosen.quick else ALL, 1 if chosen.quick else 3, Path(made)):
            rows.append(figure.row())
            print(_line(rows[-1]), flush=True)
            about = _write(chosen.out, rows)
    if chosen.out == HERE and not chosen.quick:
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
