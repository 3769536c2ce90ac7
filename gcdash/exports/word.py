"""The action table as a Word document in the workshop's own layout: themes as headings across, five columns, and how each stands."""

from __future__ import annotations

import pandas as pd
from docx.document import Document
from docx.shared import Pt, RGBColor
from docx.table import Table

from gcdash import palette
from gcdash.exports.document import BAND, INK, add_title, fill, look, new_document, new_row, new_table, rgb, saved, shade
from gcdash.exports.excerpt import Excerpt
from gcdash.exports.package import PACKING
from gcdash.exports.wording import first_of, printable
from gcdash.schema import ACTIONS, ORIGINAL
from gcdash.steps import Progress, Steps, stretch, tell_nobody
from gcdash.words import _

WIDTHS = (6.1, 2.8, 3.8, 4.8, 4.9, 4.3)
"""Centimetres: the workshop's five columns, and how the action stands."""

MOST_ROWS = 5_000
"""So many actions stand in a document, on a thousand pages or more."""


def to_docx(excerpt: Excerpt, progress: Progress = tell_nobody) -> bytes:
    """The filtered actions as a landscape A4 document: the five columns in their own words, and a column *Status*.

    What it is true for stands at the head of each page, outside of the text, so that its date is never taken for the workshop's own
    when the document is read.
    """
    document = new_document(excerpt.title, excerpt.true_for(), excerpt.true_for())
    listed = excerpt.listed(MOST_ROWS)
    _add_heading(document, excerpt, len(listed.actions))
    table = new_table(document, [*(_(ACTIONS.column(name).heading) for name in ORIGINAL), _("Status")], WIDTHS)
    steps = Steps(stretch(progress, 0.0, PACKING), len(listed.actions), _("Writing action {n} of {all}"))
    for theme, actions in listed.by_theme():
        _add_theme(table, theme)
        for _at, action in steps.through(actions.iterrows()):
            _add_action(table, action, excerpt)
    progress(PACKING, _("Packing the file"))
    return saved(document)


def _add_heading(document: Document, excerpt: Excerpt, listed: int) -> None:
    """The title and the answer, once, and how many actions are listed where it is not all of them."""
    add_title(document, excerpt.title)
    for words, bold in ((excerpt.occasion, False), (excerpt.answer, True), (first_of(listed, len(excerpt.actions)), False)):
        if words:
            document.add_paragraph().add_run(printable(words)).bold = bold
    document.paragraphs[-1].paragraph_format.space_after = Pt(6)


def _add_theme(table: Table, theme: str) -> None:
    """A theme's heading across the table; it stays on the page of its first action."""
    row = new_row(table)
    cell = row.cells[0].merge(row.cells[-1])
    words = cell.paragraphs[0]
    words.add_run(printable(theme)).bold = True
    words.paragraph_format.keep_with_next = True
    look(words, 11, INK)
    shade(cell, BAND)


def _add_action(table: Table, action: pd.Series, excerpt: Excerpt) -> None:
    row = new_row(table)
    fill(row, [action[name] for name in ORIGINAL])
    standing, *more = excerpt.stands(action)
    status = row.cells[-1].paragraphs[0]
    status.add_run(f"{action['action_id']}\n").bold = True
    symbol = status.add_run(standing[:1])
    symbol.bold, symbol.font.color.rgb = True, RGBColor.from_string(rgb(palette.LOOKS[action["standing"]].colour))
    status.add_run(standing[1:]).bold = True
    status.add_run(printable("".join(f"\n{words}" for words in more)))
