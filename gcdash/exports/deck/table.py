"""Native tables that fit their slide: words cut to the lines of their column, rows spread over as many slides as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Inches, Pt

from gcdash.exports.deck.text import CELL, EDGE, WIDE, describe, rgb
from gcdash.exports.wording import count_lines, printable, short
from gcdash.palette import Look

LETTERS = 9.6
"""How many letters stand on an inch, rather too few."""
LINE, PADDING = CELL * 1.2 / 72, 0.12
"""Inches: of a line, and of what a row has above and below its words."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in inches, and on how many lines its words may stand."""

    heading: str
    inches: float
    lines: int = 1

    @property
    def letters(self) -> int:
        return int((self.inches - 0.2) * LETTERS)


@dataclass(frozen=True, slots=True)
class Marked:
    """A standing as a cell shows it: its symbol in its colour, then its word."""

    look: Look
    word: str

    def __str__(self) -> str:
        return f"{self.look.symbol} {self.word}"


Row = Sequence[str | Marked]
"""A cell for each column; one cell alone goes across all of them."""


def pages(columns: Sequence[Column], rows: Sequence[Row], room: float) -> Iterator[list[Row]]:
    """The rows that fit on one slide after the other, with ``room`` inches on each; at least one on each."""
    page: list[Row] = []
    left = room - LINE - PADDING
    for row in rows:
        high = _height(columns, row)
        if page and high > left:
            yield page
            page, left = [], room - LINE - PADDING
        page.append(row)
        left -= high
    yield page


def cut(columns: Sequence[Column], row: Row) -> Iterator[str]:
    """The whole words of each cell that does not show them all, after the words of the row's first cell."""
    for column, cell in _in_columns(columns, row):
        whole = " ".join(str(cell).split())
        if _fitting(column, cell) != whole:
            yield f"{row[0]} · {column.heading}: {whole}"


def add_table(slide: Slide, columns: Sequence[Column], rows: Sequence[Row], top: float) -> None:
    heights = [LINE + PADDING, *(_height(columns, row) for row in rows)]
    place = (Inches(EDGE), Inches(top), Inches(sum(column.inches for column in columns)), Inches(sum(heights)))
    frame = slide.shapes.add_table(len(rows) + 1, len(columns), *place)
    for at, column in enumerate(columns):
        frame.table.columns[at].width = Inches(column.inches)
    for number, words in enumerate(([column.heading for column in columns], *rows)):
        row = frame.table.rows[number]
        row.height = Inches(heights[number])
        cells = list(row.cells)
        if len(words) == 1:
            cells[0].merge(cells[-1])
        for cell, (column, said) in zip(cells, _in_columns(columns, words), strict=False):
            _write(cell, _fitting(column, said), CELL, mark=said.look if isinstance(said, Marked) else None)
    describe(frame, ", ".join(column.heading for column in columns))


def add_figures(slide: Slide, counts: Sequence[tuple[int, str]], top: float) -> None:
    """A row of numbers, each with its word below it."""
    frame = slide.shapes.add_table(2, len(counts), Inches(EDGE), Inches(top), Inches(WIDE - 2 * EDGE), Inches(0.9))
    frame.table.first_row = frame.table.horz_banding = False
    for at, (count, word) in enumerate(counts):
        _write(frame.table.cell(0, at), str(count), 24, bold=True)
        _write(frame.table.cell(1, at), word, 12)
    describe(frame, ", ".join(f"{word}: {count}" for count, word in counts))


def _height(columns: Sequence[Column], row: Row) -> float:
    return max(count_lines(_fitting(column, cell), column.letters) for column, cell in _in_columns(columns, row)) * LINE + PADDING


def _in_columns(columns: Sequence[Column], row: Row) -> Iterator[tuple[Column, str | Marked]]:
    """Each cell of a row, with the column that it stands in."""
    across = [Column("", sum(column.inches for column in columns))]
    return zip(across if len(row) == 1 else columns, row, strict=True)


def _fitting(column: Column, cell: str | Marked) -> str:
    """A cell's words, cut so that they stand on the column's lines even where these break unevenly."""
    uneven = 0 if column.lines == 1 else 0.3
    return short(str(cell), int(column.letters * (column.lines - uneven)))


def _write(cell: _Cell, words: str, size: int, *, bold: bool | None = None, mark: Look | None = None) -> None:
    cell.margin_top = cell.margin_bottom = Inches(PADDING / 2 - 0.02)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.font.size, paragraph.font.bold = Pt(size), bold
    if mark:
        symbol = paragraph.add_run()
        symbol.text, symbol.font.color.rgb = words[:1], rgb(mark.colour)
    paragraph.add_run().text = printable(words[1:] if mark else words)
