"""Actions as they stand, as a table for screens and files: its columns, and what it is true for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from gcdash.book import Book
from gcdash.exports.package import stem
from gcdash.schema import Column, Confidence
from gcdash.standing import reports
from gcdash.words import N_, _

COLUMNS = (
    Column("action_id", N_("ID"), width=7),
    Column("theme", N_("Theme"), width=20),
    Column("action", N_("Action"), width=48),
    Column("timescale", N_("Proposed Time scale"), width=18),
    Column("timescale_kind", N_("Kind of time scale"), width=14),
    Column("due_date", N_("Due date"), type="date", width=13),
    Column("due_confidence", N_("Due date: how sure"), width=12),
    Column("responsibility", N_("Responsibility"), width=26),
    Column("owners_text", N_("Owners"), width=24),
    Column("owners_confidence", N_("Owners: how sure"), width=12),
    Column("condition", N_("Condition"), width=24),
    Column("status", N_("Status"), width=16),
    Column("standing", N_("Standing"), width=16),
    Column("days_late", N_("Days late"), type="number", width=8),
    Column("last_reported", N_("Last reported"), type="date", width=13),
    Column("updates", N_("Updates"), type="number", width=10),
    Column("update_feedback", N_("Update/Feedback"), width=40),
    Column("notes", N_("Notes/suggestions"), width=40),
)

LATEST = (
    Column("last_party", N_("Last report by"), width=14),
    Column("last_text", N_("Last report: words"), width=36),
    Column("last_next_step", N_("Last report: next step"), width=24),
)
"""What the newest report on an action says, under names that nobody takes for a new report when the file comes back.

The table on the screen goes without: each action has its history on a page of its own."""

FILED = (*COLUMNS[:-2], *LATEST, *COLUMNS[-2:])


def as_file(stands: pd.DataFrame, book: Book, as_of: date) -> pd.DataFrame:
    """The columns of ``FILED`` of actions as they stand on ``as_of``: those of the table, and what was reported last."""
    latest = reports(book, as_of).drop_duplicates("action_id", keep="last").set_index("action_id")
    latest = latest.rename(columns=lambda name: f"last_{name}").reindex(columns=[column.name for column in LATEST])
    said = latest.reindex(stands["action_id"]).fillna("").set_index(stands.index)
    return _with_what_was_read(stands).assign(**said)[[column.name for column in FILED]]


def as_table(stands: pd.DataFrame) -> pd.DataFrame:
    """The columns of ``COLUMNS`` of actions as they stand, in that order, the rows as they are."""
    return _with_what_was_read(stands)[[column.name for column in COLUMNS]]


def _with_what_was_read(stands: pd.DataFrame) -> pd.DataFrame:
    """How sure a reading is, blank where nothing was there to read: nobody takes *certain* for a date or an owner that there is."""
    due = (stands["timescale"] == "") & (stands["due_confidence"] == Confidence.CERTAIN)
    owners = (stands["responsibility"] == "") & (stands["owners_confidence"] == Confidence.CERTAIN)
    return stands.assign(
        due_confidence=stands["due_confidence"].mask(due, ""), owners_confidence=stands["owners_confidence"].mask(owners, "")
    )


def about(book: Book, workbook: str, as_of: date, filters: str, rows: int) -> Mapping[str, str]:
    """What a file is true for: the workshop, the workbook, the day, the filters in words, how many rows."""
    facts = {
        _("Workshop"): book.settings.workshop,
        _("Workbook"): workbook,
        _("As of"): as_of.isoformat(),
        _("Filters"): filters,
        _("Actions"): f"{rows} / {len(book.actions)}",
    }
    return facts | ({_("Data"): "SAMPLE"} if book.settings.sample else {})


def file_name(book: Book, as_of: date) -> str:
    """A file name of plain letters, from the workshop and the day: never from what somebody uploaded."""
    return f"{stem(book.settings.workshop) or 'actions'}-{as_of.isoformat()}"
