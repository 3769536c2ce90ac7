"""The sheets that a workbook gets when something is first written in them."""

from __future__ import annotations

from gcdash.schema.columns import Column, Sheet
from gcdash.words import N_

AMENDMENTS = Sheet(
    "Amendments",
    ("Amendment",),
    (
        Column("amendment_id", "ID", ("Amendment ID",), width=14, about=N_("Given by gcdash.")),
        Column("action_id", "Action ID", ("Action",), width=10, about=N_("Which action was changed or added.")),
        Column("field", "Field", ("Column",), width=22, about=N_("The heading of the cell that was changed; (added) for a new action.")),
        Column("old", "Old", ("Before", "From"), width=44, about=N_("What was agreed before.")),
        Column("new", "New", ("After", "To"), width=44, about=N_("What is agreed since.")),
        Column(
            "effective",
            "Effective date",
            ("Effective", "Date"),
            type="date",
            width=14,
            about=N_("From which day on; a view of an earlier day shows the old words."),
        ),
        Column("by", "By", ("Amended by",), width=20, about=N_("Who recorded it.")),
        Column("recorded_at", "Recorded at (UTC)", ("Recorded at",), type="time", width=26, about=N_("When it was written down.")),
        Column("source", "Source", (), width=24, about=N_("Which way it came: form, file, meeting, command line.")),
    ),
)

MEETINGS = Sheet(
    "Meetings",
    ("Meeting",),
    (
        Column("meeting", "Meeting", ("Name",), width=30, about=N_("The meeting's name; each has another.")),
        Column("date", "Date", ("Held on",), type="date", width=13, about=N_("The day on which it is held.")),
        Column("place", "Place", ("Venue",), width=22, about=N_("Where it is held.")),
        Column("chair", "Chair", ("Chairperson",), width=22, about=N_("Who chairs it.")),
        Column("present", "Present", ("Participants",), width=50, about=N_("Who was there, with ; between them.")),
        Column("state", "State", ("Status",), width=10, about=N_("open, or closed once its minutes are frozen.")),
        Column(
            "closed_at",
            "Closed at (UTC)",
            ("Closed at",),
            type="time",
            width=26,
            about=N_("When it was closed; its minutes hold what was recorded until then."),
        ),
    ),
)

REMINDERS = Sheet(
    "Reminders",
    ("Reminder",),
    (
        Column("reminder_id", "ID", ("Reminder ID",), width=14, about=N_("Given by gcdash.")),
        Column("reminded", "Reminded", ("To", "Who"), width=26, about=N_("The owner or party.")),
        Column("action_id", "Action ID", ("Action",), width=10, about=N_("Which action it was about.")),
        Column("about", "About", ("Of",), width=18, about=N_("What was asked for: Overdue, Due soon or Report overdue.")),
        Column("since", "Since", ("Due",), type="date", width=13, about=N_("The day on which that was or is due.")),
        Column("reminded_on", "Reminded on", ("Date",), type="date", width=13, about=N_("The day of the draft.")),
        Column("by", "By", (), width=20, about=N_("Who made the draft.")),
        Column("recorded_at", "Recorded at (UTC)", ("Recorded at",), type="time", width=26, about=N_("When it was written down.")),
    ),
)

LATER = (AMENDMENTS, MEETINGS, REMINDERS)
"""The sheets that are added when something is first written in them."""

ADDED_FIELD = "(added)"
"""The field of the amendment by which an action was added."""
