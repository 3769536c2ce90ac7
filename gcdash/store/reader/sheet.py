"""One worksheet: measured, and written down anew so that the reader of cells finds only what was measured here.

Nearly all programs write cells in one plain form, which regular expressions account for in full, at the speed of C. Any other
form (prefixes, comments, cells without a reference) is first rewritten into the plain one, element by element.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from gcdash.store.reader.limits import MAX_COLUMN, MAX_ROW, Limits, Unsafe
from gcdash.store.reader.references import Range, column_letters, column_number
from gcdash.store.reader.rewriting import walk

_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_UNPLAIN = re.compile(rb'<(?!c r="|/c>|v>|/v>|row[ >]|/row>|v ?/>|[ft][ />]|/[ft]>|/?is>)')
"""Any tag but those of rows, cells, values, formulas and plain inline text."""
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="[0-9]{1,9}")?(?: t="([a-zA-Z]{1,9})")?(?: s="[0-9]{1,9}")?(?: (?:cm|vm|ph)="[0-9]{1,9}")*'
    rb"( ?/>|></c>|>)(?:<v>([0-9]{1,9})</v>)?"
)
_FORMULA = rb"(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)"
_ERROR = re.compile(rb'(<c r="[^<>]*? t="e"[^<>]*>' + _FORMULA + rb"?)<v>([^<]*)</v>")
_UNCALCULATED = re.compile(rb'(<c r="[^"]*"(?: (?!t="str")[a-z]+="[^"<>]*")*>' + _FORMULA + rb")(?:<v></v>|<v ?/>)?</c>")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the values of a sheet reach and how many characters they hold; ``errors``: some are errors."""

    rows: int = 0
    columns: int = 0
    text: int = 0
    errors: bool = False


def copy_sheet(part: bytes, name: str, sheet: str, lengths: array[int], limits: Limits) -> tuple[bytes, Extent, tuple[Range, ...]]:
    """The cells of ``part`` (UTF-8) in plain form, how far they reach, and the merged ranges. ``lengths`` are those of the shared strings.

    Raises Unsafe.
    """
    start, end = _region(part)
    extent = _measure(part, start, end, sheet, lengths)
    merges, cells = walk(part if extent is None else part[:start] + part[end:], name, sheet, limits)
    if extent is None:
        part = cells
        start, end = _region(part)
        extent = _measure(part, start, end, sheet, lengths)
    if extent is None:
        raise Unsafe("layout", sheet=sheet)
    return part[start:end], extent, merges


def _region(part: bytes) -> tuple[int, int]:
    """Where the cells stand, between the tags; nowhere (-1) when the tags are not in the plain form."""
    start, end = part.find(_OPEN), part.rfind(_CLOSE)
    return (start + len(_OPEN), end) if 0 <= start < end else (-1, -1)


def _chunks(part: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of about a megabyte, each from the start of a row, so that what is found in one need not fit into memory for all."""
    while start < end:
        cut = end if end - start <= _CHUNK else part.rfind(b"<row ", start + 1, start + _CHUNK)
        if cut < 0:
            cut = part.find(b"<row ", start + _CHUNK, end)
        cut = end if cut < 0 else cut
        yield start, cut
        start = cut


def _measure(part: bytes, start: int, end: int, sheet: str, lengths: array[int]) -> Extent | None:
    """The extent of the cells between ``start`` and ``end``; None when they are not in the plain form."""
    if start < 0 or _UNPLAIN.search(part, start, end):
        return None
    total = Extent()
    for first, last in _chunks(part, start, end):
        found = _CELL.findall(part, first, last)
        if len(found) != part.count(b"<c ", first, last):
            return None
        valued = [match for match in found if match[3] == b">"]
        if valued:
            total = _joined(total, _extent(valued, sheet, lengths))
    return total


def _extent(valued: list[tuple[bytes, ...]], sheet: str, lengths: array[int]) -> Extent:
    letters, numbers, kinds, _closings, values = zip(*valued, strict=True)
    columns = max(column_number(column.decode()) for column in set(letters))
    rows = max(map(int, set(numbers)))
    if rows > MAX_ROW or columns > MAX_COLUMN:
        raise Unsafe("reference", sheet=sheet, cell=f"{column_letters(columns)}{rows}")
    try:
        text = sum(lengths[int(value)] for kind, value in zip(kinds, values, strict=True) if kind == b"s" and value)
    except IndexError:
        raise Unsafe("damaged", part=sheet) from None
    hidden = sum(kind == b"s" and not value for kind, value in zip(kinds, values, strict=True))
    return Extent(rows, columns, text + hidden * max(lengths, default=0), b"e" in kinds)


def _joined(one: Extent, other: Extent) -> Extent:
    return Extent(max(one.rows, other.rows), max(one.columns, other.columns), one.text + other.text, one.errors or other.errors)


def marked(cells: bytes, mark: bytes) -> bytes:
    """Errors become text that starts with ``mark``, a formula whose value was not saved the bare ``mark``; calamine would drop both."""
    cells = _ERROR.sub(rb"\1<is><t>" + mark + rb"\2</t></is>", cells)
    return _UNCALCULATED.sub(rb"\1<is><t>" + mark + rb"</t></is></c>", cells)
