"""The minutes of a meeting as a Word document: what stands in them, that they stay the same, and that another program opens them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from gcdash import meetings
from gcdash.amendments import Occasion, agree, amend, confirm
from gcdash.book import Book
from gcdash.changes import Change, Meeting, Update, new_id
from gcdash.cli import main
from gcdash.exports.minutes import to_docx
from gcdash.store.workbook import WorkbookStore
from gcdash.updates import withdrawal
from handouts import text_of, to_pdf

NAME, DAY = "First follow-up: Straße, 関税, «réunion»", date(2009, 12, 1)
NEW = {"theme": "New theme", "action": "Train the trainers", "timescale": "3 mnths", "responsibility": "WCO, Kenya"}
LONG = ("A long decision of many words, " * 30).strip()


@pytest.fixture
def store(real_book: Path) -> WorkbookStore:
    store = WorkbookStore(real_book)
    by = meetings.source(NAME)
    store.append([Meeting(new_id(), NAME, DAY, "Delhi", "The chair", "Kenya; India")])
    store.append([Update(new_id(), "A05", DAY, "Completed", "All networks are in use", source=by)])
    store.append([Update(new_id(), "A06", DAY, "In progress", LONG, next_step="Send it (WCO, by 31 Jan 2010)", source=by)])
    store.append(agree(store.new_action_id("c"), NEW, Occasion(DAY, "", by), "c"))
    store.append(amend(store.load(), "A07", "due_date_set", "2010-12-31", Occasion(DAY, "", by)))
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
    decided = ("All networks are in use", LONG, "Train the trainers", "Send it (WCO, by 31 Jan 2010)")
    assert [words for words in (*facts, *decided) if words not in said] == []
    assert "2010-12-31" not in said  # the amended due date is written as every other day
    headings = [p.text for p in docx.Document(BytesIO(made(store.load()))).paragraphs if p.style and p.style.name == "Heading 2"]
    assert headings == ["Present", "Decisions", "New actions", "Amended", "Noted as settled", "Carried over to the next meeting"]


def test_a_new_action_stands_in_the_minutes_in_the_words_that_were_agreed_with_how_they_are_read(store: WorkbookStore) -> None:
    said = text(made(store.load()))

    assert [
        words
        for words in ("3 mnths", "WCO, Kenya", "no due date (to confirm) · WCO (to confirm) · words left over: Kenya")
        if words not in said
    ] == []


def test_a_decision_that_leaves_the_status_as_it_was_stands_in_its_words_alone(store: WorkbookStore) -> None:
    by = meetings.source(NAME)
    store.append([Update(new_id(), "A09", DAY, "Nothing to report", "The secretariat writes", source=by)])
    store.append([Update(new_id(), "A10", DAY, "Nothing to report", source=by)])

    decisions = docx.Document(BytesIO(made(store.load()))).tables[0]
    said = {row.cells[0].text: [cell.text for cell in row.cells][2:4] for row in decisions.rows}
    assert said["A09"] == ["", "The secretariat writes"]
    assert "Nothing to report" in said["A10"][0]


def test_minutes_made_again_after_later_reports_are_the_same_file(store: WorkbookStore) -> None:
    newest = store.load().updates["recorded_at"].max().to_pydatetime()
    store.append(meetings.closing(store.load(), NAME, "Kenya; India; Nepal", newest))
    before = made(store.load())
    store.append([Update(new_id(), "A07", DAY, "Completed", "reported later")])
    store.fold()

    assert text(made(WorkbookStore(store.path).load())) == text(before)
    assert made(WorkbookStore(store.path).load()) == before
    assert "Nepal" in text(before)


LATER: dict[str, Callable[[WorkbookStore, Book], Iterable[Change]]] = {
    "a due date confirmed": lambda _store, book: confirm(book, "A03", "due_date_set", "2009-08-29"),
    "the same turned down": lambda _store, book: confirm(book, "A03", "due_date_set", "none"),
    "owners confirmed": lambda _store, book: confirm(book, "A01", "owners_set", "WCO; UNEP"),
    "owners confirmed before, changed": lambda _store, book: confirm(book, "A16", "owners_set", "UNEP"),
    "a due date amended": lambda _store, book: amend(book, "A05", "due_date_set", "2009-11-30", Occasion(DAY)),
    "words amended": lambda _store, book: amend(book, "A07", "action", "Other words", Occasion(date(2009, 6, 1))),
    "a decision amended": lambda _store, book: amend(book, "A07", "theme", "Other", Occasion(DAY, "", meetings.source(NAME))),
    "an action added": lambda store, _book: agree(store.new_action_id("d"), {"theme": "T", "action": "X"}, Occasion(DAY), "d"),
    "a report": lambda _store, _book: [Update(new_id(), "A07", DAY, "Completed", "reported later")],
    "a decision": lambda _store, _book: [Update(new_id(), "A07", DAY, "Cancelled", "decided later", source=meetings.source(NAME))],
    "a decision withdrawn": lambda _store, book: [withdrawal(book, str(book.updates["update_id"].iloc[-1]), "wrong", "Ms A", DAY)],
    "an earlier meeting closed": lambda _store, _book: [
        Meeting(new_id(), "Earlier", DAY, state="closed", closed_at="2030-01-01T00:00:00Z")
    ],
}  # fmt: skip


def test_nothing_that_is_recorded_after_the_close_changes_a_byte(store: WorkbookStore) -> None:
    store.append(confirm(store.load(), "A16", "owners_set", "WCO"))
    store.append(meetings.closing(store.load(), NAME, "Kenya; India; Nepal", datetime(2009, 12, 1)))  # noqa: DTZ001 -- a clock that is late
    before = made(store.load())
    assert "All networks are in use" in text(before)

    for what, changes in LATER.items():
        store.append(list(changes(store, store.load())))
        assert made(store.load()) == before, what
    store.fold()
    assert made(WorkbookStore(store.path).load()) == before


def test_a_row_typed_by_hand_after_the_close_is_not_in_them_before_or_after_it_is_folded(store: WorkbookStore) -> None:
    store.append(meetings.closing(store.load(), NAME, "", datetime(2009, 12, 1)))  # noqa: DTZ001 -- a clock that is late
    store.fold()
    before = made(store.load())
    typed = openpyxl.load_workbook(store.path)
    typed["Updates"].append([None, "A07", DAY, None, "Completed", "typed by hand"])
    typed.save(store.path)

    later = WorkbookStore(store.path)
    assert "typed by hand" in set(later.load().updates["text"])
    assert made(later.load()) == before
    later.fold()
    assert made(later.load()) == before


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
