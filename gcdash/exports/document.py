"""What every Word document of ours shares: a landscape A4 page with a head and a foot, and tables whose headings stand on every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any, cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from gcdash import palette
from gcdash.exports.package import steady
from gcdash.exports.tables import MADE
from gcdash.exports.wording import printable
from gcdash.words import _

FONT, INK, LINE, BAND = "Arial", "1F2933", "B8C2CA", "E4EDF8"


def new_document(title: str, subject: str, head: str) -> Document:
    """An empty document; ``head`` stands on every page, and at the foot the title and the page's number."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.header_distance = section.footer_distance = Cm(0.8)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    for style, size, colour in (("Normal", 9, INK), ("Header", 9, INK), ("Footer", 8, INK)):
        look = document.styles[style]
        look.font.name, look.font.size, look.font.color.rgb = FONT, Pt(size), RGBColor.from_string(colour)
        look.paragraph_format.space_before = look.paragraph_format.space_after = Pt(1)
    properties = document.core_properties
    properties.title, properties.subject, properties.author = printable(title)[:255], printable(subject)[:255], "gcdash"
    properties.comments, properties.keywords = "", ""
    properties.created = properties.modified = datetime.combine(MADE, time())  # written as UTC
    section.header.paragraphs[0].add_run(printable(head))
    _add_foot(section.footer.paragraphs[0], title)
    return document


def _add_foot(foot: Paragraph, title: str) -> None:
    foot.add_run(printable(f"{title} · "))
    before, between, after = _("Page {page} of {pages}").replace("{pages}", "{page}").split("{page}")
    for words, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        foot.add_run(words)
        if field:
            add(_xml(foot), "w:fldSimple", instr=field)


def saved(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return steady(BytesIO(out.getvalue()))


def add_title(document: Document, words: str, size: float = 20) -> None:
    title = document.add_paragraph(printable(words), "Title")
    title.paragraph_format.space_after = Pt(2)
    look(title, size, rgb(palette.ACCENT))


def look(paragraph: Paragraph, size: float, colour: str) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb, run.font.name = Pt(size), RGBColor.from_string(colour), FONT


def rgb(colour: str) -> str:
    """``#2f6fc4`` as Word writes it."""
    return colour.lstrip("#").upper()


def new_table(document: Document, headings: Sequence[str], widths: Sequence[float]) -> Table:
    """An empty table, ``widths`` in centimetres: its heading row stands again on every page."""
    table: Table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    _add_borders(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    heading = new_row(table)
    fill(heading, headings)
    for cell in heading.cells:
        shade(cell, rgb(palette.ACCENT))
        cell.paragraphs[0].runs[0].bold = True
        look(cell.paragraphs[0], 9, rgb(palette.WHITE))
    add(_xml(heading).get_or_add_trPr(), "w:tblHeader")
    return table


def _add_borders(table: Table) -> None:
    """Thin pale lines; their element stands before those of layout and look (ECMA-376 part 1, 17.4.59)."""
    properties: BaseOxmlElement = _xml(table).tblPr
    borders = add(properties, "w:tblBorders")
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        add(borders, f"w:{side}", val="single", sz="4", space="0", color=LINE)


def fill(row: _Row, texts: Sequence[str]) -> None:
    """Put texts into a row's cells, from the left."""
    for cell, text in zip(row.cells, texts, strict=False):
        cell.paragraphs[0].add_run(printable(text))


def new_row(table: Table) -> _Row:
    """A new row, kept on one page where a page can hold it."""
    row: _Row = table.add_row()
    add(_xml(row).get_or_add_trPr(), "w:cantSplit")
    return row


def shade(cell: _Cell, colour: str) -> None:
    add(_xml(cell).get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=colour)


def _xml(part: Paragraph | Table | _Row | _Cell) -> Any:  # noqa: ANN401 -- each has methods of its own
    """The element of a part of a document: python-docx has no fields, borders, shading and repeated or unbroken rows but there."""
    return part._element  # noqa: SLF001 -- the one place where its own name for it is needed


def add(parent: BaseOxmlElement, name: str, **attributes: str) -> BaseOxmlElement:
    """A new element at the end of ``parent``."""
    element = cast("BaseOxmlElement", OxmlElement(name, {qn(f"w:{key}"): value for key, value in attributes.items()}))
    parent.append(element)
    return element
