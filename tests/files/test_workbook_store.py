"""The workbook store: shown at once, in the workbook after a fold, nothing lost and nothing overwritten, whoever else writes."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from books import Row, make_book
from gcdash.changes import Update, new_id
from gcdash.checks import problems
from gcdash.errors import Refusal, Unreadable
from gcdash.sample import sample
from gcdash.schema import ACTIONS, UPDATES
from gcdash.standing import stand
from gcdash.store import Folded
from gcdash.store.workbook import WorkbookStore
from gcdash.updates import confirmation, withdrawal

ROOT = Path(__file__).parents[2]
WHO = [{"owner": "WCO", "kind": "organisation"}, {"owner": "UNEP", "kind": "organisation"}]
ACTION: Row = {"action_id": "A01", "theme": "Borders", "action": "Share data", "timescale": "6 months", "responsibility": "WCO"}
UPDATE = Update(
    "u1", "A01", date(2009, 7, 1), "In progress", "=1+1\nsecond line", "Kenya", "next", "https://a.org/x?y=1&z=2", "Ms A <a@b.org>"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.xlsx", actions=[ACTION, {"action_id": "A02", "action": "Train"}], owners=WHO)


@pytest.fixture
def store(path: Path) -> WorkbookStore:
    return WorkbookStore(path)


def an_update(name: str = "", **words: object) -> Update:
    return replace(UPDATE, update_id=name or new_id(), **words)


def ids(store: WorkbookStore) -> list[str]:
    return sorted(store.load().updates["update_id"])


def in_sheet(path: Path, sheet: str = "Updates") -> list[list[object]]:
    """The rows of a sheet, as another program reads them."""
    return [
        [cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows(min_row=2) if any(cell.value for cell in row)
    ]


def edited(path: Path, sheet: str, cells: dict[str, object]) -> None:
    """A person opens the workbook in another program, changes cells and saves. The stamp stays, as it does in Excel."""
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book[sheet][cell] = value
    book.save(path)


def merged(path: Path, cells: str, *, again: bool = True) -> None:
    book = openpyxl.load_workbook(path)
    (book["Actions"].merge_cells if again else book["Actions"].unmerge_cells)(cells)
    book.save(path)


def without_row(path: Path, row: int) -> None:
    book = openpyxl.load_workbook(path)
    book["Updates"].delete_rows(row)
    book.save(path)


# -- from the journal into the workbook


def test_what_is_appended_is_shown_at_once_and_after_the_fold_stands_in_the_sheet(store: WorkbookStore, path: Path) -> None:
    before = path.read_bytes()

    receipt = store.append([UPDATE])

    assert (receipt.ids, receipt.again) == (("u1",), False)
    assert path.read_bytes() == before, "an append does not touch the workbook"
    shown = store.load().updates.iloc[0]
    assert (shown["text"], shown["status"], shown["row"]) == (UPDATE.text, "In progress", 0)
    assert store.fold() == Folded(1, 0)
    row = dict(zip(UPDATES.names, in_sheet(path)[0], strict=True))
    kept = ("update_id", "action_id", "party", "status", "text", "next_step", "evidence", "reported_by", "source")
    assert {name: row[name] for name in kept} == {name: getattr(UPDATE, name) for name in kept}
    assert row["report_date"] == "2009-07-01", "as text where no date style stands in the column"
    assert str(row["recorded_at"]).endswith("Z")
    assert store.load().updates["row"].tolist() == [2]


def test_the_fold_keeps_latest_status_and_last_reported_true(store: WorkbookStore, path: Path) -> None:
    store.append([an_update(party="")])
    store.fold()

    first, second = (dict(zip(ACTIONS.names, row, strict=True)) for row in in_sheet(path, "Actions"))
    assert (first["latest_status"], first["last_reported"]) == ("In progress", "2009-07-01")
    assert (second["latest_status"], second["last_reported"]) == ("No report yet", None)


def test_a_fold_with_nothing_to_do_does_not_touch_the_workbook(store: WorkbookStore, path: Path) -> None:
    store.append([UPDATE])
    store.fold()
    before = path.read_bytes()

    assert store.fold() == Folded(0, 0)
    assert path.read_bytes() == before


def test_the_same_update_twice_is_one_before_and_after_the_fold(store: WorkbookStore, path: Path) -> None:
    store.append([UPDATE])
    assert store.append([UPDATE]).again is True
    store.fold()
    assert WorkbookStore(path).append([UPDATE]).again is True
    store.fold()

    assert [row[0] for row in in_sheet(path)] == ["u1"]


def test_an_id_that_stands_in_the_sheet_with_other_words_is_refused(tmp_path: Path) -> None:
    store = WorkbookStore(
        make_book(tmp_path / "b.xlsx", actions=[ACTION], updates=[{"update_id": "u1", "action_id": "A01", "status": "On hold"}])
    )

    with pytest.raises(Refusal) as refused:
        store.append([UPDATE])

    assert refused.value.field == "update_id"
    assert store.state().waiting == 0


def test_changes_that_are_recorded_together_go_in_together(store: WorkbookStore, path: Path) -> None:
    store.append([an_update("a1"), an_update("a2", action_id="A02")])

    assert ids(store) == ["a1", "a2"]
    assert store.fold().folded == 1
    assert len(in_sheet(path)) == 2


def test_updates_go_in_as_they_were_recorded_and_each_later_than_the_one_before(store: WorkbookStore, path: Path) -> None:
    names = [f"{9 - number}" for number in range(5)]
    for name in names:
        store.append([an_update(name)])
    store.fold()

    rows = in_sheet(path)
    assert [row[0] for row in rows] == names
    assert [row[10] for row in rows] == sorted({row[10] for row in rows})


def test_an_update_is_never_recorded_before_one_that_the_workbook_holds(tmp_path: Path) -> None:
    """The clock of the machine has been set back by some hours."""
    ahead = datetime.now().astimezone().replace(microsecond=0).timestamp() + 6 * 3600
    recorded = datetime.fromtimestamp(ahead).astimezone().isoformat()
    row = {"update_id": "old", "action_id": "A01", "report_date": date(2009, 7, 1), "status": "On hold", "recorded_at": recorded}
    store = WorkbookStore(make_book(tmp_path / "b.xlsx", actions=[ACTION], updates=[row]))

    store.append([an_update("new", party="")])

    assert list(store.load().updates["update_id"]) == ["old", "new"]
    assert stand(store.load(), date(2010, 1, 1))["status"].iloc[0] == "In progress"


def test_a_withdrawal_is_one_more_row(store: WorkbookStore, path: Path) -> None:
    store.append([an_update("u1", party="")])
    store.append([withdrawal(store.load(), "u1", "wrong", "Ms A", date(2010, 1, 1))])
    store.fold()

    assert len(in_sheet(path)) == 2
    assert stand(store.load(), date(2010, 1, 1))["status"].iloc[0] == "No report yet"


def test_a_row_typed_by_hand_is_given_the_id_that_it_was_shown_under(path: Path) -> None:
    edited(path, "Updates", {"B2": "A01", "C2": date(2009, 7, 1), "E2": "In progress", "F2": "typed"})
    store = WorkbookStore(path)
    shown = ids(store)

    store.fold()

    assert [row[0] for row in in_sheet(path)] == shown
    assert ids(store) == shown
    assert "update-without-id" not in {problem.kind for problem in problems(store.load(), date(2010, 1, 1))}


# -- others who read and write


HEAD = """
import sys
from datetime import date
from gcdash.store.workbook import WorkbookStore
from gcdash.changes import Update
store = WorkbookStore(sys.argv[1])
"""
RECORD_AND_FOLD = """
for number in range(6):
    store.append([Update(f"WHO{number}", "A01", date(2009, 7, 1), "In progress", "x")])
    store.fold()
"""


def in_another_process(path: Path, lines: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HEAD + lines, str(path)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def said_by(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.strip()


def test_another_process_sees_what_waits(store: WorkbookStore, path: Path) -> None:
    store.append([UPDATE])

    assert said_by(in_another_process(path, "print(*store.load().updates['update_id'])")) == "u1"


def test_what_another_process_records_changes_the_version(store: WorkbookStore, path: Path) -> None:
    store.load()
    before = store.version()
    assert store.version() == before

    said_by(in_another_process(path, "store.append([Update('u2', 'A01', date(2009, 7, 1), 'On hold')])"))

    assert store.version() != before
    assert ids(store) == ["u2"]


def test_two_processes_that_record_and_fold_at_once_both_win(store: WorkbookStore, path: Path) -> None:
    processes = [in_another_process(path, RECORD_AND_FOLD.replace("WHO", who)) for who in "ab"]

    for process in processes:
        said_by(process)

    store.fold()
    rows = [row[0] for row in in_sheet(path)]
    assert sorted(rows) == [f"{who}{number}" for who in "ab" for number in range(6)]
    assert store.state().waiting == 0
    assert not [left for left in path.parent.iterdir() if left.name.startswith(".gcdash-tmp")]


def test_many_threads_record_while_one_folds_and_nobody_is_refused(store: WorkbookStore, path: Path) -> None:
    failed: list[Exception] = []

    def record(who: int) -> None:
        try:
            for number in range(5):
                store.append([an_update(f"{who}{number}")])
        except Exception as error:  # noqa: BLE001 -- a thread's error would be lost
            failed.append(error)

    threads = [threading.Thread(target=record, args=(who,)) for who in range(1, 5)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        store.fold()
    store.fold()

    assert failed == []
    assert sorted(row[0] for row in in_sheet(path)) == sorted(f"{who}{number}" for who in range(1, 5) for number in range(5))


def test_a_change_made_in_another_program_is_read(store: WorkbookStore, path: Path) -> None:
    before = store.load(), store.version()
    edited(path, "Actions", {"D2": "1 year"})

    assert store.version() != before[1]
    assert store.load().actions["timescale"].iloc[0] == "1 year"


# -- an older copy, a deletion, another book


def test_a_copy_from_before_the_first_fold_saved_over_the_workbook_loses_nothing(store: WorkbookStore, path: Path, tmp_path: Path) -> None:
    """The copy carries no stamp yet: somebody had it open since before gcdash first wrote."""
    older = Path(shutil.copy(path, tmp_path / "older.xlsx"))
    store.append([an_update("u1")])
    store.fold()
    store.append([an_update("u2")])
    store.fold()
    edited(older, "Actions", {"G2": "their own note"})
    shutil.copy(older, path)

    assert ids(store) == ["u1", "u2"]
    assert store.fold().folded == 2
    assert [row[0] for row in in_sheet(path)] == ["u1", "u2"]
    assert in_sheet(path, "Actions")[0][6] == "their own note", "and what they changed stays"


def test_the_rows_that_an_older_copy_lost_are_put_back_once_by_another_process_too(store: WorkbookStore, path: Path) -> None:
    store.append([an_update("u1")])
    store.fold()
    older = path.read_bytes()
    store.append([an_update("u2")])
    store.fold()
    path.write_bytes(older)

    assert said_by(in_another_process(path, "print(store.fold().folded, store.fold().folded)")) == "1 0"
    assert [row[0] for row in in_sheet(path)] == ["u1", "u2"]


def test_a_row_deleted_by_hand_stays_deleted_after_more_folds_and_restarts(store: WorkbookStore, path: Path) -> None:
    store.append([an_update("u1"), an_update("u2")])
    store.fold()
    without_row(path, 2)

    assert ids(store) == ["u2"]
    store.append([an_update("u3")])
    WorkbookStore(path).fold()
    assert ids(WorkbookStore(path)) == ["u2", "u3"]
    assert list(path.parent.glob("*.gcdash/*/done/*.json")), "the journal keeps it"


def test_another_book_at_the_same_path_is_never_given_what_is_not_its_own(store: WorkbookStore, path: Path, tmp_path: Path) -> None:
    other = WorkbookStore(make_book(tmp_path / "other.xlsx", actions=[ACTION]))
    other.append([an_update("theirs")])
    other.fold()
    store.append([an_update("ours")])
    store.fold()
    own = path.read_bytes()
    store.append([an_update("ours waiting")])

    shutil.copy(other.path, path)
    assert ids(WorkbookStore(path)) == ["theirs"]
    assert WorkbookStore(path).fold().folded == 0

    path.write_bytes(own)
    assert ids(WorkbookStore(path)) == ["ours", "ours waiting"], "and it is all there when the book comes back"


# -- cells that a person confirms


def test_in_the_shipped_workbook_days_are_written_as_dates(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([an_update("u1", action_id="A05", party=""), confirmation(store.load(), "A05", "due_date_set", "2010-03-01")])
    store.fold()

    action = dict(zip(ACTIONS.names, in_sheet(real_book, "Actions")[4], strict=True))
    assert (action["due_date_set"], action["last_reported"]) == (datetime(2010, 3, 1), datetime(2009, 7, 1))  # noqa: DTZ001 -- a cell knows no zone
    assert in_sheet(real_book)[0][2] == datetime(2009, 7, 1)  # noqa: DTZ001 -- a sheet knows no zones


def test_confirmed_readings_stand_in_the_sheet_and_are_shown_before_and_after(store: WorkbookStore, path: Path) -> None:
    store.append([confirmation(store.load(), "A01", "due_date_set", "2010-03-01")])
    store.append([confirmation(store.load(), "A02", "owners_set", "UNEP;WCO")])
    shown = store.load().actions
    store.fold()

    row = dict(zip(ACTIONS.names, in_sheet(path, "Actions")[0], strict=True))
    assert row["due_date_set"] == "2010-03-01", "as text where no date style stands in the column"
    assert in_sheet(path, "Actions")[1][8] == "UNEP; WCO"
    for seen in (shown, store.load().actions):
        assert str(seen["due_date"].iloc[0].date()) == "2010-03-01"
        assert seen["owners"].iloc[1] == ("UNEP", "WCO")


def test_a_second_thought_before_the_fold_wins(store: WorkbookStore, path: Path) -> None:
    for owners in ("WCO", "UNEP", "none"):
        store.append([confirmation(store.load(), "A01", "owners_set", owners)])

    assert store.fold() == Folded(3, 0)
    assert in_sheet(path, "Actions")[0][8] == "none"
    assert store.state().notices == ()


def test_a_cell_that_somebody_filled_meanwhile_is_theirs_and_the_change_lies_aside(store: WorkbookStore, path: Path) -> None:
    store.append([confirmation(store.load(), "A01", "owners_set", "UNEP")])
    store.append([an_update("u1")])
    edited(path, "Actions", {"I2": "WCO"})

    assert store.load().actions["owners"].iloc[0] == ("WCO",), "the view shows what will stand there"
    store.fold()

    assert in_sheet(path, "Actions")[0][8] == "WCO"
    assert [row[0] for row in in_sheet(path)] == ["u1"]
    assert any("lies aside" in notice for notice in store.state().notices)
    assert store.state().waiting == 0


def test_a_change_of_a_cell_that_says_something_else_by_now_is_refused_before_it_is_recorded(store: WorkbookStore, path: Path) -> None:
    seen = store.load()
    edited(path, "Actions", {"I2": "WCO"})

    with pytest.raises(Refusal) as refused:
        store.append([confirmation(seen, "A01", "owners_set", "UNEP")])

    assert refused.value.field == "owners_set"
    assert "WCO" in refused.value.message
    assert store.state().waiting == 0


def test_a_reading_cannot_be_confirmed_where_the_sheet_has_no_column_for_it(tmp_path: Path) -> None:
    store = WorkbookStore(
        sheets(tmp_path / "own.xlsx", {"Table 1": [["Action", "Time scale", "Responsibility"], ["Theme"], ["Share", "3", "WCO"]]})
    )

    with pytest.raises(Refusal) as refused:
        store.append([confirmation(store.load(), "A01", "due_date_set", "none")])

    assert "Due date" in refused.value.message


def test_a_confirmation_that_an_older_copy_lost_is_put_back_unless_somebody_filled_the_cell(store: WorkbookStore, path: Path) -> None:
    older = path.read_bytes()
    store.append([confirmation(store.load(), "A01", "owners_set", "UNEP")])
    store.append([confirmation(store.load(), "A02", "owners_set", "UNEP")])
    store.fold()
    path.write_bytes(older)
    edited(path, "Actions", {"I3": "WCO"})

    assert list(store.load().actions["owners"]) == [("UNEP",), ("WCO",)]
    store.fold()
    assert [row[8] for row in in_sheet(path, "Actions")] == ["UNEP", "WCO"]


# -- what the workbook does not take never holds up the rest


def test_a_formula_in_latest_status_stays_and_updates_go_in(store: WorkbookStore, path: Path) -> None:
    edited(path, "Actions", {"J2": '=IF(1=1,"mine","")'})
    store.append([an_update("u1", party="")])

    assert store.fold() == Folded(1, 0)
    first = openpyxl.load_workbook(path)["Actions"]
    assert (first["J2"].value, first["K2"].value) == ('=IF(1=1,"mine","")', "2009-07-01")
    assert [row[0] for row in in_sheet(path)] == ["u1"]


def test_a_change_of_a_cell_that_is_not_free_waits_and_says_so_and_everything_else_goes_in(store: WorkbookStore, path: Path) -> None:
    merged(path, "H2:I2")
    store.append([confirmation(store.load(), "A01", "owners_set", "UNEP")])
    store.append([confirmation(store.load(), "A02", "owners_set", "UNEP")])
    store.append([an_update("u1")])

    folded = store.fold()

    assert (folded.folded, folded.waiting) == (2, 1)
    assert "I2" in folded.why
    assert folded.why in store.state().notices
    assert [row[0] for row in in_sheet(path)] == ["u1"]
    merged(path, "H2:I2", again=False)
    assert store.fold() == Folded(1, 0), "and it goes in by itself when the cell is free"
    assert in_sheet(path, "Actions")[0][8] == "UNEP"


def test_an_update_with_words_for_a_missing_column_waits_and_the_others_go_in(store: WorkbookStore, path: Path) -> None:
    edited(path, "Updates", {"H1": "Something else"})
    store.append([an_update("with evidence")])
    store.append([an_update("without", evidence="")])

    folded = store.fold()

    assert (folded.folded, folded.waiting) == (1, 1)
    assert "Evidence" in folded.why
    assert [row[0] for row in in_sheet(path)] == ["without"]
    assert ids(store) == ["with evidence", "without"]


def test_a_fold_by_a_fresh_process_says_what_waits_and_why(store: WorkbookStore, path: Path) -> None:
    edited(path, "Updates", {"K1": "Something else"})
    store.append([UPDATE])

    folded = WorkbookStore(path).fold()

    assert (folded.folded, folded.waiting) == (0, 1)
    assert "Recorded at" in folded.why


def test_a_damaged_file_in_the_journal_hides_no_other_and_is_noticed(store: WorkbookStore, path: Path) -> None:
    store.append([UPDATE])
    (next(path.parent.glob("*.gcdash/*/pending")) / "bad.json").write_text("{", "utf-8")

    assert ids(store) == ["u1"]
    assert store.fold() == Folded(1, 0)
    assert any("aside" in notice for notice in store.state().notices)


# -- workbooks that cannot be read


def test_a_workbook_that_is_not_there_is_said_in_words_and_never_made(tmp_path: Path) -> None:
    store = WorkbookStore(tmp_path / "nowhere.xlsx")

    for use in (store.load, lambda: store.append([UPDATE])):
        with pytest.raises(Unreadable) as refused:
            use()
        assert "nowhere.xlsx" in refused.value.message
        assert refused.value.hint
    assert "nowhere.xlsx" in store.fold().why
    assert not store.path.exists()
    assert store.state().size == 0


def test_a_workbook_that_is_being_saved_is_waited_for(store: WorkbookStore, path: Path) -> None:
    """Excel deletes the old file before it renames the new one."""
    store.load()
    away = path.rename(path.with_name("being saved"))
    back = threading.Timer(0.3, lambda: away.rename(path))
    back.start()

    assert ids(store) == []
    back.join()


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04" + b"\0" * 90])
def test_a_file_that_is_no_workbook_is_said_in_words_and_left_alone(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    store = WorkbookStore(path)

    with pytest.raises(Unreadable) as refused:
        store.load()

    assert refused.value.message
    assert store.fold().folded == 0
    assert path.read_bytes() == data


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").mkdir()

    with pytest.raises(Unreadable):
        WorkbookStore(tmp_path / "book.xlsx").load()


def test_what_waits_survives_a_workbook_that_is_damaged_for_a_while(store: WorkbookStore, path: Path) -> None:
    store.append([UPDATE])
    good = path.read_bytes()
    path.write_bytes(good[: len(good) // 2])

    assert store.fold().folded == 0
    path.write_bytes(good)
    assert store.fold() == Folded(1, 0)


# -- kept versions


def test_a_version_is_kept_before_each_fold_and_the_one_that_is_replaced_too(store: WorkbookStore, path: Path) -> None:
    versions = [path.read_bytes()]
    for name in ("u1", "u2"):
        store.append([an_update(name)])
        store.fold()
        versions.append(path.read_bytes())

    assert [kept.generation for kept in store.backups()] == [1, 0]
    assert WorkbookStore(path).restore(0) == 0
    assert path.read_bytes() == versions[0]
    assert store.backups()[0].generation == 2
    assert store.backups()[0].path.read_bytes() == versions[2]
    assert ids(WorkbookStore(path)) == ["u1", "u2"], "what was recorded since is shown, and goes in again"


# -- workbooks that other programs wrote


def sheets(path: Path, tables: dict[str, Iterable[Iterable[object]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, list(row))
    return path


def test_a_workbook_without_an_updates_sheet_gets_one(tmp_path: Path) -> None:
    path = sheets(
        tmp_path / "own.xlsx",
        {"Our plan": [["Action", "Time scale", "Responsibility"], ["Borders"], ["Share", "6 months", "WCO"]], "Notes": [["x"]]},
    )
    store = WorkbookStore(path)
    assert list(store.load().actions["action_id"]) == ["A01"]
    store.append([UPDATE])

    assert store.fold() == Folded(1, 0)
    store.append([an_update("u2")])
    assert store.fold() == Folded(1, 0)

    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Our plan", "Notes", "Updates"]
    assert [cell.value for cell in book["Updates"][1]] == list(UPDATES.headings)
    assert [row[0] for row in in_sheet(path)] == ["u1", "u2"]
    assert book["Notes"]["A1"].value == "x"


def test_a_workbook_whose_updates_sheet_has_no_headings_is_not_given_a_second_one(tmp_path: Path) -> None:
    path = sheets(
        tmp_path / "own.xlsx", {"Actions": [["ID", "Action", "Time scale"], ["A01", "Share", "6 months"]], "Updates": [["foo"], ["bar"]]}
    )
    store = WorkbookStore(path)
    before = path.read_bytes()
    store.append([UPDATE])

    folded = store.fold()

    assert (folded.folded, folded.waiting) == (0, 1)
    assert "Updates" in folded.why
    assert path.read_bytes() == before
    assert ("missing-heading", "Updates") in {(problem.kind, problem.sheet) for problem in store.load().problems}


def test_a_fold_changes_only_the_members_that_it_may(real_book: Path) -> None:
    before = zipfile.ZipFile(io.BytesIO(real_book.read_bytes()))
    store = WorkbookStore(real_book)
    store.append([an_update("u1")])
    store.fold()

    after = zipfile.ZipFile(real_book)
    changed = {name for name in after.namelist() if name not in before.namelist() or before.read(name) != after.read(name)}
    sheet_parts = {name for name in changed if "worksheets/sheet" in name or "tables/" in name}
    assert changed - sheet_parts <= {"docProps/custom.xml", "[Content_Types].xml", "_rels/.rels"}
    assert len(sheet_parts) <= 3, "Updates, its table, and Actions"
    assert set(before.namelist()) <= set(after.namelist())


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
def test_a_workbook_that_libreoffice_saved_is_read_and_folded_as_before(real_book: Path, tmp_path: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([an_update("u1", action_id="A05")])
    store.fold()
    out = tmp_path / "out"
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        str(real_book),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    before = store.load().actions
    shutil.copy(out / real_book.name, real_book)

    again = WorkbookStore(real_book)
    again.append([an_update("u2", action_id="A05")])

    assert again.fold() == Folded(1, 0)
    assert [row[0] for row in in_sheet(real_book)] == ["u1", "u2"]
    found = again.load().actions
    for column in ("action_id", "theme", "action", "timescale", "responsibility", "due_date", "owners_text"):
        assert list(found[column].fillna("")) == list(before[column].fillna("")), column


def test_reading_says_how_far_it_is_and_whoever_leaves_meanwhile_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(sample(actions=3_000, updates=3_000, parties=5))
    store, told = WorkbookStore(tmp_path / "book.xlsx"), list[tuple[float, str]]()

    def leave(done: float, _what: str) -> None:
        if done > 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        store.load(leave)
    assert not store.is_read()

    book = store.load(lambda done, what: told.append((done, what)))
    assert len(book.actions) == 3_000
    assert store.is_read()
    assert [done for done, _what in told] == sorted(done for done, _what in told)
    assert len({done for done, what in told if what == "Checking the file"}) > 5
    assert list(dict.fromkeys(what for _done, what in told)) == [
        "Checking the file", "Reading row 2,000 of 6,095", "Reading row 4,000 of 6,095", "Reading row 6,000 of 6,095",
        "Reading the actions", "Reading the updates",
    ]  # fmt: skip

    told.clear()
    assert len(store.load(lambda done, what: told.append((done, what))).actions) == 3_000
    assert told == []
