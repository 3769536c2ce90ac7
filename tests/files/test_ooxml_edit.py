"""Where new values go, how they look, and what is refused, sheet by hand-written sheet."""

from __future__ import annotations

import datetime
import math

import pytest

import ooxml_books as books
from gcdash.errors import Refusal
from gcdash.store.ooxml import AddRows, AddSheet, SetCells, Value, edit, verify

DAY = datetime.date(2024, 5, 6)
SHEET = "xl/worksheets/sheet1.xml"
HEADING = '<row r="1"><c r="A1" t="str"><v>ID</v></c><c r="B1" t="str"><v>Day</v></c></row>'


def made(rows: str, before: str = "", after: str = "", **more: str) -> bytes:
    return books.zipped(books.parts(books.sheet_xml(f"<sheetData>{rows}</sheetData>", before, after), **more))


def with_table(rows: str, table: str, relation: str = "") -> bytes:
    """A book whose sheet has the table; ``table``: its attributes."""
    lines = books.relationships(
        {f"{books.RELATIONS}/table": "../tables/table1.xml", **({relation: "../queryTables/q.xml"} if relation else {})}
    )
    filled = f'id="1" name="T" displayName="T" {table}><autoFilter ref="A1:B3"/><tableColumns/>'
    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": lines.encode(),
        "xl/tables/table1.xml": f'<table xmlns="{books.MAIN}" {filled}</table>'.encode(),
    }
    sheet = books.sheet_xml(f"<sheetData>{rows}</sheetData>", after='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>')
    return books.zipped(books.parts(sheet, extra=extra))


def sheet_of(package: bytes) -> str:
    return books.content(package, SHEET).decode()


def edited(book: bytes, *edits: AddRows | SetCells | AddSheet) -> bytes:
    after = edit(book, edits)
    verify(book, after, edits)
    return after


def add(*values: Value) -> AddRows:
    return AddRows("Updates", (dict(enumerate(values, 1)),))


def refusal(book: bytes, *edits: AddRows | SetCells | AddSheet) -> Refusal:
    with pytest.raises(Refusal) as caught:
        edit(book, edits)
    assert caught.value.hint
    return caught.value


# Where


def test_a_row_comes_into_an_empty_self_closed_sheet() -> None:
    book = books.zipped(books.parts(books.sheet_xml("<sheetData/>")))

    assert books.by_calamine(edited(book, add("x", 1))) == [["x", 1.0]]


def test_blank_formatted_rows_are_filled_and_keep_their_look() -> None:
    book = books.HAND_MADE["blank rows below"]()

    after = edited(book, add("x", "y", DAY, "z"), add("q", None, None, "r"))

    sheet = sheet_of(after)
    assert '<row r="4" spans="1:4" ht="30" customHeight="1"><c r="A4" s="5" t="inlineStr">' in sheet
    assert '<c r="C4" s="2"><v>45418</v></c>' in sheet
    assert '<row r="5" s="4" customFormat="1"><c r="A5" s="4" t="inlineStr">' in sheet and '<row r="6"><c r="B6"/></row>' in sheet
    assert books.by_calamine(after)[3:5] == [["x", "y", DAY, "z"], ["q", "", "", "r"]]


def test_a_formula_without_a_kept_result_counts_as_a_value() -> None:
    book = made(HEADING + '<row r="5"><c r="A5"><f>1+1</f></c></row>')

    assert '<row r="6"><c r="A6"' in sheet_of(edited(book, add("x")))


def test_a_cell_comes_between_its_neighbours_and_a_row_between_its() -> None:
    book = made('<row r="2"><c r="A2"><v>1</v></c><c r="D2"><v>4</v></c></row><row r="9"><c r="A9"><v>9</v></c></row>')

    after = edited(book, SetCells("Updates", {(2, 2): "b", (2, 3): "c", (2, 5): "e", (5, 1): 5, (1, 1): "top"}))

    assert books.by_calamine(after) == [
        ["top", *[""] * 4],
        [1, "b", "c", 4, "e"],
        *[[""] * 5] * 2,
        [5, *[""] * 4],
        *[[""] * 5] * 3,
        [9, *[""] * 4],
    ]


def test_a_sheets_name_is_found_whatever_its_capitals() -> None:
    after = edited(made(HEADING), AddRows("UPDATES", ({1: "x"},)), AddRows("updates", ({1: "y"},)))

    assert [row[0] for row in books.by_calamine(after)] == ["ID", "x", "y"]


def test_a_row_that_an_edit_before_made_blank_is_filled() -> None:
    book = made(HEADING + '<row r="2"><c r="A2"><v>2</v></c></row>')

    after = edited(book, SetCells("Updates", {(2, 1): None}), add("x"), SetCells("Updates", {(5, 1): "far"}), add("y"))

    assert [row[0] for row in books.by_calamine(after)] == ["ID", "x", "", "", "far", "y"]


def test_the_dimension_grows_and_is_left_alone_where_it_is_large_enough() -> None:
    assert '<dimension ref="A1:C2"/>' in sheet_of(edited(made(HEADING, '<dimension ref="A1:B1"/>'), add("x", None, "z")))
    assert '<dimension ref="A1:XFD99"/>' in sheet_of(edited(made(HEADING, '<dimension ref="A1:XFD99"/>'), add("x")))


def test_a_sheets_filter_grows_only_where_it_ends_at_the_data() -> None:
    assert '<autoFilter ref="A1:B2"/>' in sheet_of(edited(made(HEADING, after='<autoFilter ref="A1:B1"/>'), add("x")))
    assert '<autoFilter ref="E1:F1"/>' in sheet_of(edited(made(HEADING, after='<autoFilter ref="E1:F1"/>'), add("x")))
    low = HEADING + '<row r="3"><c r="A3"><v>3</v></c></row>'
    assert '<autoFilter ref="A1:B2"/>' in sheet_of(edited(made(low, after='<autoFilter ref="A1:B2"/>'), add("x")))
    assert '<autoFilter ref="A1:B9"/>' in sheet_of(edited(made(HEADING, after='<autoFilter ref="A1:B9"/>'), add("x")))


def test_a_table_and_its_filter_grow_with_its_rows() -> None:
    rows = HEADING + "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in (2, 3))

    table = books.content(edited(with_table(rows, 'ref="A1:B3" insertRow="1"'), add("x"), add("y")), "xl/tables/table1.xml").decode()

    assert 'ref="A1:B5" insertRow="0"><autoFilter ref="A1:B5"/>' in table


def test_a_table_with_blank_rows_left_is_not_changed() -> None:
    book = with_table(HEADING, 'ref="A1:B3"')

    after = edited(book, add("x"))

    assert books.members(after)["xl/tables/table1.xml"] == books.members(book)["xl/tables/table1.xml"]


# How


def look(value: Value, style: int, column: str = "") -> str:
    """The cell that comes below one of ``style`` under a heading of style 5."""
    rows = f'<row r="1"><c r="A1" s="5" t="str"><v>ID</v></c></row><row r="2"><c r="A2" s="{style}"><v>1</v></c></row>'
    sheet = sheet_of(edited(made(rows, f"<cols>{column}</cols>" if column else ""), add(value)))
    return sheet.partition('<row r="3">')[2].partition("</row>")[0]


def test_a_value_takes_the_style_of_the_cell_above() -> None:
    assert look(4, 4) == '<c r="A3" s="4"><v>4</v></c>'
    assert look("x", 4).startswith('<c r="A3" s="4" t="inlineStr">')
    assert look(DAY, 1) == '<c r="A3" s="1"><v>45418</v></c>'
    assert look(DAY, 2) == '<c r="A3" s="2"><v>45418</v></c>'


def test_a_number_never_takes_the_style_of_a_date_or_a_time() -> None:
    assert [look(42.5, style) for style in (1, 2, 3)] == ['<c r="A3"><v>42.5</v></c>'] * 3
    assert look(42.5, 1, '<col min="1" max="1" style="4"/>') == '<c r="A3" s="4"><v>42.5</v></c>'


def test_a_date_is_text_where_no_style_shows_a_day() -> None:
    assert ">2024-05-06<" in look(DAY, 0) and ">2024-05-06<" in look(DAY, 3)
    assert look(DAY, 0, '<col min="1" max="3" style="1"/>') == '<c r="A3" s="1"><v>45418</v></c>'


def test_the_look_of_a_heading_is_not_for_data() -> None:
    heading = '<row r="1"><c r="A1" s="5" t="str"><v>ID</v></c></row>'

    assert '<c r="A2" s="4"><v>1</v></c>' in sheet_of(edited(made(heading, '<cols><col min="1" max="1" style="4"/></cols>'), add(1)))
    assert '<c r="A2"><v>1</v></c>' in sheet_of(edited(made(heading), add(1)))


def test_a_set_cell_keeps_its_own_style() -> None:
    book = made('<row r="1"><c r="A1" s="4"><v>1</v></c><c r="B1" s="2"/><c r="C1" s="1"><v>9</v></c></row>')

    sheet = sheet_of(edited(book, SetCells("Updates", {(1, 1): "x", (1, 2): DAY, (1, 3): None})))

    assert '<c r="A1" s="4" t="inlineStr">' in sheet and '<c r="B1" s="2"><v>45418</v></c><c r="C1" s="1"/>' in sheet


def test_dates_count_from_the_workbooks_own_first_day() -> None:
    rows = HEADING + '<row r="2"><c r="A2" s="1"><v>1</v></c></row>'

    after = edited(made(rows, workbook='<workbookPr date1904="1"/>'), add(DAY))

    assert '<c r="A3" s="1"><v>43956</v></c>' in sheet_of(after) and books.by_calamine(after)[2][0] == DAY


@pytest.mark.parametrize(("day", "number"), [((1900, 1, 1), 1), ((1900, 2, 28), 59), ((1900, 3, 1), 61), ((9999, 12, 31), 2958465)])
def test_old_dates_count_a_day_that_never_was(day: tuple[int, int, int], number: int) -> None:
    assert f"<v>{number}</v>" in look(datetime.date(*day), 1)


def test_a_day_before_the_calendar_starts_is_text() -> None:
    assert ">1899-12-31<" in look(datetime.date(1899, 12, 31), 1)


def test_a_moment_is_text_to_the_microsecond() -> None:
    assert ">2024-05-06T07:08:09.000010<" in look(datetime.datetime(2024, 5, 6, 7, 8, 9, 10), 1)  # noqa: DTZ001 -- written as it is given


# What not


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("\x07", "character"),
        ("\ud800", "character"),
        ("\uffff", "character"),
        ("😀" * 16_384, "longer"),
        (math.nan, "number"),
        (math.inf, "number"),
        (2**60, "number"),
    ],
)
def test_what_a_cell_cannot_hold_is_refused_by_name(value: Value, words: str) -> None:
    refused = refusal(made(HEADING), add("x", value))

    assert "Updates B2" in refused.message and words in refused.message
    assert "Updates B2" in refusal(made(HEADING), SetCells("Updates", {(2, 2): value})).message
    assert "Meetings B2" in refusal(made(HEADING), AddSheet("Meetings", ("x", "y"), (("x", value),))).message


def test_the_longest_text_is_written_whole() -> None:
    text = "😀" * 16_383 + "x"

    assert books.by_calamine(edited(made(HEADING), add(text)))[1][0] == text


@pytest.mark.parametrize("formula", ["<f>A1</f>", '<f t="shared" si="0"/>'])
def test_a_formula_is_never_overwritten(formula: str) -> None:
    book = made(f'<row r="1"><c r="A1">{formula}<v>1</v></c></row>')

    assert "A1 of the sheet Updates is filled by a formula" in refusal(book, SetCells("Updates", {(1, 1): "x"})).message


def test_the_cells_that_an_array_formula_fills_are_never_overwritten() -> None:
    book = made('<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>')

    assert "formula" in refusal(book, SetCells("Updates", {(2, 1): "x"})).message
    assert "formula" in refusal(book, add("x")).message


def test_merged_cells_are_refused_but_for_their_first() -> None:
    book = made(HEADING, after='<mergeCells><mergeCell ref="A2:B3"/><mergeCell ref="D1:E1"/></mergeCells>')

    assert "A2 of the sheet Updates is part of merged cells" in refusal(book, add("x")).message
    assert "merged" in refusal(book, SetCells("Updates", {(1, 5): "x"})).message
    assert books.by_calamine(edited(book, SetCells("Updates", {(1, 4): "x"})))[0][3] == "x"


@pytest.mark.parametrize(
    ("table", "relation", "words"),
    [
        ('ref="A1:B3" totalsRowCount="1"', "", "totals row"),
        ('ref="A1:B3" tableType="queryTable"', "", "another source"),
        ('ref="A1:B2"', "", "stands below the table T"),
        ('ref="A1:B3"', f"{books.RELATIONS}/queryTable", "another source"),
    ],
)
def test_a_table_that_cannot_grow_is_refused(table: str, relation: str, words: str) -> None:
    rows = HEADING + "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in (2, 3))

    assert words in refusal(with_table(rows, table, relation), add("x")).message


def test_a_table_beside_the_new_values_does_not_matter() -> None:
    book = with_table(HEADING, 'ref="E1:F3" totalsRowCount="1"')

    assert books.by_calamine(edited(book, add("x")))[1][0] == "x"


def test_a_tables_heading_is_not_set() -> None:
    assert "heading" in refusal(with_table(HEADING, 'ref="A1:B3"'), SetCells("Updates", {(1, 2): "x"})).message


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"/></row><row r="1"/>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A1"/><c r="A1"/></row>',
        '<row r="1"/><row r="1"/>',
        '<row r="4294967295"><c r="A4294967295"/></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>',
        f'<x:row xmlns:x="{books.MAIN}" r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>',
        f'<row r="1"><x:c xmlns:x="{books.MAIN}" r="A1"><x:v>1</x:v></x:c></row>',
    ],
)
def test_rows_and_cells_out_of_place_are_refused(rows: str) -> None:
    assert "Updates" in refusal(made(rows), SetCells("Updates", {(1, 1): "x"})).message


@pytest.mark.parametrize(
    "sheet",
    [
        books.sheet_xml(""),
        books.sheet_xml("<extLst><sheetData/></extLst>"),
        books.sheet_xml('<mc:AlternateContent xmlns:mc="m"><sheetData/></mc:AlternateContent>'),
        books.sheet_xml("<sheetData/>", namespace="urn:other"),
        books.sheet_xml("<sheetData>"),
        books.sheet_xml("<sheetData/>").replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "a">]><worksheet'),
        books.sheet_xml("<sheetData/>", "<a>" * 200 + "</a>" * 200),
        books.sheet_xml("<sheetData/>").replace("?>", ' encoding="klingon"?>'),
    ],
)
def test_a_sheet_that_is_not_laid_out_as_one_is_refused(sheet: str) -> None:
    assert refusal(books.zipped(books.parts(sheet)), add("x")).message


def test_a_full_sheet_is_refused() -> None:
    book = made('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')

    assert "full" in refusal(book, add("x")).message
    assert "full" in refusal(book, SetCells("Updates", {(1, 16_385): "x"})).message


def test_a_row_without_a_value_is_refused() -> None:
    assert "without any value" in refusal(made(HEADING), add(None, "")).message


def test_a_missing_sheet_and_one_that_is_there_are_refused() -> None:
    assert "no sheet Actions" in refusal(made(HEADING), AddRows("Actions", ({1: "x"},))).message
    assert "already has a sheet updates" in refusal(made(HEADING), AddSheet("updates", ("x",))).message


def test_a_chart_sheet_is_refused() -> None:
    assert "holds no cells" in refusal(books.by_xlsxwriter(), AddRows("Chart", ({1: "x"},))).message


def test_a_locked_structure_refuses_a_sheet_but_not_a_row() -> None:
    book = made(HEADING, workbook='<workbookProtection lockStructure="1"/>')

    assert "locked" in refusal(book, AddSheet("Meetings", ("x",))).message
    assert books.by_calamine(edited(book, add("x")))[1][0] == "x"


@pytest.mark.parametrize("name", ["", " ", "a/b", "x" * 32, "'x", "a\x00"])
def test_a_name_that_no_sheet_can_have_is_refused(name: str) -> None:
    assert "name of a sheet" in refusal(made(HEADING), AddSheet(name, ("x",))).message


def test_a_new_sheet_does_not_take_a_name_that_something_still_points_to() -> None:
    """A relationship that another program left behind would make our sheet appear under the user's name for it."""
    found = books.parts(books.sheet_xml("<sheetData/>"))
    found["xl/_rels/workbook.xml.rels"] = found["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId7" Type="{books.RELATIONS}/worksheet" Target="worksheets/Sheet2.xml"/></Relationships>'.encode(),
    )

    after = edited(books.zipped(found), AddSheet("Meetings", ("x",)))

    assert "xl/worksheets/sheet3.xml" in books.members(after) and b'r:id="rId2"' not in books.content(after, "xl/workbook.xml")


def test_a_new_sheet_uses_a_prefix_that_the_line_before_declares_itself() -> None:
    found = books.parts(books.sheet_xml("<sheetData/>"))
    own = found["xl/workbook.xml"].replace(f' xmlns:r="{books.RELATIONS}"'.encode(), b"")
    found["xl/workbook.xml"] = own.replace(b' r:id="rId1"', f' q:id="rId1" xmlns:q="{books.RELATIONS}"'.encode())

    assert books.by_calamine(edited(books.zipped(found), AddSheet("Meetings", ("x",))), "Meetings") == [["x"]]
