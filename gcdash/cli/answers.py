"""How the command line answers: JSON for programs, plain words for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

Row = Mapping[str, object]
LONGEST = 60
"""Letters of a cell that a plain table shows; JSON and exports hold the whole text."""


def say(answer: Row | Sequence[Row], words: str, *, as_json: bool) -> None:
    """Write an answer to standard output: as JSON, or as ``words`` for a person."""
    sys.stdout.write((json.dumps(answer, ensure_ascii=False) if as_json else words) + "\n")


def say_why(why: str) -> None:
    """Write on standard error, in one line, what could not be done yet; nothing where there is nothing to say."""
    if why:
        sys.stderr.write(" ".join(why.split()) + "\n")


def table(rows: Sequence[Row], headings: Mapping[str, str], empty: str) -> str:
    """Rows as aligned columns: those that ``headings`` names, in its order. ``empty``: what to say where there is no row."""
    if not rows:
        return empty
    lines = [list(headings.values()), *([_plain(row[name]) for name in headings] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def _plain(cell: object) -> str:
    text = in_words(cell)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def in_words(cell: object) -> str:
    """A cell on one line: blank for nothing, the parts of a list one after the other."""
    return "; ".join(map(str, cell)) if isinstance(cell, list) else "" if cell is None else " ".join(str(cell).split())


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a frame as objects: days as ISO text, nothing as null, lists as arrays."""
    told = frame.astype(object).where(frame.notna(), None)
    return [{str(name): _value(cell) for name, cell in row.items()} for row in told.to_dict("records")]


def _value(cell: object) -> object:
    if isinstance(cell, (tuple, list)):
        return list(cell)
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat() if cell == cell.normalize() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
