"""The benchmarks work: that they say something of every kind, not how long anything takes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_quick_benchmarks_measure_every_kind_of_thing_and_write_both_tables(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--quick", "--out", str(tmp_path)]

    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stderr
    figures = json.loads((tmp_path / "results.json").read_text())["figures"]
    assert {figure["against"] for figure in figures} >= {"the floor", "the plain way", "raw calamine read", "copy and fsync"}
    assert {
        "standing",
        "since",
        "another page, overview",
        "another filter, overview",
        "a click on a bar, overview",
        "update acknowledged",
    } <= {figure["what"] for figure in figures}
    assert (tmp_path / "results.md").read_text().count("\n| ") > len(figures)
