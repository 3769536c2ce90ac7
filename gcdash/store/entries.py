"""What the journal's entries do to a book, as values: the rows they add, the cells they set, and what can never be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from gcdash.altered import with_actions, with_cells, with_records, with_updates
from gcdash.book import Book
from gcdash.changes import CONTENT, CellChange, Change, Meeting, NewAction, Row, Update, content, frame_of
from gcdash.errors import Problem, Refusal
from gcdash.layout import Place
from gcdash.membership import among_caseless, having
from gcdash.schema import ACTIONS, LATER, SETTINGS, UPDATES, Sheet, fold
from gcdash.store.journal import Entry
from gcdash.updates import clean, unfit
from gcdash.words import _


@dataclass(frozen=True)
class Effects:
    """``carried`` entries can be in the workbook, ``impossible`` ones never, each with the reason; ``rows`` by the name of their sheet."""

    carried: tuple[Entry, ...]
    impossible: tuple[tuple[Entry, str], ...]
    cells: tuple[CellChange, ...]
    rows: Mapping[str, tuple[Row, ...]]


_Cells = dict[tuple[str, str, str], str]


def effects(book: Book, entries: Sequence[Entry]) -> Effects:
    """What the entries do, each after those before it. A row that the book holds already is carried without being added."""
    there = _there(book, entries)
    now: _Cells = {}
    carried: list[Entry] = []
    impossible: list[tuple[Entry, str]] = []
    cells: list[CellChange] = []
    rows: dict[tuple[str, str], Row] = {}
    for entry in entries:
        wanted = [change for change in entry.changes if isinstance(change, CellChange)]
        reasons = [*(_blind(book, change, now) for change in wanted), *(_taken(book, change) or _unfit(change) for change in entry.changes)]
        if reason := next((why for why in reasons if why), ""):
            impossible.append((entry, reason))
            continue
        carried.append(entry)
        for row in (change for change in entry.changes if not isinstance(change, CellChange)):
            sheet, key = row.sheet.name, str(row.row()[row.sheet.names[0]])
            if (sheet, key.casefold()) not in there and (sheet, key) not in rows:
                rows[sheet, key] = row
                if not isinstance(row, Update):
                    now |= {(sheet, key, name): _iso(value) for name, value in row.row().items()}
        for change in wanted:
            if (waiting := rows.get((change.sheet, change.key))) is not None:
                rows[change.sheet, change.key] = replace(waiting, **{change.field: change.new})  # type: ignore[arg-type]  # a field of text
            elif change.new != _now_in(book, change, now):
                cells.append(change)
            now[change.sheet, change.key, change.field] = change.new
    added = {
        sheet: tuple(row for (name, _key), row in rows.items() if name == sheet) for sheet in dict.fromkeys(name for name, _key in rows)
    }
    return Effects(tuple(carried), tuple(impossible), tuple(cells), added)


def with_entries(book: Book, entries: Sequence[Entry]) -> Book:
    """The book as it will be when these entries are in its workbook; what never can be is left out."""
    return with_effects(book, effects(book, entries))


def with_effects(book: Book, done: Effects) -> Book:
    if actions := done.rows.get(ACTIONS.name):
        book = with_actions(book, [row.row() for row in actions])
    if updates := done.rows.get(UPDATES.name):
        book = with_updates(book, frame_of(updates))
    for sheet in LATER:
        if records := done.rows.get(sheet.name):
            book = with_records(book, sheet, frame_of(records, sheet))
    return with_cells(book, [(c.sheet, c.key, c.field, c.new) for c in done.cells]) if done.cells else book


def refuse_blind(view: Book, changes: Sequence[Change]) -> None:
    """Refuse a change that cannot be made in the book as it is shown now: what was seen is no longer there, or a name is taken."""
    for change in changes:
        why = _blind(view, change, {}) if isinstance(change, CellChange) else _taken(view, change) or _unplaceable(view, change)
        if why:
            field = getattr(change, "field", "")
            raise Refusal(_("Nothing was recorded: {why}.").format(why=why), _("Look at the workbook, then try again."), field=field)


def refuse_other_words(book: Book, changes: Sequence[Change]) -> None:
    """Refuse an update whose ID stands in the workbook already with other words."""
    for problem in differences(book, {change.update_id: hash(content(change)) for change in changes if isinstance(change, Update)}):
        raise Refusal(problem.message, _("Leave the ID out, so that a new one is made."), field="update_id")


def differences(book: Book, said: Mapping[str, int]) -> tuple[Problem, ...]:
    """The updates that stand in the workbook in other words than these, in the sheet's order. ``said``: a hash of their content by ID."""
    place = book.places.get(UPDATES.name)
    if place is None or not said:
        return ()
    rows = having(book.updates, "update_id", list(said)).sort_values("row")
    days = [None if pd.isna(day) else day.date() for day in rows["report_date"]]
    words = zip(*(days if name == "report_date" else rows[name].to_numpy() for name in CONTENT), strict=True)
    found = zip(rows["row"], rows["update_id"].to_numpy(), words, strict=True)
    return tuple(_differs(place, row, update_id) for row, update_id, content_now in found if hash(content_now) != said[update_id])


def _differs(place: Place, row: int, update_id: str) -> Problem:
    return Problem(
        place.sheet, place.ref(row, "update_id"), "changed-update",
        _("The update ID {id} stands in the workbook with other words.").format(id=update_id),
        _("The workbook's words count; what was recorded at first is kept in the journal."),
        _("If the change was not meant, withdraw the update and record it again."),
    )  # fmt: skip


def _there(book: Book, entries: Sequence[Entry]) -> set[tuple[str, str]]:
    """Which of the rows that entries bring stand in their sheets already, by sheet and key in lower case."""
    rows = [change for entry in entries for change in entry.changes if not isinstance(change, CellChange)]
    asked = {(row.sheet.name, str(row.row()[row.sheet.names[0]]).casefold()) for row in rows}
    firsts = {ACTIONS.name: book.actions["action_id"], UPDATES.name: book.updates["update_id"]}
    firsts |= {sheet.name: book.records[sheet.name].iloc[:, 0] for sheet in LATER}
    found = {name: among_caseless([key for sheet, key in asked if sheet == name], firsts[name]) for name in {name for name, _key in asked}}
    return {(name, key) for name, keys in found.items() for key in keys}


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _now_in(book: Book, change: CellChange, now: _Cells) -> str | None:
    """What a cell holds when the changes before this one, ``now``, are made; None where its row is gone."""
    if (said := now.get((change.sheet, change.key, change.field))) is not None:
        return said
    at = book.position(change.sheet, change.key)
    return None if at is None else _as_said(book.table(change.sheet)[change.field].iloc[at])


def _as_said(value: object) -> str:
    return "" if value != value else str(value)  # noqa: PLR0124 -- NaT, a blank day or time, is the one value unlike itself


def _blind(book: Book, change: CellChange, now: _Cells) -> str:
    """Why a cell change cannot be made: its row or column is gone, or the cell says something else by now. Blank: it can."""
    sheet = _sheet(change.sheet)
    heading = sheet.column(change.field).heading
    place = book.places.get(sheet.name)
    if place and change.field not in place.columns:
        return _("the sheet has no column {heading}").format(heading=heading)
    said = _now_in(book, change, now)
    if said is None:
        return (
            _("the action {id} is no longer there").format(id=change.key)
            if sheet is ACTIONS
            else _("{id} is no longer there").format(id=change.key)
        )
    if said not in {change.old, change.new}:
        return _("{heading} of {id} was changed to {now} meanwhile").format(heading=heading, id=change.key, now=said or _("blank"))
    return ""


def _sheet(name: str) -> Sheet:
    return next(sheet for sheet in (ACTIONS, SETTINGS, *LATER) if sheet.name == name)


def _taken(book: Book, change: Change) -> str:
    """Why a row cannot be added: its ID or name is another's by now. Blank: it can, or it is there already."""
    if isinstance(change, NewAction):
        other = book.action(change.action_id)
        if other is not None and fold(str(other["action"])) != fold(change.action):
            return _("the ID {id} was given to another action meanwhile").format(id=change.action_id)
    if isinstance(change, Meeting):
        alike = book.meetings[book.meetings["meeting"].map(fold) == fold(change.meeting)]
        if len(alike) and alike.iloc[0]["date"] != pd.Timestamp(change.date):
            return _("there is another meeting of the name {name}").format(name=change.meeting)
    return ""


def _unfit(change: Change) -> str:
    """Why no cell can hold a change's words, as those of a file written by hand may be. Blank: one can."""
    sheet = _sheet(change.sheet) if isinstance(change, CellChange) else change.sheet
    words = {change.field: change.new} if isinstance(change, CellChange) else change.row()
    refusals = (unfit(name, clean(value), sheet) for name, value in words.items() if isinstance(value, str))
    return next((refusal.message for refusal in refusals if refusal), "")


def _unplaceable(book: Book, change: Change) -> str:
    """Why a new action finds no place in the Actions sheet as it is laid out. Blank: it does."""
    columns = book.places[ACTIONS.name].columns
    missing = [ACTIONS.column(name).heading for name in ("action_id", "theme") if name not in columns]
    if isinstance(change, NewAction) and missing:
        return _("the sheet {sheet} has no column {headings}").format(sheet=book.places[ACTIONS.name].sheet, headings=", ".join(missing))
    return ""
