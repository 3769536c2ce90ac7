"""A workshop's own table out of a Word document: title lines, one table or several, themes as headings across or between them.

The document is gated before python-docx sees it: its size, its parts and its main text are checked as a workbook's are.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import docx
from docx.oxml.table import CT_Row, CT_Tbl
from docx.oxml.text.paragraph import CT_P
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from gcdash.errors import Unreadable
from gcdash.layout import HEADINGS_WITHIN
from gcdash.schema import ACTIONS, find_columns
from gcdash.source import Workshop, from_rows
from gcdash.store.reader.archive import open_archive, unpack
from gcdash.store.reader.gate import check_start
from gcdash.store.reader.limits import UPLOAD, Unsafe
from gcdash.store.reader.markup import scan
from gcdash.store.reader.reasons import in_words
from gcdash.words import _

MAIN_PART = "word/document.xml"


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph outside of tables, or a row of one. ``across``: it is one cell over the whole width."""

    cells: tuple[str, ...]
    across: bool


def from_word(data: bytes, name: str) -> Workshop:
    """The workshop of a .docx file. Raises ``Unreadable``, with ``name`` in its sentence, where it is none or holds no such table."""
    try:
        check_start(data, UPLOAD)
        archive = open_archive(data, UPLOAD)
        if MAIN_PART not in archive.members:
            raise _no_document(name)
        scan(unpack(archive, MAIN_PART), MAIN_PART, UPLOAD)
    except Unsafe as finding:
        raise in_words(finding, name) from None
    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document))
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError) as error:  # what python-docx and lxml raise on broken parts
        raise _no_document(name) from error
    return from_rows(_rows(lines))


def _no_document(name: str) -> Unreadable:
    return Unreadable(
        _("{name} is not a Word document that can be read.").format(name=name),
        _("Open it in your word processor, save it as a new .docx file, and try with that."),
    )


def _lines(document: docx.document.Document) -> Iterator[_Line]:
    """Every paragraph and table row of the document's body, in their order."""
    for block in document.element.body.iterchildren():
        if isinstance(block, CT_P):
            text = Paragraph(block, document).text
            if text.strip():
                yield _Line((text,), across=True)
        elif isinstance(block, CT_Tbl):
            yield from (_line(row, document) for row in block.tr_lst)


def _line(row: CT_Row, document: docx.document.Document) -> _Line:
    """A row of a table: a cell over several columns is followed by blank ones, one that goes on from above is blank."""
    cells = [""] * row.grid_before
    for cell in row.tc_lst:
        cells.append("" if cell.vMerge == "continue" else _Cell(cell, document.tables[0]).text)
        cells += [""] * (cell.grid_span - 1)
    return _Line(tuple(cells), across=len(row.tc_lst) == 1)


def _rows(lines: Sequence[_Line]) -> list[Sequence[object]]:
    """Title lines, the row of headings with *Theme* in front, and the actions below it, each with its theme.

    Headings that stand again, over a later table, are left out. Where no row goes across the table, a row with one filled cell is a theme.
    """
    at = next((at for at, line in enumerate(lines) if _is_heading(line.cells)), None)
    if at is None:
        return []
    heading, below = lines[at].cells, lines[at + 1 :]
    above = [line.cells for line in lines[:at]][: HEADINGS_WITHIN - 1]
    if "theme" in find_columns(ACTIONS, heading):
        return [*above, heading, *(line.cells for line in below if not line.across)]
    across = any(line.across for line in below)
    theme = ""
    rows: list[Sequence[object]] = [*above, ("Theme", *heading)]
    for line in below:
        filled = [cell for cell in line.cells if cell.strip()]
        if line.across or (len(filled) == 1 and not across):
            theme = filled[0] if filled else theme
        elif line.cells != heading:
            rows.append((theme, *line.cells))
    return rows


def _is_heading(cells: Sequence[str]) -> bool:
    found = find_columns(ACTIONS, cells)
    return "action" in found and bool(found.keys() & {"timescale", "responsibility"})
