"""The proof refuses every change that an edit does not mean, wherever it is."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable

import pytest

import ooxml_books as books
from gcdash.errors import Refusal
from gcdash.store.ooxml import AddRows, AddSheet, Edit, SetCells, edit, read_stamp, verify
from gcdash.store.ooxml.package import open_package
from gcdash.store.ooxml.rebuild import rebuild
from gcdash.store.ooxml.shared import without_shared
from gcdash.store.ooxml.worksheet import worksheet_of

SHEET, TABLE, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/styles.xml", "xl/workbook.xml"
STAMP = {"gcdash_book": "b", "gcdash_generation": "1"}
EDITS: list[Edit] = [
    AddRows("Updates", ({1: "u3", 2: "A01", 3: datetime.date(2024, 5, 6), 4: "new"},)),
    SetCells("Updates", {(2, 4): "changed"}),
    AddSheet("Meetings", ("Meeting",), (("M1",),)),
]
BEFORE = books.by_openpyxl()
AFTER = edit(BEFORE, EDITS, STAMP)


def with_content(name: str, change: Callable[[str], str]) -> bytes:
    """``AFTER`` with one member's text changed, packed as our own writer would."""
    text = books.content(AFTER, name).decode()
    assert change(text) != text
    return rebuild(open_package(AFTER).archive, {name: change(text).encode()}, {})


def refused(after: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        verify(BEFORE, after, EDITS, STAMP)
    return caught.value.message


def test_a_true_edit_passes() -> None:
    verify(BEFORE, AFTER, EDITS, STAMP)
    assert read_stamp(AFTER) == STAMP


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (SHEET, lambda text: text.replace("A02", "A03")),
        (SHEET, lambda text: text.replace("</sheetData>", "</sheetData> ")),
        (SHEET, lambda text: text.replace("u3", "u4")),
        (SHEET, lambda text: text.replace(">changed<", ">different<")),
        (SHEET, lambda text: text.replace('<row r="4">', '<row r="4" hidden="1">')),
        (SHEET, lambda text: re.sub(r'<row r="4">.*?</row>', "", text)),
        (SHEET, lambda text: text.replace("</sheetData>", '<row r="5"><c r="A5"><v>1</v></c></row></sheetData>')),
        (SHEET, lambda text: text.replace("</row></sheetData>", '<c r="H4"><v>1</v></c></row></sheetData>')),
        (SHEET, lambda text: re.sub(r'<c r="D2"', '<c r="D2" s="1"', text)),
        (SHEET, lambda text: "<!-- -->" + text),
        (TABLE, lambda text: text.replace('ref="A1:D4"', 'ref="A1:D3"', 1).replace('displayName="T"', 'displayName="U"')),
        (TABLE, lambda text: text.replace("A1:D4", "A1:D2")),
        (TABLE, lambda text: text.replace("A1:D4", "A1:C4")),
        (STYLES, lambda text: text + " "),
        (BOOK, lambda text: text.replace("Updates", "Update")),
        ("[Content_Types].xml", lambda text: text.replace("<Default", " <Default", 1).replace("</Types>", " </Types>")),
        ("xl/_rels/workbook.xml.rels", lambda text: text.replace("</Relationships>", "") + "</Relationships> "),
        ("docProps/custom.xml", lambda text: text.replace(">b<", ">c<")),
        ("xl/worksheets/sheet2.xml", lambda text: text.replace("M1", "M2")),
        ("xl/worksheets/sheet2.xml", lambda text: text.replace("</worksheet>", "")),
    ],
)
def test_any_other_change_of_a_part_is_refused(name: str, change: Callable[[str], str]) -> None:
    assert refused(with_content(name, change))


def test_an_edit_that_was_not_made_is_refused() -> None:
    assert refused(BEFORE)
    assert refused(edit(BEFORE, EDITS))
    assert refused(edit(BEFORE, EDITS[:2], STAMP))
    assert refused(edit(BEFORE, EDITS[1:], STAMP))
    assert refused(edit(BEFORE, [*EDITS, EDITS[0]], STAMP))


def test_a_member_added_lost_or_packed_anew_is_refused() -> None:
    contents = {name: books.content(AFTER, name) for name in books.members(AFTER)}

    assert refused(books.zipped(contents))
    assert refused(books.zipped(contents | {"more.xml": b"<x/>"}))
    assert refused(books.zipped({name: content for name, content in contents.items() if name != STYLES}))
    assert refused(books.zipped(dict(reversed(contents.items()))))
    assert refused(books.zipped(contents, zipfile.ZIP_STORED))


def test_a_member_slipped_in_is_refused() -> None:
    assert refused(rebuild(open_package(AFTER).archive, {}, {"more.xml": b"<x/>"}))


def test_a_property_of_somebody_else_that_changed_is_refused() -> None:
    before = books.by_xlsxwriter()
    after = edit(before, [], STAMP)
    text = books.content(after, "docProps/custom.xml")
    wrong = rebuild(open_package(after).archive, {"docProps/custom.xml": text.replace(b"Public", b"Secret")}, {})

    verify(before, after, [], STAMP)
    with pytest.raises(Refusal, match="more than the stamp"):
        verify(before, wrong, [], STAMP)


def test_a_byte_order_mark_that_got_lost_is_refused() -> None:
    before = books.HAND_MADE["byte order mark"]()
    after = edit(before, EDITS[:2])
    wrong = rebuild(open_package(after).archive, {SHEET: books.content(after, SHEET)[3:]}, {})

    with pytest.raises(Refusal, match="more than the new cells"):
        verify(before, wrong, EDITS[:2])


def says_nothing() -> set[int]:
    """Where the headers of a package name versions, disks and attributes, which no reader of a workbook asks for."""
    found = {at for end in [AFTER.rindex(b"PK\5\6")] for at in range(end + 4, end + 10)}
    for header, fields in ((b"PK\3\4", range(4, 6)), (b"PK\1\2", (*range(4, 8), *range(34, 42)))):
        found |= {match.start() + field for match in re.finditer(re.escape(header), AFTER) for field in fields}
    return found


def test_any_single_byte_that_is_wrong_is_found() -> None:
    passed = []
    for at in sorted(set(range(len(AFTER))) - says_nothing()):
        spoilt = AFTER[:at] + bytes([AFTER[at] ^ 0x55]) + AFTER[at + 1 :]
        try:
            verify(BEFORE, spoilt, EDITS, STAMP)
        except Refusal:
            continue
        passed.append(at)

    assert passed == []


def test_a_source_whose_other_parts_are_damaged_is_refused() -> None:
    at = BEFORE.index(b"PK\3\4", BEFORE.index(b"docProps/app.xml")) - 20
    spoilt = BEFORE[:at] + bytes([BEFORE[at] ^ 1]) + BEFORE[at + 1 :]

    with pytest.raises(Refusal, match="damaged"):
        verify(spoilt, edit(spoilt, EDITS, STAMP), EDITS, STAMP)


@pytest.mark.parametrize("kind", list(books.HAND_MADE))
def test_a_true_edit_of_any_book_passes(kind: str) -> None:
    before = books.HAND_MADE[kind]()

    verify(before, edit(before, EDITS, STAMP), EDITS, STAMP)


ROWS = 40
LONG = edit(BEFORE, [AddRows("Updates", tuple({1: f"r{n}", 2: "A01", 4: f"words {n}"} for n in range(ROWS)))])
LONG_EDITS: list[Edit] = [
    SetCells("Updates", {(9, 4): "changed", (20, 6): "put in"}),
    AddRows("Updates", ({1: "new", 2: "A02", 4: "at the end"},)),
]
LONG_AFTER = edit(LONG, LONG_EDITS)


def test_only_the_rows_that_were_to_change_are_proved_one_by_one() -> None:
    before = worksheet_of(open_package(LONG), "Updates", SHEET)[1]
    less = without_shared(before, books.content(LONG_AFTER, SHEET), {9, 20, len(before.rows) + 1})

    assert less
    assert [data.count(b"<row ") for data in less] == [2, 3]
    verify(LONG, LONG_AFTER, LONG_EDITS)


def test_what_was_proved_before_is_edited_alike_and_another_change_of_it_is_refused_all_the_same() -> None:
    proved = open_package(LONG, proved=True)
    text = books.content(LONG_AFTER, SHEET).decode()
    wrong = rebuild(open_package(LONG_AFTER).archive, {SHEET: text.replace("words 30<", "words 31<").encode()}, {})

    assert edit(proved, LONG_EDITS) == LONG_AFTER
    verify(proved, LONG_AFTER, LONG_EDITS)
    with pytest.raises(Refusal):
        verify(open_package(LONG, proved=True), wrong, LONG_EDITS)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(">words 30<", ">words 31<"),
        lambda text: text.replace(">words 30<", "><"),
        lambda text: re.sub(r'<row r="25".*?</row>', "", text),
        lambda text: re.sub(r'(<row r="25".*?</row>)(<row r="26".*?</row>)', r"\2\1", text),
        lambda text: re.sub(r'(<row r="25".*?</row>)', r"\1\1", text),
        lambda text: text.replace('<row r="25"', '<row r="9"'),
        lambda text: text.replace('<row r="9"', '<row r="9"><row r="9"', 1).replace("</row></sheetData>", "</row></row></sheetData>"),
        lambda text: text.replace('<row r="20"', '<!-- --><row r="20"'),
        lambda text: text.replace("</sheetData>", "</sheetData><!-- -->"),
        lambda text: text.replace("<sheetData>", "<sheetData><row r='1'/>", 1),
        lambda text: text.replace(">changed<", ">changed<b/><"),
        lambda text: re.sub(r'<row (r="[0-9]+")(?=[^>]*>(?:(?!<row ).)*</sheetData>)', r"<row \1 \1", text),
    ],
)
def test_in_a_long_sheet_too_any_other_change_is_refused(change: Callable[[str], str]) -> None:
    text = books.content(LONG_AFTER, SHEET).decode()
    assert change(text) != text
    wrong = rebuild(open_package(LONG_AFTER).archive, {SHEET: change(text).encode()}, {})

    with pytest.raises(Refusal):
        verify(LONG, wrong, LONG_EDITS)
