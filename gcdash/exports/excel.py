"""How every workbook that gcdash makes looks and behaves: real Excel tables, wrapped text, typed dates, a sensible print.

Text always stays text: nothing that a person typed becomes a formula, a number or a link by being written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Protocol
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gcdash.cells import reference
from gcdash.errors import Refusal
from gcdash.palette import ACCENT, LOOKS
from gcdash.schema import Standing, Status
from gcdash.steps import Progress, Steps, tell_nobody
from gcdash.store.ooxml.heights import row_height
from gcdash.words import _

INK, LINE, BAND = "#1f2933", "#d5dce1", "#f0f5fb"
DAY = "yyyy-mm-dd"
FIRST_YEAR = 1900
"""Of a spreadsheet: days before it are no days there."""
AS_TYPED = "@"
LAST_ROW = 1_048_575
A4 = 9
MOST_UNITS = 32_767
"""The longest text that a cell holds, in UTF-16 units: Excel's own limit."""

COLOURED = {"status": Status, "latest_status": Status, "standing": Standing}
"""The columns whose words have a symbol and a colour."""

IDS, LINE_OF_ID = ("update_id", "action_id", "withdraws"), 40
"""The columns of IDs, which stay on one line, in smaller letters where they must; and a width that holds any of them."""

FORMULA_LIKE = re.compile(r"[ \u00a0\u200b\ufeff]*['=+\-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20]")
"""Text that some spreadsheet takes for a formula when it is opened or edited (OWASP ASVS 5.0, 1.2.10; CWE-1236), and text that starts
with an apostrophe, which spreadsheets put in front of such text."""

_FIXED_HEIGHT = re.compile(rb'(<row [^>]*) customHeight="1"')
_HALF = re.compile("[\ud800-\udfff]")
_MARKUP = re.compile(r"<r>.*</r>", re.DOTALL)

Cell = str | int | float | date | None


class Column(Protocol):
    """What a table needs to know of a column; ``gcdash.schema.Column`` is one. ``type``: text, date, time or number."""

    @property
    def name(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def width(self) -> int: ...


@contextmanager
def workbook(out: BytesIO, title: str, made: date) -> Iterator[Workbook]:
    """A workbook to fill, written to ``out`` at the end. The same contents and day of making give the same bytes."""
    draft = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(draft, options) as book:
        book.set_properties({"title": title, "created": datetime.combine(made, time())})  # written as UTC
        yield book
    _free_heights(draft, out)


def _free_heights(draft: BytesIO, out: BytesIO) -> None:
    """Let the rows' heights be a start: Excel and LibreOffice fit a row again when its words change, but not a row of fixed height.

    LibreOffice fits none when it opens a file, so there must be heights; the writer knows only fixed ones.
    """
    with ZipFile(draft) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for member in before.infolist():
            content = before.read(member)
            if member.filename.startswith("xl/worksheets/sheet"):
                content = _FIXED_HEIGHT.sub(rb"\1", content)
            after.writestr(member, content)


class Looks:
    """The cell formats of one workbook, made once each. ``more``: further kinds of cell, each with what sets it apart."""

    def __init__(self, book: Workbook, more: Mapping[str, Mapping[str, object]] | None = None) -> None:
        self.book = book
        self.more = more or {}
        self.made: dict[tuple[str, bool, bool], Format] = {}
        self.heading = book.add_format(_body() | {"bold": True, "font_color": "#ffffff", "bg_color": ACCENT, "valign": "vcenter"})

    def of(self, kind: str, *, band: bool = False, quoted: bool = False) -> Format:
        """The format of a cell of a kind (text, date, number, id); ``quoted``: marked as text even when it is edited again."""
        key = (kind, band, quoted)
        if key not in self.made:
            numbers = {"date": DAY, "number": "General"}
            look = _body() | {"num_format": numbers.get(kind, AS_TYPED), "quote_prefix": quoted} | dict(self.more.get(kind, {}))
            one_line = {"text_wrap": False, "shrink": True} if kind == "id" else {}
            self.made[key] = self.book.add_format(look | one_line | ({"bg_color": BAND} if band else {}))
        return self.made[key]


def _body() -> dict[str, object]:
    return {"font_color": INK, "valign": "top", "align": "left", "indent": 1, "text_wrap": True, "bottom": 1, "bottom_color": LINE}


Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table to write: the name of its sheet and (``table``, if that is another) its own, its columns and rows.

    ``bands``: which rows have a tint, by row.
    """

    sheet: str
    columns: Sequence[Column]
    rows: Rows
    bands: Sequence[bool] = ()
    table: str = ""


def add_table(looks: Looks, table: Table, progress: Progress = tell_nobody) -> Worksheet:
    """A sheet with one table: headings in row 1, one blank row when it has none. Statuses and standings show symbol and colour.

    Raises ``Refusal`` naming the cell where a text cannot be kept whole in a workbook.
    """
    sheet = looks.book.add_worksheet(table.sheet)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width, looks.of(_kind(column)))
        _colour_words(looks, sheet, at, COLOURED.get(column.name, ()))
    _add_rows(looks, sheet, table, Steps(progress, len(table.rows), _("Writing row {n} of {all}")))
    headings = [{"header": heading, "header_format": looks.heading} for heading in _distinct(column.heading for column in table.columns)]
    options = {"name": table.table or table.sheet, "columns": headings, "style": None}
    sheet.add_table(0, 0, max(len(table.rows), 1), len(headings) - 1, options)
    sheet.set_row(0, 33)
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{reference(LAST_ROW + 1, len(headings) - 1)}"})
    set_up_print(sheet)
    return sheet


def _kind(column: Column) -> str:
    return "id" if column.name in IDS and column.type == "text" else column.type


def _add_rows(looks: Looks, sheet: Worksheet, table: Table, steps: Steps) -> None:
    kinds = [_kind(column) for column in table.columns]
    widths = [column.width if kind != "id" else LINE_OF_ID for kind, column in zip(kinds, table.columns, strict=True)]
    for number, row in enumerate(steps.through(table.rows or [[None] * len(kinds)]), start=1):
        band = bool(table.bands) and table.bands[number - 1]
        for at, cell in enumerate(row):
            put(looks, sheet, (number, at), cell, (kinds[at], band))
        sheet.set_row(number, row_height(row, widths))


def put(looks: Looks, sheet: Worksheet, where: tuple[int, int], cell: Cell, look: tuple[str, bool]) -> None:
    """Write one cell, counted from 0, as what it is: a day, a number, or text and nothing but text. ``look``: kind of column, tint."""
    kind, band = look
    if cell is None or cell == "":
        sheet.write_blank(*where, None, looks.of(kind, band=band))
    elif isinstance(cell, date) and cell.year >= FIRST_YEAR:
        sheet.write_datetime(*where, cell, looks.of(kind if kind in looks.more else "date", band=band))
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        sheet.write_number(*where, cell, looks.of("number", band=band))
    else:
        text = _whole(str(cell), sheet, where)
        form = looks.of(kind if kind == "id" or kind in looks.more else "text", band=band, quoted=bool(FORMULA_LIKE.match(text)))
        if _MARKUP.fullmatch(text):  # the writer would take it for markup of its own; in pieces it is text
            sheet.write_rich_string(*where, text[0], text[1], text[2:], form)
        else:
            sheet.write_string(*where, text, form)


def _whole(text: str, sheet: Worksheet, where: tuple[int, int]) -> str:
    """``text`` if a cell can hold all of it; never a part of it without a word."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > MOST_UNITS:
        why = _("is longer than the 32,767 characters that a spreadsheet cell can hold")
    elif _HALF.search(text):
        why = _("holds half of a character, which no file can keep")
    else:
        return text
    cell = reference(where[0] + 1, where[1])
    raise Refusal(
        _("The text for cell {cell} of the sheet {sheet} {why}.").format(cell=cell, sheet=sheet.get_name(), why=why),
        _("Correct the text there and try again."),
    )


def _distinct(headings: Iterable[str]) -> list[str]:
    """Headings as a table can hold them: on one line, and each once."""
    seen: dict[str, int] = {}
    distinct = []
    for heading in (" ".join(heading.split())[:200] or "-" for heading in headings):
        seen[heading.casefold()] = seen.get(heading.casefold(), 0) + 1
        count = seen[heading.casefold()]
        distinct.append(heading if count == 1 else f"{heading} ({count})")
    return distinct


def _colour_words(looks: Looks, sheet: Worksheet, at: int, words: Iterable[str]) -> None:
    """Show the symbol before each of ``words`` in a column and tint its cell, rows to come included; the value stays the word alone."""
    for word in words:
        look = LOOKS[word]
        tint = {} if word == Status.NO_REPORT else {"bg_color": _tint(look.colour)}  # a new book is not a sheet of colour
        form = looks.book.add_format(tint | {"font_color": INK, "num_format": f'"{look.symbol} "@'})
        sheet.conditional_format(1, at, LAST_ROW, at, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": form})


def _tint(colour: str) -> str:
    """A pale version of a colour, on which dark text reads well."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * 0.25):02x}" for part in parts)


def set_up_print(sheet: Worksheet, *, headings: bool = True) -> None:
    """Landscape A4, as wide as the page, the headings on every page, the sheet's name and the page number at the foot."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    if headings:
        sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&R" + _("Page {page} of {pages}").format(page="&P", pages="&N"))
