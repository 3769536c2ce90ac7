"""The short table in README: how near each thing has come, in the smallest and the largest book that its aim is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
GROUPED = (
    (r"another page, .*", "another page, any of them"), (r"another filter, .*", "another filter, any page"),
    (r"a click on a bar, .*", "a click on a bar, any page"),
    (r"page .* chosen, painted", "a page chosen from the menu, painted"), (r"filter on .* chosen, painted", "a filter chosen, painted"),
    (r"bar on .* clicked, painted", "a bar clicked, painted"),
    (r"page .* opened by its address, painted", "a page opened by its address, painted"),
    (r"sent by the page .*", "sent by the page that sends most"), (r"download .*", "a file to take away"),
)  # fmt: skip
"""What is told in one line, by the page or file that does worst."""
Row = dict[str, object]


def show(rows: Sequence[Row], about: str) -> None:
    """Write the table between the two marks in README."""
    before, _old, after = re.split(f"({BEGIN}.*{END})", README.read_text(encoding="utf-8"), maxsplit=1, flags=re.DOTALL)
    README.write_text("\n".join([f"{before}{BEGIN}", about, "", *table(rows), f"{END}{after}"]), encoding="utf-8")


def table(rows: Sequence[Row]) -> Iterator[str]:
    """A line for each thing and what it is held against."""
    yield "| what | beside | small book | large book | to reach |"
    yield "|---|---|---|---|---|"
    lines: dict[tuple[str, str], dict[str, Row]] = {}
    for row in filter(_is_meant, rows):
        what = next((said for pattern, said in GROUPED if re.fullmatch(pattern, str(row["what"]))), str(row["what"]))
        at = lines.setdefault((what, str(row["against"])), {})
        size = str(row["size"])
        at[size] = max(row, at.get(size, row), key=lambda one: float(str(one["ratio"])))
    for (what, against), at in lines.items():
        small, large = min(at, key=_numbers), max(at, key=_numbers)
        cells = [_said(at[small]) if small != large else "", _said(at[large])]
        aims = dict.fromkeys(str(at[size]["aim"]) for size in (small, large))
        yield f"| {what} | {against} | {' | '.join(cells)} | {'; '.join(aims)} |"


def _is_meant(row: Row) -> bool:
    """Whether the aim speaks of a book of this size."""
    aim, size = str(row["aim"]), str(row["size"])
    least, only = re.search(r"from ([\d,]+)", aim), re.search(r"at ([\d,]+ actions)", aim)
    return (not least or max(_numbers(size)) >= _numbers(least[1])[0]) and (not only or size == only[1])


def _numbers(size: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", size)]


def _said(row: Row) -> str:
    """The ratio, or what was measured where the aim is no ratio; and at which size."""
    measured, aim = f"{row['ours']} {row['unit']}", str(row["aim"])
    is_ratio = re.search(r"\d", aim) and not aim.endswith((" ms", " kB"))
    return f"{row['ratio']} times, {measured} ({row['size']})" if is_ratio else f"{measured} ({row['size']})"
