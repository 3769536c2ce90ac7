"""The spreadsheet that a focal point fills in: its actions as they were agreed, open cells to report in, and how to send it back.

A hidden sheet says what each cell held and which reports were known, so that whatever comes back can be told from what went out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gcdash.amended import as_it_was
from gcdash.book import Book
from gcdash.exports.excel import DAY, INK, LAST_ROW, LINE, Cell, Looks, Table, add_table, workbook
from gcdash.exports.package import stem
from gcdash.exports.read_me import Line, add_lines, heading_lines, numbered
from gcdash.merge import baseline
from gcdash.merge.baseline import EVERYONE, Baseline, Origin
from gcdash.merge.form import FILL_IN, FORM, GIVEN, GIVEN_DAY, GIVEN_ID, OPEN, OPEN_DAY, WORDS
from gcdash.merge.recipients import actions_for, reporters
from gcdash.schema import REPORTABLE, Confidence, Status
from gcdash.standing import reports
from gcdash.steps import Progress, Steps, stretch, tell_nobody
from gcdash.words import N_, _, n_

_LOCKED: dict[str, object] = {"bg_color": "#eef1f4"}
_UNLOCKED: dict[str, object] = {"locked": False, "bg_color": "#fffdf2", "border": 1, "border_color": "#b9a44c"}
_LOOKS: dict[str, dict[str, object]] = {
    GIVEN: _LOCKED,
    GIVEN_ID: _LOCKED | {"bold": True, "text_wrap": False},
    GIVEN_DAY: _LOCKED | {"num_format": DAY},
    OPEN: _UNLOCKED,
    OPEN_DAY: _UNLOCKED | {"num_format": DAY},
}

_ROWS = 0.4
"""How much of the work is done when the rows are written; what is kept of them, and packing them, takes the rest."""

NOTES = 8
"""Columns at the right that are open too, for whatever else a person wants to write down."""

HOW_TO = (
    N_("Go to the sheet Report. The grey cells say what was agreed. Please leave them as they are."),
    N_("For each action on which you have news, choose the New status from the list, and write the Report date and What was done."),
    N_("Add a link under Evidence if you have one. Where you have no news, leave the light cells blank."),
    N_("Save the file under its name, as .xlsx or .ods. You can also print it and fill it in by hand."),
    N_("Reply by e-mail to whoever sent it, with this file attached."),
)
GOOD_TO_KNOW = (
    N_("You can send it more than once. What was taken already is not taken twice."),
    N_("A blank cell never deletes anything. Others may report meanwhile; nothing of theirs is lost."),
    N_("You may widen columns, filter rows, and make notes in the blank columns at the right."),
    N_("If grey words are wrong, say so in your e-mail."),
)

MEANINGS = {
    Status.NOT_STARTED: N_("Nothing has been done yet."),
    Status.IN_PROGRESS: N_("Work has begun and is not finished."),
    Status.DATED_PART_DONE: N_("Of an action with a date and on-going work: the part with the date is done, the rest goes on."),
    Status.COMPLETED: N_("All of it is done. Say what, under What was done."),
    Status.ON_HOLD: N_("Work has stopped for now."),
    Status.CANCELLED: N_("It will not be done."),
    Status.NOTHING_TO_REPORT: N_("You have looked and there is no news. The status stays what it was."),
}
"""What each status says, for those who choose one."""


def focal_file(book: Book, who: str, origin: Origin, made_on: date, progress: Progress = tell_nobody) -> bytes:
    """The .xlsx for one party, one owner, or *everyone*, as ``recipients.recipient`` spells it. Refused where no action is theirs."""
    return _file(as_it_was(book, made_on), who, origin, made_on, progress)


def _file(agreed: Book, who: str, origin: Origin, made_on: date, progress: Progress = tell_nobody) -> bytes:
    rows, known = contents(agreed, who, origin, made_on)
    out = BytesIO()
    with workbook(out, _title(agreed, who), made_on) as made:
        looks = Looks(made, _LOOKS)
        sheet = add_table(looks, Table(FORM.name, FORM.columns, rows), stretch(progress, 0.0, _ROWS))
        progress(_ROWS, _("Packing the file"))
        _open_for_reports(looks, sheet)
        add_lines(looks, _read_me(agreed, who, len(rows), made_on))
        _hide_baseline(looks, known)
    return out.getvalue()


def contents(agreed: Book, who: str, origin: Origin, made_on: date) -> tuple[list[list[Cell]], Baseline]:
    """The rows of the sheet that is filled in, and what the hidden sheet says of them. ``agreed``: the book in the words of that day."""
    rows = _rows(actions_for(agreed, who), _last(agreed, who, made_on))
    return rows, _baseline(agreed, who, origin, made_on, rows)


def pack(book: Book, origin: Origin, made_on: date, progress: Progress = tell_nobody) -> bytes:
    """One file for everybody who is expected to report, in one zip."""
    agreed = as_it_was(book, made_on)
    out, named = BytesIO(), list(_names(agreed, made_on))
    steps = Steps(progress, len(named), _("Writing file {n} of {all}"), every=1)
    with ZipFile(out, "w", ZIP_DEFLATED) as together:
        for name, who in steps.through(named):
            member = ZipInfo(name, (max(made_on.year, 1980), made_on.month, made_on.day, 0, 0, 0))
            together.writestr(member, _file(agreed, who, origin, made_on), ZIP_DEFLATED)
    return out.getvalue()


def file_name(who: str, made_on: date) -> str:
    """A name of plain letters, whatever letters ``who`` is written in."""
    return f"report-{stem(who) or 'party'}-{made_on.isoformat()}.xlsx"


def _names(book: Book, made_on: date) -> Iterator[tuple[str, str]]:
    """A file name for each reporter; two that would share one are numbered."""
    used: dict[str, int] = {}
    for who in reporters(book):
        name = file_name(who, made_on)
        used[name] = used.get(name, 0) + 1
        yield (name if used[name] == 1 else f"{name.removesuffix('.xlsx')}-{used[name]}.xlsx"), who


def _last(book: Book, who: str, day: date) -> dict[str, tuple[date, str, str]]:
    """The newest report of ``who`` on each action; of anybody where the file is for everyone, with the name before the words."""
    counted = reports(book, day)
    if who != EVERYONE:
        counted = counted[counted["party"] == who]
    newest = counted.drop_duplicates("action_id", keep="last")
    named = newest["party"] + ": " + newest["text"] if who == EVERYONE else newest["text"]
    texts = named.where(newest["party"] != "", newest["text"])
    days = newest["report_date"].dt.date
    return {a: (d, s, t) for a, d, s, t in zip(newest["action_id"], days, newest["status"], texts, strict=True)}


def _rows(actions: pd.DataFrame, last: dict[str, tuple[date, str, str]]) -> list[list[Cell]]:
    agreed = actions[["action_id", *WORDS]].to_numpy().tolist()
    blank: list[Cell] = [None] * len(FILL_IN)
    days = map(_due, actions["due_date"], actions["due_confidence"])
    return [[*words, *blank, day, *last.get(words[0], (None, None, None))] for words, day in zip(agreed, days, strict=True)]


def _due(day: pd.Timestamp, how_sure: str) -> str | None:
    """The due date as the time scale is read, and whether that is still to confirm."""
    if pd.isna(day):
        return None
    said = day.date().isoformat()
    return _("{words} (to confirm)").format(words=said) if how_sure == Confidence.TO_CONFIRM else said


def _title(book: Book, who: str) -> str:
    return _("Report of {who}").format(who=who) if who != EVERYONE else book.settings.workshop or _("Report")


def _open_for_reports(looks: Looks, sheet: Worksheet) -> None:
    """The grey cells are locked, without a password: it is a hint, not a wall. What was agreed stays in sight while one scrolls."""
    heading = looks.book.add_format({"bold": True, "font_color": INK, "bg_color": "#f3d977", "bottom": 2, "bottom_color": LINE,
                                     "text_wrap": True, "valign": "vcenter", "align": "left", "indent": 1})  # fmt: skip
    for column in FILL_IN:
        at = FORM.names.index(column.name)
        sheet.write_string(0, at, column.heading, heading)
        sheet.data_validation(1, at, LAST_ROW, at, _rule(column.name) | {"input_title": column.heading, "input_message": _(column.about)})
    width = len(FORM.columns)
    sheet.set_column(width, width + NOTES - 1, None, looks.book.add_format({"locked": False, "text_wrap": True, "valign": "top"}))
    sheet.freeze_panes(1, 1)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    sheet.activate()


def _rule(column: str) -> dict[str, object]:
    if column == "status":
        return {
            "validate": "list", "source": list(REPORTABLE), "error_title": _("Not in the list"),
            "error_message": _("Choose one from the list: click the arrow beside the cell."),
        }  # fmt: skip
    if column == "report_date":
        return {
            "validate": "date", "criteria": "between", "minimum": date(1990, 1, 1), "maximum": "=TODAY()",
            "error_title": _("Not a day to report for"), "error_type": "warning",
            "error_message": _("Write a date such as 2009-11-29. It cannot lie in the future."),
        }  # fmt: skip
    return {"validate": "any"}


def _read_me(book: Book, who: str, count: int, made_on: date) -> Iterator[Line]:
    yield "title", _title(book, who), ""
    below = (book.settings.workshop if who != EVERYONE else "", book.settings.place, book.settings.dates)
    yield "below", " \u00b7 ".join(part for part in below if part), ""
    if book.settings.sample:
        yield "sample", _("SAMPLE: all data in this file are made up."), ""
    yield "below", n_("{n} action, as it stood on {day}.", "{n} actions, as they stood on {day}.", count, day=made_on.isoformat()), ""
    yield from numbered(_("How to report"), HOW_TO)
    yield from heading_lines(_("What each status says"))
    yield from (("name", status, _(MEANINGS[status])) for status in REPORTABLE)
    yield from numbered(_("Good to know"), GOOD_TO_KNOW)


def _baseline(book: Book, who: str, origin: Origin, made_on: date, rows: list[list[Cell]]) -> Baseline:
    cells = {
        (str(row[0]), name): cell.isoformat() if isinstance(cell, date) else str(cell or "")
        for row in rows
        for name, cell in zip(FORM.names[1:], row[1:], strict=True)
        if name not in {column.name for column in FILL_IN}
    }
    known = book.updates[book.updates["action_id"].isin({str(row[0]) for row in rows})]
    if who != EVERYONE and who in book.known_parties:
        known = known[known["party"].isin({who, *book.members.get(who, ())})]
    digests = frozenset(baseline.digest(update_id) for update_id in known["update_id"])
    return Baseline(origin, who, made_on, cells, digests)


def _hide_baseline(looks: Looks, known: Baseline) -> None:
    sheet = looks.book.add_worksheet(baseline.SHEET)
    text = looks.book.add_format({"num_format": "@"})
    for at, row in enumerate(baseline.to_rows(known)):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(at, column, cell, text)
    sheet.hide()
