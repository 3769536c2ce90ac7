"""Spreadsheets on the command line: what goes out with ``export --for``, and what ``merge`` answers, refuses and records."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from asked import Ask, Said
from gcdash.merge.form import FORM

ARRAYS = ["added", "changed", "unchanged", "conflicts", "refused"]
KEYS = ["action_id", "field", "old", "new", "row", "reason"]


def brief(said: Said) -> dict[str, list[tuple[str, str, str]]]:
    """All but what is unchanged: action, field, new."""
    found = {name: [(e["action_id"], e["field"], e["new"]) for e in said.answer[name]] for name in ARRAYS}
    return {name: entries for name, entries in found.items() if entries and name != "unchanged"}


@pytest.fixture
def sent(ask: Ask, real_book: Path, tmp_path: Path) -> Path:
    assert ask("export", real_book, tmp_path / "wco.xlsx", "--for", "WCO").code == 0
    return tmp_path / "wco.xlsx"


def fill(path: Path, out: str = "back.xlsx", **cells: object) -> Path:
    """The file with cells of its first row filled in, under another name."""
    book = openpyxl.load_workbook(path)
    for name, cell in cells.items():
        book[FORM.name].cell(2, FORM.names.index(name) + 1, cell)
    book.save(path.with_name(out))
    return path.with_name(out)


REPORT = {"status": "In progress", "report_date": "2009-12-01", "text": "begun"}
ADDED = {"added": [("A05", "status", "In progress"), ("A05", "report_date", "2009-12-01"), ("A05", "text", "begun")]}


def everything_in(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "lock"}


def test_the_answer_is_an_object_of_five_arrays_whose_entries_have_six_keys(ask: Ask, real_book: Path, sent: Path) -> None:
    said = ask("merge", real_book, fill(sent, **REPORT), "--json")

    assert list(said.answer) == ARRAYS
    assert all(list(entry) == KEYS for name in ARRAYS for entry in said.answer[name])
    assert brief(said) == ADDED


def test_a_dry_run_writes_nothing_and_exits_0_where_nothing_asks(ask: Ask, real_book: Path, sent: Path) -> None:
    back = fill(sent, **REPORT)
    before = everything_in(real_book.parent)

    assert brief(ask("merge", real_book, sent, "--json")) == {}
    assert ask("merge", real_book, back).code == 0
    assert everything_in(real_book.parent) == before


def test_apply_records_once_however_often_it_is_asked(ask: Ask, real_book: Path, sent: Path) -> None:
    back = fill(sent, **REPORT)

    assert ask("merge", real_book, back, "--apply", "--by", "Ann").code == 0
    again = ask("merge", real_book, back, "--apply", "--json")

    assert (again.code, brief(again)) == (0, {})
    (update,) = ask("updates", real_book, "--json").answer
    assert (update["party"], update["reported_by"], update["text"]) == ("WCO", "Ann", "begun")
    assert update["source"].startswith("submission back.xlsx ")


def test_open_conflicts_write_nothing_and_are_settled_by_prefer(ask: Ask, real_book: Path, sent: Path) -> None:
    ask("record", real_book, "--action", "A05", "--party", "WCO", "--status", "On hold", "--text", "meanwhile")
    back = fill(sent, **REPORT)
    before = everything_in(real_book.parent)

    open_ = ask("merge", real_book, back, "--apply", "--json")
    assert (open_.code, list(brief(open_))) == (1, ["conflicts"])
    assert everything_in(real_book.parent) == before

    assert ask("merge", real_book, back, "--apply", "--prefer", "mine").code == 0
    assert [row["status"] for row in ask("updates", real_book, "--json").answer] == ["On hold"]

    theirs = ask("merge", real_book, back, "--apply", "--prefer", "theirs", "--json")
    assert (theirs.code, brief(theirs)) == (0, ADDED)
    assert next(row["status"] for row in ask("list", real_book, "--json").answer if row["action_id"] == "A05") == "In progress"
    assert brief(ask("merge", real_book, back, "--json")) == {}


def test_refusals_remain_and_the_rest_is_recorded(ask: Ask, real_book: Path, sent: Path) -> None:
    back = fill(fill(sent, **REPORT), status="Done", notes="amended")

    said = ask("merge", real_book, back, "--apply", "--json")

    assert said.code == 1
    assert brief(said)["changed"] == [("A05", "notes", "amended")]
    assert {field for _id, field, _new in brief(said)["refused"]} == {"status", "report_date", "text"}
    assert brief(ask("merge", real_book, back, "--json")).keys() == {"refused"}


def test_words_for_people_name_what_is_done(ask: Ask, real_book: Path, sent: Path) -> None:
    back = fill(sent, **REPORT)

    assert ask("merge", real_book, back).out.startswith("1 report.") and "Nothing was recorded." in ask("merge", real_book, back).out
    assert "Recorded: 1 report." in ask("merge", real_book, back, "--apply").out
    assert "brings nothing new" in ask("merge", real_book, back).out


def test_a_change_of_what_was_agreed_is_recorded_and_said(ask: Ask, real_book: Path, sent: Path) -> None:
    back = fill(sent, **REPORT, timescale="9 months")

    planned = ask("merge", real_book, back).out
    assert "  Proposed Time scale D2: 3 months -> 9 months" in planned
    assert "--apply takes the amendment, a change of what was agreed, too." in planned
    assert "Recorded: 1 report and 1 amendment. The amendment changes what was agreed." in ask("merge", real_book, back, "--apply").out


LONG = "word " * 60


def test_a_refused_row_is_told_once_and_whole_and_wrapped_only_in_a_terminal(
    ask: Ask, real_book: Path, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = fill(sent, **REPORT | {"status": "Finished", "text": LONG})

    said = ask("merge", real_book, back)
    assert (said.code, said.out.count("Finished is not a status"), said.out.count("\u2026")) == (1, 1, 0)
    assert said.out.startswith("1 refused row.\n") and LONG.strip() in said.out
    assert "Use one of: " in said.out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    wrapped = ask("merge", real_book, back).out
    assert max(map(len, wrapped.splitlines())) <= 60
    assert wrapped.split() == said.out.split()


def test_several_submissions_are_merged_together(ask: Ask, real_book: Path, sent: Path, tmp_path: Path) -> None:
    ask("export", real_book, tmp_path / "interpol.xlsx", "--for", "Interpol")
    files = [fill(sent, **REPORT), fill(tmp_path / "interpol.xlsx", "interpol-back.xlsx", **REPORT)]

    assert ask("merge", real_book, *files, "--apply").code == 0
    assert {row["party"] for row in ask("updates", real_book, "--json").answer} == {"WCO", "Interpol"}


def test_a_list_says_whose_it_is_by_party(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("ID;Status;Date;Progress\nA05;in progress;1 Dec 2009;begun\n", encoding="utf-8")

    assert ask("merge", real_book, tmp_path / "list.csv").code == 1
    assert brief(ask("merge", real_book, tmp_path / "list.csv", "--party", "world customs organization", "--json")) == ADDED


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "is empty"), (b"garbage", "is not a workbook"), (b"\x89PNG\r\n\x1a\n" + bytes(100), "is not a workbook")]
)
def test_an_unusable_file_is_refused_in_one_line_and_nothing_is_written(
    ask: Ask, real_book: Path, sent: Path, content: bytes, why: str
) -> None:
    bad = sent.with_name("bad.xlsx")
    bad.write_bytes(content)
    before = everything_in(real_book.parent)

    said = ask("merge", real_book, fill(sent, **REPORT), bad, "--apply")

    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert why in said.err
    assert everything_in(real_book.parent) == before | {sent.with_name("back.xlsx"): sent.with_name("back.xlsx").read_bytes()}


def test_of_a_huge_file_no_more_is_read_than_shows_that_it_is_too_large(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    with (tmp_path / "huge.xlsx").open("wb") as file:
        file.truncate(5 * 1024**3)  # holds no block on the disk

    assert "larger than 10 MB" in ask("merge", real_book, tmp_path / "huge.xlsx").err


def test_a_file_that_is_not_there_or_made_for_another_is_refused(ask: Ask, real_book: Path, sent: Path) -> None:
    assert ask("merge", real_book, sent.with_name("none.xlsx")).code == 2
    assert "was made for WCO, not for Interpol" in ask("merge", real_book, sent, "--party", "Interpol").err


def test_the_file_for_a_party_is_written_and_says_for_whom(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    said = ask("export", real_book, tmp_path / "out.xlsx", "--for", "wco", "--json")

    assert said.answer == {"file": str(tmp_path / "out.xlsx"), "for": "WCO", "actions": 8}
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["Report", "Read me", "gcdash"]


def test_a_file_that_may_be_filled_in_is_never_written_over(ask: Ask, real_book: Path, sent: Path) -> None:
    filled = fill(sent, sent.name, **REPORT).read_bytes()

    said = ask("export", real_book, sent, "--for", "WCO")

    assert (said.code, said.out, said.err) == (2, "", f"{sent} is there already. Name a new file; that one may be filled in.\n")
    assert sent.read_bytes() == filled


def test_the_pack_is_one_zip_with_a_file_for_each_reporter(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    said = ask("export", real_book, tmp_path / "all.zip", "--for", "everyone", "--as-of", "2009-11-25", "--json")

    with zipfile.ZipFile(tmp_path / "all.zip") as pack:
        assert len(pack.namelist()) == len(said.answer["for"]) == 10
        assert "report-wco-2009-11-25.xlsx" in pack.namelist()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("out.xlsx", "--for", "Atlantis"), "no party Atlantis"),
        (("out.zip", "--for", "WCO"), "Name a .xlsx"),
        (("out.csv", "--for", "WCO"), "Name a .xlsx"),
        (("out.xlsx", "--for", "WCO", "--theme", "MEA-specific"), "Leave the filters out"),
    ],
)
def test_what_cannot_be_made_for_anybody_is_refused(ask: Ask, real_book: Path, tmp_path: Path, words: tuple[str, ...], why: str) -> None:
    said = ask("export", real_book, tmp_path / words[0], *words[1:])

    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1) and why in said.err
    assert not (tmp_path / words[0]).exists()
