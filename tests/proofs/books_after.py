"""What a book holds after whatever happened to it, as other programs see it, and what was left lying about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import openpyxl

from gcdash.store import disk
from gcdash.store.workbook import WorkbookStore


def ids_in_sheet(path: Path) -> list[str]:
    """The IDs in the Updates sheet, in its order, read by another program than ours."""
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        rows = book["Updates"].iter_rows(min_row=2, max_col=1, values_only=True)
        return [str(row[0]) for row in rows if row and row[0]]
    finally:
        book.close()


def leftovers(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob(disk.TEMPORARY + "*")]


def faults_after_restart(store: WorkbookStore, recorded: Iterable[str]) -> list[str]:
    """All that is wrong with a book whose store was started again: what is lost or there twice, waits after a fold, or is left."""
    shown = set(store.load().updates["update_id"])
    folded = store.fold()
    rows = ids_in_sheet(store.path)
    found = [f"{name} was recorded and is not shown" for name in recorded if name not in shown]
    found += [f"{name} was recorded and is not in the workbook" for name in recorded if name not in rows]
    found += [f"{name} is there twice" for name in sorted({name for name in rows if rows.count(name) > 1})]
    found += [f"{folded.waiting} wait: {folded.why}"] if folded.waiting or folded.why else []
    return found + [f"{name} is left" for name in leftovers(store.path.parent)]
