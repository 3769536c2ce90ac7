"""Laws: one edit after the other is all of them at once, and any text comes back as it was."""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

import ooxml_books as books
from gcdash.store.ooxml import AddRows, SetCells, Value, edit, verify
from gcdash.store.ooxml.styles import shows

SHEET = "xl/worksheets/sheet1.xml"
EMPTY = books.zipped(books.parts(books.sheet_xml("<sheetData/>")))
DATED = books.zipped(
    books.parts(
        books.sheet_xml(
            '<sheetData><row r="1"><c r="A1" t="str"><v>ID</v></c></row>'
            '<row r="2"><c r="A2" s="1"><v>1</v></c><c r="B2" s="4"><v>2</v></c></row>'
            '<row r="4" s="5" customFormat="1"><c r="A4" s="2"/><c r="C4" s="3"/></row><row r="5" spans="1:1"/><row r="7"/></sheetData>',
            '<dimension ref="A1:B2"/><cols><col min="2" max="4" style="2"/></cols>',
            '<autoFilter ref="A1:C2"/>',
        )
    )
)
WRAPPING = books.styles_xml().replace("</cellXfs>", '<xf numFmtId="0" xfId="0"><alignment wrapText="1"/></xf></cellXfs>')
TALL = books.zipped(
    books.parts(
        books.sheet_xml('<sheetData><row r="2" ht="12.8" customHeight="0"/></sheetData>', '<cols><col min="1" max="3" style="6"/></cols>'),
        styles=WRAPPING,
    )
)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(32)), "\ufffe", "\uffff"]), max_size=40)
FRAGMENTS = st.lists(
    st.sampled_from(["_x0041_", "_x005F_", "_", "x000D_", "&amp;", "]]>", "<", "\n", "\t", "\r", " ", "=1+1", "1E5", "007"])
).map("".join)
VALUES: st.SearchStrategy[Value] = st.one_of(
    TEXT, FRAGMENTS, st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), st.dates(), st.none()
)
ROW = st.dictionaries(st.integers(1, 5), VALUES, max_size=5).filter(lambda row: any(value not in {None, ""} for value in row.values()))
ROWS = st.lists(ROW, max_size=4)


@given(st.lists(ROWS, max_size=4), st.sampled_from([EMPTY, DATED, TALL]))
@settings(max_examples=60, deadline=None)
def test_append_after_append_is_one_append_of_all(batches: list[list[dict[int, Value]]], book: bytes) -> None:
    one_by_one = book
    for rows in batches:
        one_by_one = edit(one_by_one, [AddRows("Updates", tuple(rows))])
    edits = [AddRows("Updates", tuple(rows)) for rows in batches]

    together = edit(book, edits)

    verify(book, together, edits)
    assert books.content(together, SHEET) == books.content(one_by_one, SHEET)
    assert books.content(edit(book, [AddRows("Updates", tuple(row for rows in batches for row in rows))]), SHEET) == books.content(
        together, SHEET
    )


@given(st.lists(st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 5)), VALUES, max_size=6), max_size=4))
@settings(max_examples=150, deadline=None)
def test_of_cells_set_twice_the_last_word_counts(settings_made: list[dict[tuple[int, int], Value]]) -> None:
    edits = [SetCells("Updates", cells) for cells in settings_made]
    last: dict[tuple[int, int], Value] = {}
    for cells in settings_made:
        last |= cells

    after = edit(DATED, edits)

    verify(DATED, after, edits)
    assert books.content(after, SHEET) == books.content(edit(DATED, [SetCells("Updates", last)]), SHEET)


@given(st.lists(st.one_of(TEXT, FRAGMENTS).filter(bool), min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back_as_it_was(texts: list[str]) -> None:
    after = edit(EMPTY, [AddRows("Updates", (dict(enumerate(texts, 1)),))])

    assert books.by_calamine(after) == [texts]


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([1, 2, 3]))
@settings(max_examples=60, deadline=None)
def test_a_number_is_read_as_that_number_whatever_stands_above(number: float, column: int) -> None:
    assert books.by_calamine(edit(DATED, [AddRows("Updates", ({column: number},))]))[2][column - 1] == number


@given(st.dates(datetime.date(1900, 3, 1)))
@settings(max_examples=60, deadline=None)
def test_a_day_is_read_as_that_day_below_a_day(day: datetime.date) -> None:
    assert books.by_calamine(edit(DATED, [AddRows("Updates", ({1: day},))]))[2][0] == day


@given(st.data())
@settings(max_examples=4, deadline=None)
def test_two_hundred_appends_are_one_of_all(data: st.DataObject) -> None:
    some = data.draw(st.lists(ROW, min_size=1, max_size=8))
    rows = [some[number % len(some)] | {5: f"u{number}"} for number in range(200)]
    book = data.draw(st.sampled_from([EMPTY, DATED, TALL]))
    one_by_one = book
    for row in rows:
        one_by_one = edit(one_by_one, [AddRows("Updates", (row,))])

    together = edit(book, [AddRows("Updates", tuple(rows))])

    assert books.content(one_by_one, SHEET) == books.content(together, SHEET)
    assert books.by_calamine(one_by_one) == books.by_calamine(together)
    assert [line[4] for line in books.by_calamine(together)[-200:]] == [f"u{number}" for number in range(200)]


def test_number_formats_are_read_as_spreadsheets_read_them() -> None:
    days = ["yyyy-mm-dd", "[$-409]d\\ mmm\\ yyyy;@", "mmm-yy", "dd/mm/yyyy hh:mm", "mmmm", '"on" d.m.yy', "m/d/yy h:mm", "[Red]yyyy"]
    times = ["h:mm", "hh:mm:ss", "[h]:mm", "[mm]:ss", "mm:ss.0", "h:mm AM/PM"]
    neither = ["General", "0.00", "@", '#,##0\\ "days"', "[Red]0;[Blue]-0", "0.00E+00", "_-* #,##0_-;d", "\\d0", '"year"0', "[$USD] 0"]

    assert [shows(code) for code in days + times + neither] == ["day"] * len(days) + ["time"] * len(times) + [""] * len(neither)
