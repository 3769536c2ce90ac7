"""An OpenDocument spreadsheet: its content measured before it is read, since one element there can stand for a million rows.

Element names by OpenDocument 1.3 part 3, section 9 (tables).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gcdash.store.reader.archive import Archive, unpack
from gcdash.store.reader.budget import Budget
from gcdash.store.reader.limits import MAX_COLUMN, MAX_ROW, Limits, Unsafe
from gcdash.store.reader.markup import Attributes, scan, utf8
from gcdash.store.reader.references import Range

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TABLE, _OFFICE, _TEXT = (_NAMESPACE.format(name) + " " for name in ("table", "office", "text"))
_PREFIXES = ("table", "office", "text")
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


@dataclass(slots=True)
class Table:
    """One sheet and how far its values reach."""

    name: str
    rows: int = 0
    columns: int = 0
    text: int = 0
    merges: list[Range] = field(default_factory=list)


def content(archive: Archive, limits: Limits) -> tuple[bytes, list[Table]]:
    """The content part in UTF-8 and its tables, in their order. Raises Unsafe."""
    if unpack(archive, "mimetype").strip() not in (MIMETYPE, MIMETYPE + b"-template"):
        raise Unsafe("kind")
    if "encrypted-package" in archive.members or b"encryption-data" in unpack(archive, "META-INF/manifest.xml"):
        raise Unsafe("locked")
    part = utf8(unpack(archive, "content.xml"), "content.xml")
    _check_prefixes(part)
    walk = _Walk(limits)
    scan(part, "content.xml", limits, start=walk.start, end=walk.end, text=walk.text)
    return part, walk.tables


def _check_prefixes(part: bytes) -> None:
    """The reader of cells goes by the usual prefixes: with others it would see an empty sheet."""
    for prefix in _PREFIXES:
        uri = _NAMESPACE.format(prefix).encode()
        if part.count(b'"%b"' % uri) != 1 or b'xmlns:%b="%b"' % (prefix.encode(), uri) not in part:
            raise Unsafe("encoding", part="content.xml")
    if b"<![CDATA[" in part or b"<?" in part[2:]:
        raise Unsafe("encoding", part="content.xml")


class _Walk:
    """Where expat stands; ``start``, ``text`` and ``end`` are its handlers."""

    def __init__(self, limits: Limits) -> None:
        self.budget = Budget(limits)
        self.tables: list[Table] = []
        self.inside = False
        self.row = self.row_repeats = self.column = self.cell_repeats = self.length = 0
        self.valued = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == f"{_TABLE}table":
            self.start_table(attributes.get(f"{_TABLE}name", ""))
        elif not self.inside:
            return
        elif tag == f"{_TABLE}table-row":
            self.row_repeats, self.column = _count(attributes, "number-rows-repeated"), 0
        elif tag in _CELLS:
            self.start_cell(attributes)
        elif tag == f"{_TEXT}p":
            self.valued = True

    def start_table(self, name: str) -> None:
        if self.inside or not name:
            raise Unsafe("layout", sheet=name)
        if any(table.name.casefold() == name.casefold() for table in self.tables):
            raise Unsafe("sheets", sheet=name)
        self.tables.append(Table(name))
        self.inside, self.row = True, 0

    def start_cell(self, attributes: Attributes) -> None:
        self.cell_repeats = _count(attributes, "number-columns-repeated")
        self.valued = f"{_OFFICE}value-type" in attributes
        self.length = len(attributes.get(f"{_OFFICE}string-value", ""))
        down, across = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if down * across > 1:
            self.tables[-1].merges.append((self.row + 1, self.column + 1, self.row + down, self.column + across))

    def text(self, words: str) -> None:
        self.length += len(words)

    def end(self, tag: str) -> None:
        if not self.inside:
            return
        if tag in _CELLS:
            self.column += self.cell_repeats
            if self.valued:
                self.grow(self.tables[-1])
        elif tag == f"{_TABLE}table-row":
            self.row += self.row_repeats
        elif tag == f"{_TABLE}table":
            table = self.tables[-1]
            self.budget.take(table.name, table.rows, table.columns, table.text, table.merges)
            self.inside = False

    def grow(self, table: Table) -> None:
        table.rows = max(table.rows, self.row + self.row_repeats)
        table.columns = max(table.columns, self.column)
        table.text += self.length * self.cell_repeats * self.row_repeats
        if table.rows > MAX_ROW or table.columns > MAX_COLUMN:
            raise Unsafe("reference", sheet=table.name, cell=f"{table.rows}, {table.columns}")


def _count(attributes: Attributes, name: str) -> int:
    """A number of repeats or of cells spanned; 1 where there is none."""
    text = attributes.get(_TABLE + name, "1")
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 10):
        raise Unsafe("damaged", part="content.xml")
    return int(text)
