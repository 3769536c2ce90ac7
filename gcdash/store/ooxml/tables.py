"""Excel tables (ListObjects): one that ends where rows are added grows with them (ECMA-376 part 1, 18.5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gcdash.errors import Refusal
from gcdash.store.ooxml.markup import Splice, Text, attribute_span, elements, plain, spliced
from gcdash.store.ooxml.package import Package, relations, text_of
from gcdash.store.ooxml.refs import Area, bottom_after, read_area
from gcdash.words import _

_NAMES = frozenset({"table", "autoFilter"})


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet. ``fed``: its rows come from a query or an XML map; ``parts``: where its tag and its filter's tag start."""

    part: str
    name: str
    area: Area
    heading: bool
    totals: bool
    fed: bool
    text: Text
    tags: tuple[int, ...]


def read_tables(package: Package, sheet_part: str) -> tuple[Table, ...]:
    """The tables of a sheet. Refusal where one is damaged."""
    parts = [each.target for each in relations(package, sheet_part) if each.type.endswith("/table")]
    return tuple(table for part in parts for table in _read(package, part))


def _read(package: Package, part: str) -> Iterator[Table]:
    text = text_of(package, part)
    found = [each for each in elements(text.data, part, _NAMES) if each.path in {(), ("table",)}]
    area = read_area(found[0].attributes.get("ref", "")) if found else None
    if area:
        given = found[0].attributes
        yield Table(
            part=part,
            name=given.get("displayName", given.get("name", "")),
            area=area,
            heading=given.get("headerRowCount", "1") != "0",
            totals=given.get("totalsRowCount", "0") != "0",
            fed=given.get("tableType", "worksheet") != "worksheet" or is_queried(package, part),
            text=text,
            tags=tuple(each.start for each in found),
        )


def is_queried(package: Package, part: str) -> bool:
    """Whether a query fills the sheet or table of this part."""
    return any(each.type.endswith("/queryTable") for each in relations(package, part))


def new_bottom(table: Table, sheet: str, added: Mapping[int, Iterable[int]]) -> int:
    """The last row of a table once rows (row -> columns) have been ``added`` to its sheet. Refusal where they cannot become its rows."""
    where = {"sheet": sheet, "table": table.name}
    if not any(table.area.beside(columns) for columns in added.values()):
        return table.area.bottom
    if table.totals:
        raise Refusal(
            _("The table {table} in the sheet {sheet} ends in a totals row.").format(**where),
            _("In Excel, choose Table Design and clear Total Row, then save."),
        )
    if table.fed:
        raise Refusal(
            _("The table {table} in the sheet {sheet} is filled from another source, which would overwrite new rows.").format(**where),
            _("In Excel, choose Table Design, Unlink, then save."),
        )
    bottom, apart = bottom_after(table.area, added)
    if apart:
        raise Refusal(
            _("Something stands below the table {table} in the sheet {sheet}, so that no row can be added to it.").format(**where),
            _("Move what stands below the table to another sheet or beside the table."),
        )
    return bottom


def grown(table: Table, bottom: int) -> bytes:
    """The table's part (UTF-8) with its range, and that of a filter as long, down to ``bottom``."""
    if bottom == table.area.bottom:
        return table.text.data
    lexed = plain(table.text.data)
    new = str(Area(table.area.top, table.area.left, bottom, table.area.right)).encode()
    spans = [attribute_span(lexed, tag, b"ref") for tag in table.tags]
    splices = [Splice(*span, new) for span in spans if span and _same(lexed, span, table)]
    waiting = attribute_span(lexed, table.tags[0], b"insertRow")
    if waiting:
        splices.append(Splice(*waiting, b"0"))  # the blank row that Excel shows in an empty table is one no more
    return spliced(table.text.data, splices)


def _same(lexed: bytes, span: tuple[int, int], table: Table) -> bool:
    area = read_area(lexed[slice(*span)].decode())
    return area is not None and area.bottom == table.area.bottom
