"""A workbook with addresses in its Parties sheet, and what of them is found in a file."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

from books import make_book

LOCAL, DOMAIN = "ann.focal", "ministry.example"


def addressed_book(path: Path) -> Path:
    """Two parties with addresses, one of them late, one with a report; a meeting; and what came back from one of them."""
    people = {"focal_point": "Ann", "email": f"{LOCAL}@{DOMAIN}; second.{LOCAL}@{DOMAIN}", "member_of": "Customs agencies"}
    return make_book(
        path,
        actions=[
            {"action_id": "A01", "theme": "T", "action": "Do", "timescale": "6 months", "responsibility": "Customs agencies"},
            {"action_id": "A02", "theme": "T", "action": "More", "timescale": "soon", "responsibility": "Kenya"},
        ],
        owners=[{"owner": "Customs agencies", "kind": "class"}],
        parties=[{"party": "Kenya", **people}, {"party": "Uganda", **people}],
        updates=[
            {"update_id": "u1", "action_id": "A01", "report_date": date(2009, 10, 1), "party": "Kenya", "status": "In progress",
             "text": "Begun", "reported_by": "Ann", "source": "meeting: Next"}
        ],
        meetings=[{"meeting": "Next", "date": date(2009, 10, 1), "state": "open"}],
    )  # fmt: skip


def contents(name: str, data: bytes) -> dict[str, bytes]:
    """A file as its bytes, or a package as its parts, those of packages inside it too."""
    if not data.startswith(b"PK"):
        return {name: data}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [contents(f"{name}/{part}", package.read(part)) for part in package.namelist()]
    return {part: content for found in parts for part, content in found.items()}


def addresses(text: bytes | str) -> set[str]:
    """Every address in a text, and every part of one; lines that a calendar has folded are put together first."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return set(re.findall(rf"[\w.]*{LOCAL}[\w.@]*|\w*@{DOMAIN}", words.replace("\r\n ", "")))
