"""Who was reminded of what: recorded once drafts went out, and never asked for again."""

from __future__ import annotations

import email
import io
import json
from datetime import date
from email.policy import default
from pathlib import Path

import openpyxl
import pytest

from gcdash.cli import main
from gcdash.exports import reminded
from gcdash.exports.reminders import due_reminders
from gcdash.merge.baseline import SHEET
from gcdash.store.workbook import WorkbookStore
from handouts import excerpt

DAY = date(2009, 12, 1)


def remind(book: Path, out: Path, *more: str, day: str = "2009-12-01") -> int:
    return main(["remind", str(book), "--out", str(out), "--as-of", day, *more])


def test_what_went_out_is_on_record_and_is_left_out_of_the_next_drafts(
    real_book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert remind(real_book, tmp_path / "tried", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 10
    assert remind(real_book, tmp_path / "first", "--record", "--by", "Ms A") == 0
    assert "30 reminders are recorded as sent." in capsys.readouterr().out
    assert len(list((tmp_path / "first").glob("*.eml"))) == 10

    assert remind(real_book, tmp_path / "second") == 0
    said = capsys.readouterr().out
    assert "Nobody is to be asked for anything." in said
    assert "30 reminders are left out: they went out before." in said
    assert not list((tmp_path / "second").glob("*"))

    headings, *rows = openpyxl.load_workbook(real_book)["Reminders"].iter_rows(values_only=True)
    assert len(rows) == 30
    first = dict(zip(headings, rows[0], strict=True))
    assert (first["Reminded"], first["Action ID"], first["About"], first["By"]) == ("WCO", "A05", "Overdue", "Ms A")
    assert (first["Since"], first["Reminded on"]) == ("2009-08-29", "2009-12-01")


def test_a_new_thing_is_asked_for_after_the_old_one_was(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    before = due_reminders(excerpt(store.load(), date(2009, 8, 1)))
    assert set(before["what"]) == {"Due soon"}

    store.append(reminded.as_changes(before, date(2009, 8, 1)))

    book = store.load()
    assert due_reminders(excerpt(book, date(2009, 8, 1)), reminded.already(book)).empty
    assert set(due_reminders(excerpt(book, date(2009, 9, 1)), reminded.already(book))["what"]) == {"Overdue"}


def test_said_twice_by_two_people_it_is_recorded_once(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    due = due_reminders(excerpt(store.load(), DAY))

    assert not store.append(reminded.as_changes(due, DAY, "Ms A")).again
    assert store.append(reminded.as_changes(due, DAY, "Mr B")).again
    assert len(store.load().reminders) == 30


def test_each_draft_has_the_spreadsheet_of_its_party_attached(real_book: Path, tmp_path: Path) -> None:
    assert remind(real_book, tmp_path / "out") == 0

    for draft in (tmp_path / "out").glob("*.eml"):
        message = email.message_from_bytes(draft.read_bytes(), policy=default)
        (attached,) = message.iter_attachments()
        book = openpyxl.load_workbook(io.BytesIO(attached.get_content()))
        ids = {row[0] for row in book["Report"].iter_rows(min_row=2, values_only=True)}
        words = message.get_body(("plain",)).get_content()
        asked = {f"A{at:02}" for at in range(1, 17) if f"A{at:02}  " in words}
        assert asked and asked <= ids
        assert SHEET in book.sheetnames


def test_drafts_that_name_nobody_to_send_them_to_are_counted_recorded_or_not(
    real_book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(real_book)
    book["Parties"].append(["Kenya", "Customs agencies", "Ann", "ann@example.org"])
    book["Parties"].append(["Uganda", "Customs agencies", "Bo", "to be found"])
    book.save(real_book)

    remind(real_book, tmp_path / "tried")
    tried = capsys.readouterr().out
    remind(real_book, tmp_path / "sent", "--record")

    drafts = [email.message_from_bytes(path.read_bytes(), policy=default) for path in (tmp_path / "sent").glob("*.eml")]
    without = sum(draft["To"] is None for draft in drafts)
    assert 0 < without < len(drafts)
    words = f"{without} drafts have no address: write the parties' e-mail into the Parties sheet"
    assert words in tried
    assert words in capsys.readouterr().out


def test_nothing_is_said_of_addresses_where_nobody_is_to_be_reminded(
    real_book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remind(real_book, tmp_path / "out", day="2009-05-30")

    assert "address" not in capsys.readouterr().out
