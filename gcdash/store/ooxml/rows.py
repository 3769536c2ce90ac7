"""The splices that put planned cells into a worksheet: rows and cells that are there are filled, others come in between, in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from gcdash.store.ooxml.cells import Cell, cells, has_value
from gcdash.store.ooxml.edits import Value
from gcdash.store.ooxml.heights import grown, needed
from gcdash.store.ooxml.look import REACH, Look, cell_xml
from gcdash.store.ooxml.markup import Splice, attribute_span, attributes, opened, tag_at
from gcdash.store.ooxml.plan import Plan, check_cell
from gcdash.store.ooxml.refs import Area, bottom_after, read_area, whole
from gcdash.store.ooxml.styles import CellStyles
from gcdash.store.ooxml.tables import Table
from gcdash.store.ooxml.values import is_blank
from gcdash.store.ooxml.workbook import TRUE
from gcdash.store.ooxml.worksheet import Row, Worksheet


def splices(sheet: Worksheet, plan: Plan, tables: Sequence[Table], styles: CellStyles, *, date1904: bool) -> list[Splice]:
    """All changes to the sheet's part: cells, dimension and filter. Refusal where a cell holds a formula."""
    there = {row.number: row for row in sheet.rows}

    @lru_cache(maxsize=2 * REACH)
    def cells_of(number: int) -> Mapping[int, Cell]:
        return {cell.column: cell for cell in cells(sheet, there[number])} if number in there else {}

    look = Look(sheet.prefix, styles, date1904, _headings(sheet, plan, tables), sheet.columns, cells_of)
    made: list[Splice] = []
    at_end: list[bytes] = []
    for number, values in sorted(plan.cells.items()):
        if number in there:
            made += _filled(sheet, there[number], values, look, new=number in plan.added)
        elif new := _new_row(sheet, number, values, look):
            at = bisect_left(sheet.rows, number, key=lambda row: row.number)
            if at < len(sheet.rows):
                made.append(Splice(sheet.rows[at].start, sheet.rows[at].start, new))
            else:
                at_end.append(new)
    if at_end:
        made.append(opened(sheet.lexed, sheet.body, b"".join(at_end)))
    return [*made, *_dimension(sheet, look), *_filter(sheet, plan)]


def _headings(sheet: Worksheet, plan: Plan, tables: Sequence[Table]) -> frozenset[int]:
    """The rows that hold headings: the first of the sheet that has a value, and those of its tables and its filter."""
    first = min((row for row, values in plan.cells.items() if not all(map(is_blank, values.values()))), default=None)
    for row in sheet.rows:
        if first is not None and row.number >= first:
            break
        if has_value(sheet, row):
            first = row.number
    rows = {table.area.top for table in tables if table.heading} | ({first} if first else set())
    area = _area(sheet, sheet.filter)
    return frozenset(rows | ({area.top} if area else set()))


def _new_row(sheet: Worksheet, number: int, values: Mapping[int, Value], look: Look) -> bytes:
    content = b"".join(cell_xml(look, (number, column), value, None, None) for column, value in sorted(values.items()))
    height = needed(sheet, values, look.written.get(number, {}), look.styles.wrapped)
    tall = b' ht="%d"' % height if height else b""
    return b'<%brow r="%d"%b>%b</%brow>' % (look.prefix, number, tall, content, look.prefix) if content else b""


def _filled(sheet: Worksheet, row: Row, values: Mapping[int, Value], look: Look, *, new: bool) -> Iterator[Splice]:
    """The splices for a row that is there; one that gets its first values is made as tall as they need."""
    tag = tag_at(sheet.lexed, row.start)
    given = attributes(sheet.lexed, tag)
    of_row = whole(given[b"s"]) if b"s" in given and given.get(b"customFormat", b"").decode() in TRUE else None
    old = list(look.cells_of(row.number).values())
    inside = b""
    for column, value in sorted(values.items()):
        at = bisect_left(old, column, key=lambda cell: cell.column)
        if at < len(old) and old[at].column == column:
            check_cell(sheet, row.number, old[at])
            yield Splice(old[at].start, old[at].end, cell_xml(look, (row.number, column), value, old[at].style, of_row))
            continue
        xml = cell_xml(look, (row.number, column), value, None, of_row)
        if tag.empty:
            inside += xml
        elif xml:
            place = old[at].start if at < len(old) else old[-1].end if old else tag.inner
            yield Splice(place, place, xml)
    if new and (height := needed(sheet, values, look.written.get(row.number, {}), look.styles.wrapped)):
        yield from grown(sheet, tag, height)
    if inside:
        yield opened(sheet.lexed, tag, inside)
    yield from _spans(sheet, row, look)


def _spans(sheet: Worksheet, row: Row, look: Look) -> Iterator[Splice]:
    """A row that says which columns it covers says so of the new ones too."""
    span = attribute_span(sheet.lexed, row.start, b"spans")
    written = look.written.get(row.number)
    if span and written:
        first, _colon, last = sheet.lexed[slice(*span)].partition(b":")
        if first.isdigit() and last.isdigit() and (min(written) < int(first) or max(written) > int(last)):
            yield Splice(*span, b"%d:%d" % (min(int(first), *written), max(int(last), *written)))


def _area(sheet: Worksheet, tag: int | None) -> Area | None:
    span = attribute_span(sheet.lexed, tag, b"ref") if tag is not None else None
    return read_area(sheet.lexed[slice(*span)].decode()) if span else None


def _dimension(sheet: Worksheet, look: Look) -> Iterator[Splice]:
    """The used range that the sheet states, grown where cells lie outside: some readers trust it."""
    area = _area(sheet, sheet.dimension)
    if area is None or sheet.dimension is None:
        return
    new = area
    for row, written in look.written.items():
        new = new.with_cell(row, min(written)).with_cell(row, max(written))
    if new != area:
        yield Splice(*(attribute_span(sheet.lexed, sheet.dimension, b"ref") or (0, 0)), str(new).encode())


def _filter(sheet: Worksheet, plan: Plan) -> Iterator[Splice]:
    """The sheet's filter, grown where it ends at the row above the new ones."""
    area = _area(sheet, sheet.filter)
    if area is None or sheet.filter is None:
        return
    new = replace(area, bottom=bottom_after(area, plan.added)[0])
    if new != area:
        yield Splice(*(attribute_span(sheet.lexed, sheet.filter, b"ref") or (0, 0)), str(new).encode())
