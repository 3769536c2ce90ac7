"""What has moved since a day, as files: what moved first, hard words whole, nothing a formula."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl

from gcdash.compare import since
from gcdash.exports.moves import COLUMNS, as_table
from gcdash.exports.tables import to_csv, to_xlsx
from gcdash.standing import stand
from handouts import HARD, hard_book
from small_books import report

START, END = date(2009, 6, 1), date(2009, 12, 31)


def test_what_has_moved_comes_first_and_every_cell_comes_back_from_both_files() -> None:
    book = hard_book(updates=[report("2009-10-01", "Completed", action_id="A004"), report("2009-10-01", "In progress", action_id="A003")])

    moves = as_table(since(book, START, END), stand(book, END))

    read = list(csv.DictReader(io.StringIO(to_csv(moves).decode("utf-8-sig"), newline="")))
    assert [(row["action_id"], row["kind"], row["from"], row["to"]) for row in read] == [
        ("A004", "completed", "On course", "Completed"),
        ("A001", "newly overdue", "On course", "Overdue"),
        ("A003", "newly overdue", "On course", "Overdue"),
        ("A002", "gone quiet", "On course", "Report overdue"),
        ("A005", "gone quiet", "On course", "Report overdue"),
    ]
    words = {f"A{at:03}": row["action"] for at, row in enumerate(HARD, start=1)}
    assert {row["action_id"]: row["action"] for row in read} == words
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(moves, COLUMNS, {"Since": "2009-06-01"}, "Since 2009-06-01")))["Since 2009-06-01"]
    assert [cell.value for cell in sheet[1]] == [column.heading for column in COLUMNS]
    assert {str(row[0]): row[2] or "" for row in sheet.iter_rows(min_row=2, values_only=True)} == words


def test_only_the_actions_that_are_shown_are_in_it() -> None:
    book = hard_book()
    stands = stand(book, END)

    assert list(as_table(since(book, START, END), stands[stands["theme"] == "Long words"])["action_id"]) == ["A004", "A005"]
