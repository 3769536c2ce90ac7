"""The file that a focal point fills in: what it holds, what is open in it, and what it knows of where it came from."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from gcdash.book import Book
from gcdash.errors import Refusal
from gcdash.exports.focal_file import focal_file, pack
from gcdash.merge import baseline
from gcdash.merge.baseline import EVERYONE, Origin
from gcdash.merge.form import FILL_IN, FORM
from gcdash.merge.recipients import recipient, reporters
from gcdash.schema import REPORTABLE
from gcdash.store.reader import read
from small_books import book, report

DAY = date(2009, 11, 25)
ORIGIN = Origin("book-1", 4)
COUNTRIES = ({"party": "Kenya", "member_of": "Customs agencies"}, {"party": "Côte d’Ivoire", "member_of": "Customs agencies"})
ACTIONS = (
    {"action_id": "A01", "theme": "Borders", "responsibility": "WCO", "action": "Share lists\n· of experts", "timescale": "3"},
    {"action_id": "A02", "theme": "Borders", "responsibility": "Customs", "action": "=1+1", "notes": "a < b & c"},
    {"action_id": "A03", "theme": "Training", "responsibility": "WCO/Customs"},
)
UPDATES = (
    report("2009-09-01", "In progress", "Kenya", action_id="A02", text="first"),
    report("2009-10-01", "On hold", "Kenya", action_id="A02", text="second"),
    report("2009-11-01", "Completed", "WCO", action_id="A01", text="done"),
)


@pytest.fixture
def agreed() -> Book:
    return book(ACTIONS, UPDATES, parties=COUNTRIES)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(data: bytes) -> list[dict[str, object]]:
    sheet = read(data)[0]
    return [dict(zip(FORM.names, [*row, *[None] * len(FORM.names)], strict=False)) for row in sheet.rows[1:]]


def test_a_party_gets_the_actions_that_its_class_or_itself_has_to_report_on(agreed: Book) -> None:
    assert [row["action_id"] for row in rows(focal_file(agreed, "Kenya", ORIGIN, DAY))] == ["A02", "A03"]
    assert [row["action_id"] for row in rows(focal_file(agreed, "WCO", ORIGIN, DAY))] == ["A01", "A03"]
    assert [row["action_id"] for row in rows(focal_file(agreed, "Customs agencies", ORIGIN, DAY))] == ["A02", "A03"]
    assert [row["action_id"] for row in rows(focal_file(agreed, EVERYONE, ORIGIN, DAY))] == ["A01", "A02", "A03"]


def test_the_words_are_those_of_the_book_and_the_last_report_is_the_partys_own(agreed: Book) -> None:
    first = rows(focal_file(agreed, "Kenya", ORIGIN, DAY))[0]

    assert (first["action"], first["notes"]) == ("=1+1", "a < b & c")
    assert (first["last_day"], first["last_status"], first["last_text"]) == (date(2009, 10, 1), "On hold", "second")
    assert [first[column.name] for column in FILL_IN] == [None] * len(FILL_IN)


def test_a_due_date_stands_there_as_it_is_read_and_says_where_that_is_not_certain() -> None:
    dated = book([ACTIONS[0], ACTIONS[1] | {"timescale": "6 months"}, ACTIONS[2]], parties=COUNTRIES)

    found = {row["action_id"]: row["falls_due"] for row in rows(focal_file(dated, EVERYONE, ORIGIN, DAY))}

    assert found == {"A01": "2009-08-29 (to confirm)", "A02": "2009-11-29", "A03": None}


def test_each_status_in_the_list_is_explained(agreed: Book) -> None:
    said = dict(opened(focal_file(agreed, "Kenya", ORIGIN, DAY))["Read me"].iter_rows(values_only=True))

    assert all(str(said[status]).endswith(".") for status in REPORTABLE)


def test_only_the_cells_to_fill_in_are_open_and_the_status_is_chosen_from_the_list(agreed: Book) -> None:
    sheet = opened(focal_file(agreed, "Kenya", ORIGIN, DAY))[FORM.name]
    cells = dict(zip(FORM.names, sheet[2], strict=False))

    assert sheet.protection.sheet and not sheet.protection.password
    assert [name for name, cell in cells.items() if not cell.protection.locked] == [column.name for column in FILL_IN]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert [rule.formula1 for rule in lists] == [f'"{",".join(REPORTABLE)}"']
    assert cells["status"].coordinate in lists[0].sqref


def test_it_prints_on_landscape_pages_as_wide_as_the_table_with_the_headings_on_each(agreed: Book) -> None:
    sheet = opened(focal_file(agreed, "Kenya", ORIGIN, DAY))[FORM.name]

    assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0), "1 is what stands there when nothing does"
    assert sheet.print_title_rows == "$1:$1"


def test_the_hidden_sheet_says_where_it_comes_from_and_what_each_cell_held(agreed: Book) -> None:
    data = focal_file(agreed, "Kenya", ORIGIN, DAY)
    known = baseline.from_sheets(read(data), "wco.xlsx")

    assert opened(data)["gcdash"].sheet_state == "hidden"
    assert known is not None and known.cells is not None
    assert (known.origin, known.who, known.made_on) == (ORIGIN, "Kenya", DAY)
    assert known.cells["A02", "action"] == "=1+1"
    assert known.cells["A02", "last_day"] == "2009-10-01"
    assert known.knew("u1") and known.knew("u2") and not known.knew("u3"), "the reports of others are not its business"


def test_a_file_from_a_newer_gcdash_is_refused_in_words(agreed: Book) -> None:
    sheets = read(focal_file(agreed, "Kenya", ORIGIN, DAY))
    sheets[-1].rows[0][1] = "2"

    with pytest.raises(Exception, match="newer gcdash"):
        baseline.from_sheets(sheets, "wco.xlsx")


def test_the_pack_has_a_file_for_each_reporter_with_plain_names(agreed: Book) -> None:
    with zipfile.ZipFile(io.BytesIO(pack(agreed, ORIGIN, DAY))) as together:
        names = together.namelist()
        first = rows(together.read(names[0]))

    assert names == ["report-kenya-2009-11-25.xlsx", "report-cote-divoire-2009-11-25.xlsx", "report-wco-2009-11-25.xlsx"]
    assert [row["action_id"] for row in first] == ["A02", "A03"]


def test_two_names_in_other_letters_do_not_share_a_file() -> None:
    parties = [{"party": name, "member_of": "Customs agencies"} for name in ("中国", "日本")]
    made = pack(book(ACTIONS, parties=parties), ORIGIN, DAY)

    with zipfile.ZipFile(io.BytesIO(made)) as together:
        assert together.namelist()[:2] == ["report-party-2009-11-25.xlsx", "report-party-2009-11-25-2.xlsx"]


def test_a_class_without_parties_reports_itself(agreed: Book) -> None:
    assert reporters(book(ACTIONS)) == ("WCO", "Customs agencies")
    assert "Customs agencies" not in reporters(agreed)


def test_names_are_known_in_any_spelling_and_a_stranger_is_refused(agreed: Book) -> None:
    assert [recipient(agreed, said) for said in ("kenya", "cote d'ivoire", "World Customs Organization", "Everyone")] == [
        "Kenya", "Côte d’Ivoire", "WCO", EVERYONE
    ]  # fmt: skip
    with pytest.raises(Refusal, match="no party Atlantis"):
        recipient(agreed, "Atlantis")
    with pytest.raises(Refusal, match="No action of the book"):
        focal_file(agreed, "UNEP", ORIGIN, DAY)


def test_the_same_book_gives_the_same_bytes(agreed: Book) -> None:
    assert focal_file(agreed, "Kenya", ORIGIN, DAY) == focal_file(agreed, "Kenya", ORIGIN, DAY)
