"""Which blocks of a sheet an edit needs, so that it may be made in an excerpt of them and comes out as in the whole sheet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from gcdash.store.ooxml.archive import Member, key
from gcdash.store.ooxml.cells import has_value
from gcdash.store.ooxml.edits import AddRows, AddSheet, Edit, SetCells, by_sheet
from gcdash.store.ooxml.excerpt import Excerpt, place_of, taken
from gcdash.store.ooxml.look import REACH
from gcdash.store.ooxml.markup import Text
from gcdash.store.ooxml.package import Package
from gcdash.store.ooxml.plan import Plan, make_plan
from gcdash.store.ooxml.workbook import read_workbook, worksheet_part
from gcdash.store.ooxml.worksheet import Worksheet, read_worksheet


def with_excerpts(package: Package, edits: Sequence[Edit]) -> Package:
    """The package with excerpts for the sheets of which it is known how they are packed. Refusal where the bytes are others."""
    if not package.proved or not package.blocks or any(isinstance(edit, AddSheet) for edit in edits):
        return package
    workbook = read_workbook(package)
    for name, together in by_sheet(edits).items():
        member = package.names.get(key(worksheet_part(workbook, name)))
        excerpt = _excerpt(package, member, name, together) if member and member.name in package.blocks else None
        if member and excerpt:
            text = Text(excerpt.text, "utf-8", b"")
            excerpts = {**package.excerpts, member.name: excerpt}
            package = replace(package, excerpts=excerpts, texts={**package.texts, member.name: text}, sheets={})
    return package


def _excerpt(package: Package, member: Member, name: str, edits: Sequence[AddRows | SetCells]) -> Excerpt | None:
    """The blocks that these edits need; None where a part of the sheet will not do."""
    blocks = package.blocks[member.name]
    rows = [row for edit in edits if isinstance(edit, SetCells) for row, _column in edit.cells]
    places = {place_of(blocks, row) for row in rows}
    while True:
        excerpt = taken(package.archive, member, blocks, places)
        sheet = read_worksheet(excerpt.text, name, member.name)
        missing = lacking(excerpt, sheet, make_plan(sheet, edits))
        if not missing:
            return None if missing is None else excerpt
        places |= missing


def lacking(excerpt: Excerpt, sheet: Worksheet, plan: Plan) -> set[int] | None:
    """The places without which an edit of the excerpt, read as ``sheet``, might not be that of the part; None where it never would be.

    An edit looks at the first row with a value, for what is a heading; at the last one, which new rows follow; at the rows that it changes,
    which come to stand where their block is, and at those above, for their look.
    """
    rows, every = sheet.rows, excerpt.blocks.all
    if len(every) == 1:
        return set()
    last_is_elsewhere = bool(plan.added) and min(plan.added) <= every[-1].row
    head = rows[: bisect_left(rows, every[1].row, key=lambda row: row.number)]
    if last_is_elsewhere or not any(has_value(sheet, row) for row in head):
        return None
    near = ((place_of(excerpt.blocks, max(row - REACH, 1)), place_of(excerpt.blocks, row)) for row in plan.cells)
    return {place for first, last in near for place in range(first, last + 1)} - set(excerpt.places)
