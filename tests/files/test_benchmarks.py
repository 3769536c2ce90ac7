"""The benchmarks work: that they say something of every kind, not how long anything takes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.server import DASHBOARD, Failed, served, visit
from house_rules import pages
from scripts import programs

ROOT = Path(__file__).resolve().parents[2]
PAGES = [page.stem for page in pages()]
FILTERED = ("actions", "downloads", "overview", "owners", "since", "themes", "time_scale")
WITH_BARS = ("overview", "owners", "themes")
FILES = (
    ".csv", ".docx", ".html", ".ics", ".pptx", ".xlsx", "focal point's file", "focal points' files, all", "forward plan", "minutes",
    "receipt", "reminders",
)  # fmt: skip
FOLD, WRITERS = "update carried into the workbook", "update acknowledged, 50 people every 0.5 s"
CLICKED = [
    *(f"page {page} chosen, painted" for page in PAGES),
    *(f"filter on {page} chosen, painted" for page in FILTERED),
    *(f"bar on {page} clicked, painted" for page in WITH_BARS),
]
PAINTED = [
    *CLICKED,
    "server and browser started, first chart",
    *(f"page {page} opened by its address, painted" for page in PAGES),
]
BESIDE = {
    "the floor": [
        *(f"another page, {page}" for page in PAGES),
        *(f"another filter, {page}" for page in FILTERED),
        *(f"a click on a bar, {page}" for page in WITH_BARS),
        "a filter that nobody has chosen yet, overview",
        "sent by the page that sends most",
        "5 visitors click at once, 95 in 100 wait at most",
        "5 visitors click at once, whoever waits longest",
        "memory for one more visitor",
        *(PAINTED if programs.browser() else ()),
    ],
    "the same parts, nothing computed": [
        *(f"another page, {page}" for page in PAGES),
        *(f"page {page} chosen, painted" for page in PAGES if programs.browser()),
    ],
    "nobody has": ["clicks while another has a .docx made, 95 in 100 wait at most"],
    "the plain way": ["another filter, overview", "workbook changed, tables ready", FOLD, f"{FOLD}, another program's"],
    "raw calamine read": ["workbook changed, tables ready"],
    "Python started for nothing": ["the fixed cost of each reading: a guarded process"],
    "copy and fsync": [FOLD],
    "16 actions, 32 updates": ["update acknowledged", "one more update seen"],
    "one person's": [f"{WRITERS}, p95", f"{WRITERS}, whoever waits longest"],
    "value_counts of the action IDs": ["standing", "summaries", "since"],
    "a fourth of both": ["merge plan", "plan applied"],
    "the rows as JSON": [f"download {file}" for file in FILES],
}


@pytest.mark.timeout(900)  # a browser, twenty servers
def test_quick_benchmarks_measure_every_thing_beside_what_it_is_held_against_and_write_both_tables(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--quick", "--out", str(tmp_path)]

    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stderr
    figures = json.loads((tmp_path / "results.json").read_text())["figures"]
    assert {(against, what) for against, whats in BESIDE.items() for what in whats} == {
        (figure["against"].removesuffix(" run again"), figure["what"].replace(f" most, {figure['what'].split()[-1]}", " most"))
        for figure in figures
    }
    assert (tmp_path / "results.md").read_text().count("\n| ") > len(figures)


def test_a_page_that_shows_an_error_ends_a_benchmark(tmp_path: Path) -> None:
    with served(DASHBOARD, tmp_path / "absent.xlsx") as there, visit(there) as visitor, pytest.raises(Failed, match="There is no workbook"):
        visitor.run()
