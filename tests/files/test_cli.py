"""The command line, verb by verb: what it answers, what it refuses, and that a refusal leaves everything as it was."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from asked import Ask, Said
from books import make_book
from gcdash.cli.parser import parser
from gcdash.exports.media import MEDIA
from gcdash.owners import DEFAULT_OWNERS
from gcdash.schema import UPDATES, Standing
from gcdash.store.ooxml import SetCells, edit, read_stamp
from house_rules import ROOT

TABLE = ROOT / "tests" / "files" / "action-points-2009.txt"
REPORT = ("--action", "A05", "--status", "In progress")
STANDINGS = [str(standing) for standing in Standing]


def everything_in(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def ids(said: Said) -> list[str]:
    return [row["action_id"] for row in said.answer]


def own_process(*words: str, stdin: int | None = None, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gcdash", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, stdin=stdin, env=env)


def is_refused(said: Said) -> bool:
    return said.code == 2 and said.out == "" and said.err.count("\n") == 1 and "Traceback" not in said.err


# -- check, list, summary, updates


def test_the_keys_of_each_list_are_those_agreed_on_in_their_order(ask: Ask, real_book: Path) -> None:
    ask("record", real_book, *REPORT)

    assert " ".join(ask("list", real_book, "--json").answer[0]) == (
        "action_id theme action timescale timescale_kind due_date due_confidence responsibility owners owners_confidence condition "
        "update_feedback notes status standing last_reported updates"
    )
    assert " ".join(ask("updates", real_book, "--json").answer[0]) == (
        "update_id action_id report_date party status text next_step evidence reported_by verified recorded_at source withdraws"
    )
    assert list(ask("summary", real_book, "--by", "theme", "--json").answer[0]) == ["name", "actions", *STANDINGS]


def test_an_action_shows_what_has_been_reported_and_null_where_there_is_no_day(ask: Ask, real_book: Path) -> None:
    ask("record", real_book, *REPORT, "--date", "2009-10-01")

    reported, silent = (next(row for row in ask("list", real_book, "--json").answer if row["action_id"] == name) for name in ("A05", "A02"))

    assert (reported["status"], reported["last_reported"], reported["updates"]) == ("In progress", "2009-10-01", 1)
    assert (silent["due_date"], silent["last_reported"], silent["updates"], silent["owners"]) == (None, None, 0, [])


def test_a_reading_that_a_person_confirmed_says_so(ask: Ask, tmp_path: Path) -> None:
    action = {"action_id": "A01", "action": "x", "timescale": "3", "due_date_set": "2009-08-29", "owners_set": "WCO"}

    row = ask("list", make_book(tmp_path / "a.xlsx", actions=[action]), "--json").answer[0]

    assert (row["due_date"], row["due_confidence"], row["owners"], row["owners_confidence"]) == (
        "2009-08-29", "confirmed", ["WCO"], "confirmed"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--theme", "capacity building"), ["A06"]),
        (("--theme", "Capacity Building", "--theme", "MEA-specific"), ["A06", "A07", "A08"]),
        (("--owner", "rocb", "--owner", "Interpol"), ["A04", "A05"]),
        (("--owner", "WCO", "--theme", "MEA-specific"), ["A08"]),
        (("--owner", "Unassigned"), ["A01", "A02", "A10"]),
        (("--standing", "overdue", "--standing", "Due soon"), ["A01", "A05"]),
        (("--status", "Completed"), []),
        (("--kind", "mixed"), ["A03", "A04"]),
        (("--party", "Interpol"), ["A05"]),
        (("--search", "ENVIRONET upload"), ["A03", "A07"]),
    ],
)
def test_filters_hold_together_and_each_may_name_several(ask: Ask, real_book: Path, words: tuple[str, ...], found: list[str]) -> None:
    assert ids(ask("list", real_book, "--as-of", "2009-11-25", "--json", *words)) == found


@pytest.mark.parametrize("name", ["theme", "owner", "standing", "status", "kind", "party"])
def test_a_filter_that_does_not_exist_is_refused_with_the_choices(ask: Ask, real_book: Path, name: str) -> None:
    said = ask("list", real_book, f"--{name}", "Nowhere")

    assert is_refused(said)
    assert f"There is no {name} Nowhere. Choose from: " in said.err


def test_the_as_of_date_is_the_one_asked_for_else_the_workbook_s_own_else_today(ask: Ask, tmp_path: Path) -> None:
    action = {"action_id": "A01", "action": "x", "timescale": "6 months"}
    of_today = make_book(tmp_path / "today.xlsx", actions=[action])
    of_2009 = make_book(tmp_path / "then.xlsx", {"Default as-of": date(2009, 11, 25)}, actions=[action])

    standing = [
        ask("list", *words, "--json").answer[0]["standing"] for words in ((of_today,), (of_2009,), (of_2009, "--as-of", "2009-07-01"))
    ]

    assert standing == ["Overdue", "Due soon", "On course"]


def test_a_summary_adds_up_and_by_owner_counts_mentions(ask: Ask, real_book: Path) -> None:
    by = {
        name: ask("summary", real_book, "--by", name, "--as-of", "2009-12-01", "--json").answer for name in ("theme", "timescale", "owner")
    }

    assert all(row["actions"] == sum(row[standing] for standing in STANDINGS) for rows in by.values() for row in rows)
    assert [row["actions"] for row in by["theme"]] == [5, 1, 2, 4, 4]
    assert {row["name"]: row["actions"] for row in by["timescale"]} == {"dated": 2, "on-going": 10, "mixed": 2, "unspecified": 2}
    assert sum(row["actions"] for row in by["owner"][:-1]) == 30
    assert (by["owner"][-1]["name"], by["owner"][-1]["actions"]) == ("Unassigned", 3)


def test_check_says_what_is_wrong_where_and_what_to_do_and_exits_with_one(ask: Ask, tmp_path: Path) -> None:
    update = {"update_id": "u", "action_id": "A77", "report_date": date(2009, 10, 1), "status": "In progress"}
    book = make_book(tmp_path / "a.xlsx", actions=[{"action_id": "A01", "action": "x"}], updates=[update])

    said, plain = ask("check", book, "--json"), ask("check", book)

    assert (said.code, plain.code) == (1, 1)
    assert [(row["sheet"], row["cell"], row["kind"]) for row in said.answer] == [("Updates", "B2", "unknown-action")]
    assert set(said.answer[0]) == {"sheet", "cell", "kind", "message", "hint"}
    assert plain.out == f"Updates B2: {said.answer[0]['message']} {said.answer[0]['hint']}\n"


def test_updates_come_newest_first_by_action_by_party_and_up_to_a_day(ask: Ask, real_book: Path) -> None:
    for name, action, party, day in (("b", "A05", "WCO", "2009-10-01"), ("c", "A06", "UNEP", "2009-11-01"), ("a", "A05", "", "2009-09-01")):
        ask("record", real_book, "--action", action, "--status", "On hold", "--party", party, "--date", day, "--update-id", name)

    found = [
        [row["update_id"] for row in ask("updates", real_book, "--json", *words).answer]
        for words in ((), ("--action", "a05"), ("--party", "unep"), ("--as-of", "2009-10-01"))
    ]

    assert found == [["c", "b", "a"], ["b", "a"], ["c"], ["b", "a"]]
    assert is_refused(ask("updates", real_book, "--action", "A99"))
    assert is_refused(ask("updates", real_book, "--party", "Atlantis"))


def test_a_person_gets_whole_columns_and_a_sentence_where_there_is_nothing(ask: Ask, real_book: Path) -> None:
    lines = ask("list", real_book, "--as-of", "2009-11-25").out.splitlines()

    assert lines[0].split() == ["ID", "Standing", "Due", "date", "Owners", "Action"]
    assert [line.split()[0] for line in lines[1:]] == [f"A{number:02d}" for number in range(1, 17)]
    assert len({line.index("Overdue") if "Overdue" in line else lines[0].index("Standing") for line in lines}) == 1
    assert ask("list", real_book, "--search", "zebra").out == "No action fits.\n"
    assert ask("updates", real_book).out == "No update fits.\n"
    assert ask("check", real_book).out == "No problem was found.\n3 readings wait to be confirmed: A01, A03, A16.\n"


def test_an_action_of_which_date_and_owners_wait_counts_as_two_readings(ask: Ask, tmp_path: Path) -> None:
    actions = [{"action_id": "A01", "action": "x", "timescale": "3", "responsibility": "Kenya, Uganda"},
               {"action_id": "A02", "action": "y", "timescale": "3"}]  # fmt: skip

    said = ask("check", make_book(tmp_path / "a.xlsx", actions=actions)).out

    assert "3 readings wait to be confirmed: A01 (due date and owners), A02." in said


def test_a_person_is_told_which_readings_are_not_certain(ask: Ask, real_book: Path) -> None:
    listed = {line.split()[0]: line for line in ask("list", real_book).out.splitlines()}

    assert "2009-08-29 (to confirm)" in listed["A03"]
    assert "National authorities (to confirm)" in listed["A16"]
    assert [action_id for action_id, line in listed.items() if "to confirm" in line] == ["A01", "A03", "A16"]
    assert ask("list", real_book, "--json", "--owner", "National authorities").answer[0]["owners"] == ["National authorities"]


# -- record, withdraw, fold, restore


def test_a_record_keeps_each_word_that_was_given(ask: Ask, real_book: Path) -> None:
    words = ("--text", "Été: 环保", "--party", "wco", "--by", "Ann", "--evidence", "https://example.org/a", "--next-step", "Send it")

    said = ask("record", real_book, *REPORT, *words, "--json")

    kept = ask("updates", real_book, "--json").answer[0]
    assert (said.code, said.answer) == (0, {"update_id": kept["update_id"], "in_workbook": True})
    assert {name: kept[name] for name in UPDATES.names if name not in {"update_id", "recorded_at"}} == {
        "action_id": "A05", "report_date": date.today().isoformat(), "party": "WCO", "status": "In progress", "text": "Été: 环保",
        "next_step": "Send it", "evidence": "https://example.org/a", "reported_by": "Ann", "verified": "no", "source": "command line",
        "withdraws": "",
    }  # fmt: skip
    assert kept["recorded_at"].endswith("Z")


def test_a_report_by_a_party_that_nobody_knows_is_recorded_and_said_to_be_of_nobody_expected(ask: Ask, real_book: Path) -> None:
    said = ask("record", real_book, *REPORT, "--party", "Narnia", "--json")

    assert said.code == 0
    assert said.answer["note"].startswith("Narnia is neither in the Parties sheet nor an owner;")
    assert said.err == said.answer["note"] + "\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--action", "A99", "--status", "In progress"), "A99"),
        (("--action", "A05", "--status", "Nearly"), "Nearly"),
        (("--action", "A05", "--status", "No report yet"), "not a status that can be reported"),
        (("--action", "A05", "--status", "Dated part done"), "no dated part"),
        (("--action", "A05", "--status", "Completed", "--text", " "), "Completed needs words"),
        ((*REPORT, "--date", "2999-01-01"), "future"),
        ((*REPORT, "--date", "2009-02-30"), "2009-02-30 is not a date"),
        ((*REPORT, "--date", "2009-10-01 or so"), "is not a date"),
        ((*REPORT, "--evidence", "ftp://example.org/a"), "not a link"),
        ((*REPORT, "--text", "a\x0bb"), "U+000B"),
        ((*REPORT, "--text", "a" * 32_768), "32,767"),
        ((*REPORT, "--update-id", "a\x01b"), "Update ID"),
        ((*REPORT, "--update-id", "first", "--text", "other words"), "first"),
        ((*REPORT, "--party", "Interpoll"), "Did you mean Interpol?"),
        (("--status", "In progress"), "--action"),
    ],
)
def test_a_refused_record_is_one_line_and_leaves_workbook_and_journal_untouched(
    ask: Ask, real_book: Path, words: tuple[str, ...], why: str
) -> None:
    ask("record", real_book, *REPORT, "--update-id", "first")
    before = everything_in(real_book.parent)

    said = ask("record", real_book, *words, "--json")

    assert is_refused(said)
    assert why in said.err
    assert everything_in(real_book.parent) == before


def test_blanks_around_an_update_id_do_not_make_it_another(ask: Ask, real_book: Path) -> None:
    answers = [ask("record", real_book, *REPORT, "--update-id", name, "--json").answer for name in ("u-1", " u-1 ", "u-1")]

    assert answers == [{"update_id": "u-1", "in_workbook": True}] * 3
    assert len(ask("updates", real_book, "--json").answer) == 1


def test_what_the_workbook_has_no_column_for_is_kept_and_waits_and_the_reason_is_given(ask: Ask, tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(book) as made:
        made.add_worksheet("Actions").write_row(0, 0, ["ID", "Action", "Proposed Time scale", "Responsibility"])
        made.get_worksheet_by_name("Actions").write_row(1, 0, ["A05", "Meet", "6 months", "WCO"])
        made.add_worksheet("Updates").write_row(0, 0, ["Update ID", "Action ID", "Report date", "Status"])

    recorded = ask("record", book, *REPORT, "--update-id", "u-1", "--text", "words", "--json")
    folded = ask("fold", book, "--json")

    assert (recorded.code, recorded.answer) == (0, {"update_id": "u-1", "in_workbook": False})
    assert (folded.code, folded.answer) == (1, {"folded": 0, "waiting": 1})
    assert all("has no column" in said.err and said.err.count("\n") == 1 for said in (recorded, folded))
    assert [row["text"] for row in ask("updates", book, "--json").answer] == ["words"]


def test_an_update_deleted_from_the_sheet_on_purpose_is_not_said_to_be_in_it(ask: Ask, real_book: Path) -> None:
    words = (*REPORT, "--update-id", "u-1", "--date", "2009-10-01", "--json")
    ask("record", real_book, *words)
    sheet = openpyxl.load_workbook(real_book)["Updates"]
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "u-1")
    cleared = SetCells("Updates", {(row, column): None for column in range(1, len(UPDATES.names) + 1)})
    data = real_book.read_bytes()
    real_book.write_bytes(edit(data, [cleared], read_stamp(data)))

    said = ask("record", real_book, *words)

    assert (said.code, said.answer) == (0, {"update_id": "u-1", "in_workbook": False})


def test_ten_records_each_by_two_processes_at_once_are_all_said_to_be_and_are_in_the_workbook(real_book: Path) -> None:
    program = (
        "import sys; from gcdash.cli import main\n"
        "for n in range(10): main(['record', sys.argv[1], '--action', 'A07', '--status', 'In progress', "
        "'--update-id', f'{sys.argv[2]}-{n}', '--json'])"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(real_book), name], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for name in ("a", "b")
    ]
    answers = [json.loads(line) for process in both for line in process.communicate(timeout=120)[0].splitlines()]

    expected = sorted(f"{name}-{n}" for name in ("a", "b") for n in range(10))
    assert sorted(answer["update_id"] for answer in answers if answer["in_workbook"]) == expected
    rows = openpyxl.load_workbook(real_book)["Updates"].iter_rows(min_row=2, max_col=1, values_only=True)
    assert sorted(row[0] for row in rows if row[0]) == expected


def test_a_withdrawal_counts_no_more_is_kept_and_names_what_it_withdraws(ask: Ask, real_book: Path) -> None:
    ask("record", real_book, *REPORT, "--update-id", "u-1", "--date", "2009-10-01")

    said = ask("withdraw", real_book, "--update-id", "u-1", "--reason", "a mistake", "--by", "Ann", "--json")

    assert (said.code, said.answer["in_workbook"]) == (0, True)
    newest, oldest = ask("updates", real_book, "--json").answer
    assert (newest["update_id"], newest["withdraws"], newest["text"], newest["reported_by"]) == (
        said.answer["update_id"], "u-1", "a mistake", "Ann"
    )  # fmt: skip
    assert oldest["update_id"] == "u-1"
    assert next(row for row in ask("list", real_book, "--json").answer if row["action_id"] == "A05")["updates"] == 0


def test_a_person_is_told_what_is_withdrawn_and_by_which_update(ask: Ask, real_book: Path) -> None:
    ask("record", real_book, *REPORT, "--update-id", "u-1", "--date", "2009-10-01")
    headings = ask("updates", real_book).out.splitlines()[0]
    ask("withdraw", real_book, "--update-id", "u-1", "--reason", "a mistake", "--by", "Ann")

    with_reason, withdrawn = ask("updates", real_book).out.splitlines()[1:]
    as_before = ask("updates", real_book, "--as-of", "2009-10-01").out

    assert with_reason.split()[2:5] == ["withdrawal", "a", "mistake"]
    assert with_reason.endswith("u-1")
    assert "In progress (withdrawn)" in withdrawn
    assert "withdrawn" not in as_before  # on that day it counted
    assert not headings.endswith("Withdraws")  # which nobody needs before something is withdrawn
    assert [row["status"] for row in ask("updates", real_book, "--json").answer] == ["Nothing to report", "In progress"]


@pytest.mark.parametrize(
    ("update_id", "reason", "by"),
    [("u-2", "a mistake", "Ann"), ("u-1", " ", "Ann"), ("u-1", "a\x01", "Ann"), ("u-1", "a mistake", "A\x01")],
)
def test_a_refused_withdrawal_writes_nothing(ask: Ask, real_book: Path, update_id: str, reason: str, by: str) -> None:
    ask("record", real_book, *REPORT, "--update-id", "u-1")
    before = everything_in(real_book.parent)

    assert is_refused(ask("withdraw", real_book, "--update-id", update_id, "--reason", reason, "--by", by))
    assert everything_in(real_book.parent) == before


def test_an_update_is_withdrawn_once(ask: Ask, real_book: Path) -> None:
    ask("record", real_book, *REPORT, "--update-id", "u-1")
    words = ("withdraw", real_book, "--update-id", "u-1", "--reason", "a mistake", "--by", "Ann")

    assert [ask(*words).code, ask(*words).code] == [0, 2]


def test_a_fold_with_nothing_to_carry_changes_nothing(ask: Ask, real_book: Path) -> None:
    before = real_book.read_bytes()

    said = ask("fold", real_book, "--json")

    assert (said.code, said.answer) == (0, {"folded": 0, "waiting": 0})
    assert real_book.read_bytes() == before


def test_a_kept_version_comes_back_with_what_was_recorded_since(ask: Ask, real_book: Path) -> None:
    ask("record", real_book, *REPORT, "--update-id", "u-1")

    kept = ask("restore", real_book, "--list", "--json").answer
    said = ask("restore", real_book, "--generation", "0", "--json")

    assert [version["generation"] for version in kept] == [0]
    assert (said.code, said.answer["generation"]) == (0, 0)
    assert [row["update_id"] for row in ask("updates", real_book, "--json").answer] == ["u-1"]
    assert is_refused(ask("restore", real_book, "--generation", "99"))
    assert ask("restore", real_book, "--generation", "0").out == "Generation 0 is back; 1 change went into it again.\n"


# -- export


def test_an_exported_workbook_holds_the_filtered_rows_and_what_they_are_true_for(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"

    said = ask("export", real_book, out, "--standing", "Overdue", "--as-of", "2009-12-01", "--json")

    opened = openpyxl.load_workbook(out)
    about = {row[0]: row[1] for row in opened["About"].iter_rows(values_only=True)}
    assert (said.code, said.answer) == (0, {"file": str(out), "actions": 2})
    assert [row[0] for row in opened["Actions"].iter_rows(min_row=2, values_only=True)] == ["A01", "A05"]
    assert (about["As of"], about["Filters"], about["Rows"]) == ("2009-12-01", "Standing: Overdue", 2)


def test_an_exported_table_says_what_was_reported_last_up_to_its_day(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    for party, day, text in (("Interpol", "2009-09-01", "First letter"), ("WCO", "2009-10-01", "Second"), ("WCO", "2009-12-24", "Later")):
        ask("record", real_book, *REPORT, "--party", party, "--date", day, "--text", text, "--next-step", f"After {text}")

    ask("export", real_book, tmp_path / "a.xlsx", "--owner", "Participants", "--as-of", "2009-12-01")

    headings, *rows = openpyxl.load_workbook(tmp_path / "a.xlsx")["Actions"].iter_rows(values_only=True)
    (row,) = (dict(zip(headings, row, strict=True)) for row in rows)
    assert (row["Last report by"], row["Last report: words"], row["Last report: next step"]) == ("WCO", "Second", "After Second")
    assert row["Owners: how sure"] == "certain"


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_file_is_not_sure_of_a_date_or_an_owner_where_nothing_was_there_to_read(
    ask: Ask, real_book: Path, tmp_path: Path, name: str
) -> None:
    ask("export", real_book, tmp_path / name)

    if name.endswith(".csv"):
        _headings, *rows = csv.reader(io.StringIO((tmp_path / name).read_text("utf-8-sig")))
    else:
        _headings, *rows = openpyxl.load_workbook(tmp_path / name)["Actions"].iter_rows(values_only=True)
    sure = {row[0]: (row[6] or "", row[9] or "") for row in rows}
    assert sure["A02"] == ("", "")
    assert sure["A03"] == ("to confirm", "certain")
    assert sure["A06"] == ("certain", "certain")  # on-going: that there is no date is certain
    assert [(row["due_confidence"], row["owners_confidence"]) for row in ask("list", real_book, "--json").answer][1] == (
        "certain",
        "certain",
    )


def test_an_exported_csv_has_the_same_rows_and_takes_the_place_of_an_older_one(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    out = tmp_path / "OUT.CSV"
    out.write_text("older", encoding="utf-8")

    ask("export", real_book, out, "--kind", "mixed")

    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert [(row["action_id"], row["due_date"], row["owners_text"]) for row in rows] == [
        ("A03", "2009-08-29", "MEA Secretariats; National Focal Points"),
        ("A04", "2010-05-29", "ROCB; NACEN"),
    ]


@pytest.mark.skipif(os.name == "nt", reason="rights are not kept in a mode there")
def test_files_that_are_made_can_be_read_by_whom_the_user_lets(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        ask("export", real_book, tmp_path / "out.csv")
        ask("sample", tmp_path / "sample.xlsx", "--actions", 1, "--updates", 0)
    finally:
        os.umask(before)

    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("out.csv", "sample.xlsx")] == [0o640, 0o640]


def test_an_export_never_takes_the_workbook_s_place_by_whatever_name(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.xlsx"
    os.link(real_book, second)
    before = everything_in(tmp_path)

    assert is_refused(ask("export", real_book, real_book))
    assert is_refused(ask("export", real_book, second))
    assert everything_in(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("out.pdf", "Let its name end in one of .xlsx, .csv, .docx, .pptx, .html, .ics"),
        ("out", "Let its name end in one of .xlsx, .csv, .docx, .pptx, .html, .ics"),
        ("no/out.csv", "no folder"),
    ],
)
def test_an_export_that_cannot_be_written_is_refused_and_leaves_nothing(ask: Ask, real_book: Path, name: str, why: str) -> None:
    before = everything_in(real_book.parent)

    said = ask("export", real_book, real_book.parent / name)

    assert is_refused(said)
    assert why in said.err
    assert everything_in(real_book.parent) == before


@pytest.mark.parametrize("name", ["out.DOCX", "out.pptx", "out.html", "out.ics"])
def test_each_kind_of_file_holds_what_is_filtered_as_of_the_day(ask: Ask, real_book: Path, tmp_path: Path, name: str) -> None:
    said = ask("export", real_book, tmp_path / name, "--theme", "MEA-specific", "--as-of", "2009-11-25", "--json")

    assert (said.code, said.answer) == (0, {"file": str(tmp_path / name), "actions": 2})
    assert (tmp_path / name).stat().st_size > 500


def test_a_day_to_compare_with_that_lies_after_the_as_of_date_is_refused(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    assert is_refused(ask("export", real_book, tmp_path / "out.pptx", "--as-of", "2009-11-25", "--since", "2009-11-26"))
    assert ask("export", real_book, tmp_path / "out.pptx", "--as-of", "2009-11-25", "--since", "2009-11-25").code == 0


def test_no_kind_of_file_is_refused_however_many_actions_there_are(ask: Ask, tmp_path: Path) -> None:
    book = make_book(tmp_path / "a.xlsx", actions=[{"action_id": f"A{number:04}", "action": "x"} for number in range(1001)])

    assert [ask("export", book, tmp_path / f"out{medium.suffix}").code for medium in MEDIA] == [0] * len(MEDIA)


# -- remind


def test_each_party_with_something_to_do_gets_a_draft_and_what_nobody_owns_is_named(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    words = ("remind", real_book, "--out", tmp_path / "new" / "drafts", "--as-of", "2009-11-25")

    said, plain = ask(*words, "--json"), ask(*words)

    assert [(row["party"], row["to"], row["actions"]) for row in said.answer] == [
        ("WCO", [], 1),
        ("Interpol", [], 1),
        ("Participants", [], 1),
    ]
    assert sorted(str(path) for path in (tmp_path / "new" / "drafts").iterdir()) == sorted(row["file"] for row in said.answer)
    assert plain.out.endswith("1 action asks for attention and has no owner: A01.\n")


def test_where_nobody_is_to_be_reminded_no_draft_is_written(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    said = ask("remind", real_book, "--out", tmp_path / "drafts", "--as-of", "2009-06-01")

    assert (said.code, said.out) == (0, "Nobody is to be asked for anything.\n")


def test_drafts_are_not_written_where_a_file_is(ask: Ask, real_book: Path) -> None:
    assert is_refused(ask("remind", real_book, "--out", real_book, "--as-of", "2009-11-25"))


# -- compare


def test_comparing_two_days_says_where_each_action_stood_and_what_became_of_it(ask: Ask, real_book: Path) -> None:
    ask("record", real_book, "--action", "A06", "--status", "In progress", "--date", "2009-10-01")
    days = ("--from", "2009-08-01", "--to", "2009-12-01")

    said, plain = ask("compare", real_book, *days, "--json"), ask("compare", real_book, *days)

    assert list(said.answer[0]) == ["action_id", "from", "to", "kind"]
    assert {
        row["action_id"]: (row["from"], row["to"], row["kind"]) for row in said.answer if row["action_id"] in {"A01", "A06", "A07"}
    } == {
        "A01": ("On course", "Overdue", "newly overdue"),
        "A06": ("On course", "On course", "moved"),
        "A07": ("On course", "Report overdue", "gone quiet"),
    }
    assert plain.out.startswith("From 1 Aug 2009 to 1 Dec 2009, of 16 actions, 2 became overdue, 13 went quiet and 1 moved.\n")


@pytest.mark.parametrize(
    "days", [("--from", "2009-12-01", "--to", "2009-08-01"), ("--from", "2009-12-01"), ("--from", "then", "--to", "2009-08-01")]
)
def test_two_days_that_are_none_are_refused(ask: Ask, real_book: Path, days: tuple[str, ...]) -> None:
    assert is_refused(ask("compare", real_book, *days))


# -- new, sample


def test_a_new_workbook_has_its_base_date_from_the_title_and_an_id_of_its_own(ask: Ask, tmp_path: Path) -> None:
    books = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]

    said = [ask("new", book, "--from", TABLE, "--workshop", "Follow-up", "--json") for book in books]

    assert [(each.code, each.answer["actions"]) for each in said] == [(0, 16), (0, 16)]
    settings = dict(openpyxl.load_workbook(books[0])["Settings"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert (settings["Workshop"], settings["Base date"].date()) == ("Follow-up", date(2009, 5, 29))
    assert read_stamp(books[0].read_bytes())["gcdash_book"] != read_stamp(books[1].read_bytes())["gcdash_book"]


def test_the_owners_of_a_new_workbook_are_those_of_the_usual_ones_that_its_table_names(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('Action,Responsibility\nTrain,"Kenya, Uganda"\nWrite,Customs and UNEP Secretariat\n', encoding="utf-8")

    made = ask("new", tmp_path / "own.xlsx", "--from", tmp_path / "t.csv", "--base-date", "2009-05-29")
    ask("new", tmp_path / "shipped.xlsx", "--from", TABLE)

    def owners(name: str) -> list[object]:
        return [row[0] for row in openpyxl.load_workbook(tmp_path / name)["Owners"].iter_rows(min_row=2, values_only=True)]

    assert made.code == 0
    assert owners("own.xlsx") == ["UNEP", "Customs agencies"]
    assert owners("shipped.xlsx") == [owner for owner, _kind, _also in DEFAULT_OWNERS]
    assert [row["owners"] for row in ask("list", tmp_path / "own.xlsx", "--json").answer] == [[], ["Customs agencies", "UNEP"]]


def test_a_table_is_found_in_whatever_sheet_of_a_workbook_it_stands(ask: Ask, tmp_path: Path) -> None:
    table, out = tmp_path / "table.XLSX", tmp_path / "new.xlsx"
    with xlsxwriter.Workbook(str(table)) as made:
        made.add_worksheet("Cover").write_row(0, 0, ["Some workshop"])
        sheet = made.add_worksheet("Plan")
        for row, cells in enumerate([["Action", "Proposed Time scale", "Responsibility"], ["Meet", "6 months", "WCO"]]):
            sheet.write_row(row, 0, cells)

    said = ask("new", out, "--from", table, "--base-date", "2010-01-31", "--json")

    assert (said.code, said.answer) == (0, {"file": str(out), "actions": 1})
    assert [(row["action_id"], row["due_date"]) for row in ask("list", out, "--json").answer] == [("A01", "2010-07-31")]


ROWS = [
    ["Theme", "Action", "Time scale", "Responsibility"],
    ["Training", "Train officers", "6 months", "WCO"],
    ["", "Buy scanners", "on-going", "UNEP"],
]
AS_TEXT = {
    "tabs.txt": "\n".join("\t".join(row) for row in ROWS),
    "title.txt": "Our workshop\nSuva, 3-5 November 2026\n\n" + "\n".join("\t".join(row) for row in ROWS),
    "table.csv": "\n".join(",".join(row) for row in ROWS),
    "semicolons.csv": "\n".join(";".join(row) for row in ROWS),
    "lines.tsv": "\r\n".join("\t".join(row) for row in ROWS),
}


@pytest.mark.parametrize("name", AS_TEXT)
def test_a_table_saved_as_text_by_a_spreadsheet_program_becomes_a_workbook(ask: Ask, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(AS_TEXT[name], encoding="utf-8", newline="")

    said = ask("new", tmp_path / "new.xlsx", "--from", tmp_path / name, "--base-date", "2026-11-05")

    assert said.code == 0, said.err
    rows = ask("list", tmp_path / "new.xlsx", "--json").answer
    assert [(row["theme"], row["action"]) for row in rows] == [("Training", "Train officers"), ("Training", "Buy scanners")]
    assert "agreed on 2026-11-05" in said.out
    assert ("workshop Our workshop; place Suva" in said.out) == (name == "title.txt")


def test_a_workshop_s_word_table_becomes_a_workbook(ask: Ask, real_book: Path, tmp_path: Path) -> None:
    ask("export", real_book, tmp_path / "table.docx")

    said = ask("new", tmp_path / "new.xlsx", "--from", tmp_path / "table.docx", "--json")

    assert (said.code, said.answer["actions"]) == (0, 16)
    here, there = (ask("list", book, "--as-of", "2009-12-01", "--json").answer for book in (real_book, tmp_path / "new.xlsx"))
    assert there == here


def test_a_new_workbook_without_a_table_is_empty_and_works(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "new.xlsx"

    assert ask("new", out, "--base-date", "2010-01-31", "--workshop", "Ours").code == 0
    assert ask("list", out, "--json").answer == []
    assert ask("summary", out, "--by", "theme", "--json").answer == []
    assert ask("check", out).code == 0


def test_a_file_that_is_there_is_never_written_over(ask: Ask, real_book: Path) -> None:
    before = real_book.read_bytes()

    assert is_refused(ask("new", real_book, "--from", TABLE))
    assert is_refused(ask("sample", real_book, "--actions", 1, "--updates", 0))
    assert real_book.read_bytes() == before


def test_without_a_day_and_without_a_person_to_ask_a_new_workbook_is_refused(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("2010-01-31\n"))

    said = ask("new", tmp_path / "new.xlsx")

    assert is_refused(said)
    assert "--base-date" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="there is no pseudo-terminal")
@pytest.mark.parametrize(("typed", "code"), [(b"2010-01-31\n", 0), (b"soon\n", 2), (b"\x04", 2)])
def test_a_person_at_a_terminal_is_asked_for_the_day(tmp_path: Path, typed: bytes, code: int) -> None:
    import pty  # noqa: PLC0415 -- not there on Windows

    out = tmp_path / "new.xlsx"
    keyboard, terminal = pty.openpty()
    os.write(keyboard, typed)

    said = own_process("new", str(out), "--json", stdin=terminal)

    assert (said.returncode, out.exists()) == (code, code == 0)
    assert "On which day were the actions agreed" in said.stderr
    assert code or json.loads(said.stdout) == {"file": str(out), "actions": 0}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("table.txt", b"caf\xe9\t"),
        ("table.txt", b"no cells"),
        ("table.xlsx", b"PK but no more"),
        ("table.docx", b"PK but no more"),
        ("table.pdf", b"%PDF"),
        ("none.txt", None),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_by_its_name(ask: Ask, tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    before = everything_in(tmp_path)

    assert is_refused(ask("new", tmp_path / "new.xlsx", "--from", tmp_path / name, "--base-date", "2010-01-31"))
    assert everything_in(tmp_path) == before


def test_a_sample_has_the_size_asked_for_and_the_same_seed_gives_the_same_file(ask: Ask, tmp_path: Path) -> None:
    words = ("--actions", 7, "--updates", 9, "--parties", 3, "--seed")
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        ask("sample", tmp_path / f"{name}.xlsx", *words, seed)

    one, same, other = ((tmp_path / f"{name}.xlsx").read_bytes() for name in "abc")

    assert one == same != other
    assert len(ask("list", tmp_path / "a.xlsx", "--json").answer) == 7
    assert len(ask("updates", tmp_path / "a.xlsx", "--json").answer) == 9


@pytest.mark.parametrize(
    "words", [("new", "new.csv", "--base-date", "2010-01-31"), ("sample", "s.pdf"), ("sample", "s.xlsx", "--actions", "-1")]
)
def test_a_workbook_that_cannot_be_made_is_refused(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert is_refused(ask(*words))
    assert list(tmp_path.iterdir()) == []


# -- all of it


VERBS_ON_A_BOOK = [
    ("check",), ("list",), ("summary", "--by", "theme"), ("updates",), ("fold",), ("record", *REPORT), ("export", "out.csv"),
    ("compare", "--from", "2009-06-01", "--to", "2009-12-01"), ("remind", "--out", "."),
    ("withdraw", "--update-id", "u", "--reason", "r", "--by", "b"), ("restore",),
]  # fmt: skip


def test_who_names_a_workbook_that_is_not_there_is_told_to_check_the_path(ask: Ask, tmp_path: Path) -> None:
    said = ask("list", tmp_path / "nothere.xlsx")

    assert said.err.endswith("nothere.xlsx. Check the path, or make one: python -m gcdash new nothere.xlsx.\n")


@pytest.mark.parametrize("words", VERBS_ON_A_BOOK, ids=lambda words: words[0])
@pytest.mark.parametrize("data", [None, b"PK\x03\x04 damaged"], ids=["missing", "damaged"])
def test_a_workbook_that_is_missing_or_damaged_is_refused_by_every_verb(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], data: bytes | None
) -> None:
    monkeypatch.chdir(tmp_path)
    if data is not None:
        (tmp_path / "a.xlsx").write_bytes(data)

    said = ask(words[0], "a.xlsx", *words[1:])

    assert is_refused(said)
    assert not (tmp_path / "out.csv").exists()
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("bogus",),
        ("list",),
        ("list", "a.xlsx", "--as-of", "tomorrow"),
        ("summary", "a.xlsx", "--by", "moon"),
        ("list", "a.xlsx", "--odd"),
    ],
)
def test_wrong_use_is_refused_in_one_line_too(ask: Ask, words: tuple[str, ...]) -> None:
    said = ask(*words)

    assert is_refused(said)
    assert "--help" in said.err


def test_help_lists_the_verbs() -> None:
    assert (
        "{check,list,summary,updates,compare,export,minutes,remind,record,withdraw,fold,restore,merge,new,sample}"
        in own_process("--help").stdout
    )


def test_help_says_what_each_option_is_and_what_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    (verbs,) = (action.choices for action in parser()._actions if isinstance(action, argparse._SubParsersAction))

    silent = [f"{name} {option.option_strings[0]}" for name, verb in verbs.items() for option in verb._actions
              if option.option_strings and not option.help]  # fmt: skip
    assert silent == []
    with pytest.raises(SystemExit):
        parser().parse_args(["list", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "Time scale: dated, on-going, mixed, unspecified, unclear; may be given several times" in said
    assert "Months since the last report: " in said and ", never" in said


def test_exit_codes_and_words_of_any_language_pass_through_a_pipe_that_knows_ascii_only(real_book: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}

    listed = own_process("list", str(real_book), "--search", "best practice", "--json", env=environment)
    refused = own_process("list", str(real_book), "--theme", "Ökologie", env=environment)

    assert (listed.returncode, refused.returncode) == (0, 2)
    assert "‘best practice’" in json.loads(listed.stdout)[0]["action"]
    assert refused.stderr.startswith("There is no theme Ökologie. Choose from: ")


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_reader_that_has_seen_enough_gets_no_complaint(real_book: Path) -> None:
    there, here = os.pipe()
    os.close(there)

    said = subprocess.run(
        [sys.executable, "-m", "gcdash", "list", str(real_book), "--json"], cwd=ROOT, stdout=here, stderr=subprocess.PIPE, check=False
    )
    os.close(here)

    assert (said.returncode, said.stderr) == (1, b"")
