"""A row that is added is as tall as its words need, where its cells break them into lines; the proof takes no other height."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import ooxml_books as books
from gcdash.errors import Refusal
from gcdash.store.ooxml import AddRows, SetCells, edit, verify
from gcdash.store.ooxml.package import open_package
from gcdash.store.ooxml.rebuild import rebuild

SHEET = "xl/worksheets/sheet1.xml"
LONG = "many words that do not fit on one line of a column " * 4
STYLES = books.styles_xml().replace("</cellXfs>", '<xf numFmtId="0" xfId="0"><alignment wrapText="1"/></xf></cellXfs>')
WRAPPED = '<cols><col min="1" max="1" width="30.71" style="6"/><col min="2" max="2" width="30.71"/></cols>'
HEADING = '<row r="1"><c r="A1" t="str"><v>ID</v></c></row>'


def made(rows: str = HEADING, before: str = WRAPPED) -> bytes:
    return books.zipped(books.parts(books.sheet_xml(f"<sheetData>{rows}</sheetData>", before), styles=STYLES))


def rows_after(book: bytes, *edits: AddRows | SetCells) -> list[str]:
    """The tags of the rows, proved."""
    after = edit(book, edits)
    verify(book, after, edits)
    return re.findall("<row [^>]*>", books.content(after, SHEET).decode())


def add(**values: str) -> AddRows:
    return AddRows("Updates", ({ord(column) - 64: text for column, text in values.items()},))


def test_a_new_row_is_as_tall_as_its_words() -> None:
    assert rows_after(made(), add(A=LONG))[1:] == ['<row r="2" ht="108">']
    assert rows_after(made(), add(A="one\ntwo\nthree"))[1:] == ['<row r="2" ht="48">']
    assert rows_after(made(), add(A="x" * 32_000))[1:] == ['<row r="2" ht="409">']


def test_a_row_that_needs_one_line_or_does_not_break_its_words_has_the_usual_height() -> None:
    assert rows_after(made(), add(A="short"), add(B=LONG))[1:] == ['<row r="2">', '<row r="3">']
    tall = f'<sheetFormatPr defaultRowHeight="150"/>{WRAPPED}'
    assert rows_after(made(before=tall), add(A=LONG))[1:] == ['<row r="2">']


def test_the_look_of_the_row_above_says_whether_words_break() -> None:
    above = HEADING + '<row r="2"><c r="A2" s="6"><v>1</v></c></row>'

    assert rows_after(made(above, before=""), add(A="one\ntwo"))[2:] == ['<row r="3" ht="33">']


@pytest.mark.parametrize(
    ("blank", "filled"),
    [
        ('<row r="2" spans="1:2"><c r="A2" s="6"/></row>', '<row r="2" spans="1:2" ht="108">'),
        ('<row r="2"/>', '<row r="2" ht="108">'),
        ('<row r="2" ht="15.75" customHeight="false"/>', '<row r="2" ht="108" customHeight="false">'),
        ('<row r="2" ht="200"/>', '<row r="2" ht="200">'),
        ('<row r="2" ht="20" customHeight="1"/>', '<row r="2" ht="20" customHeight="1">'),
        ("<row r='2' ht='20' />", "<row r='2' ht='20' >"),
    ],
)
def test_a_blank_row_that_is_filled_grows_unless_its_height_is_fixed(blank: str, filled: str) -> None:
    assert rows_after(made(HEADING + blank), add(A=LONG))[1:] == [filled]


def test_a_cell_that_is_set_leaves_its_row_as_tall_as_it_was() -> None:
    book = made(HEADING + '<row r="2"><c r="A2" s="6"><v>1</v></c></row>')

    assert rows_after(book, SetCells("Updates", {(2, 1): LONG}))[1] == '<row r="2">'


@pytest.mark.parametrize("other", ['<row r="1" ht="90">', '<row r="2" ht="9999">', '<row r="2" ht="108" customHeight="1">'])
def test_the_proof_refuses_any_other_change_of_a_height(other: str) -> None:
    before, edits = made(), [add(A=LONG)]
    good = edit(before, edits)
    text = books.content(good, SHEET).decode()
    number = other[8]
    spoilt = re.sub(f'<row r="{number}"[^>]*>', other, text)

    with pytest.raises(Refusal, match="more than the new cells"):
        verify(before, rebuild(open_package(good).archive, {SHEET: spoilt.encode()}, {}), edits)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="Poppler is not installed (its command pdftotext was not found)")
def test_libreoffice_shows_all_of_the_words(tmp_path: Path) -> None:
    (tmp_path / "tall.xlsx").write_bytes(edit(made(), [add(A=f"{LONG}to the end")]))

    shown = books.convert(tmp_path / "tall.xlsx", "pdf", tmp_path / "out")

    words = subprocess.run(["pdftotext", shown, "-"], check=True, capture_output=True, text=True).stdout
    assert f"{LONG}to the end" in " ".join(words.split())
