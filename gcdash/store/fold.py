"""What a fold has to change in the workbook: decided here from values alone, carried out by the workbook store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from gcdash.book import Book, with_cells, with_updates
from gcdash.errors import Refusal
from gcdash.layout import Place
from gcdash.schema import ACTIONS, UPDATES
from gcdash.standing import stand
from gcdash.store.journal import Entry
from gcdash.store.ooxml import AddRows, AddSheet, SetCells, Value
from gcdash.updates import CellChange, Change, Update, frame_of
from gcdash.words import _

Edit = AddRows | AddSheet | SetCells


@dataclass(frozen=True)
class Plan:
    """``edits`` for the workbook; ``carried`` entries are in it afterwards; ``impossible`` ones never can be, with the reason.

    ``why``: in words, why the entries that are neither have to wait; blank where there are none.
    """

    edits: tuple[Edit, ...]
    carried: tuple[Entry, ...]
    impossible: tuple[tuple[Entry, str], ...]
    why: str = ""


Attempt = Callable[[Sequence[Edit]], bytes]
"""Makes edits in the workbook's bytes; a Refusal where the workbook does not take them."""


def with_entries(book: Book, entries: Sequence[Entry]) -> Book:
    """The book as it will be when these entries are in its workbook; what never can be is left out."""
    _carried, _impossible, cells, updates = _sorted_out(book, entries)
    after = with_updates(book, frame_of(updates)) if updates else book
    return with_cells(after, [(c.action_id, c.field, c.new) for c in cells]) if cells else after


def plan(book: Book, entries: Sequence[Entry], today: date) -> Plan:
    """The edits that carry ``entries`` into the workbook that ``book`` was read from, and keep its two summary columns true.

    An entry whose update is in the workbook already is carried without an edit. A cell that no longer holds what was seen is not
    overwritten: its entry is impossible.
    """
    changes = _changes(book, entries)
    return replace(changes, edits=(*changes.edits, *_summaries(book, stand(with_entries(book, entries), today))))


def fullest(book: Book, entries: Sequence[Entry], today: date, attempt: Attempt) -> tuple[Plan, bytes]:
    """The plan that carries as much as the workbook takes, and the workbook's bytes after it (none where nothing is to be edited).

    What it does not take (a cell that a formula fills, a missing column) is left out, so that it never holds up the rest.
    """
    try:
        return _attempted(plan(book, entries, today), attempt)
    except Refusal as refusal:
        refused = {entry.entry_id: said for entry in entries if (said := _refusal(book, entry, attempt))}
        if len(refused) == len(entries) and entries:
            raise refusal from None
    fitting = [entry for entry in entries if entry.entry_id not in refused]
    changes = replace(_changes(book, fitting), why=next((str(said) for said in refused.values()), ""))
    whole = plan(book, fitting, today)
    summaries = [edit for edit in whole.edits[len(changes.edits) :] if not _is_refused(edit, attempt)]
    return _attempted(replace(changes, edits=(*changes.edits, *summaries)), attempt)


def _attempted(decided: Plan, attempt: Attempt) -> tuple[Plan, bytes]:
    return decided, attempt(decided.edits) if decided.edits else b""


def _refusal(book: Book, entry: Entry, attempt: Attempt) -> Refusal | None:
    """Why the workbook does not take this entry by itself. Rows are alike to it; cells are tried one by one."""
    try:
        edits = _changes(book, [entry]).edits
        if edits and any(isinstance(change, CellChange) for change in entry.changes):
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


def _changes(book: Book, entries: Sequence[Entry]) -> Plan:
    """The plan without the summary columns."""
    carried, impossible, cells, updates = _sorted_out(book, entries)
    return Plan((*_new_rows(book, updates), *_given_ids(book), *_cells(book, cells)), tuple(carried), tuple(impossible))


def _sorted_out(book: Book, entries: Sequence[Entry]) -> tuple[list[Entry], list[tuple[Entry, str]], list[CellChange], list[Update]]:
    """Which entries can be carried and which never can, the cells to set and the updates to add, each after those before it."""
    there = set(book.updates["update_id"])
    now: dict[tuple[str, str], str] = {}
    carried: list[Entry] = []
    impossible: list[tuple[Entry, str]] = []
    cells: list[CellChange] = []
    updates: list[Update] = []
    for entry in entries:
        wanted = [change for change in entry.changes if isinstance(change, CellChange)]
        if reason := next((why for change in wanted if (why := _blind(book, change, now))), ""):
            impossible.append((entry, reason))
            continue
        carried.append(entry)
        updates += [c for c in entry.changes if isinstance(c, Update) and c.update_id not in there]
        there.update(c.update_id for c in entry.changes if isinstance(c, Update))
        cells += [change for change in wanted if change.new != _now_in(book, change, now)]
        now |= {(change.action_id, change.field): change.new for change in wanted}
    return carried, impossible, cells, updates


def _now_in(book: Book, change: CellChange, now: Mapping[tuple[str, str], str]) -> str | None:
    """What a cell holds when the changes before this one, ``now``, are made; None where its action is gone."""
    action = book.action(change.action_id)
    return None if action is None else now.get((change.action_id, change.field), str(action[change.field]))


def _blind(book: Book, change: CellChange, now: Mapping[tuple[str, str], str]) -> str:
    """Why a cell change cannot be made: its action or column is gone, or the cell says something else by now. Blank: it can."""
    heading = ACTIONS.column(change.field).heading
    if change.field not in book.places[ACTIONS.name].columns:
        return _("the sheet has no column {heading}").format(heading=heading)
    said = _now_in(book, change, now)
    if said is None:
        return _("the action {id} is no longer there").format(id=change.action_id)
    if said not in {change.old, change.new}:
        return _("{heading} of {id} was changed to {now} meanwhile").format(heading=heading, id=change.action_id, now=said or _("blank"))
    return ""


def refuse_blind(view: Book, changes: Sequence[Change]) -> None:
    """Refuse a cell change that cannot be made in the book as it is shown now."""
    for change in changes:
        if isinstance(change, CellChange) and (why := _blind(view, change, {})):
            raise Refusal(_("Nothing was recorded: {why}.").format(why=why), _("Look at the workbook, then try again."), field=change.field)


def _new_rows(book: Book, updates: Sequence[Update]) -> list[Edit]:
    if not updates:
        return []
    ordered = sorted(updates, key=lambda update: (update.recorded_at, update.update_id))
    rows = [{name: _value(value) for name, value in update.row().items()} for update in ordered]
    place = book.places.get(UPDATES.name)
    if place is None:
        return [AddSheet(UPDATES.name, UPDATES.headings, tuple(tuple(row.values()) for row in rows))]
    _all_columns(place, rows)
    return [AddRows(place.sheet, tuple({place.columns[n] + 1: v for n, v in row.items() if n in place.columns} for row in rows))]


def _value(value: object) -> Value:
    return value if isinstance(value, date) else (str(value) or None)


def _all_columns(place: Place, rows: Iterable[dict[str, Value]]) -> None:
    """Refuse where a column that has something to hold is missing: its words would be lost."""
    needed = {"update_id", *(name for row in rows for name, value in row.items() if value is not None)}
    if missing := [UPDATES.column(name).heading for name in UPDATES.names if name in needed and name not in place.columns]:
        raise Refusal(
            _("The sheet {sheet} has no column {headings}.").format(sheet=place.sheet, headings=", ".join(missing)),
            _("Add the heading in row {row}; what waits goes in by itself afterwards.").format(row=place.heading_row),
        )


def _given_ids(book: Book) -> list[Edit]:
    """Give rows that were typed by hand the ID by which the view knows them."""
    place = book.places.get(UPDATES.name)
    if place is None or "update_id" not in place.columns:
        return []
    given = book.updates[book.updates["id_given"]]
    at = place.columns["update_id"] + 1
    cells: dict[tuple[int, int], Value] = {(int(r), at): str(i) for r, i in zip(given["row"], given["update_id"], strict=True)}
    return [SetCells(place.sheet, cells)] if cells else []


def _cells(book: Book, changes: Sequence[CellChange]) -> list[Edit]:
    place = book.places[ACTIONS.name]
    cells: dict[tuple[int, int], Value] = {}
    for change in changes:
        action = book.action(change.action_id)
        if action is not None:
            cells[(int(action["row"]), place.columns[change.field] + 1)] = _typed(change)
    return [SetCells(place.sheet, cells)] if cells else []


def _typed(change: CellChange) -> Value:
    if change.field == "due_date_set":
        try:
            return date.fromisoformat(change.new)
        except ValueError:
            return change.new
    return change.new


def _summaries(book: Book, stands: pd.DataFrame) -> list[Edit]:
    """*Latest status* and *Last reported*, each where the column is there and says something else."""
    place = book.places[ACTIONS.name]
    columns: list[dict[tuple[int, int], Value]] = []
    rows = book.actions["row"].astype("int64")
    if (at := place.columns.get("latest_status")) is not None:
        wrong = book.actions["latest_status"] != stands["status"]
        columns.append({(row, at + 1): status for row, status in zip(rows[wrong], stands.loc[wrong, "status"], strict=True)})
    if (at := place.columns.get("last_reported")) is not None:
        now, then = stands["last_reported"].astype("datetime64[s]"), book.actions["last_reported"]
        wrong = (now != then) & ~(now.isna() & then.isna())
        days = [None if pd.isna(day) else day.date() for day in now[wrong]]
        columns.append({(row, at + 1): day for row, day in zip(rows[wrong], days, strict=True)})
    return [SetCells(place.sheet, cells) for cells in columns if cells]
