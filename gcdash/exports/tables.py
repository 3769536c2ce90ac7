"""Downloads of a table as CSV and as Excel. A frame comes in, bytes go out; nothing a person typed can become a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO

import pandas as pd

from gcdash.exports.excel import FORMULA_LIKE, Cell, Column, Looks, Table, add_table, workbook
from gcdash.schema import Column as Named
from gcdash.steps import Progress, Steps, stretch, tell_nobody
from gcdash.words import _

_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
MADE = date(2000, 1, 1)
"""The day of making in each file, whenever it is made: the same table gives the same bytes. The as-of date is in About."""


_ROWS = 0.6
"""How much of the work is done when all rows are written; to pack them takes the rest."""

PAGE_WIDE = 250
"""Widths of columns, added up, beyond which a page would hold letters too small to read: such a table is printed on two, side by side."""


def to_csv(frame: pd.DataFrame, progress: Progress = tell_nobody) -> bytes:
    """A frame as CSV for spreadsheets and programs: its column names as headings, UTF-8 with BOM, lines end in CR LF (RFC 4180), ISO dates.

    Text that looks like a formula has an apostrophe in front, numbers never; ``from_csv_text`` takes it away. Lists are joined by "; ".
    """
    steps = Steps(stretch(progress, 0.0, _ROWS), len(frame.columns), _("Writing column {n} of {all}"), every=1)
    plain = pd.DataFrame({
        name: pd.Series(list(map(_csv_cell, _cells(frame[name]))), dtype="object") for name in steps.through(frame.columns)
    })  # fmt: skip
    progress(_ROWS, _("Packing the file"))
    text = plain.rename(columns=lambda name: to_csv_text(str(name))).to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def to_csv_text(text: str) -> str:
    """``text`` as it stands in a CSV file that no spreadsheet can take for a formula."""
    return "'" + text if FORMULA_LIKE.match(text) else text


def from_csv_text(text: str) -> str:
    """The text that ``to_csv_text`` was given: exactly one apostrophe in front is taken away."""
    return text.removeprefix("'")


def _csv_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return to_csv_text(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def to_xlsx(
    frame: pd.DataFrame, columns: Sequence[Column], about: Mapping[str, str], title: str, progress: Progress = tell_nobody
) -> bytes:
    """A frame as an Excel workbook to print or to work on: a table with the columns named, in their order, and a sheet About.

    ``about`` says what the table is true for (workbook, as-of date, filters); the number of rows is added. ``title`` names the sheet.
    Columns of type date become real dates, of type time ISO 8601 text in UTC. Raises ``Refusal`` where a text cannot be kept whole.
    """
    named = {column.name: [_of_kind(cell, column.type) for cell in _cells(frame[column.name])] for column in columns}
    rows = list(zip(*named.values(), strict=True))
    out = BytesIO()
    with workbook(out, title, MADE) as book:
        looks = Looks(book)
        sheet = add_table(looks, Table(_sheet_name(title), columns, rows, table="Rows"), stretch(progress, 0.0, _ROWS))
        if sum(column.width for column in columns) > PAGE_WIDE:
            sheet.fit_to_pages(2, 0)
            sheet.repeat_columns(0)
        facts: list[tuple[Cell, Cell]] = [*about.items(), (_("Rows"), len(frame))]
        progress(_ROWS, _("Packing the file"))
        add_table(looks, Table("About", (Named("what", _("This file"), width=24), Named("says", title, width=100)), facts))
    return out.getvalue()


def _sheet_name(title: str) -> str:
    """A name that Excel takes: no special signs, at most 31 letters, and not the other sheet's."""
    name = _NOT_IN_A_SHEET_NAME.sub(" ", title)[:31].strip(" '")
    return name if name and name.casefold() not in {"about", "history"} else _("Table")


def _cells(column: pd.Series) -> Iterable[Cell]:
    """The values of a column as a cell can hold them: blank as None, lists as text, moments as text unless all are days."""
    days = pd.api.types.is_datetime64_any_dtype(column) and bool((column.dropna() == column.dropna().dt.normalize()).all())
    for value in column.tolist():
        if isinstance(value, (tuple, list)):
            yield "; ".join(map(str, value))
        elif pd.isna(value):
            yield None
        elif isinstance(value, datetime):
            yield value.date() if days else value.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
        else:
            yield value


def _of_kind(cell: Cell, kind: str) -> Cell:
    return f"{cell.isoformat()}T00:00:00.000000Z" if kind == "time" and isinstance(cell, date) else cell
