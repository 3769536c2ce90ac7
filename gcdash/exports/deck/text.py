"""Words on a slide, and the sizes that all slides share."""

from __future__ import annotations

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.shapes.autoshape import Shape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.text.text import TextFrame
from pptx.util import Pt

from gcdash.exports.wording import printable

WIDE, HIGH, EDGE = 13.333, 7.5, 0.5
MATTER, FOOT = 1.35, 6.95
"""Inches: the slide and its margins; where the matter begins, and where the foot does."""

CELL = 14
"""Points: what a table or chart says, legible from the back of a room."""


def say(frame: TextFrame, words: str, size: int, *, bold: bool = False) -> None:
    """Put words into a text frame, a paragraph for each line."""
    frame.word_wrap = True
    frame.text = printable(words)
    for paragraph in frame.paragraphs:
        paragraph.font.size, paragraph.font.bold, paragraph.alignment = Pt(size), bold, PP_ALIGN.LEFT


def add_number(shape: Shape, size: int) -> None:
    """The slide's own number at the end of the words, right also after slides were moved."""
    field = (
        f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr sz="{size}00"/><a:t>‹#›</a:t></a:fld>'
    )
    paragraph = shape.element.xpath(".//a:p")[-1]
    paragraph.insert_element_before(parse_xml(field), "a:endParaRPr")


def rgb(colour: str) -> RGBColor:
    """``#2f6fc4`` as a colour of slides."""
    return RGBColor(*bytes.fromhex(colour.lstrip("#")))


def describe(frame: GraphicFrame, words: str) -> None:
    """What a table or chart shows, for those who do not see it."""
    frame.element.xpath("./p:nvGraphicFramePr/p:cNvPr")[0].set("descr", printable(words))
