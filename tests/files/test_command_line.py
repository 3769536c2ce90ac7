"""The command line on the real workbook, in processes of its own where that matters."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gcdash.cli import main
from house_rules import ROOT

Ask = Callable[..., tuple[int, Any, str]]
"""A verb and its words, asked of the real workbook as JSON: exit code, answer, complaint."""

CERTAIN, TO_CONFIRM = "certain", "to confirm"
READ = {
    "A01": ("dated", "2009-11-29", CERTAIN, [], TO_CONFIRM, "Need government endorsement prior to sharing"),
    "A02": ("unspecified", None, CERTAIN, [], CERTAIN, ""),
    "A03": ("mixed", "2009-08-29", TO_CONFIRM, ["MEA Secretariats", "National Focal Points"], CERTAIN, "to upload documents on ENVIRONET"),
    "A04": ("mixed", "2010-05-29", CERTAIN, ["ROCB", "NACEN"], CERTAIN, ""),
    "A05": ("dated", "2009-08-29", CERTAIN, ["Participants", "WCO", "Interpol"], CERTAIN, "issue a reminder"),
    "A06": ("on-going", None, CERTAIN, ["WCO", "UNEP", "NACEN"], CERTAIN, ""),
    "A07": ("on-going", None, CERTAIN, ["MEA Secretariats"], CERTAIN, ""),
    "A08": ("on-going", None, CERTAIN, ["MEA Secretariats", "WCO"], CERTAIN, ""),
    "A09": ("on-going", None, CERTAIN, ["Customs agencies"], CERTAIN, ""),
    "A10": ("unspecified", None, CERTAIN, [], CERTAIN, ""),
    "A11": (
        "on-going",
        None,
        CERTAIN,
        ["Customs agencies", "WCO", "MEA Secretariats"],
        CERTAIN,
        "per their legislative base including regulations",
    ),
    "A12": ("on-going", None, CERTAIN, ["WCO", "Customs agencies", "MEA Secretariats", "National Focal Points"], CERTAIN, ""),
    "A13": ("on-going", None, CERTAIN, ["WCO", "Customs agencies", "MEA Secretariats"], CERTAIN, ""),
    "A14": ("on-going", None, CERTAIN, ["WCO", "Customs agencies", "MEA Secretariats"], CERTAIN, ""),
    "A15": ("on-going", None, CERTAIN, ["Customs agencies", "WCO"], CERTAIN, ""),
    "A16": ("on-going", None, CERTAIN, ["National authorities"], TO_CONFIRM, ""),
}
KEYS = ("timescale_kind", "due_date", "due_confidence", "owners", "owners_confidence", "condition")


@pytest.fixture
def ask(real_book: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(verb: str, *words: str) -> tuple[int, Any, str]:
        code = main([verb, str(real_book), *words, "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return run


def test_the_sixteen_are_read_exactly(ask: Ask) -> None:
    _code, actions, _err = ask("list")

    assert {action["action_id"]: tuple(action[key] for key in KEYS) for action in actions} == READ


def test_the_sixteen_stand_where_they_should_on_both_days(ask: Ask) -> None:
    before = {action["action_id"]: action["standing"] for action in ask("list", "--as-of", "2009-11-25")[1]}
    after = {action["action_id"]: action["standing"] for action in ask("list", "--as-of", "2009-12-01")[1]}

    assert before == dict.fromkeys(READ, "On course") | {"A05": "Overdue", "A01": "Due soon"}
    assert after == dict.fromkeys(READ, "Report overdue") | {"A05": "Overdue", "A01": "Overdue"}


def test_the_shipped_workbook_has_no_problem(ask: Ask) -> None:
    assert ask("check")[:2] == (0, [])


def test_an_update_recorded_twice_under_one_id_is_one_update_in_the_workbook(ask: Ask, real_book: Path) -> None:
    words = ("--action", "a05", "--status", "In progress", "--text", "=1+1", "--update-id", "u-1", "--date", "2009-10-01")

    first, second = ask("record", *words)[:2], ask("record", *words)[:2]

    assert first == second == (0, {"update_id": "u-1", "in_workbook": True})
    assert [row["text"] for row in ask("updates")[1]] == ["=1+1"]
    cells = [[cell.value for cell in row[:6]] for row in openpyxl.load_workbook(real_book)["Updates"].iter_rows(min_row=2)]
    assert [row[5] for row in cells if row[0]] == ["=1+1"]


@pytest.mark.parametrize(
    "words",
    [
        ("--action", "A99", "--status", "In progress"),
        ("--action", "A05", "--status", "Nearly"),
        ("--action", "A05", "--status", "Completed"),
        ("--action", "A05", "--status", "In progress", "--date", "2999-01-01"),
        ("--action", "A05", "--status", "In progress", "--evidence", "javascript:alert(1)"),
        ("--action", "A05", "--status", "In progress", "--text", "a\x07b"),
    ],
)
def test_a_refusal_is_one_line_and_writes_nothing(ask: Ask, real_book: Path, words: tuple[str, ...]) -> None:
    before = real_book.read_bytes()

    code, answer, said = ask("record", *words)

    assert (code, answer, said.count("\n")) == (2, None, 1)
    assert real_book.read_bytes() == before
    assert not list(real_book.parent.glob("*.gcdash/**/*.json"))


def test_the_same_id_with_other_words_is_refused(ask: Ask) -> None:
    ask("record", "--action", "A05", "--status", "In progress", "--update-id", "u-1")

    assert ask("record", "--action", "A05", "--status", "On hold", "--update-id", "u-1")[0] == 2


def test_a_withdrawn_update_counts_no_more_and_stays_in_the_history(ask: Ask) -> None:
    ask("record", "--action", "A06", "--status", "Completed", "--text", "all done", "--update-id", "u-1")

    assert ask("withdraw", "--update-id", "u-1", "--reason", "a mistake", "--by", "Ann")[0] == 0
    assert {a["action_id"]: a["status"] for a in ask("list")[1]}["A06"] == "No report yet"
    assert len(ask("updates")[1]) == 2


def test_export_holds_what_is_filtered(ask: Ask, tmp_path: Path) -> None:
    code, answer, _err = ask("export", str(tmp_path / "out.csv"), "--theme", "capacity building")

    assert (code, answer["actions"]) == (0, 1)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_workbook_made_from_the_text_is_the_shipped_one_and_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = ROOT / "tests" / "files" / "action-points-2009.txt"
    out = tmp_path / "new.xlsx"

    assert main(["new", str(out), "--from", str(table)]) == 0
    assert main(["new", str(out), "--from", str(table)]) == 2
    capsys.readouterr()
    main(["list", str(out), "--json"])
    made = json.loads(capsys.readouterr().out)
    main(["list", str(ROOT / "data" / "actions.xlsx"), "--json"])

    assert made == json.loads(capsys.readouterr().out)
