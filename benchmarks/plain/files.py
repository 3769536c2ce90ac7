"""The plain way with files: pandas reads all of it at each change; openpyxl loads, appends a row and saves all of it."""

from __future__ import annotations

from collections.abc import Sequence

import openpyxl
import pandas as pd


def read(path: str) -> dict[str, pd.DataFrame]:
    return pd.read_excel(path, sheet_name=["Actions", "Updates"], engine="openpyxl")


def append(path: str, row: Sequence[object]) -> None:
    book = openpyxl.load_workbook(path)
    book["Updates"].append(list(row))
    book.save(path)
