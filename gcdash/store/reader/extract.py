"""What the guarded child does with a file: the gate, then calamine, then lines of JSON. Never imported by the server's process."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TextIO

import python_calamine as calamine

from gcdash.store.reader import gate, ods
from gcdash.store.reader.archive import Archive, open_archive
from gcdash.store.reader.budget import Budget
from gcdash.store.reader.cells import UNCALCULATED, encode
from gcdash.store.reader.gate import Found
from gcdash.store.reader.limits import Limits, Unsafe

Rows = Iterable[Sequence[object]]

_BATCH = 64
"""Rows in a line: a line for each row would take half as long again."""


def extract(data: bytes, figures: Mapping[str, int], out: TextIO) -> None:
    """Write the sheets of ``data`` to ``out``, or what is refused. A panic of calamine is no Exception: it ends the process."""
    try:
        out.writelines(line + "\n" for line in _lines(data, Limits(**figures), partial(_tell, out)))
    except Unsafe as finding:
        _refuse(out, finding.code, **finding.facts)
    except MemoryError:
        _refuse(out, "memory")
    except (calamine.CalamineError, OverflowError) as error:  # OverflowError: a duration of millions of years
        _refuse(out, "cell", error=str(error))


def _tell(out: TextIO, done: float) -> None:
    """Write at once how much of the check is done, of 1."""
    out.write(json.dumps({"checked": round(done, 2)}) + "\n")
    out.flush()


def _refuse(out: TextIO, code: str, **facts: str | int) -> None:
    out.write(json.dumps({"refused": code, "facts": facts}) + "\n")


def _lines(data: bytes, limits: Limits, tell: Callable[[float], None]) -> Iterator[str]:
    for sheet, rows in _sheets(data, limits, tell):
        yield json.dumps({"name": sheet.name, "hidden": sheet.hidden, "merges": sheet.merges, "all": sheet.all})
        left = iter(rows)
        while batch := list(islice(left, _BATCH)):
            yield encode(batch)


def _sheets(data: bytes, limits: Limits, tell: Callable[[float], None]) -> Iterator[tuple[Found, Rows]]:
    gate.check_start(data, limits)
    if gate.is_old(data):
        return _old_workbook(gate.check_old(data), limits)
    archive = open_archive(data, limits)
    if ods.is_open_document(archive):
        return ((Found(table.name, table.hidden, tuple(table.merges)), table.rows) for table in ods.tables(archive, limits))
    return _package(archive, limits, tell)


def _package(archive: Archive, limits: Limits, tell: Callable[[float], None]) -> Iterator[tuple[Found, Rows]]:
    mark = os.urandom(8).hex()
    checked = gate.check_package(archive, limits, mark.encode(), tell)
    book = _open(checked.package)
    for number, sheet in enumerate(checked.sheets):
        rows = _rows(book.get_sheet_by_index(number))
        yield sheet, (_with_errors(row, mark) for row in rows) if sheet.errors else rows


def _old_workbook(data: bytes, limits: Limits) -> Iterator[tuple[Found, Rows]]:
    """The worksheets of an .xls: no gate but the limits of this process; a sheet there has 65,536 rows at most."""
    book = _open(data)
    budget = Budget(limits)
    for number, sheet in enumerate(book.sheets_metadata):
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
            cells = book.get_sheet_by_index(number)
            merges = tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in cells.merged_cell_ranges or ())
            bottom, right = cells.end or (-1, -1)
            budget.take(sheet.name, bottom + 1, right + 1, 0, merges)
            yield Found(sheet.name, sheet.visible != calamine.SheetVisibleEnum.Visible, merges), _rows(cells)


def _open(data: bytes) -> calamine.CalamineWorkbook:
    try:
        return calamine.load_workbook(io.BytesIO(data))
    except calamine.CalamineError:  # which tries all formats and says no more than that none fits
        raise Unsafe("cut") from None


def _rows(sheet: calamine.CalamineSheet) -> Iterator[Sequence[object]]:
    """From row 1 and column A on, wherever the values start."""
    if sheet.start is None:
        return
    before: list[object] = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        yield [*before, *row] if before else row


def _with_errors(row: Sequence[object], mark: str) -> list[object]:
    return [{"e": cell[len(mark) :] or UNCALCULATED} if isinstance(cell, str) and cell.startswith(mark) else cell for cell in row]
