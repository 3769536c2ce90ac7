"""What sample data is made of. All of it is made up; addresses and links lead to example.org (RFC 2606)."""

from __future__ import annotations

from gcdash.changes import COMMAND_LINE, FORM
from gcdash.schema import Status

THEMES = {
    "Communication and information exchange": (
        "Share alerts on {topic} between Customs and the competent authority {scope}",
        "Publish a fact sheet on {topic} and distribute it {scope}",
        "Keep an up-to-date contact list of experts on {topic} {scope}",
    ),
    "Capacity building": (
        "Hold a train-the-trainer course on {topic} {scope}",
        "Translate the e-learning module on {topic} and use it {scope}",
        "Organise a study visit on the control of {topic} {scope}",
    ),
    "Risk management": (
        "Develop risk profiles for {topic} {scope}",
        "Review the selectivity criteria for {topic} after the first year {scope}",
        "Exchange seizure data on {topic} {scope}",
    ),
    "Legal framework": (
        "Compare national penalties for the illegal trade in {topic}\n\nPropose changes where they do not deter",
        "Agree on a model memorandum of understanding on {topic} {scope}",
        "Align licensing rules for {topic} with the conventions {scope}",
    ),
    "Identification and laboratories": (
        "Provide identification aids for {topic} {scope}",
        "Agree on how samples of {topic} are taken, stored and tested {scope}",
        "Set up access to a reference laboratory for {topic}",
    ),
    "Regional cooperation": (
        "Run a joint operation against the smuggling of {topic} {scope}",
        "Set up an informal prior consent procedure for {topic} {scope}",
        "Make use of regional intelligence networks for cases of {topic}",
    ),
    "Working with trade": (
        "Inform importers and brokers of the rules on {topic} {scope}",
        "Invite carriers to a round table on {topic} {scope}",
        "Add checks for {topic} to the authorised operator programme",
    ),
}

TOPICS = (
    "ozone-depleting substances", "HFC refrigerants", "hazardous waste", "electronic waste", "plastic waste", "CITES-listed timber",
    "ivory and live animals", "mercury-added products", "restricted pesticides", "living modified organisms", "dual-use chemicals",
    "used vehicles and tyres",
)  # fmt: skip

SCOPES = (
    "at land borders", "in the main seaports", "at international airports", "for newly recruited officers", "in free zones",
    "with the national ozone unit", "with the ministry of environment", "in three pilot countries", "among neighbouring countries",
)  # fmt: skip

MIXED = ("3 months\nOn-going", "12 months (for the first edition)\nOngoing to keep it current")
TIME_SCALES = (
    "On-going", "On-going", "on-going", "on-going", "Ongoing", "Ongoing", "annually", *MIXED, "6 months", "12 months", "1 year (pilot)",
    "18 months", "18 months", "2 years", "2 years", "12-18 months", "March 2023", "15 July 2023", "Q3 2023", "end of 2023", "by COP 15",
    "3", "",
)  # fmt: skip

RESPONSIBILITIES = (
    "WCO", "Customs", "WCO/UNEP", "MEA Secretariats", "WCO\nCustoms\n\nMEA Secretariats", "ROCB and NACEN", "UNEP", "Interpol/WCO", "ROCB",
    "Customs; National Focal Points", "Each Customs agency per its legal powers", "National Focal Points", "National authorities",
    "Participants\nWCO to issue a reminder", "WCO/Customs/MEA Secretariats/National Focal Points", "To be agreed with donors", "national",
    "",
)  # fmt: skip

FEEDBACK = (
    "WCO to coordinate by e-mail", "Survey of Customs agencies on what is most useful", "1. Collect examples\n2. Agree on a common text",
    "Start with volunteers, then widen", "", "", "",
)  # fmt: skip

NOTES = (
    "Budget needed.",
    "Could be joined to an existing meeting.",
    "Needs approval at ministry level.",
    "Some lists exist already.",
    "",
    "",
    "",
)

COUNTRIES = (
    "Bangladesh", "Bhutan", "Cambodia", "Fiji", "India", "Indonesia", "Kenya", "Lao PDR", "Malaysia", "Maldives", "Mongolia", "Nepal",
    "Pakistan", "Papua New Guinea", "Philippines", "Samoa", "Sri Lanka", "Thailand", "Tonga", "Viet Nam", "Argentina", "Belize", "Botswana",
    "Cameroon", "Chile", "Colombia", "Costa Rica", "Côte d'Ivoire", "Ecuador", "Egypt", "Ethiopia", "Georgia", "Ghana", "Jamaica", "Jordan",
    "Kazakhstan", "Lesotho", "Madagascar", "Morocco", "Namibia", "Panama", "Peru", "Rwanda", "Senegal", "Tunisia", "Uganda", "Uruguay",
    "Zambia",
)  # fmt: skip
SECRETARIATS = ("Basel Secretariat", "CITES Secretariat", "Ozone Secretariat", "Rotterdam Secretariat", "Stockholm Secretariat")

COUNTRY_CLASSES = (
    "Customs agencies; National Focal Points",
    "Customs agencies; National Focal Points; National authorities",
    "Customs agencies",
)
SECRETARIAT_CLASSES = ("MEA Secretariats",)

FIRST_NAMES = (
    "Amina", "Arjun", "Camila", "Chanda", "Dilnoza", "Elena", "Farid", "Grace", "Hiro", "Ines", "Joseph", "Kofi", "Lan", "Mateo", "Nadia",
)  # fmt: skip
LAST_NAMES = (
    "Achieng", "Banda", "Castro", "Diallo", "Fernando", "Gurung", "Haddad", "Khan", "Lim", "Mbeki", "Nguyen", "Okafor", "Perera", "Rai",
    "Silva",
)  # fmt: skip

NEXT: dict[str, dict[Status, float]] = {
    "": {Status.NOT_STARTED: 3, Status.IN_PROGRESS: 6, Status.NOTHING_TO_REPORT: 1},
    Status.NOT_STARTED: {Status.IN_PROGRESS: 6, Status.NOTHING_TO_REPORT: 2, Status.ON_HOLD: 1},
    Status.IN_PROGRESS: {Status.IN_PROGRESS: 4, Status.COMPLETED: 6, Status.NOTHING_TO_REPORT: 1, Status.ON_HOLD: 1, Status.CANCELLED: 0.2},
    Status.DATED_PART_DONE: {Status.IN_PROGRESS: 3, Status.COMPLETED: 1, Status.NOTHING_TO_REPORT: 2},
    Status.ON_HOLD: {Status.IN_PROGRESS: 4, Status.NOTHING_TO_REPORT: 2, Status.CANCELLED: 1},
    Status.COMPLETED: {Status.NOTHING_TO_REPORT: 1},
    Status.CANCELLED: {Status.NOTHING_TO_REPORT: 1},
}  # fmt: skip
"""How likely each status follows another."""

SAID: dict[str, tuple[str, ...]] = {
    Status.NOT_STARTED: ("Planned for the second half of the year.", "Waiting for the nomination of an expert.", ""),
    Status.IN_PROGRESS: (
        "A first draft is with the members for comment.", "Two of five ports are covered; the others follow.",
        "Funds are approved, work has begun.", "A working group met on line.\nNext meeting in two months.", "Course held for 24 officers.",
    ),
    Status.DATED_PART_DONE: ("The first edition is out; it is now kept current.", "The pilot is finished; the work goes on."),
    Status.COMPLETED: ("Published and sent to all members.", "Agreed and signed.", "Held with 31 participants from 9 countries."),
    Status.ON_HOLD: ("No budget this year.", "Waiting for the new customs law."),
    Status.CANCELLED: ("Taken over by another project.",),
    Status.NOTHING_TO_REPORT: ("", "No change since the last report.", "Nothing to report this period."),
}  # fmt: skip

NEXT_STEPS = ("Collect comments by e-mail", "Present at the next meeting", "Find a donor", "Train the remaining ports", "", "", "")
REASONS = ("Recorded on the wrong action.", "Sent twice by mistake.", "The figures were those of another year.")
SOURCES = (FORM, FORM, COMMAND_LINE, "file", "file", "meeting")
