"""The workbook's sheets and columns, declared as data. To add a column: one line here."""

from __future__ import annotations

from gcdash.schema.columns import Column, Sheet
from gcdash.words import N_

ACTIONS = Sheet(
    "Actions",
    ("Action points", "Action plan", "Points d'action", "Plan d'action"),
    (
        Column(
            "action_id",
            "ID",
            ("Action ID", "No", "No.", "Nr", "Number", "Ref", "Reference", "Numéro"),
            width=7,
            about=N_("The action's name in every sheet and link. Never change or reuse one."),
        ),
        Column("theme", "Theme", ("Thème", "Topic", "Heading"), width=20, about=N_("The heading that the action stands under.")),
        Column(
            "action",
            "Action",
            ("Action point", "Actions", "Point d'action", "Recommendation"),
            width=48,
            about=N_("The words that were agreed."),
        ),
        Column(
            "timescale",
            "Proposed Time scale",
            (
                "Time scale",
                "Timescale",
                "Proposed timescale",
                "Timeline",
                "Time frame",
                "Timeframe",
                "Deadline",
                "Échéance",
                "Délai",
                "Calendrier proposé",
                "Calendrier",
            ),
            width=18,
            about=N_("When, in the words that were agreed. Read as a due date, as on-going work, or both."),
        ),
        Column(
            "responsibility",
            "Responsibility",
            ("Responsible", "Responsible party", "Responsibilities", "Lead", "Responsabilité", "Responsable"),
            width=26,
            about=N_("Who, in the words that were agreed. Read as owners by the names in the Owners sheet."),
        ),
        Column(
            "update_feedback",
            "Update/Feedback",
            ("Update", "Feedback", "Updates/Feedback", "Suivi", "Mise à jour"),
            width=44,
            about=N_("The proposals that were made at the workshop. Progress is reported in Updates."),
        ),
        Column(
            "notes",
            "Notes/suggestions",
            ("Notes", "Suggestions", "Notes / suggestions", "Comments", "Remarques"),
            width=44,
            about=N_("Notes and suggestions, as they were agreed."),
        ),
        Column(
            "due_date_set",
            "Due date",
            ("Confirmed due date", "Date d'échéance"),
            type="date",
            width=13,
            about=N_("Leave blank to use the date read from the time scale. A date here wins; the word none means no date."),
        ),
        Column(
            "owners_set",
            "Owners",
            ("Confirmed owners", "Owner", "Propriétaires"),
            width=22,
            about=N_("Leave blank to use the owners read from Responsibility. Names here win, with ; between them; none means nobody."),
        ),
        Column(
            "latest_status",
            "Latest status",
            ("Status", "Statut"),
            width=16,
            about=N_("Kept by gcdash: what the updates say. Report in the Updates sheet, not here."),
        ),
        Column(
            "last_reported",
            "Last reported",
            ("Last report",),
            type="date",
            width=14,
            about=N_("Kept by gcdash: the day of the newest report."),
        ),
    ),
)

UPDATES = Sheet(
    "Updates",
    ("Update", "Progress", "Reports", "Mises à jour"),
    (
        Column(
            "update_id", "Update ID", ("ID",), width=14, about=N_("Leave blank when you type a row: it is given when gcdash next writes.")
        ),
        Column("action_id", "Action ID", ("Action",), width=10, about=N_("Which action: its ID in the Actions sheet.")),
        Column(
            "report_date",
            "Report date",
            ("Date", "Reported on", "Date du rapport"),
            type="date",
            width=13,
            about=N_("The day that the report is true for; not in the future."),
        ),
        Column(
            "party",
            "Party",
            ("Country", "Organisation", "Organization", "Partie", "Pays"),
            width=20,
            about=N_("Who reports. Blank: the secretariat or the meeting, for the whole action."),
        ),
        Column("status", "Status", ("Statut",), width=18, about=N_("One of the words in the drop-down.")),
        Column(
            "text",
            "Update",
            ("What was done", "Text", "Progress", "Mise à jour"),
            width=50,
            about=N_("What was done. Completed asks for it."),
        ),
        Column("next_step", "Next step", ("Next steps", "Prochaine étape"), width=30, about=N_("What comes next.")),
        Column(
            "evidence",
            "Evidence",
            ("Evidence link", "Link", "Lien", "Preuve"),
            width=30,
            about=N_("A link that starts with http, https or mailto."),
        ),
        Column("reported_by", "Reported by", ("By", "Reporter", "Rapporté par"), width=20, about=N_("The person who reports.")),
        Column("verified", "Verified", (), width=10, about=N_("Whether gcdash knew for certain who that was.")),
        Column(
            "recorded_at", "Recorded at (UTC)", ("Recorded at", "Recorded"), type="time", width=26, about=N_("When it was written down.")
        ),
        Column("source", "Source", (), width=16, about=N_("Which way it came: form, command line, file, meeting, sheet.")),
        Column("withdraws", "Withdraws", (), width=14, about=N_("The ID of the update that this one withdraws.")),
    ),
)

OWNERS = Sheet(
    "Owners",
    ("Owner",),
    (
        Column("owner", "Owner", ("Name", "Nom"), width=26, about=N_("The name that charts and tables use.")),
        Column(
            "kind", "Kind", ("Type",), width=14, about=N_("organisation (reports itself) or class (many parties, each reports for itself).")
        ),
        Column(
            "also",
            "Also written as",
            ("Synonyms", "Also", "Aussi écrit"),
            width=60,
            about=N_("Other spellings in the Responsibility column, with ; between them."),
        ),
    ),
)

PARTIES = Sheet(
    "Parties",
    ("Party",),
    (
        Column("party", "Party", ("Name", "Country", "Partie", "Pays"), width=26, about=N_("A body or country that reports.")),
        Column(
            "member_of",
            "Member of",
            ("Class", "Membre de"),
            width=30,
            about=N_("The class owners that it belongs to, with ; between them."),
        ),
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
"""The sheets of a new workbook."""

ORIGINAL = ("action", "timescale", "responsibility", "update_feedback", "notes")
"""The workshop's own five columns, in its own order."""

ORGANISATION, CLASS = N_("organisation"), N_("class")
NONE_WORDS = ("none", "aucun", "aucune")
