"""The columns of a spreadsheet that goes out to be filled in and comes back: those that were agreed, and those to fill in.

The file that goes out and whatever comes back are read by the same names, so that neither can drift from the other.
"""

from __future__ import annotations

from dataclasses import replace

from gcdash.schema import ACTIONS, LATER, ORIGINAL, UPDATES, Column, Sheet
from gcdash.words import N_, _

GIVEN, GIVEN_ID, GIVEN_DAY, OPEN, OPEN_DAY = "given", "given-id", "given-date", "fill-in", "fill-in-date"
"""How a column of the file looks: locked words, IDs or days, and cells that are open to be filled in."""

WORDS = ("theme", *ORIGINAL)
"""What was agreed, as the file repeats it."""

CELLS = (*WORDS, "due_date_set", "owners_set")
"""The cells of an action that a submission may change."""

KEPT = ("latest_status", "last_reported", "falls_due", "last_day", "last_status", "last_text")
"""What gcdash itself writes, in the workbook or in the file, and takes back from nobody."""

FILL_IN = (
    Column("status", "New status", ("Status", "Statut", "Nouveau statut", "Current status", "Status now"), OPEN, 15,
           N_("Choose one from the list: click the arrow beside the cell.")),
    Column("report_date", "Report date", ("Date", "Reported on", "Date of report", "Date du rapport"), OPEN_DAY, 12,
           N_("The day that your report is true for, such as 2009-11-29. Not in the future.")),
    Column("text", "What was done", ("Progress", "Progress made", "What has been done", "Achievements", "Ce qui a été fait"), OPEN, 36,
           N_("In your own words. Completed needs them.")),
    Column("evidence", "Evidence", ("Evidence link", "Link", "Lien", "Preuve"), OPEN, 16,
           N_("A link that starts with http, https or mailto. Leave it blank if there is none.")),
)  # fmt: skip

LAST = (
    Column("falls_due", "Falls due", (), GIVEN, 13),
    Column("last_day", "Previous date", (), GIVEN_DAY, 11),
    Column("last_status", "Previous status", (), GIVEN, 12),
    Column("last_text", "Previous report", (), GIVEN, 24),
)

_WIDTHS = {"theme": 15, "action": 30, "timescale": 12, "responsibility": 15, "update_feedback": 26, "notes": 26}

FORM = Sheet(
    "Report",
    (),
    (
        replace(ACTIONS.column("action_id"), type=GIVEN_ID),
        *(replace(ACTIONS.column(name), type=GIVEN, width=_WIDTHS[name]) for name in WORDS),
        *FILL_IN,
        *LAST,
    ),
)
"""The sheet that goes out."""

READ = Sheet(
    FORM.name,
    FORM.also,
    (
        *(replace(column, also=()) if column.name in KEPT else column for column in ACTIONS.columns),
        *FILL_IN,
        *LAST,
        *(UPDATES.column(name) for name in ("next_step", "party", "reported_by")),
    ),
)
"""All that is known in a list that comes back. *Status* alone is what somebody reports; *Latest status* is what gcdash wrote."""

REPORTED = ("status", "report_date", "text", "evidence", "next_step")
"""The columns that make up a report."""


def heading(column: str) -> str:
    """The heading of a column that an entry of a plan speaks of, in the reader's language."""
    sheet = next(sheet for sheet in (READ, UPDATES, ACTIONS, *LATER) if column in sheet.names)
    return _(sheet.column(column).heading)
