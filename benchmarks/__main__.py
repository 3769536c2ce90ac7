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

from benchmarks.answers import answers
from benchmarks.figures import Figure
from benchmarks.files import read, write
from benchmarks.pages import pages
from gcdash.sample import sample
from gcdash.store.workbook import WorkbookStore

HERE = Path(__file__).resolve().parent
QUICK, ALL = (16, 1_000), (16, 1_000, 10_000, 50_000)
NOTE = "CPU time, of this process and its children; each ratio within one run, the median of several with the lowest and the highest. \
The machine is shared with others, so the ratios and the CPU time say more than any wall time."


def figures(sizes: tuple[int, ...], runs: int, folder: Path) -> Iterator[Figure]:
    for size in sizes:
        book = folder / f"{size}.xlsx"
        book.write_bytes(sample(actions=size, updates=2 * size, parties=20))
        yield from pages(book, size)
    largest = WorkbookStore(folder / f"{sizes[-1]}.xlsx").load()
    for updates in (10_000,) if sizes == QUICK else (100_000, 1_000_000):
        yield from answers(largest, updates, runs)
    for size in sizes:
        book = folder / f"{size}.xlsx"
        turns = min(runs, 2) if size == ALL[-1] else runs  # the plain way takes a minute for each
        yield from read(book, size, turns)
        yield from write(book, folder, size, turns)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the two small sizes, once")
    parser.add_argument("--out", type=Path, default=HERE, help="the folder of results.md and results.json")
    chosen = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as made:
        os.environ["GCDASH_JOURNAL"] = str(Path(made, "journal"))
        for figure in figures(QUICK if chosen.quick else ALL, 1 if chosen.quick else 3, Path(made)):
            rows.append(figure.row())
            print(_line(rows[-1]), flush=True)
            _write(chosen.out, rows)


def _write(folder: Path, rows: list[dict[str, object]]) -> None:
    names = ("streamlit", "pandas", "plotly", "openpyxl", "python-calamine")
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    about = {"machine": machine, "versions": {name: version(name) for name in names}, "date": datetime.now(UTC).date().isoformat()}
    (folder / "results.json").write_text(json.dumps({**about, "figures": rows}, indent=1) + "\n", encoding="utf-8")
    said = f"{machine}; {', '.join(f'{name} {version(name)}' for name in names)}; {about['date']}.\n{NOTE}"
    head = "| what | size | gcdash, ms | against | ms | ratio | lowest to highest | to reach |\n|---|---|---|---|---|---|---|---|"
    (folder / "results.md").write_text(f"# Measured\n\n{said}\n\n{head}\n" + "".join(_line(row) + "\n" for row in rows), encoding="utf-8")


def _line(row: dict[str, object]) -> str:
    return "| {what} | {size} | {ours_ms} | {against} | {theirs_ms} | {ratio} | {lowest} to {highest} | {aim} |".format(**row)


if __name__ == "__main__":
    main()
