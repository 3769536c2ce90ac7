"""Books in memory: only the rows that a test is about, given by the schema's column names, read as a workbook's sheets are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gcdash.book import Book, from_sheets
from gcdash.schema import ACTIONS, OWNERS, PARTIES, SETTINGS, UPDATES, Sheet

BASE_DATE = date(2009, 5, 29)
WHO = (
    {"owner": "WCO", "kind": "organisation", "also": "World Customs Organization"},
    {"owner": "UNEP", "kind": "organisation"},
    {"owner": "Customs agencies", "kind": "class", "also": "Customs"},
    {"owner": "National Focal Points", "kind": "class"},
)
COUNTRIES = (
    {"party": "Kenya", "member_of": "Customs agencies"},
    {"party": "Uganda", "member_of": "Customs agencies"},
)

Row = Mapping[str, object]


@dataclass(frozen=True)
class Cells:
    """A sheet as a reader gives it."""

    name: str
    rows: Sequence[Sequence[object]]
    merges: tuple[tuple[int, int, int, int], ...] = ()


def cells(sheet: Sheet, rows: Iterable[Row], merges: tuple[tuple[int, int, int, int], ...] = ()) -> Cells:
    return Cells(sheet.name, [list(sheet.headings), *([row.get(name) for name in sheet.names] for row in rows)], merges)


def setting_cells(settings: Row | None = None) -> Cells:
    return Cells(SETTINGS.name, [list(SETTINGS.headings), *map(list, ({"Base date": BASE_DATE} | dict(settings or {})).items())])


def book(
    actions: Iterable[Row],
    updates: Iterable[Row] = (),
    *,
    parties: Iterable[Row] = (),
    owners: Iterable[Row] = WHO,
    settings: Row | None = None,
) -> Book:
    """A book with these rows; an action has words, and an update the ID u1, u2, … where the test does not say otherwise."""
    said = [{"action": "What was agreed"} | dict(row) for row in actions]
    reports = [{"update_id": f"u{number}", "action_id": "A01"} | dict(row) for number, row in enumerate(updates, 1)]
    sheets = [cells(ACTIONS, said), cells(UPDATES, reports), cells(OWNERS, owners), cells(PARTIES, parties), setting_cells(settings)]
    return from_sheets(sheets, "small.xlsx")


def one_action(timescale: str = "on-going", responsibility: str = "") -> Row:
    return {"action_id": "A01", "theme": "Borders", "timescale": timescale, "responsibility": responsibility}


def report(day: str, status: str, party: str = "", **more: object) -> Row:
    return {"report_date": date.fromisoformat(day), "status": status, "party": party, **more}
