"""The sheets Amendments, Meetings and Reminders of a copy that comes back: what somebody typed there is refused row by row, never dropped.

They are records of what was done with gcdash; a row in a copy does not do it. The reason says where to do it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gcdash import records
from gcdash.layout import RawSheet, Table, find_table
from gcdash.merge.baseline import texts_of
from gcdash.merge.desk import About, Desk
from gcdash.merge.plan import Kind
from gcdash.merge.rows import Row
from gcdash.merge.sameness import same, words
from gcdash.schema import AMENDMENTS, LATER, MEETINGS, REMINDERS, Sheet
from gcdash.words import N_, _

WHY = {
    AMENDMENTS.name: N_("Amendments are not typed here: change the cell in the sheet Actions, and the amendment is recorded with it."),
    MEETINGS.name: N_("Meetings are not taken from a copy: write it down on the page Meetings."),
    REMINDERS.name: N_("Reminders are not taken from a copy: they are recorded when the e-mails are drafted."),
}


def tables(sheets: Sequence[RawSheet]) -> Mapping[Sheet, Table]:
    """Those of the three that a submission has."""
    return {wanted: table for wanted in LATER if (table := find_table(wanted, sheets)) is not None}


def add_later(desk: Desk, sheets: Sequence[RawSheet]) -> None:
    """Refuse each row that neither the book holds nor the copy held when it was made. A row that is missing deletes nothing."""
    for sheet, table in tables(sheets).items():
        for row in _typed(desk, sheet, table):
            filled = {name: said for name, cell in row.cells.items() if (said := words(cell))}
            about = About(row, filled.get("action_id", ""))
            desk.put(Kind.REFUSED, about, next(iter(filled)), new=" \u00b7 ".join(filled.values()), reason=_(WHY[sheet.name]))


def _typed(desk: Desk, sheet: Sheet, table: Table) -> Iterator[Row]:
    """The rows that are no records."""
    sides = (desk.base.records.get(sheet.name, ()), texts_of(desk.known.book.records[sheet.name], sheet.names))
    known = [said for side in sides for said in side]
    by_id: dict[str, list[tuple[str, ...]]] = {}
    for said in known:
        by_id.setdefault(said[0], []).append(said)
    without_id = {said[1:] for said in known}
    numbers = [number for number, _cells in table.rows]
    frame = records.typed(sheet, {name: table.column(name) for name in sheet.names}, numbers)
    for (number, cells), said in zip(table.rows, texts_of(frame, sheet.names), strict=True):
        recorded = any(_says_no_more(said, other) for other in by_id.get(said[0], ())) if said[0] else said[1:] in without_id
        row = {name: cells[at] if at < len(cells) else None for name, at in table.place.columns.items()}
        if not recorded and any(words(cell) for cell in row.values()):
            yield Row(number, row, "", table.place)


def _says_no_more(said: Sequence[str], record: Sequence[str]) -> bool:
    return all(not cell or same(cell, other) for cell, other in zip(said, record, strict=True))
