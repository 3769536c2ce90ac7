"""A deck of slides: wide screen, one plain look, native tables and charts that can be edited, and nothing that runs over an edge.

Words that are too long for their place are cut there and stand whole in the slide's notes; a table that is too long goes on on
the next slide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.util import Inches

from gcdash.exports.deck.chart import Bars, add_bars
from gcdash.exports.deck.table import Column, Marked, Row, add_figures, add_table, cut, pages
from gcdash.exports.deck.text import EDGE, FOOT, HIGH, MATTER, WIDE, add_number, say
from gcdash.exports.package import steady
from gcdash.exports.tables import MADE
from gcdash.exports.wording import printable, short
from gcdash.palette import ACCENT
from gcdash.words import _

__all__ = ["Bars", "Column", "Deck", "Marked", "Row", "add_bars", "add_figures"]

MOST_TITLE, MOST_WORDS, MOST_FOOT = 105, 190, 170
"""Letters: of a title and of the sentence below it, two lines each, and of the foot, one line."""
OF_SENTENCE = 0.75
"""Inches that a sentence below the title takes."""
COVER, TITLE_ONLY = 0, 5
"""The layouts of python-pptx's own template that are used."""


class Deck:
    """Slides, added one after the other; ``foot`` stands on each, with its number."""

    def __init__(self, title: str, foot: str) -> None:
        self.deck = pptx.Presentation()
        self.foot = foot
        for layout in (self.deck.slide_master, *self.deck.slide_layouts):
            for shape in layout.placeholders:  # laid out for the old, narrow screen
                shape.left, shape.width = Inches(shape.left.inches * WIDE / 10), Inches(shape.width.inches * WIDE / 10)
        self.deck.slide_width, self.deck.slide_height = Inches(WIDE), Inches(HIGH)
        theme = self.deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        theme.blob = theme.blob.replace(b'"Calibri"', b'"Arial"').replace(b"4F81BD", ACCENT[1:].upper().encode())
        properties = self.deck.core_properties
        properties.title, properties.author, properties.last_modified_by = printable(title)[:255], "gcdash", "gcdash"
        properties.created = properties.modified = datetime.combine(MADE, time())  # written as UTC

    def cover(self, title: str, lines: Iterable[str], notes: Iterable[str]) -> None:
        slide = self._slide(COVER, title, notes)
        _place(slide.placeholders[0], 1.6, 1.8)
        say(slide.placeholders[0].text_frame, short(title, MOST_TITLE), 36, bold=True)
        _place(slide.placeholders[1], 3.6, 2.8)
        say(slide.placeholders[1].text_frame, "\n".join(short(line, MOST_WORDS) for line in lines if line), 18)

    def slide(self, title: str, words: str = "", notes: Iterable[str] = ()) -> Slide:
        """A slide with a title and, below it, a sentence. What is cut of either stands whole in the notes."""
        whole = [text for text, most in ((title, MOST_TITLE), (words, MOST_WORDS)) if short(text, most) != " ".join(text.split())]
        slide = self._slide(TITLE_ONLY, title, [*whole, *notes])
        _place(slide.placeholders[0], 0.3, 0.95)
        say(slide.placeholders[0].text_frame, short(title, MOST_TITLE), 26, bold=True)
        if words:
            box = slide.shapes.add_textbox(Inches(EDGE), Inches(MATTER - 0.15), Inches(WIDE - 2 * EDGE), Inches(OF_SENTENCE))
            say(box.text_frame, short(words, MOST_WORDS), 18)
        return slide

    def table(self, title: str, columns: Sequence[Column], rows: Sequence[Row], notes: Iterable[str] = (), words: str = "") -> None:
        """A table on as many slides as it needs. ``notes`` go with the first; words that were cut go with the slide they are of."""
        top = MATTER + (OF_SENTENCE if words else 0)
        on_slides = list(pages(columns, rows, FOOT - top - 0.1))
        for number, page in enumerate(on_slides, start=1):
            name = _("{title} ({n} of {all})").format(title=short(title, MOST_TITLE - 15), n=number, all=len(on_slides))
            whole = [line for row in page for line in cut(columns, row)]
            slide = self.slide(name if len(on_slides) > 1 else title, words, [*(notes if number == 1 else ()), *whole])
            add_table(slide, columns, page, top)

    def save(self) -> bytes:
        out = BytesIO()
        self.deck.save(out)
        return steady(out)

    def _slide(self, layout: int, title: str, notes: Iterable[str]) -> Slide:
        slide: Slide = self.deck.slides.add_slide(self.deck.slide_layouts[layout])
        foot = slide.shapes.add_textbox(Inches(EDGE), Inches(FOOT), Inches(WIDE - 2 * EDGE), Inches(0.35))
        say(foot.text_frame, f"{short(self.foot, MOST_FOOT)} · ", 10)
        add_number(foot, 10)
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:  # python-pptx's own notes have one
            frame.text = printable("\n".join(note for note in notes if note) or title)
        return slide


def _place(shape: BaseShape, top: float, high: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Inches(EDGE), Inches(top), Inches(WIDE - 2 * EDGE), Inches(high)
