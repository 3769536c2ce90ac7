"""The guarded reader, on good files: what others wrote comes back, whatever program wrote it and in whatever form."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from gcdash.store.reader import UNCALCULATED, Cell, CellError, Sheet, read
from hostile_parts import book, merges, ods, ods_rows, one, shared_cells, sheet
from ooxml_books import HAND_MADE, HEADINGS, MAIN, ROWS, convert, parts, zipped

MOMENT = dt.datetime(2009, 5, 29, 12, 30)  # noqa: DTZ001 -- spreadsheets know no zones


def only(data: bytes) -> Sheet:
    """The sheet of a workbook that has one."""
    (found,) = read(data)
    return found


def test_values_come_as_xlsxwriter_wrote_them() -> None:
    rows = [
        ["A01", " two\nlines ", 3, 3.5, True, MOMENT.date(), MOMENT, dt.time(8, 30), "=1+1", "#REF!"],
        [None, "é 中 😀", -1, 1e300, False],
        [],
        [None, None, 2**53 - 1],
    ]
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    page = made.add_worksheet("Actions & more")
    looks = {dt.date: "d mmm yyyy", dt.datetime: "yyyy-mm-dd hh:mm", dt.time: "hh:mm"}
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            look = looks.get(type(value))
            page.write(number, column, value, made.add_format({"num_format": look}) if look else None)
    page.merge_range("A6:C7", "merged")
    made.add_worksheet("Hidden").hide()
    made.add_chartsheet("Chart")
    made.close()

    first, second = read(file.getvalue())

    assert first == Sheet("Actions & more", [*rows, [], ["merged"]], ((6, 1, 7, 3),), hidden=False)
    assert second == Sheet("Hidden", [], (), hidden=True)
    assert type(first.rows[0][2]) is int
    assert not isinstance(first.rows[0][9], CellError)


def test_values_come_as_openpyxl_wrote_them() -> None:
    made = openpyxl.Workbook()
    page = made.active
    page.append(["A01", 3, 2.5, MOMENT, MOMENT.date(), None, True, "=1+1"])
    page["A1"].comment = Comment("not a value", "me")
    page["C5"] = "#N/A"
    file = io.BytesIO()
    made.save(file)

    assert only(file.getvalue()).rows == [
        ["A01", 3, 2.5, MOMENT, MOMENT.date(), None, True, UNCALCULATED],
        *([], [], []),
        [None, None, CellError("#N/A")],
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_values_come_as_libreoffice_wrote_them(kind: str, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    page = made.active
    page.title = "Actions & more"
    page.append(["A01", "one\ntwo", MOMENT.date(), MOMENT, dt.time(8, 30), 3, 2.5, "=1/0", "=1+1", "  x  "])
    page["B1"].comment = Comment("not a value", "me")
    page["A3"] = "merged"
    page.merge_cells("A3:C4")
    made.create_sheet("Hidden").sheet_state = "hidden"
    made.save(tmp_path / "made.xlsx")

    first, second = read(convert(tmp_path / "made.xlsx", kind, tmp_path / "out").read_bytes())

    error = None if kind == "xls" else CellError("#DIV/0!")  # calamine drops the errors of an .xls
    values = ["A01", "one\ntwo", MOMENT.date(), MOMENT, dt.time(8, 30), 3, 2.5, error, 2, "  x  "]
    assert first == Sheet("Actions & more", [values, [], ["merged"]], ((3, 1, 4, 3),), hidden=False)
    assert (second.name, second.hidden) == ("Hidden", True)


@pytest.mark.parametrize("form", HAND_MADE)
def test_every_form_of_xml_gives_the_same_rows(form: str) -> None:
    found = only(HAND_MADE[form]()).rows

    first = "été" if form == "Latin-1" else "first"
    assert found == [HEADINGS, ["u1", "A01", str(ROWS[0][2]), first], ["u2", "A02", str(ROWS[1][2]), "second"]]


@pytest.mark.parametrize("form", ["{}", "<!-- -->{}", "{}<?note?>"], ids=["plain", "comment", "instruction"])
def test_errors_and_formulas_without_a_value_are_not_blank(form: str) -> None:
    cells = (
        '<c r="A1" t="e"><v>#REF!</v></c><c r="B1" s="5" t="e"><f>X()</f><v>#SPILL!</v></c>'
        '<c r="C1"><f>1+1</f></c><c r="D1"><f>1+1</f><v></v></c>'
        '<c r="E1" t="str"><f>""</f><v></v></c><c r="F1"><f>1+1</f><v>2</v></c><c r="G1" t="e"/><c r="H1" t="str"><v>#REF!</v></c>'
    )

    (row,) = only(book(sheet(form.format(f'<row r="1">{cells}</row>')))).rows

    assert row == ["#REF!", "#SPILL!", UNCALCULATED, UNCALCULATED, None, 2, None, "#REF!"]
    assert [isinstance(cell, CellError) for cell in row] == [True, True, True, True, False, False, False, False]


@pytest.mark.parametrize(("since", "serial"), [(1900, 39962), (1904, 38500)])
def test_days_count_from_the_year_that_the_workbook_says(since: int, serial: int) -> None:
    cells = one(inside=f"<v>{serial}</v>", attributes=' s="1"') + one("A2", f"<v>{serial}</v>", ' s="2"') + one("A3", "<v>7</v>", ' s="4"')
    says = '<workbookPr date1904="1"/>' if since == 1904 else ""

    rows = only(zipped(parts(sheet(cells), workbook=says))).rows

    assert rows == [[dt.date(2009, 5, 29)], [dt.date(2009, 5, 29)], [7]]


def test_a_strict_workbook_with_dates_in_words_is_read() -> None:
    cells = '<row r="1"><c r="A1" t="d"><v>2009-05-29</v></c><c r="B1" t="d"><v>2009-05-29T12:30:00</v></c></row>'

    assert only(zipped(parts(sheet(cells), strict=True))).rows == [[dt.date(2009, 5, 29), MOMENT]]


def test_shared_texts_in_an_odd_place_and_in_pieces_are_read() -> None:
    runs = '<r><t>one</t></r><r><rPr><b/></rPr><t xml:space="preserve"> two</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh>'
    strings = f"<x:sst xmlns:x='{MAIN}'><x:si>{runs}</x:si><!-- --></x:sst>".replace("<r", "<x:r").replace("</r", "</x:r")
    strings = strings.replace("<t", "<x:t").replace("</t", "</x:t").replace("<b/", "<x:b/")
    made = parts(sheet(shared_cells(1)), extra={"xl/odd/words.xml": strings.encode()})
    links = made["xl/_rels/workbook.xml.rels"].decode()
    link = '<Relationship Id="r9" Type="https://purl.example.org/sharedStrings" Target="/XL/odd/words.xml"/>'
    made["xl/_rels/workbook.xml.rels"] = links.replace("</Relationships>", f"{link}</Relationships>").encode()

    assert only(zipped(made)).rows == [["one two"]]


def test_what_looks_like_cells_in_a_comment_is_not_read() -> None:
    body = f"<!--<sheetData>{one('B2')}</sheetData>--><x:sheetData xmlns:x='{MAIN}'/>"
    made = sheet("").replace("<sheetData></sheetData>", body)

    assert only(book(made)).rows == []


def test_blank_styled_cells_far_away_are_no_rows() -> None:
    assert only(book(sheet(one() + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'))).rows == [[1]]


def test_macros_and_links_do_not_keep_a_workbook_from_being_read() -> None:
    extra = {"xl/vbaProject.bin": bytes(500), "xl/externalLinks/externalLink1.xml": b"<!DOCTYPE x><x/>", "xl/connections.xml": b"not XML"}

    assert only(zipped(parts(sheet(one()), extra=extra))).rows == [[1]]


def test_merged_areas_are_told() -> None:
    assert only(book(sheet(one(), merges(1, "B2:A1")))).merges == ((1, 1, 2, 2),)


def test_an_open_document_is_read_with_its_repeats_breaks_and_kinds() -> None:
    def cell(kind: str, attributes: str = "", inside: str = "") -> str:
        return f'<table:table-cell office:value-type="{kind}" {attributes}>{inside}</table:table-cell>'

    note = "<office:annotation><text:p>not a value</text:p></office:annotation>"
    words = cell("string", "", f"{note}<text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d</text:p><text:p>e</text:p>")
    first = (
        words + cell("boolean", 'office:boolean-value="true"') + cell("percentage", 'office:value="0.5" table:number-columns-repeated="2"')
    )
    second = cell("date", 'office:date-value="2009-05-29"') + cell("date", 'office:date-value="2009-05-29T12:30:00"')
    third = (
        cell("time", 'office:time-value="PT08H30M00S"')
        + cell("time", 'office:time-value="PT36H"')
        + cell("date", 'office:date-value="-0044-03-15"')
    )
    blank = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    rows = f"<table:table-row>{first}</table:table-row>{blank}<table:table-row table:number-rows-repeated='2'>{second}</table:table-row>"

    found = only(ods(ods_rows(f"{rows}<table:table-row>{third}</table:table-row>")))

    twice: list[Cell] = [MOMENT.date(), MOMENT]
    assert found.rows[0] == ["a  b\tc\nd\ne", True, 0.5, 0.5]
    assert found.rows[1:] == [[], [], twice, twice, [dt.time(8, 30), dt.timedelta(hours=36), "-0044-03-15"]]


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20)
CELL = st.one_of(st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9, allow_subnormal=False), TEXT)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.lists(CELL, max_size=6), max_size=8))
def test_what_xlsxwriter_writes_comes_back(rows: list[list[Cell]]) -> None:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file)
    page = made.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write_string(number, column, value) if isinstance(value, str) else page.write(number, column, value)
    made.close()

    expected = [_trimmed(row) for row in rows]
    while expected and not expected[-1]:
        expected.pop()
    found = [[pytest.approx(cell) if type(cell) is float else cell for cell in row] for row in only(file.getvalue()).rows]
    assert found == expected


def _trimmed(row: list[Cell]) -> list[Cell]:
    return row[: max((place for place, value in enumerate(row, 1) if value is not None), default=0)]
