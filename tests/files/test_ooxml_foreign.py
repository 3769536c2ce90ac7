"""Workbooks that others made keep every byte that an edit does not mean."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import ooxml_books as books
from gcdash.store.ooxml import AddRows, AddSheet, SetCells, edit, read_stamp, verify

NEW = AddRows("Updates", ({1: "=1+1", 2: "007", 3: datetime.date(2024, 5, 6), 4: " é < & \n_x0041_ 中😀 "},))
STAMP = {"gcdash_book": "b-1", "gcdash_generation": "7"}
MADE: dict[str, Callable[[], bytes]] = {"XlsxWriter": books.by_xlsxwriter, "openpyxl": books.by_openpyxl, **books.HAND_MADE}


@pytest.fixture(scope="module", params=[*MADE, "LibreOffice"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    if request.param == "LibreOffice":
        return books.by_libreoffice(tmp_path_factory.mktemp("office"))
    return MADE[request.param]()


def differing(before: bytes, after: bytes) -> set[str]:
    one, other = books.members(before), books.members(after)
    assert [name for name in other if name in one] == list(one)
    return {name for name in other if one.get(name) != other[name]}


def sheet_name(package: bytes) -> str:
    return next(name for name in books.members(package) if name.replace("\\", "/").endswith("worksheets/sheet1.xml"))


def test_a_new_row_changes_the_sheet_and_its_table_only(book: bytes) -> None:
    after = edit(book, [NEW])

    assert differing(book, after) - {"xl/tables/table1.xml"} == {sheet_name(book)}


def test_the_new_row_is_read_by_calamine_and_openpyxl_after_the_old_ones(book: bytes) -> None:
    old = books.filled(book)
    last = len(old)

    after = edit(book, [NEW])

    rows = books.by_calamine(after)
    day = rows[last][2]
    assert rows[:last] == old
    assert rows[last][:2] == ["=1+1", "007"] and rows[last][3] == " é < & \n_x0041_ 中😀 "
    assert day in {datetime.date(2024, 5, 6), "2024-05-06"}
    assert [row[:2] for row in books.by_reading_openpyxl(after)][last] == ["=1+1", "007"]


def test_cutting_the_new_row_gives_the_sheet_back_byte_for_byte(book: bytes) -> None:
    name, number = sheet_name(book), len(books.filled(book)) + 1
    old = books.content(book, name).decode(codec := codec_of(book, name))

    new = books.content(edit(book, [NEW]), name).decode(codec)

    dimension = re.search(r'dimension ref="([^"]*)"', old)
    cut = without_row(new, number)
    back = re.sub(r'(?<=dimension ref=")[^"]*', dimension[1], cut) if dimension else cut
    same = back == without_row(old, number)  # a blank row that was filled is cut from both
    assert same and cut != new


def codec_of(book: bytes, name: str) -> str:
    data = books.content(book, name)
    return "utf-16" if data[:2] == b"\xff\xfe" else "utf-16-be" if data[:1] == b"\0" else "latin-1"


def without_row(text: str, number: int) -> str:
    return re.sub(rf'<(x:)?row r="{number}".*?</(x:)?row>', "", text, flags=re.DOTALL)


def test_a_new_sheet_adds_one_part_and_one_line_in_three_others(book: bytes) -> None:
    after = edit(book, [AddSheet("Meetings", ("Meeting", "Date"), (("M1", datetime.date(2024, 1, 2)),))])

    new = set(books.members(after)) - set(books.members(book))
    assert len(new) == 1
    assert {name.replace("\\", "/") for name in differing(book, after)} - new == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
    }
    assert books.by_calamine(after, "Meetings") == [["Meeting", "Date"], ["M1", "2024-01-02"]]
    assert books.by_reading_openpyxl(after, "Meetings") == [["Meeting", "Date"], ["M1", "2024-01-02"]]
    assert books.by_calamine(after) == books.by_calamine(book)


def test_a_stamp_is_read_back_and_adds_nothing_when_it_is_there(book: bytes) -> None:
    once = edit(book, [], STAMP)

    twice = edit(once, [], STAMP | {"gcdash_generation": "8"})

    assert read_stamp(once) == STAMP and read_stamp(twice) == STAMP | {"gcdash_generation": "8"}
    assert differing(once, twice) == {"docProps/custom.xml"}
    assert differing(book, once) <= {"docProps/custom.xml", "_rels/.rels", "[Content_Types].xml"}
    assert edit(twice, [], STAMP | {"gcdash_generation": "8"}) == twice


def test_everything_at_once_passes_the_proof(book: bytes) -> None:
    edits = [NEW, SetCells("Updates", {(2, 4): "changed", (3, 1): None, (2, 7): "beside"}), AddSheet("Amendments", ("ID",)), NEW]
    edits.append(AddRows("Amendments", ({1: "a1"},)))

    after = edit(book, edits, STAMP)

    verify(book, after, edits, STAMP)
    rows = books.by_calamine(after)
    assert rows[1][3] == "changed" and rows[2][0] in {"", None} and rows[1][6] == "beside"
    assert books.by_calamine(after, "Amendments") == [["ID"], ["a1"]]


def test_the_same_edit_gives_the_same_bytes(book: bytes) -> None:
    assert edit(book, [NEW], STAMP) == edit(book, [NEW], STAMP)


def test_no_edit_gives_the_same_file(book: bytes) -> None:
    assert edit(book, []) == book


@pytest.mark.parametrize(
    "made", [books.by_xlsxwriter, books.HAND_MADE["strict"], books.HAND_MADE["prefixed"]], ids=["XlsxWriter", "strict", "prefixed"]
)
def test_libreoffice_opens_the_result_and_shows_the_new_rows_as_text(made: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "after.xlsx"
    path.write_bytes(edit(made(), [NEW, AddSheet("Meetings", ("Meeting",), (("=2+2",),))], STAMP))

    shown = books.convert(path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", tmp_path / "csv")

    folder = {file.stem: file.read_text(encoding="utf-8") for file in shown.parent.iterdir()}
    assert "=1+1,007," in folder["after-Updates"] and "_x0041_ 中😀" in folder["after-Updates"]
    assert folder["after-Meetings"] == "Meeting\n=2+2\n"


def test_the_package_opens_with_pythons_own_zip_reader(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(edit(book, [NEW], STAMP))) as package:
        assert package.testzip() is None
