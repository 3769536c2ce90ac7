"""A sheet that gcdash has packed in blocks is edited in some of them, and comes out as if all of it had been edited."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ooxml_books as books
from gcdash.errors import Refusal
from gcdash.store.ooxml import AddRows, Edit, Edited, SetCells, edit, edited, open_package, verify
from gcdash.store.ooxml.archive import Archive, Member
from gcdash.store.ooxml.blocks import BLOCK, Block
from gcdash.store.ooxml.checksum import combined
from gcdash.store.ooxml.excerpts import with_excerpts
from gcdash.store.ooxml.package import Package
from gcdash.store.ooxml.rebuild import rebuild
from gcdash.store.ooxml.writing import Written, written
from test_ooxml_laws import ROW, VALUES

SHEET = "xl/worksheets/sheet1.xml"
ROWS = 4_000
STAMP = {"gcdash_book": "b", "gcdash_generation": "1"}
FIRST: list[Edit] = [AddRows("Updates", ({1: "first", 5: "of all"},))]


def long_sheet(prefix: str = "", blank: str = "", after: str = "", missing: int = 10) -> bytes:
    """A workbook whose sheet is some blocks long; every row of so many is ``missing``, every seventh is taller."""
    texts = random.Random(6)  # noqa: S311 -- the same words each time
    rows = [books.inline_row(1, ["ID", "Action", "Day", "Text"], prefix)]
    for number in range(2, ROWS):
        if number % missing:
            words = " ".join(texts.choice(["well", "report", "committee", "A01 &amp; A02", "später"]) for _word in range(12))
            row = books.inline_row(number, [f"u{number}", "A01", "", words], prefix)
            styled = row.replace(f'r="C{number}"', f'r="C{number}" s="{number % 5}"')
            styled = styled if number % 3 else styled.replace(f"</{prefix}row>", f'<{prefix}c r="E{number}" s="5"/></{prefix}row>')
            rows.append(styled.replace(f'row r="{number}"', f'row r="{number}" spans="1:4"' if number % 7 else f'row r="{number}" ht="30"'))
    data = f"<{prefix}sheetData>{''.join(rows)}{blank}</{prefix}sheetData>"
    head = f'<{prefix}dimension ref="A1:D{ROWS}"/>'
    return books.zipped(books.parts(books.sheet_xml(data, head, after, prefix=prefix)))


MADE: dict[str, Callable[[], bytes]] = {
    "plain": long_sheet,
    "prefixed": lambda: long_sheet("x:"),
    "with a filter and merged cells": lambda: long_sheet(
        after=f'<autoFilter ref="A1:D{ROWS - 1}"/><mergeCells count="1"><mergeCell ref="A3000:B3001"/></mergeCells>'
    ),
    "with blank rows below": lambda: long_sheet(
        blank=f'<row r="{ROWS + 1}" s="4" customFormat="1"/><row r="{ROWS + 3}"><c r="B{ROWS + 3}"/></row>'
    ),
}


BLANKS = "".join(f'<row r="{number}" spans="1:4" s="4" customFormat="1" ht="30"/>' for number in range(ROWS + 1, 2 * ROWS))


@cache
def begun(kind: str) -> Edited:
    """The book after the first edit, by which its blocks are known."""
    return edited(open_package(MADE[kind]()), FIRST, STAMP)


def known(before: Edited) -> Package:
    return open_package(before.data, proved=True, blocks=before.blocks)


def contents(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


SETS = st.dictionaries(st.tuples(st.integers(1, ROWS + 3), st.integers(1, 6)), VALUES, min_size=1, max_size=3).map(
    lambda cells: SetCells("Updates", cells)
)
ADDED = st.lists(ROW, min_size=1, max_size=3).map(lambda rows: AddRows("Updates", tuple(rows)))


def assert_same(one: bytes, other: bytes) -> None:
    """The same parts with the same content; told by name, since such parts are too long to be held against each other in words."""
    ours, theirs = contents(one), contents(other)
    assert list(ours) == list(theirs)
    assert not [name for name in ours if ours[name] != theirs[name]]


FOLDS = st.lists(st.lists(st.one_of(SETS, ADDED), min_size=1, max_size=2), min_size=1, max_size=4)


@pytest.mark.parametrize("kind", MADE)
@given(folds=FOLDS)
@settings(max_examples=8, deadline=None)
def test_edits_by_blocks_give_part_for_part_what_edits_of_the_whole_give(kind: str, folds: list[list[Edit]]) -> None:
    by_blocks, whole = begun(kind), begun(kind).data

    for number, edits in enumerate(folds):
        stamp = STAMP | {"gcdash_generation": str(number)}
        if said := refusal(edit, whole, edits, stamp):
            assert refusal(edited, known(by_blocks), edits, stamp) == said
        else:
            whole, by_blocks = edit(whole, edits, stamp), edited(known(by_blocks), edits, stamp)

    assert_same(by_blocks.data, whole)
    assert books.by_calamine(by_blocks.data) == books.by_calamine(whole)
    assert_known_rightly(by_blocks)


def refusal(work: Callable[..., object], *given: object) -> str:
    """What it is refused with; blank where it is not."""
    try:
        work(*given)
    except Refusal as refused:
        return refused.message
    return ""


def assert_known_rightly(after: Edited) -> None:
    """All blocks are what is said of them: each can be unpacked by itself."""
    raw, text = books.members(after.data)[SHEET][0], books.content(after.data, SHEET)
    packed = at = 0
    for block in after.blocks[SHEET].all:
        piece = zlib.decompressobj(-15).decompress(raw[packed : packed + block.packed])
        assert (piece, len(piece), zlib.crc32(piece)) == (text[at : at + block.size], block.size, block.crc)
        packed, at = packed + block.packed, at + block.size
    assert at == len(text)


USUAL: list[Edit] = [
    AddRows("Updates", ({1: "new", 2: "A01", 4: "said"},)),
    SetCells("Updates", {(2_001, 4): "changed", (3, 4): "changed too"}),
]


@pytest.mark.parametrize("kind", MADE)
def test_the_usual_edits_are_made_in_a_few_blocks_and_read_by_others_as_ever(kind: str) -> None:
    before = begun(kind)
    some = with_excerpts(known(before), USUAL)

    after = written(some, USUAL, STAMP)

    assert len(some.excerpts[SHEET].places) < len(before.blocks[SHEET].all) - 2
    assert verify(some, after.data, USUAL, STAMP, after.packed) == {"Updates": (ROWS + 1,)}
    assert_same(after.data, edit(before.data, USUAL, STAMP))
    assert books.by_reading_openpyxl(after.data) == books.by_reading_openpyxl(edit(before.data, USUAL, STAMP))


def test_blocks_grow_with_what_is_added_and_are_cut_again() -> None:
    after = begun("plain")
    rows = [AddRows("Updates", ({1: f"u{number}", 4: "word " * 3_000},)) for number in range(40)]
    for row in rows:
        after = edited(known(after), [row], STAMP)

    assert_same(after.data, edit(begun("plain").data, rows, STAMP))
    assert max(block.size for block in after.blocks[SHEET].all) < 2 * BLOCK
    assert len(after.blocks[SHEET].all) > len(begun("plain").blocks[SHEET].all)


@pytest.mark.parametrize(
    "edits",
    [
        [SetCells("Updates", {(2_000, 1): "where no row is"})],
        [AddRows("Updates", ({1: "new"},)), SetCells("Updates", {(ROWS + 9, 1): "far below"})],
        [
            SetCells("Updates", {(row, 1): None for row in range(2, ROWS)} | {(ROWS, 1): None, (ROWS, 5): None}),
            AddRows("Updates", ({1: "u"},)),
        ],
    ],
)
def test_what_does_not_fit_in_blocks_is_done_in_the_whole(edits: list[Edit]) -> None:
    after = edited(known(begun("plain")), edits, STAMP)

    assert_same(after.data, edit(begun("plain").data, edits, STAMP))


def test_a_cell_looks_like_those_above_it_also_where_they_stand_in_another_block() -> None:
    before = begun("plain")
    firsts = [block.row for block in before.blocks[SHEET].all[1:] if block.row % 3]
    assert firsts

    for row in firsts:
        edits: list[Edit] = [SetCells("Updates", {(row, 5): "text"})]
        after = edited(known(before), edits, STAMP)
        assert_same(after.data, edit(before.data, edits, STAMP))
        assert f'<c r="E{row}" s="5" t="inlineStr">' in books.content(after.data, SHEET).decode()


def test_a_row_is_added_after_the_last_one_that_has_a_value_though_a_block_of_blank_ones_is_below() -> None:
    before = edited(open_package(long_sheet(blank=BLANKS, missing=2)), [SetCells("Updates", {(2, 4): "changed"})], STAMP)
    assert before.blocks[SHEET].all[-1].row > ROWS

    after = edited(known(before), FIRST, STAMP)

    assert books.filled(after.data)[-1][0] == "first"
    assert_same(after.data, edit(before.data, FIRST, STAMP))


def test_a_sheet_of_which_the_first_block_has_no_heading_is_edited_as_a_whole() -> None:
    rows = BLANKS + books.inline_row(2 * ROWS, ["ID", "Action"]) + BLANKS.replace('r="', 'r="1')
    before = edited(open_package(books.zipped(books.parts(books.sheet_xml(f"<sheetData>{rows}</sheetData>")))), FIRST, STAMP)

    assert len(before.blocks[SHEET].all) > 2
    assert not with_excerpts(known(before), [SetCells("Updates", {(2 * ROWS + 1, 1): "said"})]).excerpts


@pytest.mark.parametrize(
    "body",
    [
        '<row r="2"><c r="B2"><f t="array" ref="B2:B900">1</f><v>1</v></c></row>',
        '<row r="2"><!-- <row r="3"> --></row>',
        '<row r="2"><c r="A2" t="str"><v><![CDATA[<row r="3">]]></v></c></row>',
    ],
)
def test_a_sheet_that_can_only_be_read_as_a_whole_is_not_packed_in_blocks(body: str) -> None:
    book = books.zipped(books.parts(books.sheet_xml(f"<sheetData>{body}</sheetData>")))

    assert not edited(open_package(book), FIRST, STAMP).blocks


def test_blocks_of_other_bytes_are_not_believed() -> None:
    other = edited(known(begun("plain")), [SetCells("Updates", {(2_001, 4): "changed by another program"})], STAMP)
    mistaken = open_package(other.data, proved=True, blocks=begun("plain").blocks)

    assert_same(edited(mistaken, USUAL, STAMP).data, edit(other.data, USUAL, STAMP))


# -- the proof refuses what is not as it should be


def made() -> tuple[Package, Written]:
    package = with_excerpts(known(begun("plain")), USUAL)
    return package, written(package, USUAL, STAMP)


def sheet_of(package: bytes) -> tuple[Archive, Member]:
    archive = open_package(package).archive
    return archive, next(member for member in archive.members if member.name == SHEET)


def places() -> Iterator[int]:
    """A byte in each of the first blocks, in the last one and in the end, counted in the sheet's packed bytes."""
    _package, after = made()
    starts = after.packed[SHEET].blocks.starts()
    yield from (start + 40 for start in starts[:4])
    yield starts[-2] + 40
    yield starts[-1]


@pytest.mark.parametrize("number", range(6))
def test_one_byte_changed_in_any_block_is_refused(number: int) -> None:
    package, after = made()
    at = sheet_of(after.data)[1].body + list(places())[number]
    wrong = after.data[:at] + bytes([after.data[at] ^ 1]) + after.data[at + 1 :]

    with pytest.raises(Refusal):
        verify(package, wrong, USUAL, STAMP, after.packed)


def test_another_text_in_a_block_is_refused_though_all_sums_are_right() -> None:
    package, _after = made()
    other = written(package, [USUAL[0], SetCells("Updates", {(2_001, 4): "changed", (3, 4): "other words"})], STAMP)

    with pytest.raises(Refusal):
        verify(package, other.data, USUAL, STAMP, other.packed)


def test_a_block_that_is_left_out_or_said_twice_is_refused() -> None:
    package, after = made()
    packed = after.packed[SHEET]

    for groups in (packed.groups[:-1], (packed.groups[0], *packed.groups), ((), *packed.groups[1:])):
        with pytest.raises((Refusal, ValueError)):
            verify(package, after.data, USUAL, STAMP, {SHEET: replace(packed, groups=groups)})


def test_a_new_block_of_which_the_first_row_is_said_wrongly_is_refused() -> None:
    rows: list[Edit] = [AddRows("Updates", tuple({4: f"{number} {'word ' * 3_000}"} for number in range(20)))]
    package = with_excerpts(known(begun("plain")), rows)
    after = written(package, rows, STAMP)
    packed = after.packed[SHEET]
    first, second, *rest = packed.groups[-1]
    wrong = replace(packed, groups=(*packed.groups[:-1], (first, second._replace(row=second.row + 1), *rest)))

    verify(package, after.data, rows, STAMP, after.packed)
    with pytest.raises(Refusal):
        verify(package, after.data, rows, STAMP, {SHEET: wrong})


def test_rows_that_change_places_across_blocks_are_refused() -> None:
    """Each block by itself is as it was: only their order is another."""
    package, after = made()
    packed = after.packed[SHEET]
    one, other = packed.groups[1], packed.groups[2]
    wrong = replace(packed, groups=(packed.groups[0], other, one, *packed.groups[3:]))

    with pytest.raises(Refusal):
        verify(package, after.data, USUAL, STAMP, {SHEET: wrong})


def test_a_whole_sheet_of_which_the_blocks_are_said_wrongly_is_refused() -> None:
    before = MADE["plain"]()
    after = written(before, FIRST, STAMP)
    packed = after.packed[SHEET]
    first, second, *rest = packed.blocks.all

    for wrong in (
        (first, second._replace(crc=second.crc ^ 1), *rest),
        (first, second._replace(row=second.row + 1), *rest),
        (Block(0, first.packed + 1, first.size + 1, first.crc), second._replace(packed=second.packed - 1, size=second.size - 1), *rest),
    ):
        with pytest.raises(Refusal):
            verify(before, after.data, FIRST, STAMP, {SHEET: replace(packed, blocks=replace(packed.blocks, all=wrong))})
    verify(before, after.data, FIRST, STAMP, after.packed)


def test_a_member_that_was_packed_in_one_is_not_taken_for_blocks() -> None:
    package, after = made()
    in_one = rebuild(open_package(after.data).archive, {SHEET: books.content(after.data, SHEET)}, {})

    with pytest.raises(Refusal):
        verify(package, in_one, USUAL, STAMP, after.packed)


@given(st.lists(st.binary(max_size=200), max_size=8))
@settings(max_examples=200, deadline=None)
def test_the_check_sum_of_all_comes_of_those_of_its_runs(runs: list[bytes]) -> None:
    assert combined((zlib.crc32(run), len(run)) for run in runs) == zlib.crc32(b"".join(runs))
