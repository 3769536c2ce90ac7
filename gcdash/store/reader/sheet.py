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
_ROW = re.compile(
    rb"""(<row\ r="([1-9][0-9]{0,6})"[^<>]*
    (?: />
    | > (?: <c\ r="(?:[A-Z]|([A-Z]{2,3}))\2"(?:\ s="[0-9]{1,9}")?
        (?: \ t="s"(?:\ s="[0-9]{1,9}")?(?:\ (?:cm|vm|ph)="[0-9]{1,9}")*>%b?(<v>)[0-9]{1,9}</v></c>
        | (?:\ t="(?!s")[A-Za-z]{1,9}")?(?:\ s="[0-9]{1,9}")?(?:\ (?:cm|vm|ph)="[0-9]{1,9}")*
          (?: \ ?/>
          | >%b?(?: (<v>)[^<]*</v> | <v\ ?/> | (<is>)<t[^<>]*>[^<]*</t></is> )?</c>
          )
        )
      )*+
      </row>
    )\s*)"""
    % (_FORMULA, _FORMULA),
    re.VERBOSE,
)
"""A whole row: its bytes, its number, the letters of a cell beyond column Z, and whether it holds a value (three groups). Each cell stands
in the row that its reference names, and a shared string is named by a number: calamine would take any other word for the first string."""
_VALUED = re.compile(rb'<c r="([A-Z]{1,3})[^<>]*[^/<>]>(?!</c>)')
_SHARED = re.compile(rb' t="s"[^<>]*>' + _FORMULA + rb"?<v>([0-9]{1,9})</v>")
_ERROR = re.compile(rb'(<c r="[^<>]*? t="e"[^<>]*>' + _FORMULA + rb"?)<v>([^<]*)</v>")
_UNCALCULATED = re.compile(rb'(<c r="[^"]*"(?: (?!t="str")[a-z]+="[^"<>]*")*>' + _FORMULA + rb")(?:<v></v>|<v ?/>)?</c>")
_CHUNK = 1 << 20
_NARROW = 26
"""Columns of one letter: as many are taken for filled, until it matters whether they are."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A worksheet part with nothing but cells in plain form, how far the values among them reach at most, and the merged ranges."""

    part: bytes
    rows: int
    columns: int
    merges: tuple[Range, ...]


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
    return Taken(b"".join((b"<worksheet>", _OPEN, rows, _CLOSE, b"</worksheet>")), *reach, merges)


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


def _reach(part: bytes, start: int, end: int, sheet: str) -> tuple[int, int] | None:
    """Last row with a value between ``start`` and ``end``, and a column that none is beyond; None where not all is rows in plain form."""
    if start < 0:
        return None
    last_row = 0
    is_wide = False
    for first, last in _chunks(part, start, end):
        rows = _ROW.findall(part, first, last)
        if sum(len(row[0]) for row in rows) != last - first:
            return None
        is_wide = is_wide or any(letters for _row, _number, letters, *_values in rows)
        last_row = max(last_row, *(int(number) for _row, number, _letters, *values in rows if any(values)), 0)
    last_column = _last_column(part, start, end) if is_wide else _NARROW
    if last_row > MAX_ROW or last_column > MAX_COLUMN:
        raise Unsafe("reference", sheet=sheet, cell=f"{column_letters(last_column)}{last_row}")
    return last_row, last_column if last_row else 0


def narrowed(taken: Taken) -> Taken:
    """The same sheet with the last column that truly holds a value."""
    return replace(taken, columns=_last_column(taken.part, *_region(taken.part)))


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


def marked(part: bytes, mark: bytes) -> bytes:
    """Errors become text that starts with ``mark``, a formula whose value was not saved the bare ``mark``; calamine would drop both."""
    if b' t="e"' in part:
        part = _ERROR.sub(rb"\1<is><t>" + mark + rb"\2</t></is>", part)
    if b"<f" in part:
        part = _UNCALCULATED.sub(rb"\1<is><t>" + mark + rb"</t></is></c>", part)
    return part
