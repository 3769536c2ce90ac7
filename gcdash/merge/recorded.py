"""The rows of an Updates sheet that comes back in a copy of the workbook: those that are recorded already, and those typed since."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from gcdash import updates_table
from gcdash.merge.baseline import rows_of
from gcdash.merge.desk import About, Desk
from gcdash.merge.plan import Kind
from gcdash.merge.recognition import Listing
from gcdash.merge.reports import add_report
from gcdash.merge.rows import Row
from gcdash.merge.sameness import same, words
from gcdash.schema import UPDATES
from gcdash.words import _

_OURS = ("verified", "recorded_at", "source")
"""What gcdash writes beside a report; in a row typed by hand it means nothing."""


def add_updates(desk: Desk, listing: Listing) -> None:
    """Account for each row: new ones as reports, recorded ones as what they are. A row that is missing deletes nothing.

    A row that names no party speaks for whoever is said to have sent the file, else for the whole action.
    """
    place = listing.table.place
    cells = dict(listing.table.rows)
    ids = pd.Series([*desk.known.ids.values(), *desk.renamed], dtype="str")
    frame, _problems = updates_table.read(listing.table, ids, desk.known.parties)
    said = rows_of(frame)
    for line in desk.steps.through(frame.sort_values("row", kind="stable").to_dict("records"), desk.name):
        raw = cells[line["row"]]
        columns = {name: raw[at] if at < len(raw) else None for name, at in place.columns.items()}
        row = Row(line["row"], columns, "", place)
        action_id = desk.renamed.get(line["action_id"].casefold(), line["action_id"])
        about = About(row, action_id, line["party"] or (desk.party or ""))
        _add_row(desk, about, str(line["update_id"]), said, id_given=bool(line["id_given"]))


def _add_row(desk: Desk, about: About, update_id: str, said: Mapping[str, tuple[str, ...]], *, id_given: bool) -> None:
    there = update_id in desk.known.updates and update_id not in desk.brought
    if there and (id_given or desk.base.knew(update_id) or _same_words(desk, about, update_id)):
        _recorded(desk, about, update_id, unedited=desk.base.rows.get(update_id) == said[update_id])
    elif desk.base.known is not None and desk.base.knew(update_id):
        desk.put(Kind.UNCHANGED, about, "update_id", reason=_("The book no longer holds this update."))
    else:
        add_report(desk, about, about.party, own_id="" if id_given or there else update_id)


def _differing(desk: Desk, about: About, update_id: str) -> list[str]:
    """The columns in which the file says something else than the book; a blank says nothing."""
    book = desk.known.updates[update_id]
    return [
        name
        for name, cell in about.row.cells.items()
        if name in UPDATES.names and name not in {*_OURS, "update_id"} and words(cell) and not same(cell, _said(about, name, book[name]))
    ]


def _said(about: About, name: str, value: object) -> object:
    """What the book says; where the file spells an action's ID or a party another way, its own spelling."""
    if (name, value) in {("action_id", about.action_id), ("party", about.party)}:
        return about.row.cells[name]
    return None if value is pd.NaT else value


def _same_words(desk: Desk, about: About, update_id: str) -> bool:
    return not _differing(desk, about, update_id)


def _recorded(desk: Desk, about: About, update_id: str, *, unedited: bool) -> None:
    """A recorded update is never changed: whoever corrects one adds another."""
    differing = [] if unedited else _differing(desk, about, update_id)
    for name in differing:
        old = _said(about, name, desk.known.updates[update_id][name])
        why = _("A recorded update is not changed. To correct it, add a row of its own.")
        desk.put(Kind.REFUSED, about, name, old=words(old), reason=why)
    desk.put(Kind.UNCHANGED, about, "update_id")
