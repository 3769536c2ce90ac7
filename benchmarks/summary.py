"""The short table in README: for each thing that is to be reached, how near the run has come, at its worst."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
GROUPED = (
    (r"another page, .*", "another page, any of them"), (r"another filter, .*", "another filter, any page"),
    (r"a click on a bar, .*", "a click on a bar, any page"),
    (r"page .* opened and painted", "a page opened and painted"),
    (r"sent by the page .*", "sent by the page that sends most"), (r"download .*", "a file to take away"),
)  # fmt: skip
"""What is told in one line."""


def show(rows: Sequence[dict[str, object]], about: str) -> None:
    """Write the table between the two marks in README."""
    worst: dict[tuple[str, str, str], dict[str, object]] = {}
    for row in rows:
        what = next((said for pattern, said in GROUPED if re.fullmatch(pattern, str(row["what"]))), str(row["what"]))
        key = (what, str(row["against"]), str(row["aim"]))
        if key not in worst or float(str(row["ratio"])) > float(str(worst[key]["ratio"])):
            worst[key] = row
    lines = [
        f"| {what} | {row['ours']} {row['unit']}, {row['ratio']} times {against} | {row['size']} | {aim} |"
        for (what, against, aim), row in worst.items()
    ]
    table = ["| what | at its worst | at | to reach |", "|---|---|---|---|", *lines]
    before, _old, after = re.split(f"({BEGIN}.*{END})", README.read_text(encoding="utf-8"), maxsplit=1, flags=re.DOTALL)
    README.write_text("\n".join([f"{before}{BEGIN}", about, "", *table, f"{END}{after}"]), encoding="utf-8")
