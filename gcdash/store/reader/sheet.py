"""One worksheet: measured, and taken out so that the reader of cells finds only what was measured here.

Nearly all programs write rows in one plain form, which a regular expression accounts for byte by byte at the speed of C. Any other
form (prefixes, comments, formatted runs, cells without a reference) is first rewritten into the plain one, element by element.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gcdash.store.reader.limits import MAX_COLUMN, MAX_ROW, Limits, Unsafe
from gcdash.store.reader.references import Range, column_letters, column_number
from gcdash.store.reader.rewriting import walk

_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_FORMULA = rb"(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)"
_ROW = rb"""<row\ r="([1-9][0-9]{0,6})"[^<>]*
    (?: />
    | > (?: <c\ r="(?:[A-Z]|(?P<wide>[A-Z]{2,3}))\1"(?:\ s="[0-9]{1,9}")?
        (?: \ t="s"(?:\ s="[0-9]{1,9}")?(?:\ (?:cm|vm|ph)="[0-9]{1,9}")*>(?P<formula>%b)?(?P<shared><v>)[0-9]{1,9}</v></c>
        | (?:\ t="(?:(?P<error>e")|(?!s")[A-Za-z]{1,9}"))?(?:\ s="[0-9]{1,9}")?(?:\ (?:cm|vm|ph)="[0-9]{1,9}")*
          (?: \ ?/>
          | >(?P<worked_out>%b)?(?: (?P<value><v>)[^<]*</v> | <v\ ?/> | (?P<text><is>)<t[^<>]*>[^<]*</t></is> )?</c>
          )
        )
      )*+
      </row>
    )\s*""" % (_FORMULA, _FORMULA)
"""A whole row. Each cell stands in the row that its reference names, and a shared string is named by a number: calamine would take any
other word for the first string."""
_ROWS = re.compile(b"(?:%b)*+" % _ROW, re.VERBOSE)
"""Rows one after the other; the named groups say whether any of them holds such a thing, and where the last one stands."""
_EACH = re.compile(_ROW, re.VERBOSE)
_NUMBER = re.compile(rb'<row r="([0-9]+)"')
_VALUED = re.compile(rb'<c r="([A-Z]{1,3})[^<>]*[^/<>]>(?!</c>)')
_SHARED = re.compile(rb' t="s"[^<>]*>' + _FORMULA + rb"?<v>([0-9]{1,9})</v>")
_ERROR = re.compile(rb'(<c r="[^<>]*? t="e"[^<>]*>' + _FORMULA + rb"?)<v>([^<]*)</v>")
_UNCALCULATED = re.compile(rb'(<c r="[^"]*"(?: (?!t="str")[a-z]+="[^"<>]*")*>' + _FORMULA + rb")(?:<v></v>|<v ?/>)?</c>")
_VALUES, _NUMBERED = ("shared", "value", "text"), b'<row r="'
_CHUNK = 1 << 20
_NARROW = 26
"""Columns of one letter: as many are taken for filled, until it matters whether they are."""


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far the values of a sheet reach, the columns at most, and whether there are errors or formulas among them."""

    rows: int = 0
    columns: int = 0
    errors: bool = False
    formulas: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A worksheet part with nothing but cells in plain form, what there is among them, and the merged ranges."""

    part: bytes
    there: _Reach
    merges: tuple[Range, ...]

    @property
    def rows(self) -> int:
        return self.there.rows

    @property
    def columns(self) -> int:
        return self.there.columns


def take_sheet(part: bytes, name: str, sheet: str, limits: Limits) -> Taken:
    """Take the worksheet called ``sheet`` out of its part (UTF-8) called ``name``. Raises Unsafe."""
    start, end = _region(part)
    reach = _reach(part, start, end, sheet)
    merges, cells = walk(part if reach is None else part[:start] + part[end:], name, sheet, limits)
    if reach is None:
        part = cells
        start, end = _region(part)
        reach = _reach(part, start, end, sheet)
    if reach is None:
        raise Unsafe("layout", sheet=sheet)
    rows = memoryview(part)[start:end]
    return Taken(b"".join((b"<worksheet>", _OPEN, rows, _CLOSE, b"</worksheet>")), reach, merges)


def _region(part: bytes) -> tuple[int, int]:
    """Where the rows stand, between the tags; nowhere (-1) when the tags are not plain, or what looks like them may be a comment."""
    start, end = part.find(_OPEN), part.rfind(_CLOSE)
    if not 0 <= start < end or part.find(b"<!", 0, start) >= 0 or part.find(b"<!", end) >= 0:
        return -1, -1
    return start + len(_OPEN), end


def _chunks(part: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of about a megabyte, each from the start of a row, so that what is found need not all be in memory at once."""
    while start < end:
        cut = end if end - start <= _CHUNK else part.rfind(b"<row ", start + 1, start + _CHUNK)
        if cut < 0:
            cut = part.find(b"<row ", start + _CHUNK, end)
        cut = end if cut < 0 else cut
        yield start, cut
        start = cut


def _reach(part: bytes, start: int, end: int, sheet: str) -> _Reach | None:
    """What there is between ``start`` and ``end``; None where not all is rows in plain form."""
    if start < 0:
        return None
    last_row = 0
    wide = errors = formulas = False
    for first, last in _chunks(part, start, end):
        rows = _ROWS.match(part, first, last)
        if rows is None or rows.end() != last:
            return None
        wide, errors = wide or rows["wide"] is not None, errors or rows["error"] is not None
        formulas = formulas or not rows["formula"] is rows["worked_out"] is None
        last_row = max(last_row, _last_row(part, first, rows))
    last_column = _last_column(part, start, end) if wide else _NARROW
    if last_row > MAX_ROW or last_column > MAX_COLUMN:
        raise Unsafe("reference", sheet=sheet, cell=f"{column_letters(last_column)}{last_row}")
    return _Reach(last_row, last_column if last_row else 0, errors, formulas)


def _last_row(part: bytes, first: int, rows: re.Match[bytes]) -> int:
    """The last row with a value among these; 0 where there is none. Rows may stand in any order, and blank ones after all others."""
    at = max(rows.start(value) for value in _VALUES)
    if at < 0:
        return 0
    last = int(part[part.rfind(_NUMBERED, first, at) + len(_NUMBERED) : at].partition(b'"')[0])
    if last == max(map(int, _NUMBER.findall(part, first, rows.end()))):
        return last
    return max(int(row[1]) for row in _EACH.finditer(part, first, rows.end()) if any(row[value] for value in _VALUES))


def narrowed(taken: Taken) -> Taken:
    """The same sheet with the last column that truly holds a value."""
    return replace(taken, there=replace(taken.there, columns=_last_column(taken.part, *_region(taken.part))))


def _last_column(part: bytes, start: int, end: int) -> int:
    letters: set[bytes] = set()
    for first, last in _chunks(part, start, end):
        letters.update(_VALUED.findall(part, first, last))
    return max((column_number(column.decode()) for column in letters), default=0)


def text_in(taken: Taken, lengths: array[int], sheet: str, enough: int) -> int:
    """Characters that the shared strings, of these ``lengths``, put into the cells; counted exactly only if it may come near ``enough``."""
    most = taken.part.count(b' t="s"') * max(lengths, default=0)
    if most <= enough // 2:
        return most
    try:
        return sum(map(lengths.__getitem__, map(int, _SHARED.findall(taken.part))))
    except IndexError:
        raise Unsafe("damaged", part=sheet) from None


def marked(taken: Taken, mark: bytes) -> bytes:
    """Errors become text that starts with ``mark``, a formula whose value was not saved the bare ``mark``; calamine would drop both."""
    part = taken.part
    if taken.there.errors:
        part = _ERROR.sub(rb"\1<is><t>" + mark + rb"\2</t></is>", part)
    if taken.there.formulas:
        part = _UNCALCULATED.sub(rb"\1<is><t>" + mark + rb"</t></is></c>", part)
    return part
