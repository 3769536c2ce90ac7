"""The action table as a Word document in the workshop's own layout: themes as headings across, five columns, and how each stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import docx
import pandas as pd
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
from gcdash.exports.excerpt import Excerpt
from gcdash.exports.package import steady
from gcdash.exports.tables import MADE
from gcdash.exports.wording import printable
from gcdash.schema import ACTIONS, ORIGINAL
from gcdash.words import _

WIDTHS = (6.1, 2.8, 3.8, 4.8, 4.9, 4.3)
"""Centimetres: the workshop's five columns, and how the action stands."""
FONT, INK, LINE, BAND = "Arial", "1F2933", "B8C2CA", "E4EDF8"


def to_docx(excerpt: Excerpt) -> bytes:
    """The filtered actions as a landscape A4 document: the five columns in their own words, and a column *Status*."""
    document = _document(excerpt)
    _add_heading(document, excerpt)
    table = _table(document)
    for theme, actions in excerpt.by_theme():
        _add_theme(table, theme)
        for _at, action in actions.iterrows():
            _add_action(table, action, excerpt)
    out = BytesIO()
    document.save(out)
    return steady(BytesIO(out.getvalue()))


def _document(excerpt: Excerpt) -> Document:
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
    properties.title, properties.subject, properties.author = printable(excerpt.title)[:255], printable(excerpt.true_for())[:255], "gcdash"
    properties.comments, properties.keywords = "", ""
    properties.created = properties.modified = datetime(MADE.year, MADE.month, MADE.day)  # noqa: DTZ001 -- written as UTC
    return document


def _add_heading(document: Document, excerpt: Excerpt) -> None:
    """The title and the answer, once; on every page what it is true for at the head, and the page's number at the foot.

    What it is true for stands outside of the text, so that its date is never taken for the workshop's own when the document is read.
    """
    title = document.add_paragraph(printable(excerpt.title), "Title")
    title.paragraph_format.space_after = Pt(2)
    _look(title, 20, _rgb(palette.ACCENT))
    for words, bold in ((excerpt.occasion, False), (excerpt.answer, True)):
        if words:
            document.add_paragraph().add_run(printable(words)).bold = bold
    document.paragraphs[-1].paragraph_format.space_after = Pt(6)
    document.sections[0].header.paragraphs[0].add_run(printable(excerpt.true_for()))
    foot = document.sections[0].footer.paragraphs[0]
    foot.add_run(printable(f"{excerpt.title} · "))
    before, between, after = _("Page {page} of {pages}").replace("{pages}", "{page}").split("{page}")
    for words, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        foot.add_run(words)
        if field:
            _add(foot._p, "w:fldSimple", instr=field)  # noqa: SLF001 -- python-docx has no fields


def _look(paragraph: Paragraph, size: float, colour: str) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb, run.font.name = Pt(size), RGBColor.from_string(colour), FONT


def _rgb(colour: str) -> str:
    """``#2f6fc4`` as Word writes it."""
    return colour.lstrip("#").upper()


def _table(document: Document) -> Table:
    """The empty table: its heading row stands again on every page."""
    table: Table = document.add_table(rows=0, cols=len(WIDTHS), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    _add_borders(table)
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)
    heading = _new_row(table)
    headings = [*(_(ACTIONS.column(name).heading) for name in ORIGINAL), _("Status")]
    _fill(heading, headings)
    for cell in heading.cells:
        _shade(cell, _rgb(palette.ACCENT))
        cell.paragraphs[0].runs[0].bold = True
        _look(cell.paragraphs[0], 9, _rgb(palette.WHITE))
    _add(heading._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001 -- python-docx has no repeated rows
    return table


def _add_borders(table: Table) -> None:
    """Thin pale lines; their element stands before those of layout and look (ECMA-376 part 1, 17.4.59)."""
    properties: BaseOxmlElement = table._tbl.tblPr  # noqa: SLF001 -- python-docx has no borders
    borders = _add(properties, "w:tblBorders")
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _add(borders, f"w:{side}", val="single", sz="4", space="0", color=LINE)


def _add_theme(table: Table, theme: str) -> None:
    """A theme's heading across the table; it stays on the page of its first action."""
    row = _new_row(table)
    cell = row.cells[0].merge(row.cells[-1])
    words = cell.paragraphs[0]
    words.add_run(printable(theme)).bold = True
    words.paragraph_format.keep_with_next = True
    _look(words, 11, INK)
    _shade(cell, BAND)


def _add_action(table: Table, action: pd.Series, excerpt: Excerpt) -> None:
    row = _new_row(table)
    _fill(row, [action[name] for name in ORIGINAL])
    standing, *more = excerpt.stands(action)
    status = row.cells[-1].paragraphs[0]
    status.add_run(f"{action['action_id']}\n").bold = True
    symbol = status.add_run(standing[:1])
    symbol.bold, symbol.font.color.rgb = True, RGBColor.from_string(_rgb(palette.LOOKS[action["standing"]].colour))
    status.add_run(standing[1:]).bold = True
    status.add_run(printable("".join(f"\n{words}" for words in more)))


def _fill(row: _Row, texts: Sequence[str]) -> None:
    for cell, text in zip(row.cells, texts, strict=False):
        cell.paragraphs[0].add_run(printable(text))


def _new_row(table: Table) -> _Row:
    """A new row, kept on one page where a page can hold it."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx says nothing of it
    _add(row._tr.get_or_add_trPr(), "w:cantSplit")  # noqa: SLF001 -- python-docx has no such setting
    return row


def _shade(cell: _Cell, colour: str) -> None:
    _add(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=colour)  # noqa: SLF001 -- python-docx has no shading


def _add(parent: BaseOxmlElement, name: str, **attributes: str) -> BaseOxmlElement:
    """A new element at the end of ``parent``."""
    element: BaseOxmlElement = OxmlElement(name, {qn(f"w:{key}"): value for key, value in attributes.items()})  # type: ignore[assignment]  # its own word is too wide
    parent.append(element)
    return element
