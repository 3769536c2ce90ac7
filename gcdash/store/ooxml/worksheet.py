"""A worksheet part as offsets: where its rows are, and what else an edit must know of (ECMA-376 part 1, 18.3.1).

Rows are found with a regular expression over ``plain`` bytes, cells only in the rows that an edit needs: a sheet of 100,000 rows is
checked by expat at C speed and read by Python at its end only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from gcdash.errors import Refusal
from gcdash.store.ooxml.markup import Element, Tag, Text, attribute_span, check, elements, plain, prefix, tag_at
from gcdash.store.ooxml.package import Package, text_of
from gcdash.store.ooxml.refs import LAST_ROW, Area, read_area, whole
from gcdash.store.ooxml.workbook import MAIN, STRICT_MAIN
from gcdash.words import _

_NAMES = frozenset({"worksheet", "dimension", "sheetFormatPr", "col", "sheetData", "autoFilter", "mergeCell"})
_BODY = re.compile(rb"<(?:[^\s/>:]+:)?sheetData(?=[\s/>])")
_ROW = rb'<%brow(?:\s+r="([0-9]{1,10})")?(?=[\s/>])'
_ANY_ROW = re.compile(rb"<((?:[^\s/>:]+:)?row)(?=[\s/>])")
_DECIMAL = re.compile(r"[0-9]{1,5}(\.[0-9]{1,20})?")
_ARRAY = re.compile(rb"""<(?:[^\s/>:]+:)?f\s[^>]*?\bt=["'](?:array|dataTable)["'][^>]*>""")

USUAL_WIDTH, USUAL_HEIGHT = 9.14, 15.0
"""A column's and a row's where the sheet does not say, in characters (margins counted in) and points."""


class Row(NamedTuple):
    """A row's number, and where its tag starts. There can be a million of them."""

    number: int
    start: int


@dataclass(frozen=True, slots=True)
class Worksheet:
    """``data`` as it stands and as ``plain`` bytes; rows in order.

    ``columns``, ``widths``: first, last and style (or width) of each ``<col>`` that has one; ``usual_``: of those that say nothing.
    """

    name: str
    data: bytes
    lexed: bytes
    prefix: bytes
    body: Tag
    rows: tuple[Row, ...]
    dimension: int | None
    filter: int | None
    merges: tuple[Area, ...]
    arrays: tuple[Area, ...]
    columns: tuple[tuple[int, int, int], ...]
    widths: tuple[tuple[int, int, float], ...]
    usual_width: float
    usual_height: float


def worksheet_of(package: Package, name: str, part: str) -> tuple[Text, Worksheet]:
    """The sheet ``name`` from its part as it stands, and the part; checked and read once while it does not change. Refusal as below."""
    text = text_of(package, part)
    known = package.sheets.get(part)
    if isinstance(known, Worksheet) and known.data is text.data:
        return text, known
    if not package.proved:
        check(text.data, part)
    sheet = package.sheets[part] = read_worksheet(text.data, name, part)
    return text, sheet


def body_start(data: bytes) -> int:
    """Where the rows' element starts; -1 without one."""
    found = _BODY.search(data)
    return found.start() if found else -1


def read_worksheet(data: bytes, name: str, part: str) -> Worksheet:
    """The sheet ``name`` from its part (UTF-8), which must have passed ``check``. Refusal if it is not laid out as the standard says."""
    lexed = plain(data)
    found = _BODY.search(lexed)
    if not found:
        raise no_cells(name)
    body = tag_at(lexed, found.start())
    top = _around(data, body, part)
    if [element.start for element in top if element.name == "sheetData" and element.path == ("worksheet",)] != [body.start]:
        raise no_cells(name)
    name_prefix = prefix(body.name)
    columns = [each for each in top if each.path == ("worksheet", "cols")]
    usual = next((each.attributes for each in top if each.name == "sheetFormatPr" and each.path == ("worksheet",)), {})
    return Worksheet(
        name=name,
        data=data,
        lexed=lexed,
        prefix=name_prefix,
        body=body,
        rows=_rows(lexed, body, name_prefix, name),
        dimension=next((each.start for each in top if each.name == "dimension" and each.path == ("worksheet",)), None),
        filter=next((each.start for each in top if each.name == "autoFilter" and each.path == ("worksheet",)), None),
        merges=_areas(each.attributes.get("ref", "") for each in top if each.name == "mergeCell"),
        arrays=_areas(_array_references(lexed, body)),
        columns=tuple((*_span(each), whole(each.attributes["style"])) for each in columns if "style" in each.attributes),
        widths=tuple((*_span(each), _figure(each.attributes["width"], USUAL_WIDTH)) for each in columns if "width" in each.attributes),
        usual_width=_figure(usual.get("defaultColWidth"), USUAL_WIDTH),
        usual_height=_figure(usual.get("defaultRowHeight"), USUAL_HEIGHT),
    )


def no_cells(name: str) -> Refusal:
    return Refusal(
        _("The sheet {sheet} is not laid out as a worksheet should be.").format(sheet=name),
        _("Open the workbook in Excel or LibreOffice, save it as a new .xlsx file, and use that file."),
    )


def _around(data: bytes, body: Tag, part: str) -> list[Element]:
    """The elements outside of the rows, with the offsets that they have in ``data``."""
    found = elements(data[: body.inner] + data[body.close :], part, _NAMES)
    for each in found:
        if each.start >= body.inner:
            each.start += body.close - body.inner
    return [each for each in found if each.namespace in {MAIN, STRICT_MAIN}]


def _areas(references: Iterable[str]) -> tuple[Area, ...]:
    return tuple(area for area in map(read_area, references) if area)


def _array_references(lexed: bytes, body: Tag) -> Iterator[str]:
    """The cells that array formulas and data tables fill."""
    if b"array" in lexed or b"dataTable" in lexed:
        for found in _ARRAY.finditer(lexed, body.inner, body.close):
            span = attribute_span(lexed, found.start(), b"ref")
            yield lexed[slice(*span)].decode() if span else ""


def _span(column: Element) -> tuple[int, int]:
    return whole(column.attributes.get("min")), whole(column.attributes.get("max"))


def _figure(text: str | None, usual: float) -> float:
    """The number that an attribute holds, or else the usual one."""
    return float(text) if text and _DECIMAL.fullmatch(text) else usual


def _rows(lexed: bytes, body: Tag, name_prefix: bytes, name: str) -> tuple[Row, ...]:
    if name_prefix or b":row" in lexed:
        # Rows under two prefixes of one namespace are not worth reading, but must never be overlooked.
        names = {found[1] for found in _ANY_ROW.finditer(lexed, body.inner, body.close)}
        if names - {name_prefix + b"row"}:
            raise no_cells(name)
    rows = []
    last = 0
    for found in re.compile(_ROW % re.escape(name_prefix)).finditer(lexed, body.inner, body.close):
        number = int(found[1]) if found[1] else _number(lexed, found.start(), last + 1)
        if not last < number <= LAST_ROW:
            raise out_of_order(name, number)
        rows.append(Row(number, found.start()))
        last = number
    return tuple(rows)


def _number(lexed: bytes, start: int, following: int) -> int:
    """The number of a row that does not say it first; of one that does not say it, the ``following`` one."""
    span = attribute_span(lexed, start, b"r")
    return whole(lexed[slice(*span)]) if span else following


def out_of_order(name: str, number: int) -> Refusal:
    return Refusal(
        _("In the sheet {sheet}, row {row} is not where it should be.").format(sheet=name, row=number),
        _("Open the workbook in Excel or LibreOffice, save it as a new .xlsx file, and use that file."),
    )
