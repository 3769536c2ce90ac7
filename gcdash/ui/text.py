"""Users' words on the screen: shown as they are, never taken for Markdown, HTML or a link."""

from __future__ import annotations

import re
import textwrap
from functools import lru_cache

import pandas as pd

from gcdash.merge.differences import Part, Piece, differences
from gcdash.words import straight

_MARKS = re.compile(r"[\\`*~$\[\]<|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|:(?=[\w:+\[/-])")
"""Marks of Markdown, mathematics, directives and HTML that mean something wherever they stand, or beside what stands there."""

_START = re.compile(r"^[ \t]*(\d*)([#>+=.)-])", re.MULTILINE)
"""Marks that mean something at the beginning of a line: of a heading, a quotation, a list, a rule."""

_LIVE = re.compile(
    r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=[\w.+-])(?=@\w)|(?<=-)(?=[->])|(?<=<)(?=[-=])|(?<=[>~])(?==)|(?<=:)(?=[\w/+-]+:)", re.IGNORECASE
)
"""Where a bare address becomes a link, or signs become an arrow or a picture, escaped or not."""

_APART, _BLANK = "\N{WORD JOINER}", "\N{NO-BREAK SPACE}"


def plain(text: str) -> str:
    """``text`` for a place that reads Markdown: it is shown as it is, and nothing in it is a link.

    Only what would be read as a mark is escaped, since some readers of a page are given a button's words with the escapes. Line breaks
    stay line breaks, and a blank line is none that ends a paragraph: a mark around the text would end with it.
    """
    escaped = _MARKS.sub(r"\\\g<0>", _LIVE.sub(_APART, straight(text)))
    lines = _START.sub(r"\1\\\2", escaped).split("\n")
    return "  \n".join(line if line.strip() else _BLANK for line in lines) if len(lines) > 1 else lines[0]


_AROUND = {Part.GONE: "~~", Part.NEW: "**"}


def compared(old: str, new: str) -> str:
    """Two texts as one, in Markdown: what is gone is struck through, what is new bold.

    A mark is read as one only where it stands at a word. So a sign that is not seen stands on the inside of each, between it and blanks,
    commas and whatever else a text can begin or end with. What is new follows what it takes the place of after a blank.
    """
    pieces = differences(old, new)
    before = ("", *(piece.words if piece.part is Part.GONE else "" for piece in pieces))
    return "".join(f"{_between(gone, piece)}{_marked(piece.part, piece.words)}" for gone, piece in zip(before, pieces, strict=False))


def _between(gone: str, piece: Piece) -> str:
    return " " if gone and piece.part is Part.NEW and not (gone[-1].isspace() or piece.words[0].isspace()) else ""


def _marked(part: Part, words: str) -> str:
    mark = _AROUND.get(part, "") if words.strip() else ""
    return f"{mark}{_APART}{plain(words)}{_APART}{mark}" if mark else plain(words)


def straightened(table: pd.DataFrame) -> pd.DataFrame:
    """A table with the words in its cells as they are shown."""
    return table.map(lambda cell: straight(cell) if isinstance(cell, str) else cell)


@lru_cache(maxsize=4_000)
def fitted(text: str, pixels: int) -> str:
    """The beginning of a text that fits into three lines of a table's cell, and an ellipsis where something is left out.

    Kept, since themes, time scales and owners are the same in many rows, and the rows of one filter stand in another.
    """
    return " ".join(
        textwrap.wrap(_one_line(text), pixels // LETTER, max_lines=3, placeholder=" …", break_long_words=False, break_on_hyphens=False)
    )


LETTER = 7
"""Pixels that a letter takes in a table, on the average, the cell's margins included."""


def short(text: str, most: int = 90) -> str:
    """The beginning of a text on one line, cut between words, with an ellipsis where something is left out."""
    line = _one_line(text)
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def _one_line(text: str) -> str:
    """All of a text on one line; the bullet before its first point would stand there alone."""
    return " ".join(straight(text).split()).lstrip("·•- ")
