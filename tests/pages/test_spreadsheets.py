"""The page Spreadsheets without a browser: a file comes back, its plan is shown, settled, applied, and withdrawn again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from gcdash.changes import Update, new_id
from gcdash.exports.focal_file import focal_file
from gcdash.store.workbook import WorkbookStore
from gcdash.submission.origin import origin_of_book
from gcdash.ui.text import plain
from screen import elements, one, words

Open = Callable[..., AppTest]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent_out(book: Path, who: str = "WCO") -> bytes:
    store = WorkbookStore(book)
    return focal_file(store.load(), who, origin_of_book(store), date(2009, 12, 1))


def filled_in(file: bytes, **cells: dict[str, object]) -> bytes:
    """The file with cells filled in: action ID -> heading -> value."""
    opened = openpyxl.load_workbook(BytesIO(file))
    sheet = opened["Report"]
    heading_row = next(row for row in sheet.iter_rows() if any(cell.value == "New status" for cell in row))
    columns = {cell.value: cell.column for cell in heading_row}
    for row in sheet.iter_rows(min_row=heading_row[0].row + 1):
        for heading, value in cells.get(str(row[0].value), {}).items():
            sheet.cell(row[0].row, columns[heading], value)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def upload(app: AppTest, name: str, data: bytes) -> AppTest:
    app.file_uploader[0].upload(name, data, XLSX)
    return app.run()


REPORT = {"New status": "In progress", "Report date": date(2009, 11, 20), "What was done": "The list was sent"}


@pytest.fixture
def page(app: Open) -> AppTest:
    return app("spreadsheets")


def test_a_report_that_comes_back_is_shown_first_and_recorded_only_by_applying(page: AppTest, real_book: Path) -> None:
    shown = upload(page, "wco.xlsx", filled_in(sent_out(real_book), A05=REPORT))

    assert not shown.exception
    assert "0 in conflict, 0 refused" in words(shown)
    assert WorkbookStore(real_book).load().updates.empty
    one(shown, "text_input", "Your name").set_value("Ms A")
    one(shown, "button", "Apply 1 change").click().run()
    (update,) = WorkbookStore(real_book).load().updates.to_dict("records")
    assert (update["action_id"], update["party"], update["status"], update["text"]) == ("A05", "WCO", "In progress", "The list was sent")
    assert "1 change from wco.xlsx is recorded." in words(page)
    assert any(getattr(element, "label", "") == "Download the receipt" for element in elements(page))


def test_the_same_file_again_brings_nothing(page: AppTest, real_book: Path) -> None:
    file = filled_in(sent_out(real_book), A05=REPORT)
    one(upload(page, "wco.xlsx", file), "button", "Apply 1 change").click().run()

    assert one(page, "button", "Nothing to apply").disabled
    assert len(WorkbookStore(real_book).load().updates) == 1


def test_a_report_made_meanwhile_is_a_conflict_that_a_person_settles(page: AppTest, real_book: Path) -> None:
    file = sent_out(real_book)
    other = Update(new_id(), "A05", date(2009, 11, 25), "On hold", "Waiting for funds", party="WCO")
    WorkbookStore(real_book).append([other])
    shown = upload(page, "wco.xlsx", filled_in(file, A05=REPORT))

    assert "1 conflict is to be settled first." in words(shown)
    assert one(shown, "button", "Nothing to apply").disabled
    (choice,) = [element for element in shown.radio if element.label.startswith("What stands for")]
    choice.set_value(choice.options.index("both, as two updates") if isinstance(choice.value, int) else "both").run()
    one(shown, "button", "Apply 1 change").click().run()
    assert len(WorkbookStore(real_book).load().updates) == 2


MARKUP = "![x](y.png) $z$ :red[r]"


def test_no_heading_or_name_of_a_file_is_taken_for_markup(page: AppTest, real_book: Path) -> None:
    file = sent_out(real_book)
    WorkbookStore(real_book).append([Update(new_id(), "A05", date(2009, 11, 25), "On hold", "Waiting for funds", party="WCO")])
    upload(page, f"{MARKUP}.xlsx", filled_in(file, A05=REPORT))
    (choice,) = [element.label for element in page.radio if element.label.startswith("What stands for")]
    assert plain(f"{MARKUP}.xlsx") in choice

    listed = openpyxl.Workbook()
    for row in (["ID", "Status", "What was don", MARKUP], ["A05", "In progress", "It was sent", "more"]):
        listed.worksheets[0].append(row)
    listed.save(out := BytesIO())
    upload(page, "list.xlsx", out.getvalue())
    assert [element.label for element in page.selectbox if "x" in element.label][-1] == plain(MARKUP)


def test_what_is_no_spreadsheet_is_refused_in_a_sentence(page: AppTest, real_book: Path) -> None:
    shown = upload(page, "holiday.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 200)

    assert len(shown.error) == 1
    assert WorkbookStore(real_book).load().updates.empty


def test_a_submission_applied_by_mistake_is_withdrawn_as_a_whole(page: AppTest, real_book: Path) -> None:
    one(upload(page, "wco.xlsx", filled_in(sent_out(real_book), A05=REPORT, A06=REPORT)), "button", "Apply 2 changes").click().run()
    one(page, "button", "Withdraw the whole submission").click().run()

    updates = WorkbookStore(real_book).load().updates
    assert len(updates) == 4
    assert set(updates["withdraws"]) - {""} == set(updates.loc[updates["withdraws"] == "", "update_id"])
