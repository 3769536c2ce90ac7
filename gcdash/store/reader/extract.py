"""What the guarded child does with a file: the gate, then calamine, then lines of JSON. Never imported by the server's process."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TextIO

import python_calamine as calamine

from gcdash.store.reader.budget import Budget
from gcdash.store.reader.cells import UNCALCULATED, encode
from gcdash.store.reader.gate import Found, check
from gcdash.store.reader.limits import Limits, Unsafe

_BATCH = 64
"""Rows in a line: a line for each row would take half as long again."""


def extract(data: bytes, figures: Mapping[str, int], out: TextIO) -> None:
    """Write the sheets of ``data`` to ``out``, or what is refused. A panic of calamine is no Exception: it ends the process."""
    try:
        out.writelines(line + "\n" for line in _lines(data, Limits(**figures)))
    except Unsafe as finding:
        out.write(json.dumps({"refused": finding.code, "facts": finding.facts}) + "\n")
    except MemoryError:
        out.write(json.dumps({"refused": "memory", "facts": {}}) + "\n")
    except calamine.PasswordError:
        out.write(json.dumps({"refused": "locked", "facts": {}}) + "\n")
    except (calamine.CalamineError, OverflowError) as error:  # OverflowError: a duration of millions of years
        out.write(json.dumps({"refused": "cell", "facts": {"error": str(error)}}) + "\n")


def _lines(data: bytes, limits: Limits) -> Iterator[str]:
    mark = os.urandom(8).hex()
    checked = check(data, limits, mark.encode())
    book = calamine.load_workbook(io.BytesIO(checked.package))
    sheets = _old_sheets(book, limits) if checked.sheets is None else enumerate(checked.sheets)
    for number, sheet in sheets:
        yield json.dumps({"name": sheet.name, "hidden": sheet.hidden, "merges": sheet.merges})
        rows = _rows(book.get_sheet_by_index(number))
        while batch := list(islice(rows, _BATCH)):
            yield encode([_with_errors(row, mark) for row in batch] if sheet.errors else batch)


def _old_sheets(book: calamine.CalamineWorkbook, limits: Limits) -> Iterator[tuple[int, Found]]:
    """The worksheets of an .xls, which has no gate but the limits of this process; a sheet there has 65,536 rows at most."""
    budget = Budget(limits)
    for number, sheet in enumerate(book.sheets_metadata):
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
            cells = book.get_sheet_by_index(number)
            merges = tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in cells.merged_cell_ranges or ())
            bottom, right = cells.end or (-1, -1)
            budget.take(sheet.name, bottom + 1, right + 1, 0, merges)
            yield number, Found(sheet.name, sheet.visible != calamine.SheetVisibleEnum.Visible, merges)


def _rows(sheet: calamine.CalamineSheet) -> Iterator[list[object]]:
    """From row 1 and column A on, wherever the values start."""
    if sheet.start is None:
        return
    before: list[object] = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        yield before + row


def _with_errors(row: list[object], mark: str) -> list[object]:
    return [{"e": cell[len(mark) :] or UNCALCULATED} if isinstance(cell, str) and cell.startswith(mark) else cell for cell in row]
