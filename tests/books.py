"""Small workbooks, made on the spot: plain sheets with the schema's headings, and only the rows that a test is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter

from gcdash.book import WRITTEN_BY_FOLDS
from gcdash.schema import ACTIONS, AMENDMENTS, MEETINGS, OWNERS, PARTIES, REMINDERS, SETTINGS, UPDATES
from gcdash.store.workbook import WorkbookStore

BASE_DATE = date(2009, 5, 29)
SHEETS = {"actions": ACTIONS, "updates": UPDATES, "owners": OWNERS, "parties": PARTIES}
LATER = {"amendments": AMENDMENTS, "meetings": MEETINGS, "reminders": REMINDERS}

Row = Mapping[str, object]


def make_book(path: Path, settings: Row | None = None, **sheets: Sequence[Row]) -> Path:
    """Write a workbook with every sheet of a new one, and the rows given by the schema's column names; the base date is 29 May 2009.

    ``make_book(path, actions=[{"action_id": "A01", "timescale": "6 months"}], settings={"Base date": None})``
    """
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for key, sheet in (SHEETS | {key: sheet for key, sheet in LATER.items() if key in sheets}).items():
            write_sheet(book, sheet.name, sheet.headings, [[row.get(column) for column in sheet.names] for row in sheets.get(key, ())])
        write_sheet(book, SETTINGS.name, SETTINGS.headings, list(({"Base date": BASE_DATE} | dict(settings or {})).items()))
    return path


def typed_by_hand(path: Path, old: str, new: str, sheet: str = ACTIONS.name) -> None:
    """Put words in the place of those of one cell of a sheet, as somebody does in a spreadsheet program, and save."""
    book = openpyxl.load_workbook(path)
    (cell,) = (cell for row in book[sheet].iter_rows() for cell in row if cell.value == old)
    cell.value = new
    book.save(path.with_suffix(".saving"))
    path.with_suffix(".saving").replace(path)


def says(path: Path) -> str:
    """All that a book says of its settings, actions, updates and what came later, wherever it stands: a fold moves it into the sheets."""
    now = WorkbookStore(path).load()
    frames = (now.actions, now.updates, now.amendments, now.meetings, now.reminders)
    said = (frame.drop(columns=list(WRITTEN_BY_FOLDS), errors="ignore").to_csv() for frame in frames)
    return repr(now.settings) + "".join(said)


def write_sheet(book: xlsxwriter.Workbook, name: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A sheet with its headings and rows; days as days, all else as text."""
    sheet = book.add_worksheet(name)
    for at, row in enumerate([headings, *rows]):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(at, column, value)
            elif value is not None:
                sheet.write_string(at, column, str(value))
