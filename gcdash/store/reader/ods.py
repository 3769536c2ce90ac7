"""An OpenDocument spreadsheet, read here in full: one element there can stand for a million rows, so whoever counts must read.

Elements and attributes by OpenDocument 1.3 part 3: tables in section 9, values of cells in 19.385 and the following.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from gcdash.store.reader.archive import Archive, unpack
from gcdash.store.reader.budget import Budget
from gcdash.store.reader.limits import MAX_COLUMN, MAX_ROW, Limits, Unsafe
from gcdash.store.reader.markup import Attributes, scan, utf8
from gcdash.store.reader.references import Range, column_letters

_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT = "content.xml"


def _name(space: str, name: str) -> str:
    return f"urn:oasis:names:tc:opendocument:xmlns:{space}:1.0 {name}"


_TABLE, _ROW = _name("table", "table"), _name("table", "table-row")
_CELLS = (_name("table", "table-cell"), _name("table", "covered-table-cell"))
_TABLE_NAME, _TABLE_LOOK = _name("table", "name"), _name("table", "style-name")
_ROW_REPEATS, _CELL_REPEATS = _name("table", "number-rows-repeated"), _name("table", "number-columns-repeated")
_ROWS_SPANNED, _CELLS_SPANNED = _name("table", "number-rows-spanned"), _name("table", "number-columns-spanned")
_STYLE, _STYLE_NAME = _name("style", "style"), _name("style", "name")
_TABLE_STYLE, _DISPLAY = _name("style", "table-properties"), _name("table", "display")
_PARAGRAPH, _NOTE = _name("text", "p"), _name("office", "annotation")
_SPACES, _SPACE_COUNT = _name("text", "s"), _name("text", "c")
_BREAKS = {_name("text", "tab"): "\t", _name("text", "line-break"): "\n"}
_KIND, _KIND_HERE = _name("office", "value-type"), "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_FIGURES = re.compile("[0-9]{1,7}")
_LONGEST = 1_000_000
"""Characters in one cell: some thirty times what Excel holds."""
_DURATION = re.compile(r"P(?:([0-9]{1,9})D)?T?(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?")
_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Table:
    """One sheet: its rows from row 1 on, blank cells as ``""``, errors as ``cells`` packs them."""

    name: str
    hidden: bool
    rows: list[list[object]] = field(default_factory=list)
    merges: list[Range] = field(default_factory=list)
    columns: int = 0
    text: int = 0


def is_open_document(archive: Archive) -> bool:
    return "mimetype" in archive.members


def tables(archive: Archive, limits: Limits) -> list[Table]:
    """The sheets in their order. Raises Unsafe."""
    if unpack(archive, "mimetype").strip() not in (_MIMETYPE, _MIMETYPE + b"-template"):
        raise Unsafe("kind")
    if "encrypted-package" in archive.members or b"encryption-data" in unpack(archive, "META-INF/manifest.xml"):
        raise Unsafe("locked")
    walk = _Walk(limits)
    scan(utf8(unpack(archive, _CONTENT), _CONTENT), _CONTENT, limits, start=walk.start, end=walk.end, text=walk.text)
    return walk.tables


class _Walk:
    """Where expat stands; ``start``, ``text`` and ``end`` are its handlers."""

    def __init__(self, limits: Limits) -> None:
        self.budget = Budget(limits)
        self.tables: list[Table] = []
        self.path: list[str] = []
        self.style = ""
        self.hidden_styles: set[str] = set()
        self.row: list[object] = []
        self.blank_rows = self.blank_cells = self.row_repeats = self.paragraph = 0
        self.cell: Attributes = {}
        self.words = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        self.path.append(tag)
        if tag == _STYLE:
            self.style = attributes.get(_STYLE_NAME, "")
        elif tag == _TABLE_STYLE and attributes.get(_DISPLAY) == "false":
            self.hidden_styles.add(self.style)
        elif tag == _TABLE:
            self.start_table(attributes)
        elif tag == _ROW:
            self.row, self.blank_cells, self.row_repeats = [], 0, _count(attributes, _ROW_REPEATS)
        elif tag in _CELLS:
            self.cell, self.words = attributes, ""
        elif tag == _PARAGRAPH and self.path[-2] in _CELLS:
            self.paragraph = len(self.path)
            self.add("\n" if self.words else "")
        elif tag == _SPACES:
            self.add(" " * min(_count(attributes, _SPACE_COUNT), _LONGEST + 1))
        elif tag in _BREAKS:
            self.add(_BREAKS[tag])

    def start_table(self, attributes: Attributes) -> None:
        name = attributes.get(_TABLE_NAME, "")
        if self.path.count(_TABLE) > 1:
            raise Unsafe("layout", sheet=name)
        if any(table.name.casefold() == name.casefold() for table in self.tables):
            raise Unsafe("sheets", sheet=name)
        self.tables.append(Table(name, attributes.get(_TABLE_LOOK, "") in self.hidden_styles))
        self.blank_rows = 0

    def add(self, words: str) -> None:
        """Words of the cell's own paragraphs; those of a note or a shape that hangs on it are not its value."""
        if self.paragraph and _NOTE not in self.path:
            self.words += words
            if len(self.words) > _LONGEST:
                raise Unsafe("text", sheet=self.tables[-1].name if self.tables else "")

    def text(self, words: str) -> None:
        self.add(words.replace("\n", " "))

    def end(self, tag: str) -> None:
        self.path.pop()
        if len(self.path) < self.paragraph:
            self.paragraph = 0
        if not self.tables:
            return
        table = self.tables[-1]
        if tag in _CELLS:
            self.end_cell(table)
        elif tag == _ROW:
            self.end_row(table)
        elif tag == _TABLE:
            self.budget.take(table.name, len(table.rows), table.columns, table.text, table.merges)

    def end_cell(self, table: Table) -> None:
        repeats = _count(self.cell, _CELL_REPEATS)
        value = _value(self.cell, self.words)
        column = len(self.row) + self.blank_cells
        down, across = _count(self.cell, _ROWS_SPANNED), _count(self.cell, _CELLS_SPANNED)
        if down > 1 or across > 1:
            row = len(table.rows) + self.blank_rows
            table.merges.append((row + 1, column + 1, row + down, column + across))
        if value == "":
            self.blank_cells += repeats
            return
        if column + repeats > MAX_COLUMN:
            raise Unsafe("reference", sheet=table.name, cell=f"{column_letters(column + repeats)}{len(table.rows) + self.blank_rows + 1}")
        self.row += [""] * self.blank_cells + [value] * repeats
        self.blank_cells = 0
        table.text += repeats * self.row_repeats * len(str(value))

    def end_row(self, table: Table) -> None:
        if not self.row:
            self.blank_rows += self.row_repeats
            return
        rows = len(table.rows) + self.blank_rows + self.row_repeats
        table.columns = max(table.columns, len(self.row))
        if rows > MAX_ROW or rows * table.columns > self.budget.cells:
            raise Unsafe("cells", sheet=table.name, cell=f"{column_letters(table.columns)}{rows}")
        table.rows += [[]] * self.blank_rows + [self.row] * self.row_repeats
        self.blank_rows = 0


def _count(attributes: Attributes, name: str) -> int:
    """A number of repeats, of cells spanned, of spaces; 1 where there is none."""
    text = attributes.get(name, "1")
    if text != "1" and not _FIGURES.fullmatch(text):
        raise Unsafe("damaged", part=_CONTENT)
    return int(text)


def _value(attributes: Attributes, words: str) -> object:
    kind = attributes.get(_KIND, "")
    if attributes.get(_KIND_HERE) == "error":
        return {"e": words}
    if kind in ("float", "percentage", "currency"):
        return _number(attributes.get(_name("office", "value"), ""))
    if kind == "boolean":
        return attributes.get(_name("office", "boolean-value")) == "true"
    if kind == "date":
        return _date(attributes.get(_name("office", "date-value"), ""))
    if kind == "time":
        return _time(attributes.get(_name("office", "time-value"), ""))
    return attributes.get(_name("office", "string-value"), words)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Unsafe("damaged", part=_CONTENT) from None


def _date(text: str) -> object:
    """A day, or a moment without zone; what Python's calendar does not reach stays text."""
    try:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    return moment if "T" in text else moment.date()


def _time(text: str) -> object:
    """A time of day, or a duration from a day on; text where it is neither."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return text
    days, hours, minutes, seconds = (float(figure or 0) for figure in match.groups())
    try:
        duration = dt.timedelta(days, seconds, hours=hours, minutes=minutes)
    except OverflowError:
        return text
    return (dt.datetime.min + duration).time() if duration < _DAY else duration  # noqa: DTZ901 -- a time of day
