"""The guarded reader: the bytes of a spreadsheet that somebody else made in, rows out, the server never at risk.

A file of a few kilobytes can make a parser ask for half a terabyte, which ends its whole process. So a child of ours
reads it, with a gate before the parser and limits around both; whatever happens there, here it is rows or a sentence.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass

from gcdash.errors import Unreadable
from gcdash.steps import Progress, Steps, stretch, tell_nobody
from gcdash.store.reader.cells import UNCALCULATED, Cell, CellError, decode
from gcdash.store.reader.gate import check_start
from gcdash.store.reader.limits import BOOK, UPLOAD, Limits, Unsafe
from gcdash.store.reader.process import lines
from gcdash.store.reader.reasons import in_words
from gcdash.store.reader.references import Range
from gcdash.words import _

__all__ = ["BOOK", "UNCALCULATED", "UPLOAD", "Cell", "CellError", "Limits", "Sheet", "Unreadable", "read"]


_CHECKED = 0.7
"""How much of the work is done when the child has checked the file, and gives its rows."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet as values. ``rows[0]`` is its row 1, ``row[0]`` column A; blank cells are None, those at the end left out.

    ``merges`` are (top, left, bottom, right), counted from 1.
    """

    name: str
    rows: list[list[Cell]]
    merges: tuple[Range, ...]
    hidden: bool


def read(data: bytes, limits: Limits = UPLOAD, name: str = "the file", progress: Progress = tell_nobody) -> list[Sheet]:
    """The worksheets of an .xlsx, .xlsm, .xls or .ods file, in their order; values only, so macros and links are never looked at.

    Raises Unreadable, with ``name`` in its sentence, when the file is none of these, damaged or locked, or asks for more than ``limits``.
    """
    try:
        return _sheets(data, limits, progress)
    except Unsafe as finding:
        raise in_words(finding, name) from None


def _sheets(data: bytes, limits: Limits, progress: Progress) -> list[Sheet]:
    check_start(data, limits)
    sheets: list[Sheet] = []
    progress(0.0, _("Checking the file"))
    steps = Steps(stretch(progress, _CHECKED, 1.0), 0, _("Reading row {n} of {all}"), every=2_000)
    with closing(lines(data, limits)) as found:
        for line in found:
            if line.startswith("["):
                rows = decode(line)
                sheets[-1].rows.extend(steps.through(rows) if steps.total else rows)
            else:
                said = json.loads(line)
                if "checked" in said:
                    progress(_CHECKED * min(max(float(said["checked"]), 0.0), 1.0), _("Checking the file"))
                    continue
                steps.total = said.pop("all", 0)
                sheets.append(_sheet(**said))
    for sheet in sheets:
        while sheet.rows and not sheet.rows[-1]:
            sheet.rows.pop()
    return sheets


def _sheet(
    name: str = "",
    merges: list[list[int]] | None = None,
    *,
    hidden: bool = False,
    refused: str = "",
    facts: dict[str, str] | None = None,
) -> Sheet:
    if refused:
        raise Unsafe(refused, **(facts or {}))
    return Sheet(name, [], tuple((top, left, bottom, right) for top, left, bottom, right in merges or ()), hidden)
