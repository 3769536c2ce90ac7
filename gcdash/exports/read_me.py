"""The Read me sheet: what each sheet and column is for, how to report, and what never to change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xlsxwriter.worksheet import Worksheet

from gcdash import settings
from gcdash.exports.excel import INK, LINE, Looks, set_up_print
from gcdash.palette import ACCENT
from gcdash.schema import ACTIONS, OWNERS, PARTIES, SETTINGS, SHEETS, UPDATES
from gcdash.store.ooxml.heights import row_height
from gcdash.words import N_, _

NAME = "Read me"
WIDTHS = (24, 112)

Line = tuple[str, str, str]
"""A style (title, below, sample, part, sheet, name, text), and the words of the two columns."""

SHEET_ABOUT = {
    ACTIONS.name: N_("What was agreed: one row for each action."),
    UPDATES.name: N_("What was done: one row for each report on an action. Rows are only ever added."),
    OWNERS.name: N_("Who is meant by the words in the Responsibility column."),
    PARTIES.name: N_("The countries and bodies that report. One with several focal points has several rows."),
    SETTINGS.name: N_("What is fixed for this workshop."),
}

SETTING_ABOUT = {
    settings.WORKSHOP: N_("The name that stands on pages and files."),
    settings.PLACE: N_("Where it was held."),
    settings.DATES: N_("When it was held, in its own words."),
    settings.BASE_DATE: N_("The day that time scales such as 6 months are counted from."),
    settings.DUE_SOON_DAYS: N_("An action is due soon when this number of days, or fewer, is left."),
    settings.REPORT_EVERY: N_("Actions without a due date ask for a report at least once in this number of months."),
    settings.DEFAULT_AS_OF: N_("The day that pages open with. Blank: today."),
    settings.SAMPLE: N_("Yes: the data are made up, and every page says so."),
}

HOW_TO_REPORT = (
    N_("Open the Updates sheet and go to the first empty row of the table. Where there is none, write in the row just below it."),
    N_("Choose the Action ID from the list, and write the Report date: the day that your report is true for, not in the future."),
    N_("Write your country or organisation under Party. Leave it blank only if you speak for the whole action."),
    N_("Choose the Status from the list, and write what was done under Update. Completed needs this text."),
    N_("Add the next step, a link to the evidence and your name, if you can."),
    N_("Leave Update ID, Verified, Recorded at, Source and Withdraws blank: gcdash fills them in."),
    N_("Save the file. If it was sent to you, send it back; the reports of others are kept when yours are added."),
)

NEVER = (
    N_("Never change or reuse an ID in column A."),
    N_("Never change or delete a row of Updates. To correct a report, add a new one."),
    N_("Keep the names of the sheets, and the headings in row 1. Do not merge cells."),
    N_("Do not write in Latest status or Last reported: gcdash keeps them."),
    N_("You may add columns at the right of a table, and sheets of your own. They are kept."),
)


def add_read_me(looks: Looks, title: str, below: str, *, sample: bool) -> Worksheet:
    """The first sheet. ``title`` and ``below``: the workshop's name, and its place and dates."""
    return add_lines(looks, _lines(title, below, sample=sample))


def add_lines(looks: Looks, lines: Iterable[Line]) -> Worksheet:
    """A sheet called Read me with these lines, each a style, what stands in the first column, and in the second."""
    sheet = looks.book.add_worksheet(NAME)
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    sheet.hide_gridlines(2)
    for row, (style, first, second) in enumerate(lines):
        sheet.set_row(row, _HEIGHTS.get(style) or row_height((first, second), WIDTHS) or 19)
        sheet.write_string(row, 0, first, looks.book.add_format(_STYLES[style]))
        sheet.write_string(row, 1, second, looks.book.add_format(_STYLES["text" if style in {"name", "text"} else style]))
    set_up_print(sheet, headings=False)
    return sheet


_BASE: dict[str, object] = {"font_color": INK, "valign": "vcenter", "num_format": "@"}
_STYLES: dict[str, dict[str, object]] = {
    "title": _BASE | {"bold": True, "font_size": 18, "font_color": ACCENT},
    "below": _BASE | {"font_size": 12},
    "sample": _BASE | {"bold": True, "font_size": 12, "font_color": "#a12622"},
    "part": _BASE | {"bold": True, "font_size": 14, "font_color": ACCENT, "bottom": 2, "bottom_color": ACCENT},
    "sheet": _BASE | {"bold": True, "text_wrap": True, "bg_color": "#e4edf8", "bottom": 1, "bottom_color": LINE},
    "name": _BASE | {"bold": True, "text_wrap": True, "bottom": 1, "bottom_color": LINE},
    "text": _BASE | {"text_wrap": True, "bottom": 1, "bottom_color": LINE},
}

_HEIGHTS = {"title": 30, "below": 19, "sample": 19, "part": 22}


def _lines(title: str, below: str, *, sample: bool) -> Iterator[Line]:
    yield "title", title or _("Action points"), ""
    if below:
        yield "below", below, ""
    if sample:
        yield "sample", _("SAMPLE: all data in this workbook are made up."), ""
    yield "below", _("This workbook holds what was agreed and what was done since."), ""
    yield "below", _("gcdash shows it and adds to it; you can also work in it with Excel or LibreOffice."), ""
    yield from numbered(_("How to report"), HOW_TO_REPORT)
    yield from numbered(_("What to keep as it is"), NEVER)
    yield from heading_lines(_("The sheets and their columns"))
    for sheet in SHEETS:
        yield "sheet", sheet.name, _(SHEET_ABOUT[sheet.name])
        if sheet is not SETTINGS:
            yield from (("name", column.heading, _(column.about)) for column in sheet.columns)
    yield from (("name", name, _(about)) for name, about in SETTING_ABOUT.items())


def numbered(heading: str, sentences: Sequence[str]) -> Iterator[Line]:
    """A heading and its sentences, counted from 1."""
    yield from heading_lines(heading)
    for number, sentence in enumerate(sentences, start=1):
        yield "name", str(number), _(sentence)


def heading_lines(words: str) -> Iterator[Line]:
    """A heading, with a blank line above it."""
    yield "below", "", ""
    yield "part", words, ""
