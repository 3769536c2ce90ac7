"""The rows of a submission that say what was agreed: an action's own words, compared cell by cell, and actions that are new."""

from __future__ import annotations

import uuid

from gcdash.changes import Amendment, NewAction
from gcdash.errors import Refusal
from gcdash.merge.comparison import compare
from gcdash.merge.desk import About, Desk
from gcdash.merge.form import CELLS, KEPT
from gcdash.merge.plan import Kind, Unit
from gcdash.merge.reports import COLUMNS, add_report, alike, unreadable
from gcdash.merge.rows import Matcher, Row
from gcdash.merge.sameness import is_error, is_none, same, words
from gcdash.schema import ACTIONS
from gcdash.updates import IN_CELLS, fit
from gcdash.words import _


def add_action_row(desk: Desk, matcher: Matcher, row: Row) -> None:
    """Account for each cell of one row: its action's words, what gcdash keeps, and the report in it."""
    if is_error(row.cells.get("action_id")):
        _refuse_row(
            desk, row, _("The cell {cell} holds no value but {error}.").format(cell=row.ref("action_id"), error=row.words("action_id"))
        )
        return
    match = matcher.match(row)
    if match.refusal:
        _refuse_row(desk, row, match.refusal)
        return
    action_id = _new_action(desk, row) if match.new else match.action_id
    if not action_id:
        return
    if (said := row.words("action_id").casefold()) not in {"", action_id.casefold()}:
        desk.renamed[said] = action_id
    about = About(row, action_id, desk.party or "", match.likeness)
    if not match.new:
        _add_cells(desk, about)
    party = desk.known.party(row.words("party")) if row.words("party") else desk.party
    add_report(desk, about, party)


def _refuse_row(desk: Desk, row: Row, why: str) -> None:
    """A row that is no action's: refused where it says something, else not worth a word (a total, a signature)."""
    about = About(row, row.words("action_id"))
    says = [name for name in row.cells if name in {"action_id", "action", *COLUMNS} and row.words(name)]
    if says:
        desk.refuse(about, [name for name in row.cells if row.words(name)], why)


def _add_cells(desk: Desk, about: About) -> None:
    for column in about.row.cells:
        if column == "action_id":
            desk.put(Kind.UNCHANGED, about, column)
        elif column in CELLS:
            _add_cell(desk, about, column)
        elif column in KEPT:
            _kept(desk, about, column)


def _add_cell(desk: Desk, about: About, column: str) -> None:
    key = about.action_id, column
    cell, now = about.row.cells[column], desk.known.cells[key]
    base = None if desk.base.cells is None else desk.base.cells.get(key)
    if is_error(cell) and not same(words(cell), now):
        desk.put(Kind.REFUSED, about, column, old=now, reason=unreadable(about, column))
        return
    if desk.base.cells is None and column in IN_CELLS and same(cell, desk.known.shown.get((about.action_id, column))):
        desk.put(Kind.UNCHANGED, about, column, old=now, reason=_("That is how it is read."))
        return
    kind, new, reason = compare(column, base, cell, now)
    if kind in {Kind.UNCHANGED, Kind.REFUSED}:
        desk.put(kind, about, column, old=now, new=new, reason=reason)
        return
    if column in IN_CELLS and column not in desk.known.book.places[ACTIONS.name].columns:
        why = _("The Actions sheet has no column {heading}.").format(heading=_(ACTIONS.column(column).heading))
        desk.put(Kind.REFUSED, about, column, old=now, new=new, reason=why)
        return
    if not about.sure:
        kind, reason = Kind.CONFLICT, alike(about)
    draft = Amendment("", about.action_id, column, now, new, desk.known.today)
    needs = desk.new_actions.get(about.action_id, -1)
    was, raw = desk.known.before(*key), desk.known.raw.get(key, "")
    unit = desk.unit(Unit(draft, desk.file, conflict=kind is Kind.CONFLICT, was=was, cell=raw, needs=needs))
    desk.put(kind, about, column, old=now, new=new, reason=reason, unit=unit)
    if kind is Kind.CHANGED:
        desk.known.take(draft)


def _kept(desk: Desk, about: About, column: str) -> None:
    """What gcdash itself wrote is not taken back; whoever changed it is told so."""
    cell = about.row.cells[column]
    base = None if desk.base.cells is None else desk.base.cells.get((about.action_id, column))
    now = desk.known.cells.get((about.action_id, column), "")
    if base is None or not words(cell) or same(cell, base) or same(cell, now):
        desk.put(Kind.UNCHANGED, about, column, old=now)
    else:
        why = _("gcdash keeps this cell by what is reported. Report in a row of Updates, or in the cells to fill in.")
        desk.put(Kind.REFUSED, about, column, old=now or base, reason=why)


_IDS = uuid.UUID("3b9d0c1a-4f0b-5a44-9d43-6f9c1b7b2a10")
"""The name space of the changes that add an action."""


def _new_action(desk: Desk, row: Row) -> str:
    """Note a new action; returns the ID that it would get, blank where it is refused."""
    about = About(row, row.words("action_id"))
    filled = [name for name in row.cells if row.words(name)]
    try:
        cells = _cells_of(desk, row)
    except Refusal as refusal:
        desk.refuse(about, filled, refusal)
        return ""
    action_id = next(given for given in desk.known.free_ids if given.casefold() not in desk.known.ids)
    change_id = str(uuid.uuid5(_IDS, "\x1f".join(cells.values())))
    draft = NewAction(change_id, action_id, **cells)
    unit = desk.unit(Unit(draft, desk.file))
    desk.known.take(draft)
    desk.new_actions[action_id] = unit
    about = About(row, action_id)
    for column in row.cells:
        if column in filled and column in {"action_id", *CELLS}:
            desk.put(Kind.ADDED, about, column, new=cells.get(column, action_id), unit=unit)
        elif column in {"action_id", *CELLS, *KEPT}:
            desk.put(Kind.UNCHANGED, about, column)
    return action_id


def _cells_of(desk: Desk, row: Row) -> dict[str, str]:
    """What a new action's cells would hold. Refusal where one cannot, or where the book's sheet has no place for it."""
    columns = desk.known.book.places[ACTIONS.name].columns
    if missing := [ACTIONS.column(name).heading for name in ("action_id", "theme") if name not in columns]:
        raise Refusal(_("The Actions sheet has no column {heading}, so no action can be added.").format(heading=", ".join(missing)))
    if bad := next((name for name in CELLS if is_error(row.cells.get(name))), ""):
        raise Refusal(unreadable(About(row, ""), bad))
    cells = {name: fit(name, row.words(name)) for name in CELLS if row.words(name) and not is_none(row.cells[name])}
    cells = {"theme": row.theme, **cells}
    if not cells["theme"]:
        raise Refusal(_("A new action needs a theme."), _("Write one in the Theme column."))
    return {name: text for name, text in cells.items() if text and (name in {"theme", "action"} or name in columns)}
