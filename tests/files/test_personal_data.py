"""E-mail addresses of the Parties sheet go into no file and no answer: the drafts of reminders, and the book itself, apart."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from addressed import LOCAL, addressed_book, addresses, contents
from gcdash.cli import main
from gcdash.cli.parser import parser
from gcdash.exports.media import MEDIA

BOOK_ITSELF = {"restore", "new", "sample"}
"""Verbs that bring back the book itself, or make another one."""

DRAFTS = {"remind"}


def verbs() -> set[str]:
    (found,) = [action.choices for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return set(found)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return addressed_book(tmp_path / "book.xlsx")


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
