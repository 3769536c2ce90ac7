"""How the command line answers: JSON for programs, plain lines for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd


def say(answer: Mapping[str, object] | Sequence[Mapping[str, object]], *, as_json: bool, columns: Sequence[str] = ()) -> None:
    """Write an answer to standard output. ``columns``: what a person sees of a list; all where none is named."""
    if as_json:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, default=str) + "\n")
    elif isinstance(answer, Mapping):
        sys.stdout.write("".join(f"{name}: {value}\n" for name, value in answer.items()))
    elif answer:
        names = list(columns) or list(answer[0])
        shown = pd.DataFrame([[" ".join(_plain(row[name]).split())[:60] for name in names] for row in answer], columns=names)
        sys.stdout.write(shown.to_string(index=False, justify="left") + "\n")


def _plain(cell: object) -> str:
    if isinstance(cell, list):
        return "; ".join(str(part) for part in cell)
    return "" if cell is None else str(cell)


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a frame as objects: days as ISO text, nothing as null, lists as arrays."""
    return [{str(name): _value(cell) for name, cell in row.items()} for row in frame.to_dict("records")]


def _value(cell: object) -> object:
    if isinstance(cell, (tuple, list)):
        return list(cell)
    if cell is None or pd.isna(cell):  # type: ignore[call-overload]  # a scalar by now
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat() if cell == cell.normalize() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
