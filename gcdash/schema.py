"""The workbook's sheets and columns, declared as data, and the words that a cell may hold (DESIGN sections 2, 4 and 6).

To add a column: one line in ``SHEETS``. Headings are matched by name, never by position; see ``find_columns``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gcdash.words import N_


class Status(StrEnum):
    """What an update can report, and (first) what stands when there is none."""

    NO_REPORT = N_("No report yet")
    NOT_STARTED = N_("Not started")
    IN_PROGRESS = N_("In progress")
    DATED_PART_DONE = N_("Dated part done")
    COMPLETED = N_("Completed")
    ON_HOLD = N_("On hold")
    CANCELLED = N_("Cancelled")
    NOTHING_TO_REPORT = N_("Nothing to report")


REPORTABLE = tuple(status for status in Status if status is not Status.NO_REPORT)


class Standing(StrEnum):
    """What follows from the status, the time scale and the as-of date, in the order in which they are tried."""

    COMPLETED = N_("Completed")
    CANCELLED = N_("Cancelled")
    ON_HOLD = N_("On hold")
    OVERDUE = N_("Overdue")
    DUE_SOON = N_("Due soon")
    REPORT_OVERDUE = N_("Report overdue")
    ON_COURSE = N_("On course")


class Kind(StrEnum):
    """Kinds of time scale."""

    DATED = N_("dated")
    ON_GOING = N_("on-going")
    MIXED = N_("mixed")
    UNSPECIFIED = N_("unspecified")
    UNCLEAR = N_("unclear")


class Confidence(StrEnum):
    """How sure a reading is. ``CONFIRMED``: a person has said so in *Due date* or *Owners*."""

    CERTAIN = N_("certain")
    TO_CONFIRM = N_("to confirm")
    CONFIRMED = N_("confirmed")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in code, its heading in the sheet, other headings it is known by, its type, its width.

    ``type`` is ``text``, ``date`` (a calendar day) or ``time`` (UTC, to the microsecond, ISO 8601 ending in Z).
    ``width`` is in characters, as spreadsheets count them.
    """

    name: str
    heading: str
    also: tuple[str, ...] = ()
    type: str = "text"
    width: int = 18
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, other names it is known by, its table's name and its columns."""

    name: str
    also: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


ACTIONS = Sheet(
    "Actions",
    ("Action points", "Action plan", "Points d'action", "Plan d'action"),
    (
        Column("action_id", "ID", ("Action ID", "No", "No.", "Nr", "Number", "Ref", "Reference", "Numéro"), width=7,
               about=N_("The action's name in every sheet and link. Never change or reuse one.")),
        Column("theme", "Theme", ("Thème", "Topic", "Heading"), width=20,
               about=N_("The heading that the action stands under.")),
        Column("action", "Action", ("Action point", "Actions", "Point d'action", "Recommendation"), width=48,
               about=N_("The words that were agreed.")),
        Column("timescale", "Proposed Time scale",
               ("Time scale", "Timescale", "Proposed timescale", "Timeline", "Time frame", "Timeframe", "Deadline",
                "Échéance", "Délai", "Calendrier proposé", "Calendrier"), width=18,
               about=N_("When, in the words that were agreed. Read as a due date, as on-going work, or both.")),
        Column("responsibility", "Responsibility",
               ("Responsible", "Responsible party", "Responsibilities", "Lead", "Responsabilité", "Responsable"), width=26,
               about=N_("Who, in the words that were agreed. Read as owners by the names in the Owners sheet.")),
        Column("update_feedback", "Update/Feedback", ("Update", "Feedback", "Updates/Feedback", "Suivi", "Mise à jour"),
               width=44, about=N_("The proposals that were made at the workshop. Progress is reported in Updates.")),
        Column("notes", "Notes/suggestions", ("Notes", "Suggestions", "Notes / suggestions", "Comments", "Remarques"),
               width=44, about=N_("Notes and suggestions, as they were agreed.")),
        Column("due_date_set", "Due date", ("Confirmed due date", "Date d'échéance"), type="date", width=13,
               about=N_("Leave blank to use the date read from the time scale. A date here wins; the word none means no date.")),
        Column("owners_set", "Owners", ("Confirmed owners", "Owner", "Propriétaires"), width=22,
               about=N_("Leave blank to use the owners read from Responsibility. Names here win, with ; between them; none means nobody.")),
        Column("latest_status", "Latest status", ("Status", "Statut"), width=16,
               about=N_("Kept by gcdash: what the updates say. Report in the Updates sheet, not here.")),
        Column("last_reported", "Last reported", ("Last report",), type="date", width=14,
               about=N_("Kept by gcdash: the day of the newest report.")),
    ),
)

UPDATES = Sheet(
    "Updates",
    ("Update", "Progress", "Reports", "Mises à jour"),
    (
        Column("update_id", "Update ID", ("ID",), width=14,
               about=N_("Leave blank when you type a row: it is given when gcdash next writes.")),
        Column("action_id", "Action ID", ("Action",), width=10, about=N_("Which action: its ID in the Actions sheet.")),
        Column("report_date", "Report date", ("Date", "Reported on", "Date du rapport"), type="date", width=13,
               about=N_("The day that the report is true for; not in the future.")),
        Column("party", "Party", ("Country", "Organisation", "Organization", "Partie", "Pays"), width=20,
               about=N_("Who reports. Blank: the secretariat or the meeting, for the whole action.")),
        Column("status", "Status", ("Statut",), width=18, about=N_("One of the words in the drop-down.")),
        Column("text", "Update", ("What was done", "Text", "Progress", "Mise à jour"), width=50,
               about=N_("What was done. Completed asks for it.")),
        Column("next_step", "Next step", ("Next steps", "Prochaine étape"), width=30, about=N_("What comes next.")),
        Column("evidence", "Evidence", ("Evidence link", "Link", "Lien", "Preuve"), width=30,
               about=N_("A link that starts with http, https or mailto.")),
        Column("reported_by", "Reported by", ("By", "Reporter", "Rapporté par"), width=20, about=N_("The person who reports.")),
        Column("verified", "Verified", (), width=10, about=N_("Whether gcdash knew for certain who that was.")),
        Column("recorded_at", "Recorded at (UTC)", ("Recorded at", "Recorded"), type="time", width=26,
               about=N_("When it was written down.")),
        Column("source", "Source", (), width=16, about=N_("Which way it came: form, command line, file, meeting, sheet.")),
        Column("withdraws", "Withdraws", (), width=14, about=N_("The ID of the update that this one withdraws.")),
    ),
)

OWNERS = Sheet(
    "Owners",
    ("Owner",),
    (
        Column("owner", "Owner", ("Name", "Nom"), width=26, about=N_("The name that charts and tables use.")),
        Column("kind", "Kind", ("Type",), width=14,
               about=N_("organisation (reports itself) or class (many parties, each reports for itself).")),
        Column("also", "Also written as", ("Synonyms", "Also", "Aussi écrit"), width=60,
               about=N_("Other spellings in the Responsibility column, with ; between them.")),
    ),
)

PARTIES = Sheet(
    "Parties",
    ("Party",),
    (
        Column("party", "Party", ("Name", "Country", "Partie", "Pays"), width=26, about=N_("A body or country that reports.")),
        Column("member_of", "Member of", ("Class", "Membre de"), width=30,
               about=N_("The class owners that it belongs to, with ; between them.")),
        Column("focal_point", "Focal point", ("Contact", "Point focal"), width=26, about=N_("Its contact person.")),
        Column("email", "E-mail", ("Email", "Mail", "Courriel"), width=30, about=N_("The contact's address.")),
    ),
)

SETTINGS = Sheet(
    "Settings",
    ("Setting",),
    (
        Column("setting", "Setting", ("Name",), width=26),
        Column("value", "Value", (), width=50),
    ),
)

SHEETS = (ACTIONS, UPDATES, OWNERS, PARTIES, SETTINGS)

ORIGINAL = ("action", "timescale", "responsibility", "update_feedback", "notes")
"""The workshop's own five columns, in its own order."""

ORGANISATION, CLASS = N_("organisation"), N_("class")
NONE_WORDS = ("none", "aucun", "aucune")


def fold(text: str) -> str:
    """``text`` without case, accents, and anything but letters and digits, for comparing names and headings."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain.casefold()).strip()


def find_columns(sheet: Sheet, headings: Sequence[object]) -> dict[str, int]:
    """Where each known column stands among ``headings``: name -> position. Exact headings win over synonyms.

    A heading is used once; the first of two alike wins.
    """
    folded = [fold(str(heading or "")) for heading in headings]
    found: dict[str, int] = {}
    for words in (_own_heading, _synonyms):
        for column in sheet.columns:
            if column.name not in found:
                place = _first(folded, words(column), set(found.values()))
                if place is not None:
                    found[column.name] = place
    return found


def _own_heading(column: Column) -> tuple[str, ...]:
    return (fold(column.heading),)


def _synonyms(column: Column) -> tuple[str, ...]:
    return tuple(fold(word) for word in column.also)


def _first(folded: Sequence[str], words: Iterable[str], taken: set[int]) -> int | None:
    wanted = set(words)
    return next((at for at, word in enumerate(folded) if word in wanted and at not in taken), None)
