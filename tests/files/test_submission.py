"""Files that come back, through the real store: our own file edited by LibreOffice, copies of the workbook, lists, and bad files."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from gcdash.amendments import Occasion, amend
from gcdash.changes import Meeting, Reminder, Update, new_id
from gcdash.errors import Busy
from gcdash.exports.focal_file import focal_file
from gcdash.exports.receipt import receipt
from gcdash.merge.form import FORM
from gcdash.merge.plan import Choice, Kind, Plan, prefer
from gcdash.merge.undo import undone
from gcdash.sample import sample
from gcdash.store.reader import read
from gcdash.store.workbook import WorkbookStore
from gcdash.submission import Upload, apply, plan_for
from gcdash.submission.origin import origin_of, origin_of_book
from libreoffice import FILTERS, edited
from submissions import brief, kinds

TODAY = date(2026, 11, 24)
STATUS, DAY, TEXT = (FORM.names.index(name) for name in ("status", "report_date", "text"))
SAID = 'said "yes"; and more, é'
TYPED = [("Report", 1, STATUS, "In progress"), ("Report", 1, DAY, "2009-12-01"), ("Report", 1, TEXT, SAID)]
REPORTED = {"added": [("A05", "status", "", "In progress"), ("A05", "report_date", "", "2009-12-01"), ("A05", "text", "", SAID)]}


@pytest.fixture
def store(real_book: Path) -> WorkbookStore:
    return WorkbookStore(real_book)


def file_for(store: WorkbookStore, who: str = "WCO") -> bytes:
    return focal_file(store.load(), who, origin_of_book(store), date(2009, 11, 25))


def changed(data: bytes, change: Callable[[openpyxl.Workbook], object]) -> bytes:
    """A workbook after openpyxl has loaded it, changed it and saved it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plan_of(store: WorkbookStore, data: bytes, name: str = "report.xlsx", party: str | None = None) -> Plan:
    return plan_for(store, [Upload(name, data)], TODAY, party=party)


def why_unusable(store: WorkbookStore, data: bytes, name: str = "report.xlsx") -> str:
    """Why a file brings nothing, in the words that people read."""
    plan = plan_of(store, data, name)
    assert (plan.files, plan.entries, plan.units) == ((), (), ())
    (bad,) = plan.unusable
    return f"{bad.message} {bad.hint}"


def taken(store: WorkbookStore, plan: Plan) -> None:
    apply(store, plan, "Ann", TODAY)
    assert store.fold().waiting == 0


# -- edited by a real program


@pytest.mark.parametrize("kind", FILTERS)
def test_a_file_that_libreoffice_edited_comes_back_right(store: WorkbookStore, tmp_path: Path, kind: str) -> None:
    (tmp_path / "report.xlsx").write_bytes(file_for(store))
    back = edited(tmp_path / "report.xlsx", TYPED, kind, tmp_path / "out")
    party = "WCO" if kind == "csv" else None  # a text file holds one sheet, so nobody knows whom it was made for

    plan = plan_of(store, back.read_bytes(), back.name, party)

    assert kinds(plan) == REPORTED
    taken(store, plan)
    assert store.load().updates.iloc[-1]["party"] == "WCO"
    assert kinds(plan_of(store, back.read_bytes(), back.name, party)) == {}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_copy_of_the_workbook_that_libreoffice_edited_comes_back_right(store: WorkbookStore, tmp_path: Path, kind: str) -> None:
    typed = [("Actions", 3, 3, "9 months"), ("Updates", 1, 1, "A07"), ("Updates", 1, 2, "2009-12-01"), ("Updates", 1, 4, "On hold")]
    back = edited(store.path, typed, kind, tmp_path / "out")
    store.append([Update(new_id(), "A07", date(2009, 12, 2), "In progress", "meanwhile", "UNEP")])
    store.fold()

    plan = plan_of(store, back.read_bytes(), back.name)

    assert kinds(plan) == {
        "added": [("A07", "status", "", "On hold"), ("A07", "report_date", "", "2009-12-01")],
        "changed": [("A03", "timescale", "3\nOn-going", "9 months")],
    }


def test_an_unedited_file_that_libreoffice_saved_brings_nothing(store: WorkbookStore, tmp_path: Path) -> None:
    for at, (data, kind) in enumerate([(file_for(store), "xlsx"), (file_for(store, "everyone"), "ods"), (store.path.read_bytes(), "ods")]):
        (tmp_path / f"sent{at}.xlsx").write_bytes(data)
        back = edited(tmp_path / f"sent{at}.xlsx", [], kind, tmp_path / "out")
        assert kinds(plan_of(store, back.read_bytes(), back.name)) == {}


def test_macros_are_ignored(store: WorkbookStore) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_filled(store))) as sent, zipfile.ZipFile(out, "w") as back:
        for name in sent.namelist():
            back.writestr(name, sent.read(name).replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"))
        back.writestr("xl/vbaProject.bin", bytes(2_000))

    assert kinds(plan_of(store, out.getvalue(), "report.xlsm")) == kinds(plan_of(store, _filled(store)))


def test_rows_that_are_hidden_or_filtered_away_are_read_and_hiding_is_no_change(store: WorkbookStore) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        sheet = book["Report"]
        sheet.row_dimensions[2].hidden = sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions["D"].hidden = True
        sheet.auto_filter.ref = "A1:N9"
        sheet.auto_filter.add_filter_column(0, ["A06"])

    assert kinds(plan_of(store, changed(file_for(store), hide))) == {}
    filled = _filled(store)
    assert kinds(plan_of(store, changed(filled, hide))) == kinds(plan_of(store, filled)) != {}


# -- what a copy began as


def test_a_copy_of_an_older_workbook_is_held_against_the_version_kept_from_then(store: WorkbookStore) -> None:
    copy = changed(store.path.read_bytes(), lambda book: book["Actions"].__setitem__("G3", "theirs"))
    for text in ("one", "two"):
        store.append([Update(new_id(), "A07", date(2009, 12, 2), "In progress", text, "UNEP")])
        store.fold()

    plan = plan_of(store, copy, "copy.xlsx")

    assert [(entry.action_id, entry.field, entry.new) for entry in plan.by_kind[Kind.CHANGED]] == [("A02", "notes", "theirs")]
    assert not plan.by_kind[Kind.REFUSED] and not plan.open_conflicts


def test_a_copy_without_a_stamp_asks_about_every_difference(store: WorkbookStore) -> None:
    def unstamped(book: openpyxl.Workbook) -> None:
        book["Actions"]["G3"] = "theirs"
        for name in list(book.custom_doc_props.names):
            del book.custom_doc_props[name]

    plan = plan_of(store, changed(store.path.read_bytes(), unstamped), "copy.xlsx")

    assert list(kinds(plan)) == ["conflict"] and len(plan.units) == 1


def test_a_copy_of_a_version_that_is_no_longer_kept_asks_about_every_difference(store: WorkbookStore) -> None:
    copy = changed(store.path.read_bytes(), lambda book: book["Actions"].__setitem__("G3", "theirs"))
    store.append([Update(new_id(), "A07", date(2009, 12, 2), "In progress", "one", "UNEP")])
    store.fold()
    for backup in store.backups():
        backup.path.unlink()

    plan = plan_of(store, copy, "copy.xlsx")

    assert [(entry.action_id, entry.field, entry.new) for entry in plan.by_kind[Kind.CONFLICT]] == [("A02", "notes", "theirs")]
    assert len(plan.open_conflicts) == len(plan.units) == 1


@pytest.fixture
def met(store: WorkbookStore) -> WorkbookStore:
    """The book with an amendment, a meeting and a reminder on record."""
    on = Occasion(date(2009, 11, 1), "Ann")
    store.append(
        [
            *amend(store.load(), "A05", "timescale", "9 months", on),
            Meeting(new_id(), "First follow-up", date(2009, 12, 1), "Delhi", "The chair"),
            Reminder(new_id(), "WCO", "A05", "Overdue", date(2009, 11, 29), date(2009, 12, 1), "Ann"),
        ]
    )
    store.fold()
    return store


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_records_of_amendments_meetings_and_reminders_in_an_unedited_copy_are_nothing_new(
    met: WorkbookStore, tmp_path: Path, kind: str
) -> None:
    back = edited(met.path, [], kind, tmp_path / "out")
    met.append([Meeting(new_id(), "Second follow-up", date(2010, 6, 1))])
    met.fold()

    assert kinds(plan_of(met, back.read_bytes(), back.name)) == {}


def test_rows_typed_by_hand_as_amendments_meetings_or_reminders_are_refused_by_cell_and_never_dropped(met: WorkbookStore) -> None:
    def type_in(book: openpyxl.Workbook) -> None:
        book["Amendments"].append(["", "A06", "Time scale", "on-going", "1 year", date(2009, 12, 1), "Bob"])
        book["Amendments"]["E2"] = "12 months"
        book["Meetings"].append(["Third follow-up", date(2009, 12, 2)])
        book["Reminders"].append(["", "UNEP", "A06"])
        book["Actions"]["G3"] = "theirs"

    plan = plan_of(met, changed(met.path.read_bytes(), type_in), "copy.xlsx")

    assert [(entry.sheet, entry.cell, entry.action_id) for entry in plan.by_kind[Kind.REFUSED]] == [
        ("Amendments", "A2", "A05"), ("Amendments", "B3", "A06"), ("Meetings", "A3", ""), ("Reminders", "B3", "A06")
    ]  # fmt: skip
    assert "A06 · Time scale · on-going · 1 year" in plan.by_kind[Kind.REFUSED][1].new
    assert "change the cell in the sheet Actions" in plan.by_kind[Kind.REFUSED][1].reason
    assert brief(plan.by_kind[Kind.CHANGED]) == [("A02", "notes", met.load().action("A02")["notes"], "theirs")]
    taken(met, plan)
    assert len(met.load().meetings) == len(met.load().reminders) == 1
    not_taken = next(sheet for sheet in read(receipt(plan, "book.xlsx", "Ann", TODAY)) if sheet.name == "Not taken")
    assert [row[3] for row in not_taken.rows[1:]] == ["Amendments A2", "Amendments B3", "Meetings A3", "Reminders B3"]


def test_sheets_that_are_not_read_are_named(store: WorkbookStore) -> None:
    copy = changed(store.path.read_bytes(), lambda book: book.create_sheet("Our budget").append(["travel", 100]))

    assert plan_of(store, copy, "copy.xlsx").files[0].notices == ("Sheets that are not read: Owners, Parties, Settings, Our budget.",)


def test_another_books_file_is_refused(store: WorkbookStore, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(sample(actions=3, updates=2, parties=2))

    for data in (other.read_bytes(), file_for(WorkbookStore(other), "everyone")):
        assert "report.xlsx was made from another book." in why_unusable(store, data)


# -- applying


def test_a_plan_is_only_applied_to_the_book_that_it_was_made_against(store: WorkbookStore) -> None:
    plan = plan_of(store, _filled(store))
    store.append([Update(new_id(), "A07", date(2009, 12, 2), "In progress", "meanwhile", "UNEP")])

    with pytest.raises(Busy, match="has changed since the plan was made"):
        apply(store, plan, "Ann", TODAY)
    assert len(store.load().updates) == 1


def test_a_fold_says_nothing_new_so_a_plan_that_was_made_before_it_is_still_applied(store: WorkbookStore) -> None:
    store.append([Update(new_id(), "A07", date(2009, 12, 2), "In progress", "meanwhile", "UNEP")])
    plan = plan_of(store, _filled(store))
    as_planned = store.version()
    assert store.fold().folded == 1
    assert store.version() != as_planned

    apply(store, plan, "Ann", TODAY)
    assert set(store.load().updates["text"]) == {"meanwhile", "All of it"}


def _filled(store: WorkbookStore) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book["Report"]
        sheet.cell(2, STATUS + 1, "Completed")
        sheet.cell(2, TEXT + 1, "All of it")
        sheet.cell(3, FORM.names.index("notes") + 1, "amended")
        sheet.cell(4, STATUS + 1, "Done")

    return changed(file_for(store), fill)


def test_all_of_a_submission_is_one_entry_of_the_journal_and_is_withdrawn_as_a_whole(store: WorkbookStore) -> None:
    plan = plan_of(store, _filled(store))
    answer = apply(store, plan, "Ann", TODAY)
    assert answer is not None and len(answer.ids) == 2
    assert len(list((store.root).rglob("pending/*.json"))) == 1
    store.fold()

    store.append(undone(store.load(), plan.files[0].source, "Ann", TODAY, new_id))
    store.fold()

    book = store.load()
    assert len(book.updates) == 2 and list(book.amendments["new"])[-1] == book.action("A06")["notes"]


def test_what_is_said_while_a_plan_is_recorded_counts_as_the_button_did(store: WorkbookStore) -> None:
    said: list[str] = []

    apply(store, plan_of(store, _filled(store)), "Ann", TODAY, lambda _done, words: said.append(words))

    assert set(said) == {"Recording 1 report and 1 amendment …"}


def test_a_new_action_and_its_report_go_into_the_workbook(store: WorkbookStore) -> None:
    def add(book: openpyxl.Workbook) -> None:
        book["Actions"].append(["A17", "National coordination", "Meet twice a year", "6 months", "WCO"])
        for column, cell in enumerate(["", "A17", date(2009, 12, 1), "WCO", "In progress", "first meeting"], start=1):
            book["Updates"].cell(2, column, cell)

    data = changed(store.path.read_bytes(), add)
    taken(store, plan_of(store, data))

    book = WorkbookStore(store.path).load()
    assert book.action("A17")["action"] == "Meet twice a year"
    assert list(book.updates["action_id"]) == ["A17"]
    assert kinds(plan_of(store, data)) == {}


def test_the_receipt_says_what_was_taken_and_what_was_not_and_why(store: WorkbookStore) -> None:
    plan = plan_of(store, _filled(store))
    sheets = {sheet.name: sheet.rows for sheet in read(receipt(plan, store.path.name, "Ann", TODAY))}

    assert [row[1:4] for row in sheets["Taken"][1:]] == [
        ["A05", "New status", "Report H2"], ["A05", "What was done", "Report J2"], ["A06", "Notes/suggestions", "Report G3"]
    ]  # fmt: skip
    assert [row[1:4] for row in sheets["Not taken"][1:]] == [["A08", "New status", "Report H4"]]
    assert "Done is not a status" in str(sheets["Not taken"][1])
    assert any("report.xlsx" in str(row) and plan.files[0].sha256 in str(row) for row in sheets["Receipt"])
    counts = [
        ["Taken", "1 report and 1 amendment, in 3 cells"],
        ["Not taken", "1 cell"],
        ["Unchanged", f"{len(plan.by_kind[Kind.UNCHANGED])} cells"],
    ]
    assert sheets["Receipt"][-3:] == counts


# -- bad files


def _png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(200)


def _made(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        fill(book)
    return out.getvalue()


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, package.open("xl/worksheets/sheet1.xml", "w") as part:
        for _megabyte in range(300):
            part.write(bytes(1024 * 1024))
    return out.getvalue()


def _encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2048)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("encrypted.xlsx", _encrypted, "locked by a password"),
        ("cut.xlsx", lambda: sample(actions=2, updates=0, parties=0)[:5000], "damaged or was cut"),
        ("bomb.xlsx", _bomb, "larger than 100 MB when it is unpacked"),
        ("picture.xlsx", _png, "is not a workbook. What is in it is something else than its name says"),
        ("empty.xlsx", bytes, "is empty"),
        ("empty.csv", bytes, "is empty"),
        ("none.xlsx", lambda: _made(lambda book: book.add_worksheet("x").write_row(0, 0, ["Hello", "world"])), "No table of actions"),
        ("nothing.xlsx", lambda: _made(lambda book: book.add_worksheet()), "No table of actions"),
        ("wide.csv", lambda: b"ID,Action" + b",x" * 300 + b"\n", "more than 256 columns"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_within_seconds_and_nothing_is_written(
    store: WorkbookStore, name: str, data: Callable[[], bytes], why: str
) -> None:
    content, before, start = data(), store.path.read_bytes(), time.monotonic()

    said = why_unusable(store, content, name)

    assert name in said and why in said and "Traceback" not in said
    assert time.monotonic() - start < 25
    assert store.path.read_bytes() == before and not list(store.root.rglob("*.json"))


def test_a_million_empty_rows_and_two_hundred_columns_are_no_obstacle(store: WorkbookStore) -> None:
    def far(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("List")
        sheet.write_row(0, 0, ["ID", "New status", "What was done", *(f"my column {at}" for at in range(200))])
        sheet.write_row(1, 0, ["A05", "Completed", "all of it"])
        for row in range(2, 1_048_576, 40_000):
            sheet.write_blank(row, 0, None, book.add_format({"bold": True}))

    plan = plan_of(store, _made(far), "list.xlsx", "WCO")

    assert brief(plan.by_kind[Kind.ADDED]) == [("A05", "status", "", "Completed"), ("A05", "text", "", "all of it")]


def test_formulas_without_values_and_errors_are_refused_cell_by_cell(store: WorkbookStore) -> None:
    def formulas(book: openpyxl.Workbook) -> None:
        sheet = book["Report"]
        sheet.cell(2, STATUS + 1, "In progress")
        sheet.cell(2, TEXT + 1, '="a"&"b"')
        sheet.cell(3, FORM.names.index("notes") + 1, "#REF!")
        sheet.cell(4, STATUS + 1, "In progress")

    plan = plan_of(store, changed(file_for(store), formulas))

    assert {(entry.action_id, entry.field, entry.cell) for entry in plan.by_kind[Kind.REFUSED]} == {
        ("A05", "status", "H2"), ("A05", "text", "J2"), ("A06", "notes", "G3")
    }  # fmt: skip
    assert brief(plan.by_kind[Kind.ADDED]) == [("A08", "status", "", "In progress")]


def test_three_files_at_once(store: WorkbookStore) -> None:
    uploads = [Upload("one.xlsx", _filled(store)), Upload("again.xlsx", _filled(store)), Upload("unep.xlsx", file_for(store, "UNEP"))]
    plan = plan_for(store, uploads, TODAY)

    assert [file.party for file in plan.files] == ["WCO", "WCO", "UNEP"]
    assert len(plan.units) == 2, "the second copy brings nothing more"


def test_a_file_that_cannot_be_used_keeps_none_of_the_others_from_being_planned(store: WorkbookStore) -> None:
    words = _made(lambda book: book.add_worksheet("x").write_row(0, 0, ["Hello", "world"]))
    uploads = [Upload("photo.xlsx", _png()), Upload("wco.xlsx", _filled(store)), Upload("letter.xlsx", words)]
    plan = plan_for(store, uploads, TODAY)

    assert [bad.name for bad in plan.unusable] == ["photo.xlsx", "letter.xlsx"]
    assert [file.name for file in plan.files] == ["wco.xlsx"] and {unit.file for unit in plan.units} == {0}
    taken(store, plan)
    assert len(store.load().updates) == 1
    facts = next(sheet.rows for sheet in read(receipt(plan, store.path.name, "Ann", TODAY)) if sheet.name == "Receipt")
    assert [row[1] for row in facts if row[0] == "Not used"] == [bad.message for bad in plan.unusable]


def test_progress_says_what_is_done_and_how_much_is_left(tmp_path: Path) -> None:
    store = WorkbookStore(tmp_path / "book.xlsx")
    store.path.write_bytes(sample(actions=250, updates=0, parties=0))
    told: list[tuple[float, str]] = []
    plan_for(store, [Upload("copy.xlsx", store.path.read_bytes())], TODAY, progress=lambda *said: told.append(said))

    assert told == [
        (0.0, "Reading copy.xlsx: file 1 of 1"), (0.25, "Comparing"), (pytest.approx(0.55), "Comparing copy.xlsx: 100 of 250 rows"),
        (pytest.approx(0.85), "Comparing copy.xlsx: 200 of 250 rows"),
    ]  # fmt: skip


def test_a_submission_that_changes_five_hundred_of_two_thousand_actions_is_planned_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    path.write_bytes(sample(actions=2_000, updates=2_000, parties=20))
    store = WorkbookStore(path)
    store.load()

    def many(book: openpyxl.Workbook) -> None:
        for row in range(2, 502):
            book["Actions"].cell(row, 7, f"amended {row}")
            for column, cell in enumerate(["", f"A{row - 1:04d}", date(2022, 7, 1), "WCO", "In progress", f"report {row}"], start=1):
                book["Updates"].cell(2_000 + row, column, cell)

    data = changed(path.read_bytes(), many)
    start = time.process_time()
    plan = plan_of(store, data)

    assert time.process_time() - start < 8, "seconds of this process; it took about two"
    assert len(plan.by_kind[Kind.CHANGED]) == 500 and len(plan.units) == 1_000 and not plan.open_conflicts
    apply(store, prefer(plan, Choice.THEIRS), "Ann", TODAY)
    assert len(store.load().updates) == 2_500


def test_where_a_file_comes_from_is_read_from_both_kinds_of_package(store: WorkbookStore, tmp_path: Path) -> None:
    origin = origin_of(store.path.read_bytes())

    assert origin.book_id and origin == origin_of(edited(store.path, [], "ods", tmp_path / "out").read_bytes())
    assert origin_of(b"garbage").book_id == ""
