"""The minutes of a meeting as a Word document: what stands in them, that they stay the same, and that another program opens them."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from gcdash import meetings
from gcdash.amendments import Occasion, agree
from gcdash.book import Book
from gcdash.changes import Meeting, Update, new_id
from gcdash.cli import main
from gcdash.exports.minutes import to_docx
from gcdash.store.workbook import WorkbookStore
from handouts import text_of, to_pdf

NAME, DAY = "First follow-up: Straße, 関税, «réunion»", date(2009, 12, 1)
LONG = ("A long decision of many words, " * 30).strip()


@pytest.fixture
def store(real_book: Path) -> WorkbookStore:
    store = WorkbookStore(real_book)
    by = meetings.source(NAME)
    store.append([Meeting(new_id(), NAME, DAY, "Delhi", "The chair", "Kenya; India")])
    store.append([Update(new_id(), "A05", DAY, "Completed", "All networks are in use", source=by)])
    store.append([Update(new_id(), "A06", DAY, "In progress", LONG, next_step="Send it (WCO, by 2010-01-31)", source=by)])
    store.append(agree(store.new_action_id("c"), {"theme": "New theme", "action": "Train the trainers"}, Occasion(DAY, "", by), "c"))
    return store


def made(book: Book) -> bytes:
    return to_docx(meetings.minutes(book, NAME), book.settings)


def text(document: bytes) -> str:
    opened = docx.Document(BytesIO(document))
    cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


def test_the_minutes_name_who_was_there_what_was_decided_what_is_new_settled_and_carried_over(store: WorkbookStore) -> None:
    said = text(made(store.load()))

    facts = (NAME, "1 Dec 2009 · Delhi · chaired by The chair", "Kenya; India")
    decided = ("All networks are in use", LONG, "Train the trainers", "Send it (WCO, by 2010-01-31)")
    assert [words for words in (*facts, *decided) if words not in said] == []
    headings = [p.text for p in docx.Document(BytesIO(made(store.load()))).paragraphs if p.style and p.style.name == "Heading 2"]
    assert headings == ["Present", "Decisions", "New actions", "Noted as settled", "Carried over to the next meeting"]


def test_minutes_made_again_after_later_reports_are_the_same_file(store: WorkbookStore) -> None:
    newest = store.load().updates["recorded_at"].max().to_pydatetime()
    store.append(meetings.closing(store.load(), NAME, "Kenya; India; Nepal", newest))
    before = made(store.load())
    store.append([Update(new_id(), "A07", DAY, "Completed", "reported later")])
    store.fold()

    assert text(made(WorkbookStore(store.path).load())) == text(before)
    assert made(WorkbookStore(store.path).load()) == before
    assert "Nepal" in text(before)


def test_libreoffice_prints_them_and_nothing_is_cut(store: WorkbookStore, tmp_path: Path) -> None:
    printed = text_of(to_pdf(made(store.load()), "minutes.docx", tmp_path))

    assert " ".join(printed.split()).count("many words") == LONG.count("many words")
    assert printed.count("What was said or decided") >= 1


def test_the_command_line_writes_them_and_names_meetings(store: WorkbookStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "minutes.docx"

    assert main(["minutes", str(store.path), "--meeting", NAME, str(out)]) == 0
    assert text(out.read_bytes()) == text(made(store.load()))
    assert main(["minutes", str(store.path), "--meeting", "Third", str(tmp_path / "other.docx")]) == 2
    assert NAME in capsys.readouterr().err
