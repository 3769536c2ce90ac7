"""What a fold has to change in the workbook: decided here from values alone, carried out by the workbook store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from gcdash.book import Book, with_cells, with_updates
from gcdash.errors import Refusal
from gcdash.layout import Place
from gcdash.schema import ACTIONS, UPDATES
from gcdash.standing import stand
from gcdash.store.journal import Entry
from gcdash.store.ooxml import AddRows, AddSheet, SetCells, Value
from gcdash.updates import CellChange, Update, frame_of
from gcdash.words import _

Edit = AddRows | AddSheet | SetCells


@dataclass(frozen=True)
class Plan:
    """``edits`` for the workbook; ``carried`` entries are in it afterwards; ``impossible`` ones never can be, with the reason."""

    edits: tuple[Edit, ...]
    carried: tuple[Entry, ...]
    impossible: tuple[tuple[Entry, str], ...]


def plan(book: Book, entries: Sequence[Entry], today: date) -> Plan:
    """The edits that carry ``entries`` into the workbook that ``book`` was read from, and keep its two summary columns true.

    An entry whose update is in the workbook already is carried without an edit. A cell that no longer holds what was seen is not
    overwritten: its entry is impossible.
    """
    carried, impossible, cells, updates = _sorted_out(book, entries)
    after = with_updates(book, frame_of(updates)) if updates else book
    after = with_cells(after, [(c.action_id, c.field, c.new) for c in cells]) if cells else after
    edits = [*_new_rows(book, updates), *_given_ids(book), *_cells(book, cells), *_summaries(book, stand(after, today))]
    return Plan(tuple(edits), tuple(carried), tuple(impossible))


def _sorted_out(book: Book, entries: Sequence[Entry]) -> tuple[list[Entry], list[tuple[Entry, str]], list[CellChange], list[Update]]:
    there = set(book.updates["update_id"])
    carried: list[Entry] = []
    impossible: list[tuple[Entry, str]] = []
    cells: list[CellChange] = []
    updates: list[Update] = []
    for entry in entries:
        reason = next((why for change in entry.changes if isinstance(change, CellChange) and (why := _blind(book, change))), "")
        if reason:
            impossible.append((entry, reason))
            continue
        carried.append(entry)
        updates += [c for c in entry.changes if isinstance(c, Update) and c.update_id not in there]
        there.update(c.update_id for c in entry.changes if isinstance(c, Update))
        cells += [c for c in entry.changes if isinstance(c, CellChange) and c.new != _now_in(book, c)]
    return carried, impossible, cells, updates


def _now_in(book: Book, change: CellChange) -> str | None:
    action = book.action(change.action_id)
    return None if action is None else str(action[change.field])


def _blind(book: Book, change: CellChange) -> str:
    """Why a cell change cannot be made: its action or column is gone, or the cell says something else by now. Blank: it can."""
    heading = ACTIONS.column(change.field).heading
    if change.field not in book.places[ACTIONS.name].columns:
        return _("the sheet has no column {heading}").format(heading=heading)
    now = _now_in(book, change)
    if now is None:
        return _("the action {id} is no longer there").format(id=change.action_id)
    if now not in {change.old, change.new}:
        return _("{heading} of {id} was changed to {now} meanwhile").format(heading=heading, id=change.action_id, now=now or _("blank"))
    return ""


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
    """*Latest status* and *Last reported*, where the columns are there and say something else; never over a formula."""
    place = book.places[ACTIONS.name]
    cells: dict[tuple[int, int], Value] = {}
    rows = book.actions["row"].astype("int64")
    if (at := place.columns.get("latest_status")) is not None:
        wrong = book.actions["latest_status"] != stands["status"]
        cells |= {(row, at + 1): status for row, status in zip(rows[wrong], stands.loc[wrong, "status"], strict=True)}
    if (at := place.columns.get("last_reported")) is not None:
        now, then = stands["last_reported"].astype("datetime64[s]"), book.actions["last_reported"]
        wrong = (now != then) & ~(now.isna() & then.isna())
        days = [None if pd.isna(day) else day.date() for day in now[wrong]]
        cells |= {(row, at + 1): day for row, day in zip(rows[wrong], days, strict=True)}
    return [SetCells(place.sheet, cells)] if cells else []
