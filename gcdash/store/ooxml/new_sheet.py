"""A sheet that is missing, added as the workbook's last: a new part, and a line in the workbook, its relationships and content types."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from gcdash.errors import Refusal
from gcdash.store.ooxml.edits import AddSheet, Edit, Value
from gcdash.store.ooxml.markup import Tag, attributes, children, opened, plain, prefix, spliced, tag_at
from gcdash.store.ooxml.package import (
    Package,
    free_name,
    text_of,
    with_content_type,
    with_new_part,
    with_part,
    with_relation,
    xml_attributes,
)
from gcdash.store.ooxml.refs import LAST_COLUMN, LAST_ROW, Area
from gcdash.store.ooxml.refs import cell as reference
from gcdash.store.ooxml.values import check_value, payload
from gcdash.store.ooxml.workbook import Workbook, find_sheet, read_workbook
from gcdash.words import _

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BAD_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]|^'|'$")
_NAME_LIMIT = 31
_WIDTHS = (10, 50)
_HEADINGS_STAY = (
    b'<sheetViews><sheetView workbookViewId="0">'
    b'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    b"</sheetView></sheetViews>"
)


def with_sheets(package: Package, edits: Sequence[Edit]) -> Package:
    """The package with the sheets that ``edits`` add."""
    for edit in edits:
        if isinstance(edit, AddSheet):
            package = _with_sheet(package, edit)
    return package


def _with_sheet(package: Package, edit: AddSheet) -> Package:
    """The package with one more sheet. Refusal where the workbook already has it, is locked, or cannot have one of that name."""
    workbook = read_workbook(package)
    _check(workbook, edit)
    folder = posixpath.dirname(workbook.part)
    part = free_name(package, posixpath.join(folder, "worksheets", "sheet{n}.xml"))
    package = with_new_part(package, part, _worksheet(workbook, edit))
    package = with_content_type(package, part, _CONTENT_TYPE)
    kind = f"{workbook.relation_namespace}/worksheet"
    package, relation = with_relation(package, workbook.part, kind, posixpath.relpath(part, folder or "."))
    return _listed(package, workbook, edit.sheet, relation)


def _check(workbook: Workbook, edit: AddSheet) -> None:
    if find_sheet(workbook, edit.sheet):
        raise Refusal(_("The workbook already has a sheet {sheet}.").format(sheet=edit.sheet), _("Use that sheet, or rename it."))
    if workbook.locked:
        raise Refusal(
            _("The workbook's structure is locked, so the sheet {sheet} cannot be added.").format(sheet=edit.sheet),
            _("In Excel, choose Review and Protect Workbook to take the lock off, then save."),
        )
    if not edit.sheet.strip() or len(edit.sheet) > _NAME_LIMIT or _BAD_NAME.search(edit.sheet):
        raise Refusal(_("{sheet} cannot be the name of a sheet.").format(sheet=edit.sheet), _("Use up to 31 letters, digits and spaces."))


def _listed(package: Package, workbook: Workbook, name: str, relation: str) -> Package:
    """The sheet at the end of the workbook's list, with the prefix for relationships that the line before has."""
    text = text_of(package, workbook.part)
    lexed = plain(text.data)
    sheets = _sheets_tag(lexed)
    last = [tag for tag in children(lexed, sheets.inner, sheets.close) if tag.name.rpartition(b":")[2] == b"sheet"][-1]
    given = attributes(lexed, last)
    id_name = next((each for each in given if each.endswith(b":id")), b"r:id").decode()
    pairs = [("name", name), ("sheetId", str(max(sheet.number for sheet in workbook.sheets) + 1)), (id_name, relation)]
    declaration = f"xmlns:{id_name.removesuffix(':id')}"
    if declaration.encode() in given:
        pairs.append((declaration, given[declaration.encode()].decode()))
    line = f"<{prefix(sheets.name).decode()}sheet{xml_attributes(pairs)}/>".encode()
    return with_part(package, workbook.part, text, spliced(text.data, [opened(lexed, sheets, line)]))


def _sheets_tag(lexed: bytes) -> Tag:
    found = re.search(rb"<(?:[^\s/>:]+:)?sheets(?=[\s/>])", lexed)
    if not found:
        raise Refusal(_("This is not an Excel workbook."), _("Save it as .xlsx in Excel or LibreOffice, and use that file."))
    return tag_at(lexed, found.start())


def _worksheet(workbook: Workbook, edit: AddSheet) -> bytes:
    """The new part: headings that stay in view, columns as wide as their words (within reason), values without a style."""
    table = (edit.headings, *edit.rows)
    rows = b"".join(_row(edit.sheet, number, values) for number, values in enumerate(table, 1))
    area = Area(1, 1, len(table), max(len(edit.headings), *(len(row) for row in table)))
    return b"".join(
        [
            b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="%b">' % workbook.namespace.encode(),
            b'<dimension ref="%b"/>' % str(area).encode(),
            _HEADINGS_STAY if workbook.views else b"",
            b"<cols>%b</cols>" % b"".join(_width(column, table) for column in range(1, area.right + 1)),
            b"<sheetData>%b</sheetData></worksheet>" % rows,
        ]
    )


def _width(column: int, table: tuple[tuple[Value, ...], ...]) -> bytes:
    longest = max(len(str(row[column - 1])) for row in table if len(row) >= column)
    return b'<col min="%d" max="%d" width="%d" customWidth="1"/>' % (column, column, min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1]))


def _row(sheet: str, number: int, values: tuple[Value, ...]) -> bytes:
    if number > LAST_ROW or len(values) > LAST_COLUMN:
        raise Refusal(_("The sheet {sheet} would be larger than a sheet can be.").format(sheet=sheet), _("Give it fewer rows."))
    cells = b"".join(_cell(sheet, number, column, value) for column, value in enumerate(values, 1))
    return b'<row r="%d">%b</row>' % (number, cells)


def _cell(sheet: str, row: int, column: int, value: Value) -> bytes:
    check_value(value, sheet, row, column)
    kind, content = payload(value, b"")
    return b'<c r="%b"%b>%b</c>' % (reference(row, column).encode(), kind, content) if content else b""
