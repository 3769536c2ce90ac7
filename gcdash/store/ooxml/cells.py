"""The cells of a row: where they stand, how they look, whether they hold something.

Nearly all programs write cells in one plain form, which a regular expression accounts for byte by byte. A row with any other form is read
element by element.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from gcdash.store.ooxml.markup import Tag, attributes, children, tag_at
from gcdash.store.ooxml.refs import LAST_COLUMN, column_number, read_cell, whole
from gcdash.store.ooxml.worksheet import Row, Worksheet, no_cells, out_of_order

_MARKUP = re.compile(rb"<[^>]*>")
_CELL = rb"""
    <{p}c\ r="([A-Z]{1,3})([0-9]{1,7})"(?:\ s="([0-9]{1,9})")?(?:\ t="[A-Za-z]{1,9}")?
    (?: /> | > ( (?: <{p}f[^<>]*/> | <{p}f[^<>]*>[^<]*</{p}f> )?
                 (?: <{p}v>[^<]*</{p}v> | <{p}is><{p}t[^<>]*>[^<]*</{p}t></{p}is> )? ) </{p}c> )"""


class Cell(NamedTuple):
    """A cell's column, its style (an index of ``cellXfs``), and where it stands, as ``Tag`` says it. There can be millions of them."""

    column: int
    style: int
    start: int
    inner: int
    close: int
    end: int


@cache
def _plain_cell(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(_CELL.replace(b"{p}", re.escape(prefix)), re.VERBOSE)


@cache
def _holding(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<%b(?:v|f|is)[\s/>]" % re.escape(prefix))


def cells(sheet: Worksheet, row: Row) -> tuple[Cell, ...]:
    """A row's cells, in order. Refusal if they are not."""
    tag = tag_at(sheet.lexed, row.start)
    found = _plainly(sheet, row, tag)
    if found is None:
        found = []
        for each in children(sheet.lexed, tag.inner, tag.close):
            if each.name.rpartition(b":")[2] == b"c":
                if each.name != sheet.prefix + b"c":
                    raise no_cells(sheet.name)
                found.append(_cell(sheet, row, each, found[-1].column if found else 0))
    return tuple(found)


def _plainly(sheet: Worksheet, row: Row, tag: Tag) -> list[Cell] | None:
    """The cells of a row that holds nothing but cells in the plain form, in order; None of any other."""
    number, at, last = b"%d" % row.number, tag.inner, 0
    found = []
    for each in _plain_cell(sheet.prefix).finditer(sheet.lexed, tag.inner, tag.close):
        letters, says, style, content = each.groups()
        start, end = each.span()
        column = column_number(letters)
        if start != at or says != number or not last < column <= LAST_COLUMN:
            return None
        inner, close = (end, end) if content is None else each.span(4)
        found.append(Cell(column, int(style) if style else 0, start, inner, close, end))
        at, last = end, column
    return found if at == tag.close else None


def _cell(sheet: Worksheet, row: Row, tag: Tag, previous: int) -> Cell:
    given = attributes(sheet.lexed, tag)
    place = read_cell(given[b"r"].decode()) if b"r" in given else (row.number, previous + 1)
    if place is None or place[0] != row.number or not previous < place[1] <= LAST_COLUMN:
        raise out_of_order(sheet.name, row.number)
    return Cell(place[1], whole(given.get(b"s")), tag.start, tag.inner, tag.close, tag.end)


def has_value(sheet: Worksheet, row: Row, but: Collection[int] = ()) -> bool:
    """Whether a row holds a value or a formula, in a column that is not one of ``but``."""
    tag = tag_at(sheet.lexed, row.start)
    if not _holding(sheet.prefix).search(sheet.lexed, tag.inner, tag.close):
        return False
    return any(cell.column not in but and not is_empty(sheet, cell) for cell in cells(sheet, row))


def has_formula(sheet: Worksheet, cell: Cell) -> bool:
    name = sheet.prefix + b"f"
    maybe = sheet.lexed.find(b"<" + name, cell.inner, cell.close) >= 0
    return maybe and any(each.name == name for each in children(sheet.lexed, cell.inner, cell.close))


def is_empty(sheet: Worksheet, cell: Cell) -> bool:
    """Whether a cell has neither a formula nor a value of at least one character."""
    inside = children(sheet.lexed, cell.inner, cell.close)
    names = (sheet.prefix + b"v", sheet.prefix + b"is")
    values = (_MARKUP.sub(b"", sheet.lexed[each.inner : each.close]) for each in inside if each.name in names)
    return not has_formula(sheet, cell) and not any(values)
