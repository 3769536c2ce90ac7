"""A workshop's own table out of a Word document: title lines, one table or several, themes as headings across or between them.

The document is gated before python-docx sees it: its size, its parts and its main text are checked as a workbook's are.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.oxml.table import CT_Row
from docx.oxml.text.paragraph import CT_P
from docx.text.run import Run

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


def _lines(document: Document) -> Iterator[_Line]:
    """Every paragraph and table row of the document's body, in their order, those in content controls too."""
    for block in document.element.body.xpath(_inside("w:p", "w:tbl")):
        if isinstance(block, CT_P):
            text = _text(block, document)
            if text.strip():
                yield _Line((text,), across=True)
        else:
            yield from (_line(row, document) for row in block.xpath(_inside("w:tr[not(w:trPr/w:del)]")))


def _line(row: CT_Row, document: Document) -> _Line:
    """A row of a table: a cell over several columns is followed by blank ones, one that goes on from above is blank."""
    found = row.xpath(_inside("w:tc"))
    cells = [""] * row.grid_before
    for cell in found:
        paragraphs = (_text(paragraph, document) for paragraph in cell.xpath(".//w:p"))
        cells.append("" if cell.vMerge == "continue" else "\n".join(paragraphs))
        cells += [""] * (cell.grid_span - 1)
    return _Line(tuple(cells), across=len(found) == 1)


def _inside(*names: str) -> str:
    """The path to the elements of these names in an element, or in a content control (ECMA-376 part 1, 17.5.2) in it, in their order."""
    return " | ".join(f"./{name} | ./w:sdt/w:sdtContent/{name}" for name in names)


def _text(paragraph: CT_P, document: Document) -> str:
    """A paragraph's words as they read once all tracked changes are accepted."""
    return "".join(Run(run, document).text for run in paragraph.xpath(_RUNS))


_RUNS = ".//w:r[not(ancestor::w:del or ancestor::w:moveFrom or ancestor::*[local-name() = 'Fallback'])]"
"""What was inserted or stands in links and controls counts, what was deleted or moved away does not, what is there twice counts once."""


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
