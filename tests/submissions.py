"""Spreadsheets that go out and come back, in memory: the rows and the baseline of a real focal-point file, filled in by a test."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gcdash.amended import as_it_was
from gcdash.amendments import next_ids
from gcdash.book import Book
from gcdash.changes import Change
from gcdash.exports.focal_file import contents
from gcdash.merge.baseline import Baseline, Origin, from_sheets, of_book, to_rows
from gcdash.merge.form import FORM
from gcdash.merge.plan import Entry, Kind, Plan
from gcdash.merge.planning import Submission, make_plan
from gcdash.merge.settlement import changes
from gcdash.schema import ACTIONS, UPDATES
from gcdash.store.entries import with_entries
from gcdash.store.journal import to_entry
from small_books import Cells

SENT, TODAY = date(2009, 11, 25), date(2009, 12, 15)
ORIGIN = Origin("book-1", 0)
_moments = itertools.count(1)


@dataclass
class Sheet:
    """A sheet that a test may change: ``rows[0]`` are its headings."""

    name: str
    rows: list[list[object]]
    merges: tuple[tuple[int, int, int, int], ...] = ()

    def at(self, action_id: str) -> list[object]:
        return next(row for row in self.rows[1:] if row[0] == action_id)


@dataclass
class Sent:
    """A focal point's file. ``fill`` writes into the row of an action, by the form's column names."""

    sheets: list[Sheet]
    names: Sequence[str] = FORM.names
    base: Baseline | None = None
    party: str | None = None
    name: str = "report.xlsx"
    sha256: str = "ab" * 32

    def fill(self, action_id: str, **cells: object) -> Sent:
        row = self.sheets[0].at(action_id)
        for name, cell in cells.items():
            row[self.names.index(name)] = cell
        return self

    @property
    def submission(self) -> Submission:
        return Submission(self.name, self.sha256, self.sheets, self.base or from_sheets(self.sheets, self.name) or Baseline(), self.party)


def sent(book: Book, who: str, name: str = "report.xlsx", sha256: str = "ab" * 32) -> Sent:
    """The file for ``who`` as it goes out."""
    rows, known = contents(as_it_was(book, SENT), who, ORIGIN, SENT)
    form = Sheet(FORM.name, [list(FORM.headings), *(list[object](row) for row in rows)])
    return Sent([form, Sheet("gcdash", [list[object](row) for row in to_rows(known)])], name=name, sha256=sha256)


def copied(book: Book) -> Sent:
    """A copy of the whole workbook, with its baseline known."""
    ids = book.actions[list(ACTIONS.names)].astype("object").where(book.actions[list(ACTIONS.names)].notna(), None)
    updates = book.updates[list(UPDATES.names)].astype("object").where(book.updates[list(UPDATES.names)].notna(), None)
    actions = Sheet(ACTIONS.name, [list(ACTIONS.headings), *ids.to_numpy().tolist()])
    reports = Sheet(UPDATES.name, [list(UPDATES.headings), *updates.to_numpy().tolist()])
    in_sheet = book.updates.assign(row=range(2, len(book.updates) + 2))
    return Sent([actions, reports], ACTIONS.names, of_book(replace(book, updates=in_sheet), ORIGIN))


def listed(rows: Sequence[Sequence[object]], name: str = "List", party: str | None = None) -> Sent:
    """A list that somebody made: ``rows[0]`` are its headings."""
    return Sent([Sheet(name, [list(row) for row in rows])], [str(cell) for cell in rows[0]], party=party)


def planned(book: Book, *files: Sent, today: date = TODAY) -> Plan:
    version = f"{len(book.updates)} updates, {len(book.amendments)} amendments"
    return make_plan([file.submission for file in files], book, version, today)


def applied(book: Book, plan: Plan, by: str = "Secretariat", today: date = TODAY) -> Book:
    """The book after the plan, by the same way as a store goes."""
    free = next_ids(list(book.actions["action_id"]))
    made = changes(plan, by, today, lambda asked: dict(zip(asked, free, strict=False)))
    return recorded(book, made)


def recorded(book: Book, made: Sequence[Change]) -> Book:
    """The book with these changes recorded together, after all before them."""
    moment = next(_moments)
    stamped = [replace(change, recorded_at=f"2009-12-15T00:00:00.{moment:06d}Z") for change in made]
    return with_entries(book, [to_entry(stamped)]) if stamped else book


def brief(entries: Iterable[Entry]) -> list[tuple[str, str, str, str]]:
    return [(entry.action_id, entry.field, entry.old, entry.new) for entry in entries]


def kinds(plan: Plan) -> Mapping[str, list[tuple[str, str, str, str]]]:
    """All but what is unchanged, in brief."""
    return {str(kind): brief(found) for kind, found in plan.by_kind.items() if found and kind is not Kind.UNCHANGED}


__all__ = ["Cells", "Sent", "applied", "brief", "copied", "kinds", "listed", "planned", "recorded", "sent"]
