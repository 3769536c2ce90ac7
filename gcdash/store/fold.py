"""What a fold has to change in the workbook: decided here from values alone, carried out by the workbook store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from gcdash import settings
from gcdash.book import Book
from gcdash.cells import as_day
from gcdash.changes import CellChange, Row, Update
from gcdash.errors import Refusal
from gcdash.layout import Place
from gcdash.schema import ACTIONS, LATER, SETTINGS, UPDATES, Sheet
from gcdash.standing import stand
from gcdash.store.entries import Effects, effects, with_effects
from gcdash.store.journal import Entry
from gcdash.store.ooxml import AddRows, AddSheet, Edited, SetCells, Value
from gcdash.store.summaries import Settled, summaries
from gcdash.words import _

Edit = AddRows | AddSheet | SetCells


@dataclass(frozen=True)
class Plan:
    """``edits`` for the workbook; ``carried`` entries are in it afterwards; ``impossible`` ones never can be, with the reason.

    ``why``: in words, why the entries that are neither have to wait; blank where there are none. ``whole``: all that ought to be set is.
    """

    edits: tuple[Edit, ...]
    carried: tuple[Entry, ...]
    impossible: tuple[tuple[Entry, str], ...]
    why: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Now:
    """The day that the summary columns are true for, and the moment (UTC, ISO 8601) at which this is recorded.

    ``settled``: what is known of those columns in the workbook.
    """

    today: date
    moment: str
    settled: Settled | None = None


Attempt = Callable[[Sequence[Edit]], Edited]
"""Makes edits in the workbook's bytes; a Refusal where the workbook does not take them."""


def plan(book: Book, entries: Sequence[Entry], now: Now) -> Plan:
    """The edits that carry ``entries`` into the workbook that ``book`` was read from, and keep its two summary columns true.

    An entry whose update is in the workbook already is carried without an edit. A cell that no longer holds what was seen is not
    overwritten: its entry is impossible.
    """
    done = effects(book, entries)
    changes = _changes(book, done, now)
    return replace(changes, edits=(*changes.edits, *summaries(book, done, now.today, now.settled)))


def fullest(book: Book, entries: Sequence[Entry], now: Now, attempt: Attempt) -> tuple[Plan, Edited]:
    """The plan that carries as much as the workbook takes, and the workbook after it.

    What it does not take (a cell that a formula fills, a missing column) is left out, so that it never holds up the rest.
    """
    try:
        return _attempted(plan(book, entries, now), attempt)
    except Refusal as refusal:
        refused = {entry.entry_id: said for entry in entries if (said := _refusal(book, entry, now, attempt))}
        if len(refused) == len(entries) and entries:
            raise refusal from None
    fitting = [entry for entry in entries if entry.entry_id not in refused]
    changes = replace(_changes(book, effects(book, fitting), now), whole=False, why=next((str(said) for said in refused.values()), ""))
    whole = plan(book, fitting, now)
    summaries = [edit for edit in whole.edits[len(changes.edits) :] if not _is_refused(edit, attempt)]
    return _attempted(replace(changes, edits=(*changes.edits, *summaries)), attempt)


def _attempted(decided: Plan, attempt: Attempt) -> tuple[Plan, Edited]:
    return decided, attempt(decided.edits) if decided.edits else Edited()


def _refusal(book: Book, entry: Entry, now: Now, attempt: Attempt) -> Refusal | None:
    """Why the workbook does not take this entry by itself. Updates are alike to it; other changes are tried one by one."""
    try:
        edits = _changes(book, effects(book, [entry]), now).edits
        if edits and any(not isinstance(change, Update) for change in entry.changes):
            attempt(edits)
    except Refusal as refusal:
        return refusal
    return None


def _is_refused(edit: Edit, attempt: Attempt) -> bool:
    try:
        attempt([edit])
    except Refusal:
        return True
    return False


def _changes(book: Book, done: Effects, now: Now) -> Plan:
    """The plan without the summary columns."""
    rows = [edit for sheet in (UPDATES, *LATER) for edit in _new_rows(book, sheet, done.rows.get(sheet.name, ()))]
    actions = _new_actions(book, done, now.today)
    return Plan((*rows, *actions, *_given_ids(book, now.moment), *_cells(book, done.cells)), done.carried, done.impossible)


def _new_rows(book: Book, sheet: Sheet, added: Sequence[Row]) -> list[Edit]:
    if not added:
        return []
    ordered = sorted(added, key=lambda row: (row.recorded_at, row.change_id))
    rows = [{name: _value(value) for name, value in row.row().items()} for row in ordered]
    place = book.places.get(sheet.name)
    if place is None:
        return [AddSheet(sheet.name, sheet.headings, tuple(tuple(row.values()) for row in rows))]
    return [_at_end(sheet, place, rows)]


def _new_actions(book: Book, done: Effects, today: date) -> list[Edit]:
    """Rows of the Actions sheet, their summary columns filled in at once: in this fold they have no row number yet."""
    added = done.rows.get(ACTIONS.name, ())
    if not added:
        return []
    stands = {str(row["action_id"]): row for row in stand(with_effects(book, done), today).to_dict("records")}
    rows = []
    for row in added:
        words = {name: _value(value) for name, value in row.row().items()}
        said = stands.get(str(words["action_id"]), {})
        last = said.get("last_reported")
        rows.append(words | {"latest_status": said.get("status"), "last_reported": None if pd.isna(last) else last.date()})
    return [_at_end(ACTIONS, book.places[ACTIONS.name], rows)]


def _at_end(sheet: Sheet, place: Place, rows: Sequence[dict[str, Value]]) -> AddRows:
    _all_columns(sheet, place, rows)
    return AddRows(place.sheet, tuple({place.columns[n] + 1: v for n, v in row.items() if n in place.columns} for row in rows))


def _value(value: object) -> Value:
    return value if isinstance(value, date) else (str(value) or None)


def _all_columns(sheet: Sheet, place: Place, rows: Iterable[dict[str, Value]]) -> None:
    """Refuse where a column that has something to hold is missing: its words would be lost. The summary columns are not needed."""
    needed = {sheet.names[0], *(name for row in rows for name, value in row.items() if value is not None)} - _SUMMARIES
    if missing := [sheet.column(name).heading for name in sheet.names if name in needed and name not in place.columns]:
        raise Refusal(
            _("The sheet {sheet} has no column {headings}.").format(sheet=place.sheet, headings=", ".join(missing)),
            _("Add the heading in row {row}; what waits goes in by itself afterwards.").format(row=place.heading_row),
        )


_SUMMARIES = {"latest_status", "last_reported"}


def _given_ids(book: Book, moment: str) -> list[Edit]:
    """Give rows that were typed by hand the ID by which the view knows them, and where they have none a time of recording: now."""
    place = book.places.get(UPDATES.name)
    if place is None or "update_id" not in place.columns:
        return []
    given = book.updates[book.updates["id_given"]]
    at, recorded = place.columns["update_id"] + 1, place.columns.get("recorded_at")
    cells: dict[tuple[int, int], Value] = {(int(r), at): str(i) for r, i in zip(given["row"], given["update_id"], strict=True)}
    if recorded is not None:
        cells |= {(int(row), recorded + 1): moment for row in given.loc[given["recorded_at"].isna(), "row"]}
    return [SetCells(place.sheet, cells)] if cells else []


def _cells(book: Book, changes: Sequence[CellChange]) -> list[Edit]:
    by_sheet: dict[str, dict[tuple[int, int], Value]] = {}
    for change in changes:
        place = book.places.get(change.sheet)
        at = book.position(change.sheet, change.key)
        row = 0 if at is None else int(book.table(change.sheet)["row"].to_numpy()[at])
        if place and row:
            by_sheet.setdefault(place.sheet, {})[(row, place.columns[change.field] + 1)] = _typed(change)
    return [SetCells(sheet, cells) for sheet, cells in by_sheet.items()]


def _typed(change: CellChange) -> Value:
    if change.sheet == SETTINGS.name:
        return settings.value(change.key, change.new) or change.new
    sheet = next(sheet for sheet in (ACTIONS, *LATER) if sheet.name == change.sheet)
    if sheet.column(change.field).type == "date":
        return as_day(change.new) or change.new
    return change.new
