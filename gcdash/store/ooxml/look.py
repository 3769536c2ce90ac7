"""How a cell looks: its own style, else its row's, else that of the cells above, else its column's; never a date's for a plain number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from gcdash.store.ooxml.cells import Cell
from gcdash.store.ooxml.edits import Value
from gcdash.store.ooxml.refs import cell as reference
from gcdash.store.ooxml.styles import CellStyles
from gcdash.store.ooxml.values import is_date, is_number, payload, serial

REACH = 20
"""How many rows up a style is looked for, so that a blank cell or two do not end a column's look."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a sheet's new cells take their look from.

    ``headings``: rows whose look is not for data; ``columns``: first, last and style of columns; ``cells_of``: column -> cell
    of a row of the sheet as it was; ``written``: row -> column -> style of the cells written so far.
    """

    prefix: bytes
    styles: CellStyles
    date1904: bool
    headings: frozenset[int]
    columns: tuple[tuple[int, int, int], ...]
    cells_of: Callable[[int], Mapping[int, Cell]]
    written: dict[int, dict[int, int]] = field(default_factory=dict)


def cell_xml(look: Look, place: tuple[int, int], value: Value, own: int | None, of_row: int | None) -> bytes:
    """The cell at ``place`` (row, column) as it is to stand in the sheet; nothing for a blank one that has no look either.

    ``own``: the style of the cell that is there, None where none is; ``of_row``: the row's own style.
    """
    row, column = place
    style = _choose(look, value, own, _candidates(look, row, column, own, of_row))
    number = serial(value, date1904=look.date1904) if style in look.styles.calendar else None
    kind, content = payload(value, look.prefix, number)
    if not content and not style and own is None:
        return b""
    look.written.setdefault(row, {})[column] = style
    start = b'<%bc r="%b"' % (look.prefix, reference(row, column).encode()) + (b' s="%d"' % style if style else b"") + kind
    return start + (b">" + content + b"</%bc>" % look.prefix if content else b"/>")


def _choose(look: Look, value: Value, own: int | None, found: Iterator[int]) -> int:
    """A number takes the first style that is no date's; a date the first that shows a day, unless its cell has a look of its own."""
    if is_number(value):
        return next((style for style in found if style not in look.styles.temporal), 0)
    if is_date(value) and own is None:
        styles = list(found)
        found = iter([style for style in styles if style in look.styles.calendar] or styles)
    return next(found, 0)


def _candidates(look: Look, row: int, column: int, own: int | None, of_row: int | None) -> Iterator[int]:
    if own is not None:
        yield own
    if of_row is not None:
        yield of_row
    for above in range(row - 1, max(row - REACH, 1) - 1, -1):
        if above in look.headings:
            break
        there = look.cells_of(above).get(column)
        style = look.written.get(above, {}).get(column, there.style if there else None)
        if style is not None:
            yield style
    yield from (style for first, last, style in look.columns if first <= column <= last)
