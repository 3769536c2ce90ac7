"""The receipt for a submission: what was taken, what was not, and why, as a workbook that can be sent to whoever sent the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

from gcdash.exports.excel import Cell, Looks, Table, add_table, workbook
from gcdash.merge import tally
from gcdash.merge.form import heading
from gcdash.merge.plan import Choice, Entry, File, Kind, Plan
from gcdash.schema import Column
from gcdash.words import N_, _, n_

COLUMNS = (
    Column("what", N_("What"), width=12),
    Column("id", N_("ID"), width=8),
    Column("column", N_("Column"), width=20),
    Column("cell", N_("Cell"), width=14),
    Column("old", N_("Before"), width=40),
    Column("new", N_("In the file"), width=40),
    Column("why", N_("Why"), width=50),
    Column("file", N_("File"), width=24),
)


FACTS = (Column("fact", N_("This receipt"), width=24), Column("says", N_("says"), width=100))


def receipt(plan: Plan, book_name: str, by: str, made_on: date) -> bytes:
    """The .xlsx: a sheet of facts, one of what was taken, one of what was not. What was unchanged is counted only."""
    said = [entry for entry in plan.entries if entry.kind is not Kind.UNCHANGED]
    taken = [entry for entry in said if entry.unit in plan.taken]
    left = [entry for entry in said if entry.unit not in plan.taken]
    facts: list[tuple[Cell, Cell]] = [(_("Workbook"), book_name), (_("Merged on"), made_on.isoformat()), (_("By"), by)]
    facts += [(_("File"), f"{file.name} \u00b7 SHA-256 {file.sha256} \u00b7 {whose(file)}") for file in plan.files]
    facts += [(_("Not used"), bad.message) for bad in plan.unusable]
    facts += [(_("Left unread"), notice) for file in plan.files for notice in file.notices]
    facts += [(_("Taken"), _("{what}, in {cells}").format(what=tally.taken(plan), cells=_cells(taken)) if taken else _("nothing"))]
    facts += [(_("Not taken"), _cells(left)), (_("Unchanged"), _cells(plan.by_kind[Kind.UNCHANGED]))]
    out = BytesIO()
    with workbook(out, _("Receipt"), made_on) as book:
        looks = Looks(book)
        add_table(looks, Table("Receipt", _named(FACTS), facts))
        add_table(looks, Table("Taken", _named(COLUMNS), [_row(plan, entry) for entry in taken]))
        add_table(looks, Table("Not taken", _named(COLUMNS), [_row(plan, entry) for entry in left], table="NotTaken"))
    return out.getvalue()


def _cells(entries: Sequence[Entry]) -> str:
    return n_("1 cell", "{n} cells", len(entries))


def _named(columns: Sequence[Column]) -> list[Column]:
    return [replace(column, heading=_(column.heading)) for column in columns]


def whose(file: File) -> str:
    """Who sent a file, in words."""
    return _("nobody is said to have sent it") if file.party is None else file.party or _("for the whole action")


def _row(plan: Plan, entry: Entry) -> list[Cell]:
    return [
        _what(plan, entry), entry.action_id, heading(entry.field), f"{entry.sheet} {entry.cell}",
        entry.old, entry.new, entry.reason, entry.file,
    ]  # fmt: skip


def _what(plan: Plan, entry: Entry) -> str:
    """What became of a cell, in a word or two."""
    if entry.kind is Kind.REFUSED:
        return _("refused")
    if entry.unit in plan.taken:
        return _("taken, both stand") if plan.choices.get(entry.unit) is Choice.BOTH else _("taken")
    return _("the book's words stand") if entry.kind is Kind.CONFLICT else _("left")
