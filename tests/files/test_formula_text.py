"""Text that looks like a formula, all the way: from the form into the workbook, and from the workbook into downloads, opened elsewhere."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

import ooxml_books as books
from books import make_book
from gcdash.changes import Update, new_id
from gcdash.cli import main
from gcdash.exports.tables import from_csv_text
from gcdash.schema import UPDATES
from gcdash.store import Folded
from gcdash.store.workbook import WorkbookStore
from gcdash.updates import checked
from test_tables import PAYLOADS, formulas, through_libreoffice

READ = [text.strip() for text in PAYLOADS]
"""As a cell's words are read: without the blanks around them."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The workbook after a fold, and both downloads of it; each as it is, and as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("formulas")
    words = [{"action_id": f"A{number:02}", "action": text, "notes": text} for number, text in enumerate(READ)]
    book = make_book(folder / "book.xlsx", actions=words)
    store = WorkbookStore(book)
    store.append([Update(new_id(), "A01", date(2024, 5, 6), "In progress", text, party=text, next_step=text) for text in PAYLOADS])
    assert store.fold() == Folded(1, 0)
    for name in ("out.xlsx", "out.csv"):
        assert main(["export", str(book), str(folder / name)]) == 0
    found = {path.name: path.read_bytes() for path in (book, folder / "out.xlsx", folder / "out.csv")}
    shown = books.convert_all([book, folder / "out.xlsx"], "xlsx:Calc MS Excel 2007 XML")
    found |= {f"saved {path.name}": path.read_bytes() for path in shown}
    (folder / "csv").mkdir()
    text = through_libreoffice(found["out.csv"], "t.csv", folder / "csv", "--infilter=CSV:44,34,76,1,,0,false,true,false,true")
    return found | {"saved out.csv": text}


def column(book: bytes, sheet: str, heading: str) -> list[object]:
    table = books.by_calamine(book, sheet)
    at = table[0].index(heading)
    return [row[at] for row in table[1:]]


def test_no_formula_comes_of_any_payload_in_any_file(files: dict[str, bytes]) -> None:
    assert len(PAYLOADS) == 32
    assert {name: formulas(data) for name, data in files.items() if name != "out.csv"} == {
        name: [] for name in ("book.xlsx", "out.xlsx", "saved book.xlsx", "saved out.xlsx", "saved out.csv")
    }


@pytest.mark.parametrize("name", ["book.xlsx", "saved book.xlsx"])
def test_a_folded_text_stands_in_the_workbook_as_it_was_typed(files: dict[str, bytes], name: str) -> None:
    for heading in ("Update", "Party", "Next step"):
        assert column(files[name], UPDATES.name, heading) == list(PAYLOADS)


@pytest.mark.parametrize("name", ["out.xlsx", "saved out.xlsx"])
def test_a_text_of_the_excel_download_is_as_it_was_typed(files: dict[str, bytes], name: str) -> None:
    for heading in ("Action", "Notes/suggestions"):
        assert column(files[name], "Actions", heading) == READ


def test_a_text_of_the_csv_download_comes_back_as_it_was_typed(files: dict[str, bytes]) -> None:
    table = list(csv.DictReader(io.StringIO(files["out.csv"].decode("utf-8-sig"), newline="")))

    assert [from_csv_text(row["action"]) for row in table] == READ
    assert [from_csv_text(row["notes"]) for row in table] == READ


def test_what_the_reader_makes_of_the_folded_workbook_is_what_was_typed(tmp_path: Path) -> None:
    store = WorkbookStore(make_book(tmp_path / "book.xlsx", actions=[{"action_id": "A01", "action": "Do"}]))
    updates = [checked(Update(new_id(), "A01", date(2024, 5, 6), "In progress", text), store.load(), date(2024, 5, 6)) for text in PAYLOADS]
    store.append(updates)
    store.fold()

    assert WorkbookStore(store.path).load().updates["text"].tolist() == [one.text for one in updates] == READ
