"""What is wrong in a workbook, all of it at once: each problem with its sheet and cell, what it leads to and what to do.

Reading collects what it meets on the way (``Book.problems``); here the tables are held against each other and the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from gcdash.book import Book
from gcdash.errors import Problem
from gcdash.layout import Place
from gcdash.schema import ACTIONS, ADDED_FIELD, AMENDMENTS, REPORTABLE, UPDATES, Confidence, Kind, fold
from gcdash.updates import is_link
from gcdash.words import _


def problems(book: Book, today: date, differences: tuple[Problem, ...] = ()) -> tuple[Problem, ...]:
    """Every problem of a book, in the order of its sheets and rows; ``differences`` are those that its store has found."""
    found = [*book.problems, *_actions(book)]
    if UPDATES.name in book.places:
        found += [*_updates(book, pd.Timestamp(today)), *differences]
    if AMENDMENTS.name in book.places:
        found += _amendments(book)
    sheets = list(dict.fromkeys(problem.sheet for problem in found))
    return tuple(sorted(found, key=lambda problem: sheets.index(problem.sheet)))


def to_frame(found: tuple[Problem, ...]) -> pd.DataFrame:
    """Problems as a table: sheet, cell, kind, message, why, hint."""
    rows = [(p.sheet, p.cell, p.kind, p.message, p.why, p.hint) for p in found]
    return pd.DataFrame(rows, columns=["sheet", "cell", "kind", "message", "why", "hint"], dtype="str")


def _actions(book: Book) -> list[Problem]:
    place, actions = book.places[ACTIONS.name], book.actions
    blank = actions[actions["action"] == ""]
    unclear = actions[(actions["timescale_kind"] == Kind.UNCLEAR) & (actions["due_confidence"] != Confidence.CONFIRMED)]
    return [
        *(_at(place, row.row, "action", "no-action-text", _no_words(row)) for row in blank.itertuples()),
        *(_at(place, row.row, "timescale", "timescale-unclear", _unclear(row)) for row in unclear.itertuples()),
    ]


def _amendments(book: Book) -> list[Problem]:
    place, typed = book.places[AMENDMENTS.name], book.amendments[book.amendments["row"] > 0]
    fields = {fold(column.heading) for column in ACTIONS.columns} | {fold(ADDED_FIELD)}
    rules: list[tuple[str, str, pd.Series, Callable[[Any], _Words]]] = [
        ("action_id", "unknown-action", ~typed["action_id"].isin(book.actions["action_id"]), _amends_nothing),
        ("field", "unknown-field", ~typed["field"].map(fold).isin(fields).astype("bool"), _no_such_field),
        ("effective", "no-date", typed["effective"].isna(), _no_effective_date),
    ]
    return [_at(place, row.row, column, kind, words(row)) for column, kind, wrong, words in rules for row in typed[wrong].itertuples()]


_Words = tuple[str, str, str]


def _at(place: Place, row: Any, column: str, kind: str, words: _Words) -> Problem:
    return Problem(place.sheet, place.ref(row, column), kind, *words)


def _no_words(row: Any) -> _Words:
    return (
        _("The action {id} has no words in the Action column.").format(id=row.action_id),
        _("Nobody can tell what was agreed."),
        _("Write the agreed words, or delete the row."),
    )


def _unclear(row: Any) -> _Words:
    return (
        _("The time scale of {id} cannot be read: {text}.").format(id=row.action_id, text=row.timescale),
        _("It never falls due; a report is asked for by the reporting rhythm."),
        _("Write a day in the Due date column, or none."),
    )


def _updates(book: Book, today: pd.Timestamp) -> list[Problem]:
    place, updates = book.places[UPDATES.name], book.updates
    typed = updates[updates["row"] > 0]
    known = {fold(name) for name in book.known_parties}
    withdrawals = typed["withdraws"] != ""
    rules: list[tuple[str, str, pd.Series, Callable[[Any], _Words]]] = [
        ("action_id", "unknown-action", ~typed["action_id"].isin(book.actions["action_id"]), _unknown_action),
        ("status", "unknown-status", ~typed["status"].isin([*REPORTABLE, ""]), _unknown_status),
        ("status", "no-status", (typed["status"] == "") & ~withdrawals, _no_status),
        ("report_date", "date-in-future", typed["report_date"] > today, _future),
        ("party", "unknown-party", ~typed["party"].map(fold).isin(known | {""}), _unknown_party),
        ("evidence", "odd-link", ~typed["evidence"].map(lambda text: not text or is_link(text)).astype("bool"), _odd_link),
        ("withdraws", "withdraws-nothing", withdrawals & ~typed["withdraws"].isin(updates["update_id"]), _withdraws_nothing),
    ]
    unread = {p.cell for p in book.problems if p.kind == "date-as-text"}
    no_date = typed[typed["report_date"].isna()]
    found = [
        _at(place, row.row, "report_date", "no-date", _no_date(row))
        for row in no_date.itertuples()
        if place.ref(int(str(row.row)), "report_date") not in unread
    ]
    for column, kind, wrong, words in rules:
        found += [_at(place, row.row, column, kind, words(row)) for row in typed[wrong].itertuples()]
    return sorted(found, key=_row_of)


def _row_of(problem: Problem) -> int:
    """The first row number in an A1 reference such as B3, 3:3 or B3:B5."""
    return int(next(iter(re.findall(r"\d+", problem.cell)), 0))


def _unknown_action(row: Any) -> _Words:
    return (
        _("The update names an action that is not there: {id}.").format(id=row.action_id or _("(blank)")),
        _("It counts for no action; it is kept."),
        _("Write the ID of an action as it stands in the Actions sheet."),
    )


def _unknown_status(row: Any) -> _Words:
    return (
        _("The status {status} is not one of the words in use.").format(status=row.status),
        _("The report counts, but leaves the action's status as it was."),
        _("Choose one of: {choices}.").format(choices=", ".join(_(word) for word in REPORTABLE)),
    )


def _no_status(_row: Any) -> _Words:
    return (_("The update has no status."), _("The report counts, but leaves the action's status as it was."), _("Choose a status."))


def _future(row: Any) -> _Words:
    return (
        _("The report date {day} lies in the future.").format(day=row.report_date.date().isoformat()),
        _("The update does not count before that day."),
        _("Correct the date."),
    )


def _no_date(_row: Any) -> _Words:
    return (
        _("The update has no report date."),
        _("It has no place in time, so it does not count."),
        _("Write the day that the report is true for."),
    )


def _unknown_party(row: Any) -> _Words:
    return (
        _("{party} is neither in the Parties sheet nor an owner.").format(party=row.party),
        _("The report counts, but not among those who are expected to report."),
        _("Correct the name, or add it to the Parties sheet."),
    )


def _odd_link(row: Any) -> _Words:
    return (
        _("The evidence is not a link: {text}.").format(text=row.evidence[:80]),
        _("It is shown as words and cannot be opened."),
        _("Use an address that starts with http, https or mailto."),
    )


def _withdraws_nothing(row: Any) -> _Words:
    return (
        _("The update withdraws one that is not there: {id}.").format(id=row.withdraws),
        _("Nothing is withdrawn."),
        _("Copy the Update ID of the update that is meant."),
    )


def _amends_nothing(row: Any) -> _Words:
    return (
        _("The amendment names an action that is not there: {id}.").format(id=row.action_id or _("(blank)")),
        _("It changes nothing; it is kept."),
        _("Write the ID of an action as it stands in the Actions sheet."),
    )


def _no_such_field(row: Any) -> _Words:
    return (
        _("The amendment names a column that the Actions sheet does not have: {field}.").format(field=row.field or _("(blank)")),
        _("It changes nothing; it is kept."),
        _("Write the heading of the column that was changed."),
    )


def _no_effective_date(_row: Any) -> _Words:
    return (
        _("The amendment has no effective date."),
        _("It has no place in time, so it changes nothing."),
        _("Write the day from which on it holds."),
    )
