"""A table that came as text: CSV in whatever encoding and with whatever separator a spreadsheet program of some country writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from gcdash.errors import Unreadable
from gcdash.exports.tables import from_csv_text, to_csv_text
from gcdash.layout import HEADINGS_WITHIN
from gcdash.merge.recognition import recognise
from gcdash.store.reader import UPLOAD
from gcdash.words import _

SUFFIXES = (".csv", ".tsv", ".txt")
SEPARATORS = (",", ";", "\t", "|")
MOST_COLUMNS = 256
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKED_AT = 200_000
_WESTERN = "cp1252"
_USUAL = (_WESTERN, "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp932", "gb18030", "big5", "euc_kr")
"""What spreadsheet programs write where they do not write Unicode. Where several fit as well, the Western one is taken."""


@dataclass(frozen=True, slots=True)
class TextSheet:
    """A text table as a sheet."""

    name: str
    rows: list[list[object]]
    merges: tuple[tuple[int, int, int, int], ...] = ()


def sheet_of(name: str, data: bytes) -> TextSheet:
    """The table in ``data``. Raises ``Unreadable``, in words, where it is none or too large."""
    if not data.strip():
        raise Unreadable(_("{name} is empty.").format(name=name), _("Choose a file that has something in it."))
    if len(data) > UPLOAD.size:
        raise Unreadable(
            _("{name} is larger than {limit} MB.").format(name=name, limit=UPLOAD.size // 1024**2), _("Send the rows that matter only.")
        )
    text = decoded(name, data)
    best = max(SEPARATORS, key=lambda separator: _known(text, separator))
    try:
        rows = list(_rows(name, text, best))
    except csv.Error as error:
        raise _not_a_table(name) from error
    return TextSheet(name, rows)


def decoded(name: str, data: bytes) -> str:
    """The text, by its byte order mark, else as UTF-8, else in the encoding that fits it best."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if not marked and b"\0" in data:
        raise _not_a_table(name)
    try:
        return data.decode(marked or "utf-8")
    except UnicodeDecodeError:
        if marked:
            raise _not_a_table(name) from None
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- seldom needed, and slow to load with all that it knows

    matches = from_bytes(data[:_LOOKED_AT], cp_isolation=list(_USUAL))
    fitting = sorted(matches, key=lambda match: (round(match.chaos, 2), match.encoding != _WESTERN))
    for encoding in (*(match.encoding for match in fitting), _WESTERN):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _known(text: str, separator: str) -> int:
    """How many columns would be known if this were the separator."""
    try:
        head: list[list[object]] = [
            list(row) for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), HEADINGS_WITHIN)
        ]
    except csv.Error:
        return 0
    return max((len(listing.table.place.columns) for listing in recognise([TextSheet("", head)])), default=0)


def _rows(name: str, text: str, separator: str) -> Iterator[list[object]]:
    cells = 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        cells += len(row)
        if len(row) > MOST_COLUMNS or cells > UPLOAD.cells:
            raise Unreadable(
                _("{name} has more than {columns} columns, or more than {cells} cells.").format(
                    name=name, columns=MOST_COLUMNS, cells=f"{UPLOAD.cells:,}"
                ),
                _("Send the columns and rows that matter only."),
            )
        yield [_plain(cell) for cell in row]


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps its text from being taken for a formula; any other one is the person's own."""
    without = from_csv_text(cell)
    return without if without != cell and to_csv_text(without) == cell else cell


def _not_a_table(name: str) -> Unreadable:
    return Unreadable(_("{name} is not a table that can be read as text.").format(name=name), _("Save it as .xlsx, and try with that."))
