"""Workbooks in which every text is hostile: markup of 17 kinds, each meant to run, to fetch, to link, or to look like something else."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import xlsxwriter

from books import make_book, write_sheet
from gcdash import settings
from gcdash.schema import ACTIONS, LATER, SETTINGS, SHEETS

AWAY = "https://evil.invalid"
PAYLOADS = {
    "a script": "<script>window.__x=1;alert(1)</script>",
    "a picture that fails": f'<img src={AWAY}/2.png onerror="window.__x=2;alert(2)">',
    "a drawing that loads": '<svg onload="window.__x=3"><circle r="9"/></svg>',
    "a Markdown link and picture": f"[click]({AWAY}/4) ![beacon]({AWAY}/4.png) ![near](/fetched-4.png)",
    "a link that runs": "[run](javascript:window.__x=5) javascript:window.__x=5",
    "a link that holds a page": "[see](data:text/html,<script>window.__x=6</script>)",
    "a link by reference": f"[far][away]\n\n[away]: {AWAY}/7",
    "bare addresses": f"<{AWAY}/8> {AWAY}/8 www.evil.invalid somebody@evil.invalid",
    "mathematics": r"$\href{javascript:window.__x=9}{x}$ $$\frac{1}{2}$$ \(y\)",
    "entities": "&lt;script&gt;window.__x=10&lt;/script&gt; &#60;b&#62; &copy;",
    "directives": ":red[loud] :blue-background[b] :material/mail: :smile: :streamlit: :small[s] -> --",
    "a reversed direction": "\u202egnp.exe\u202c and \u2067more\u200f\u061c",
    "letters without width": "zero\u200bwidth\u200d here\ufeff",
    "comments": "<!-- gone --> <![CDATA[ gone ]]> <?gone ?>",
    "blocks": "| a | b |\n|---|---|\n| `c` | d |\n# Head\n```\ncode\n```\n> said\n- one\n1. two\n***\n<details>",
    "half-HTML of charts": f'<a href="{AWAY}/16">click</a><br>line <b>bold</b><sup>up</sup> %{{x}} %{{customdata[0]}}',
    "quotation marks": f'"onmouseover="window.__x=17" x=\'"><style>*{{background:url({AWAY}/17)}}</style>',
}
"""By what each is: the words."""

TEXTS = tuple(PAYLOADS.values())
ALL = "\n".join(TEXTS)
EVIDENCE = "https://evidence.invalid/report?a=1&b=%22x%22"
"""The one link that may be opened, since it says what it is."""

ODD_EVIDENCE = (
    "javascript:window.__x=20",
    "data:text/html,<script>window.__x=21</script>",
    "file:///etc/passwd",
    "ms-excel:ofe|u|x",
    "//evil.invalid",
)
AS_OF = date(2009, 12, 1)
ODD_ID = "A18<b>![x](/fetched-18.png)</b>$x$"
MEETING = TEXTS[3]
CLASS_ACTIONS = ("A01", "A08", "A16")
"""Those that all parties are to report on."""


def poisoned_book(path: Path) -> Path:
    """One action, owner, party, update and amendment for each kind; the first action, its updates and the first meeting hold all."""
    ids = [f"A{number:02}" for number in range(1, len(TEXTS) + 1)] + [ODD_ID]
    actions = [_action(action_id, words) for action_id, words in zip(ids, (ALL, *TEXTS), strict=True)]
    for day, action in enumerate((*actions[1:8], actions[-1]), 1):
        action["due_date_set"] = date(2009, 11, day)
    words = [(action_id, text, EVIDENCE) for action_id, text in zip(ids[1:], TEXTS, strict=True)]
    words += [(ids[0], ALL, evidence) for evidence in (EVIDENCE, *ODD_EVIDENCE, *TEXTS)]
    updates = [_update(f"u{number} {TEXTS[number % len(TEXTS)]}", *row) for number, row in enumerate(words)]
    gone = _update(f"gone {ALL}", ids[0], ALL, EVIDENCE)
    return make_book(
        path,
        settings={"Workshop": ALL, "Place": ALL, "Dates": ALL},
        actions=actions,
        owners=[{"owner": "Class", "kind": "class"}, *({"owner": text, "kind": "organisation", "also": text} for text in TEXTS)],
        parties=[{"party": text, "member_of": "Class", "focal_point": text, "email": text} for text in TEXTS],
        updates=[*updates, gone, gone | {"update_id": "w1", "withdraws": gone["update_id"], "status": ""}],
        meetings=[
            {"meeting": text, "date": date(2009, 10, 1 + at), "place": text, "chair": text, "present": ALL, "state": "open"}
            for at, text in enumerate(TEXTS)
        ],
        amendments=[
            {"amendment_id": f"m{at}", "action_id": action_id, "field": "Notes/suggestions", "old": text, "new": text,
             "effective": date(2009, 10, 2), "by": text, "source": f"meeting: {MEETING}"}
            for at, (action_id, text) in enumerate(zip(ids[1:], TEXTS, strict=True))
        ],
        reminders=[
            {"reminder_id": text, "reminded": text, "action_id": action_id, "about": text, "since": date(2009, 10, 1),
             "reminded_on": date(2009, 10, 2), "by": text}
            for action_id, text in zip(ids[1:], TEXTS, strict=True)
        ],
    )  # fmt: skip


def misread_book(path: Path) -> Path:
    """Each kind in each column of each sheet, of days and fixed words too, so that nothing of it can be read as what it should be; beside
    the columns that there should be and under the sheets, others by hostile names.
    """
    with xlsxwriter.Workbook(path) as book:
        for sheet in (*SHEETS, *LATER):
            known = TEXTS if sheet is ACTIONS else (*TEXTS, *(f"none: {text}" for text in TEXTS))  # the others name what is not there
            rows: list[list[object]] = [[text] * (len(sheet.columns) + len(TEXTS)) for text in known]
            if sheet is SETTINGS:
                rows = [[name, ALL] for name in settings.NAMES] + rows
            write_sheet(book, sheet.name, [*sheet.headings, *TEXTS], rows)
        for text in TEXTS:
            write_sheet(book, re.sub(r"[\[\]:*?/\\]", " ", text)[:31].strip("' "), [text], [])
    return path


def _action(action_id: str, words: str) -> dict[str, object]:
    columns = ("theme", "action", "timescale", "responsibility", "update_feedback", "notes", "latest_status")
    return {"action_id": action_id, "owners_set": "Class" if action_id in CLASS_ACTIONS else None} | dict.fromkeys(columns, words)


def _update(update_id: str, action_id: str, words: str, evidence: str) -> dict[str, object]:
    party = words if action_id != "A01" else TEXTS[0]
    texts = dict.fromkeys(("text", "next_step", "reported_by"), words)
    row = {"update_id": update_id, "action_id": action_id, "report_date": date(2009, 10, 5), "party": party}
    status = "In progress" if evidence == EVIDENCE else words
    return row | texts | {"status": status, "evidence": evidence, "source": f"meeting: {MEETING}", "verified": words}


def squashed(words: str) -> str:
    """Words without what is put between letters to break lines or links: blanks, and signs that have no width."""
    return re.sub("[\\s\u2060\u200b\u200d\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+", "", words)
