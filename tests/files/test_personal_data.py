"""E-mail addresses of the Parties sheet go into no file and no answer: the drafts of reminders, and the book itself, apart."""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from books import make_book
from gcdash.cli import main
from gcdash.cli.parser import parser
from gcdash.exports.media import MEDIA

LOCAL, DOMAIN = "ann.focal", "ministry.example"
BOOK_ITSELF = {"restore", "new", "sample"}
"""Verbs that bring back the book itself, or make another one."""

DRAFTS = {"remind"}


def verbs() -> set[str]:
    (found,) = [action.choices for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return set(found)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two parties with addresses, one of them late, one with a report; a meeting; and what came back from one of them."""
    people = {"focal_point": "Ann", "email": f"{LOCAL}@{DOMAIN}; second.{LOCAL}@{DOMAIN}", "member_of": "Customs agencies"}
    return make_book(
        tmp_path / "book.xlsx",
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


def commands(book: Path, out: Path) -> dict[str, list[list[str]]]:
    """Each verb as it is called, also for each kind of file."""
    kinds = [[f"actions{medium.suffix}", "--since", "2009-06-01"] for medium in MEDIA]
    fill_in = [["kenya.xlsx", "--for", "Kenya"], ["class.xlsx", "--for", "Customs agencies"], ["pack.zip", "--for", "everyone"]]
    more = {
        "check": [["--json"]],
        "list": [["--json"], ["--search", LOCAL]],
        "summary": [["--by", "owner", "--json"]],
        "updates": [["--json"]],
        "compare": [["--from", "2009-06-01", "--to", "2010-06-01", "--json"]],
        "export": [[str(out / name), *rest] for name, *rest in (*kinds, *fill_in)],
        "minutes": [[str(out / "minutes.docx"), "--meeting", "Next"]],
        "record": [["--action", "A01", "--status", "In progress", "--party", "Kenya", "--json"]],
        "withdraw": [["--update-id", "u1", "--reason", "wrong", "--by", "Ann", "--json"]],
        "fold": [["--json"]],
        "merge": [[str(book)], [str(out / "kenya.xlsx"), "--json"]],
    }
    return {verb: [[verb, str(book), *words] for words in calls] for verb, calls in more.items()}


def contents(name: str, data: bytes) -> dict[str, bytes]:
    """A file as its bytes, or a package as its parts, those of packages inside it too."""
    if not data.startswith(b"PK"):
        return {name: data}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [contents(f"{name}/{part}", package.read(part)) for part in package.namelist()]
    return {part: content for found in parts for part, content in found.items()}


def addresses(text: bytes | str) -> set[str]:
    """Every address in a text; lines that a calendar has folded are put together first."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return set(re.findall(rf"[\w.]*{LOCAL}[\w.@]*|\w*@{DOMAIN}", words.replace("\r\n ", "")))


def test_no_file_and_no_answer_holds_an_address_from_the_parties_sheet(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    made = commands(book, out)
    assert made.keys() == verbs() - BOOK_ITSELF - DRAFTS
    assert any(addresses(content) for content in contents("book", book.read_bytes()).values())

    for command in (command for all_of_one in made.values() for command in all_of_one):
        assert main(command) in {0, 1}, command
        said = capsys.readouterr()
        assert addresses(said.out + said.err) == set(), command
    files = {path.name: contents(path.name, path.read_bytes()) for path in out.iterdir()}
    assert len(files) == len(MEDIA) + 4
    assert {part: addresses(content) for parts in files.values() for part, content in parts.items() if addresses(content)} == {}


def test_a_draft_of_a_reminder_is_to_the_address(book: Path, tmp_path: Path) -> None:
    assert main(["remind", str(book), "--out", str(tmp_path / "drafts"), "--as-of", "2010-06-01"]) == 0

    assert all(addresses(draft.read_bytes()) for draft in (tmp_path / "drafts").iterdir())
