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


def test_any_single_byte_that_is_wrong_is_found() -> None:
    passed = []
    for at in range(0, len(AFTER), 37):
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
