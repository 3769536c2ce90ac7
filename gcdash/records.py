"""The rows of the sheets that come later: Amendments, Meetings, Reminders. One row per record, in the sheet's order."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

import pandas as pd

from gcdash import updates_table
from gcdash.cells import as_day, as_texts
from gcdash.layout import Table
from gcdash.schema import Sheet

_ROW_IDS = uuid.UUID("5b0a7d1e-8a5d-5e0c-9d25-3d6c2f1b7c42")
"""The name space of the IDs that rows typed by hand are known by."""

_TYPES = {"date": "datetime64[s]", "time": "datetime64[us]"}


def empty(sheet: Sheet) -> pd.DataFrame:
    """No rows, with all columns and their types."""
    return typed(sheet, {name: [] for name in sheet.names}, [])


def typed(sheet: Sheet, columns: Mapping[str, Sequence[object]], rows: Sequence[int]) -> pd.DataFrame:
    """The sheet's columns by name, each of its type, and ``row``: the sheet's row, 0 for one that waits in the journal."""
    frame = pd.DataFrame({column.name: _column(columns[column.name], column.type) for column in sheet.columns})
    return frame.assign(row=pd.Series(rows, dtype="int64"))


def _column(cells: Sequence[object], kind: str) -> pd.Series:
    if kind == "date":
        return pd.Series([as_day(cell) for cell in cells], dtype="datetime64[s]")
    if kind == "time":
        return pd.Series([updates_table.moment(text) for text in as_texts(cells)], dtype="datetime64[us]")
    return pd.Series(as_texts(cells), dtype="str")


def read(sheet: Sheet, table: Table | None) -> pd.DataFrame:
    """The records of a table. A row whose first column is blank is known by its words; of two alike the first counts."""
    if table is None:
        return empty(sheet)
    frame = typed(sheet, {name: table.column(name) for name in sheet.names}, [row for row, _cells in table.rows])
    key = sheet.names[0]
    words = ["\x1f".join(as_texts(cells)) for _row, cells in table.rows]
    ids = [said or str(uuid.uuid5(_ROW_IDS, text)) for said, text in zip(frame[key], words, strict=True)]
    frame[key] = pd.Series(ids, index=frame.index, dtype="str")
    return frame.drop_duplicates(key, ignore_index=True)


def add(there: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The records there, and those that are new by their first column."""
    key = there.columns[0]
    new = new[~new[key].isin(there[key])]
    return pd.concat([there, new], ignore_index=True) if len(there) and len(new) else (there if new.empty else new.reset_index(drop=True))
