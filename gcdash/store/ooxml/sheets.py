"""Cells of a sheet changed in its package, together with the tables that grow with them."""

from __future__ import annotations

from collections.abc import Sequence

from gcdash.errors import Refusal
from gcdash.store.ooxml.edits import AddRows, SetCells
from gcdash.store.ooxml.markup import spliced
from gcdash.store.ooxml.package import Package, with_part
from gcdash.store.ooxml.plan import check_places, make_plan
from gcdash.store.ooxml.rows import splices
from gcdash.store.ooxml.styles import read_cell_styles
from gcdash.store.ooxml.tables import grown, is_queried, new_bottom, read_tables
from gcdash.store.ooxml.workbook import read_workbook, worksheet_part
from gcdash.store.ooxml.worksheet import worksheet_of
from gcdash.words import _


def with_cells(package: Package, name: str, edits: Sequence[AddRows | SetCells]) -> Package:
    """The package after the edits of one sheet, in order. Refusal, with nothing changed, where one cannot be made."""
    if not edits:
        return package
    workbook = read_workbook(package)
    part = worksheet_part(workbook, name)
    text, sheet = worksheet_of(package, name, part)
    plan = make_plan(sheet, edits)
    tables = read_tables(package, part)
    check_places(sheet, plan, tables)
    if plan.added and is_queried(package, part):
        raise Refusal(
            _("The sheet {sheet} is filled from another source, which would overwrite new rows.").format(sheet=name),
            _("In Excel, choose Data, Queries and Connections, delete the connection, then save."),
        )
    made = splices(sheet, plan, tables, read_cell_styles(package, workbook.styles), date1904=workbook.date1904)
    package = with_part(package, part, text, spliced(text.data, made))
    for table in tables:
        package = with_part(package, table.part, table.text, grown(table, new_bottom(table, name, plan.added)))
    return package
