"""The reports of a submission: in the cells to fill in, or as rows of an Updates sheet. What counts as one is (action, party)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from gcdash.changes import Update
from gcdash.errors import Refusal
from gcdash.merge.desk import About, Desk
from gcdash.merge.form import REPORTED
from gcdash.merge.knowledge import Known, Said
from gcdash.merge.plan import Kind, Unit
from gcdash.merge.sameness import day_of, is_error, is_none, words
from gcdash.schema import REPORTABLE, Status, fold
from gcdash.updates import check
from gcdash.words import _

_IDS = uuid.UUID("0c6f0f53-6a52-5a0e-8a3c-2f4d0d1d7b19")
"""The name space of the IDs of reports that came in a submission."""

COLUMNS = (*REPORTED, "party", "reported_by", "withdraws")


def report_id(update: Update, *, undated: bool, again: int = 0) -> str:
    """The ID of a report by what it says, so that the same file sent twice brings the same update.

    ``again`` counts how often it was taken and withdrawn before: a report that was withdrawn by mistake can be sent anew.
    """
    day = "" if undated else update.report_date.isoformat()
    said = (update.action_id, update.party, update.status, day, update.text, update.evidence, update.next_step, update.withdraws)
    return str(uuid.uuid5(_IDS, "\x1f".join((*said, str(again) if again else ""))))


def add_report(desk: Desk, about: About, party: str | None, *, own_id: str = "") -> None:
    """Account for the cells of one row's report. ``party`` None: nobody says whose it is. ``own_id``: the ID that the row has already."""
    columns = [name for name in COLUMNS if name in about.row.cells]
    filled = [name for name in columns if words(about.row.cells[name])]
    if not any(name in filled and not is_none(about.row.cells[name]) for name in (*REPORTED, "withdraws") if name != "report_date"):
        _leave(desk, about, columns, "")
        return
    if _repeats(desk, about, party, filled):
        _leave(desk, about, columns, _("The book has this status already."))
        return
    if bad := [name for name in filled if is_error(about.row.cells[name])]:
        desk.refuse(about, filled, unreadable(about, bad[0]))
        _leave(desk, about, [name for name in columns if name not in filled], "")
        return
    try:
        _account(desk, about, columns, _draft(desk.known, about, party), own_id)
    except Refusal as refusal:
        desk.refuse(about, filled, refusal)
        _leave(desk, about, [name for name in columns if name not in filled], "")


def _leave(desk: Desk, about: About, columns: Sequence[str], reason: str) -> None:
    for column in columns:
        desk.put(Kind.UNCHANGED, about, column, reason=reason)


def unreadable(about: About, column: str) -> str:
    """Why a cell with an error in it is refused."""
    said = words(about.row.cells[column])
    return _("The cell {cell} holds no value but {error}.").format(cell=about.row.ref(column), error=said)


def _account(desk: Desk, about: About, columns: list[str], said: _Draft, own_id: str) -> None:
    known, draft, undated = desk.known, said.update, said.undated
    about = replace(about, party=draft.party)
    again, there = _there(known, draft, own_id, undated=undated)
    draft = replace(draft, update_id=own_id if own_id and not again else report_id(draft, undated=undated, again=again))
    if there or draft.update_id in desk.brought:
        _leave(desk, about, columns, there or _("It stands in the file twice."))
        return
    newer = [other for other in known.reports.get((draft.action_id, draft.party), ()) if not desk.base.knew(other.update_id)]
    unit = desk.unit(
        Unit(
            draft,
            desk.file,
            conflict=bool(newer) or not about.sure,
            against=tuple(other.update_id for other in newer),
            over=tuple(other.update_id for other in newer if other.report_date and other.report_date > draft.report_date),
            needs=desk.new_actions.get(draft.action_id, -1),
            again=again,
            undated=undated,
        )
    )
    desk.brought[draft.update_id] = draft
    why = _why_it_asks(about, newer) if desk.units[unit].conflict else " ".join(said.notes)
    _put_report(desk, about, columns, unit, newer, why)


def _put_report(desk: Desk, about: About, columns: list[str], unit: int, newer: Sequence[Said], why: str) -> None:
    """Account for the cells of a report that is taken, or asks; beside each, what the book has."""
    draft, kind = desk.units[unit].draft, Kind.CONFLICT if desk.units[unit].conflict else Kind.ADDED
    last = desk.known.last(about.action_id, about.party)
    for column in columns:
        if not words(about.row.cells[column]):
            desk.put(Kind.UNCHANGED, about, column)
            continue
        old = str(getattr(newer[-1], column, "") or "") if newer else last if column == "status" else ""
        desk.put(kind, about, column, old=old, new=_as_taken(draft, column), reason=why, unit=unit)


def _as_taken(draft: object, column: str) -> str:
    value = getattr(draft, column)
    return value.isoformat() if isinstance(value, date) else str(value)


def _why_it_asks(about: About, newer: Sequence[Said]) -> str:
    if newer:
        return _("The book has a newer report of the same party: {said}").format(said=newer[-1])
    return alike(about)


def alike(about: About) -> str:
    """Why a row that was found by words that are alike asks."""
    return _("The row's words are like those of {id} ({n} of 100). If it is another action, write an ID of its own.").format(
        id=about.action_id, n=about.likeness
    )


class _Draft(NamedTuple):
    """A report as the book would hold it, whether the file gives no day, and what was added to the file's own words."""

    update: Update
    undated: bool
    notes: list[str]


def _draft(known: Known, about: About, party: str | None) -> _Draft:
    if party is None:
        raise Refusal(_("The file does not say who reports."), _("Say which party sent it."))
    texts = {name: "" if is_none(cell) else words(cell) for name, cell in about.row.cells.items() if name in COLUMNS}
    notes: list[str] = []
    day = _day(known, about, texts, notes)
    status = _status(known, about.action_id, party, texts, notes)
    draft = Update(
        "", about.action_id, day, status, texts.get("text", ""), party, texts.get("next_step", ""), texts.get("evidence", ""),
        texts.get("reported_by", ""), withdraws=texts.get("withdraws", ""),
    )  # fmt: skip
    return _Draft(_checked(known, draft), not texts.get("report_date"), notes)


def _day(known: Known, about: About, texts: dict[str, str], notes: list[str]) -> date:
    if not texts.get("report_date"):
        notes.append(_("No report date is given: today is taken."))
        return known.today
    day = day_of(about.row.cells["report_date"])
    if day is None:
        raise Refusal(
            _("The report date {text} can be read as more than one day, or as none.").format(text=texts["report_date"]),
            _("Write a date such as 2009-11-29."),
        )
    return day


def _status(known: Known, action_id: str, party: str, texts: dict[str, str], notes: list[str]) -> str:
    """The canonical status; where none is given, that of the party's last report stays."""
    said = texts.get("status", "")
    if said:
        spelled = {fold(_(word)): str(word) for word in REPORTABLE} | {fold(word): str(word) for word in REPORTABLE}
        return spelled.get(fold(said), said)
    if texts.get("withdraws"):
        return Status.NOTHING_TO_REPORT
    last = known.last(action_id, party)
    if not last:
        raise Refusal(
            _("The report has no status, and no earlier one of the same party that could stay."),
            _("Choose one of: {choices}.").format(choices=", ".join(_(word) for word in REPORTABLE)),
        )
    notes.append(_("No status is given: that of the last report stays."))
    return last


def _checked(known: Known, draft: Update) -> Update:
    """The report in the words of the book. Refusal with all that the rules for updates say against it."""
    if draft.withdraws and draft.withdraws not in known.updates:
        raise Refusal(_("There is no update {id}.").format(id=draft.withdraws), _("Copy its ID from the action's history."))
    draft, refusals = check(draft, known.rules, known.today)
    if refusals:
        raise Refusal(" ".join(str(refusal) for refusal in refusals))
    return draft


def _repeats(desk: Desk, about: About, party: str | None, filled: Sequence[str]) -> bool:
    """Whether a list from elsewhere says no more than the status that the book has from the party; in a download, that of the action."""
    if desk.base.cells is not None or set(filled) & {"text", "evidence", "next_step", "withdraws"}:
        return False
    said = {desk.known.last(about.action_id, party or ""), str(Status.NO_REPORT)}
    said |= {desk.known.shown.get((about.action_id, "status"), "")} if desk.shows_status or not party else set()
    return fold(words(about.row.cells.get("status"))) in {fold(status) for status in said if status}


def _there(known: Known, draft: Update, own_id: str, *, undated: bool) -> tuple[int, str]:
    """How often the same report was withdrawn before, and why it is nothing new; blank: it is new."""
    again = 0
    while not own_id and report_id(draft, undated=undated, again=again) in known.withdrawn:
        again += 1
    said_before = not own_id and report_id(draft, undated=undated, again=again) in known.updates
    same = (draft.status, draft.text, draft.evidence, draft.next_step)
    said_before = said_before or any(
        (said.status, said.text, said.evidence, said.next_step) == same and (undated or said.report_date == draft.report_date)
        for said in known.reports.get((draft.action_id, draft.party), ())
    )
    return again, _("The book has this report already.") if said_before else ""
