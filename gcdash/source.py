"""A workshop's own table of action points: as the text or the rows in which it was handed out, before it has a workbook.

Only the words are taken over; nothing is read from them here but the title's dates, which give the base date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gcdash.cells import as_text
from gcdash.errors import Unreadable
from gcdash.layout import Table, find_table
from gcdash.schema import ACTIONS, ORIGINAL, fold
from gcdash.words import _

_MONTHS = {
    "jan": 1, "feb": 2, "fev": 2, "mar": 3, "apr": 4, "avr": 4, "may": 5, "mai": 5, "jun": 6, "juin": 6, "jul": 7, "juil": 7,
    "aug": 8, "aou": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
"""Beginnings of the months' names, English and French, without accents."""

_WORD = r"[^\W\d_]{3,9}\.?"
_TO = r"\s*(?:[-\u2010-\u2015/&]|to|and|au|et)\s*"
_DAYS = (
    rf"(?:\d{{1,2}}(?:\s+{_WORD})?(?:\s+\d{{4}})?{_TO})?(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?P<month>{_WORD})\s+(?P<year>\d{{4}})",
    rf"(?:{_WORD}\s+\d{{1,2}}{_TO})?(?P<month>{_WORD})\s+(?:\d{{1,2}}{_TO})?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}{_TO})?(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})",
)
_DATES = tuple(re.compile(rf"(?<![\w-])(?:from\s+|du\s+)?{days}(?!\w)", re.IGNORECASE) for days in _DAYS)
"""25-29 May 2009 · 25 May - 3 June 2009 · du 25 au 29 mai 2009; May 25-29, 2009; 2009-05-25 to 2009-05-29."""


@dataclass(frozen=True, slots=True)
class SourceAction:
    """One action in the words that were agreed. ``action_id`` is blank where the table gives none; ``extra``: the table's other cells."""

    theme: str
    action: str
    timescale: str = ""
    responsibility: str = ""
    update_feedback: str = ""
    notes: str = ""
    action_id: str = ""
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop and what it agreed. ``dates`` are its own words, ``base_date`` their last day; ``extra_headings`` name ``extra``."""

    name: str = ""
    place: str = ""
    dates: str = ""
    base_date: date | None = None
    actions: tuple[SourceAction, ...] = ()
    extra_headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rows:
    rows: list[list[object]]
    name: str = ""
    merges: tuple[tuple[int, int, int, int], ...] = field(default=())


def is_handout(text: str) -> bool:
    """Whether a text is laid out as ``from_text`` wants it: it has tabs, and each begins a line. Else each line is a row."""
    return "\t" in text and not re.search(r"[^\t\n\r][^\n\r]*\t", text)


def from_text(text: str) -> Workshop:
    """The workshop of a text in which a tab starts each cell, a cell may hold several lines, and a theme's heading is a lone cell.

    The title stands before the first cell; a row of headings comes first; the last cell of a row is followed by a blank line.
    Raises ``Unreadable`` naming the line where the cells do not make up rows.
    """
    title, *cells = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\t")
    width = next((at for at, cell in enumerate(cells, start=1) if _blank_lines_after(cell)), len(cells))
    lines = [[line] for line in title.split("\n") if line.strip()]
    return from_rows([*lines, ["Theme", *cells[:width]], *_grouped(cells, width, first_line=1 + title.count("\n"))])


def _grouped(cells: Sequence[str], width: int, first_line: int) -> list[list[str]]:
    """The rows under the headings, each with its theme in front."""
    rows: list[list[str]] = []
    theme, at = "", width
    while at < len(cells):
        if _is_theme(cells, at, width):
            theme, at = cells[at], at + 1
        elif _ends_row(cells, at + width - 1):
            rows.append([theme, *cells[at : at + width]])
            at += width
        else:
            line = first_line + "".join(cells[:at]).count("\n")
            raise Unreadable(
                _("The action in line {line} does not have {width} cells.").format(line=line, width=width),
                _("Start each cell with a tab, blank ones too, and put one blank line after the last cell of each row."),
            )
    return rows


def _is_theme(cells: Sequence[str], at: int, width: int) -> bool:
    """Whether a row's first cell is a theme's heading: one line, a blank line after it, and whole rows only if it stands alone.

    An action's own blank lines can make it look like a heading; where both would give whole rows, a heading has exactly one after it.
    """
    blanks = _blank_lines_after(cells[at])
    if not blanks or "\n" in cells[at].strip() or not _ends_row(cells, at + width):
        return False
    return blanks == 1 or not _ends_row(cells, at + width - 1)


def _ends_row(cells: Sequence[str], at: int) -> bool:
    return at == len(cells) - 1 or (at < len(cells) and _blank_lines_after(cells[at]) > 0)


def _blank_lines_after(cell: str) -> int:
    """How many blank lines end a cell; its first line, and the beginning of the next cell's line, are none."""
    inner = "\n".join(cell.split("\n")[1:-1])
    lines = inner.split("\n") if "\n" in cell and len(cell.split("\n")) > 2 else []  # noqa: PLR2004 -- first line and next cell's line
    filled = [at for at, line in enumerate(lines, start=1) if line.strip()]
    return len(lines) - (filled[-1] if filled else 0)


def from_rows(rows: Sequence[Sequence[object]]) -> Workshop:
    """The workshop of a sheet's rows: title lines, a row of headings in any order and known language, then the actions.

    Themes stand in a column of their own (blank: as above) or as a row with a single filled cell. Raises ``Unreadable`` where no headings
    or no actions are found.
    """
    table = find_table(ACTIONS, [_Rows([list(row) for row in rows])])
    if table is None:
        raise Unreadable(
            _("No table of actions was found."),
            _("It needs the headings Action, Proposed Time scale and Responsibility in one row, with the actions below."),
        )
    actions = _with_theme_column(table) if "theme" in table.place.columns else _with_theme_rows(table)
    if not actions:
        raise Unreadable(_("There is no action below the headings."), _("Write one action in each row below the headings."))
    title = [line for row in rows[: table.place.heading_row - 1] for cell in row for line in as_text(cell).split("\n") if line.strip()]
    return _titled(title, tuple(actions), tuple(table.extras))


def _with_theme_column(table: Table) -> list[SourceAction]:
    actions: list[SourceAction] = []
    for _row, cells in table.rows:
        action = _action(table, cells)
        above = actions[-1].theme if actions else ""
        actions.append(_action(table, cells, action.theme or above))
    return actions


def _with_theme_rows(table: Table) -> list[SourceAction]:
    theme, actions = "", []
    for _row, cells in table.rows:
        filled = [text for cell in cells if (text := as_text(cell))]
        if len(filled) == 1:
            theme = filled[0]
        else:
            actions.append(_action(table, cells, theme))
    return actions


def _action(table: Table, cells: Sequence[object], theme: str = "") -> SourceAction:
    def text(at: int | None) -> str:
        return as_text(cells[at]) if at is not None and at < len(cells) else ""

    where: Mapping[str, int] = table.place.columns
    words = {name: text(where.get(name)) for name in ("action_id", "theme", *ORIGINAL)}
    return SourceAction(**words | ({"theme": theme} if theme else {}), extra=tuple(text(at) for at in table.extras.values()))


def _titled(lines: Sequence[str], actions: tuple[SourceAction, ...], extra_headings: tuple[str, ...]) -> Workshop:
    """Name, place and dates from the title: the line with dates gives the place too; a line that says Action points is no name."""
    names = [line.strip() for line in lines if fold(line) not in {fold(word) for word in (ACTIONS.name, *ACTIONS.also)}]
    undated = [line for line in names if not any(pattern.search(line) for pattern in _DATES)]
    for line in names:
        for pattern in _DATES:
            for match in pattern.finditer(line):
                last_day = _day(match["year"], match["month"], match["day"])
                if last_day:
                    place = (line[: match.start()] + line[match.end() :]).strip(" ,;:()-\u2013\u2014\u00b7")
                    others = undated or [place]  # a line alone that names everything names the workshop
                    place = "" if not undated else place or (others.pop() if len(others) > 1 else "")
                    return Workshop(others[0], place, match[0].strip(), last_day, actions, extra_headings)
    return Workshop(names[0] if names else "", names[1] if len(names) > 1 else "", "", None, actions, extra_headings)


def _day(year: str, month: str | None, day: str) -> date | None:
    name = fold(month or "")
    number = int(name) if name.isdigit() else _MONTHS.get(name[:4], _MONTHS.get(name[:3], 0))
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
