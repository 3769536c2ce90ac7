"""The page Spreadsheets without a browser: a file comes back, its plan is shown, settled, applied, and withdrawn again."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from books import typed_by_hand
from gcdash import sentences
from gcdash.changes import Update, new_id
from gcdash.exports.focal_file import focal_file
from gcdash.merge.plan import Plan
from gcdash.merge.tally import Group
from gcdash.merge.undo import applied, undone
from gcdash.store.workbook import WorkbookStore
from gcdash.submission import Upload
from gcdash.submission.origin import origin_of_book
from gcdash.ui import receiving
from gcdash.ui.text import plain
from gcdash.ui.waiting import ask_to_write
from screen import MAIN, ROOT, elements, one, words

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
    """The page with the plan for a file, and with the name of whoever would apply it."""
    app.file_uploader[0].upload(name, data, XLSX)
    for box in [box for box in app.run().text_input if box.key == "applied_by" and not box.value]:
        box.set_value("Ms A").run()
    return app


def listed(*rows: list[object]) -> bytes:
    """A list that somebody made."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def plan_of(app: AppTest) -> Plan:
    kept: receiving.Kept = app.session_state["notes"][receiving._KEPT]
    return kept.proposal.made


def reporters(plan: Plan) -> list[str]:
    return [unit.draft.party for unit in plan.units if isinstance(unit.draft, Update)]


REPORT = {"New status": "In progress", "Report date": date(2009, 11, 20), "What was done": "The list was sent"}


@pytest.fixture
def page(app: Open) -> AppTest:
    return app("spreadsheets")


def test_a_report_that_comes_back_is_shown_first_and_recorded_only_by_applying(page: AppTest, real_book: Path) -> None:
    shown = upload(page, "wco.xlsx", filled_in(sent_out(real_book), A05=REPORT))

    assert not shown.exception
    assert "**1 report.**" in words(shown) and "Who sent it: WCO." in words(shown)
    assert WorkbookStore(real_book).load().updates.empty
    one(shown, "button", "Apply 1 report").click().run()
    (update,) = WorkbookStore(real_book).load().updates.to_dict("records")
    assert (update["action_id"], update["party"], update["status"], update["text"]) == ("A05", "WCO", "In progress", "The list was sent")
    assert "Recorded from wco.xlsx: 1 report." in words(page)
    assert any(getattr(element, "label", "") == "Download the receipt" for element in elements(page))


def test_what_was_pressed_is_written_once_also_where_another_page_is_opened_before(page: AppTest) -> None:
    written: list[str] = []
    ask_to_write(page.session_state["notes"], "Recording …", lambda _tell: written.append("here"))

    page.switch_page(os.path.relpath(ROOT / "pages" / "themes.py", MAIN.parent)).run()
    assert not page.exception
    page.run()
    assert written == ["here"]


def test_the_same_file_again_brings_nothing(page: AppTest, real_book: Path) -> None:
    file = filled_in(sent_out(real_book), A05=REPORT)
    one(upload(page, "wco.xlsx", file), "button", "Apply 1 report").click().run()

    assert one(page, "button", "Nothing to apply").disabled and "**Nothing new.**" in words(page)
    assert len(WorkbookStore(real_book).load().updates) == 1


def titles(app: AppTest) -> list[str]:
    """The titles of the boxes that tell something."""
    return [title for element in elements(app) if (title := getattr(element.proto, "title", "")).startswith("Applied")]


def test_what_was_applied_is_no_news_once_another_file_comes_and_a_file_that_was_taken_says_so(page: AppTest, real_book: Path) -> None:
    file, again = filled_in(sent_out(real_book), A05=REPORT), "This file has been taken already; nothing of it is taken twice."
    assert again not in words(upload(page, "wco.xlsx", file))
    one(page, "button", "Apply 1 report").click().run()
    assert titles(page) == ["Applied"]

    page.file_uploader[0].clear()
    page.run()
    assert titles(page) == ["Applied"]  # to take a file out is no news
    upload(page, "a copy.xlsx", file)
    assert titles(page) == ["Applied before the files below came"]
    assert f"a copy.xlsx: {again}" in words(page)


def test_what_was_withdrawn_is_no_longer_said_to_be_applied_and_may_be_taken_again(page: AppTest, real_book: Path) -> None:
    one(upload(page, "wco.xlsx", filled_in(sent_out(real_book), A05=REPORT)), "button", "Apply 1 report").click().run()
    store = WorkbookStore(real_book)
    (source,) = applied(store.load())

    store.append(undone(store.load(), source, "Ms A", date(2009, 12, 2), new_id))
    page.run()

    assert titles(page) == [] and "taken already" not in words(page)
    one(page, "button", "Apply 1 report").click().run()
    assert titles(page) == ["Applied"]


def conflicting(page: AppTest, book: Path) -> AppTest:
    """The page with a file whose report on A05 conflicts with one that was made since it went out, and whose report on A06 does not."""
    file = sent_out(book)
    WorkbookStore(book).append([Update(new_id(), "A05", date(2009, 11, 25), "On hold", "Waiting for funds", party="WCO")])
    return upload(page, "wco.xlsx", filled_in(file, A05=REPORT, A06=REPORT))


def settlement(app: AppTest) -> Any:  # noqa: ANN401 -- Streamlit's own class of a choice
    (choice,) = [element for element in app.radio if element.label.startswith("What stands for")]
    return choice


def test_a_report_made_meanwhile_is_a_conflict_that_a_person_settles(page: AppTest, real_book: Path) -> None:
    shown = conflicting(page, real_book)

    assert "1 conflict is to be settled first." in words(shown)
    assert one(shown, "button", "Apply 1 report").disabled
    settlement(shown).set_value("both").run()
    one(shown, "button", "Apply 2 reports").click().run()
    assert len(WorkbookStore(real_book).load().updates) == 3


def test_what_was_chosen_outlives_a_fold_and_what_somebody_else_does(page: AppTest, real_book: Path) -> None:
    settlement(conflicting(page, real_book)).set_value("theirs").run()

    store = WorkbookStore(real_book)
    store.fold()
    assert store.state().waiting == 0, "it is in the workbook, by us or by the app itself meanwhile"
    assert settlement(page.run()).value == "theirs"
    WorkbookStore(real_book).append([Update(new_id(), "A07", date(2009, 11, 25), "In progress", "Elsewhere", party="UNEP")])
    assert settlement(page.run()).value == "theirs"
    one(page, "button", "Apply 2 reports").click().run()
    standing = WorkbookStore(real_book).load().updates
    assert set(standing["text"]) >= {"The list was sent", "Waiting for funds", "Elsewhere"}


def test_a_plan_is_made_anew_only_where_the_book_says_something_else(page: AppTest, real_book: Path) -> None:
    upload(page, "list.xlsx", listed(["ID", "Party", "New status"], ["A05", "unepo", "In progress"]))
    first = plan_of(page)
    assert reporters(first) == ["unepo"]
    (spellings,) = (row[2] for row in openpyxl.load_workbook(real_book)["Owners"].values if row[0] == "UNEP")

    typed_by_hand(real_book, spellings, spellings, sheet="Owners")
    assert plan_of(page.run()) is first, "the file is another one, and says the same"
    typed_by_hand(real_book, spellings, f"{spellings}; unepo", sheet="Owners")
    assert reporters(plan_of(page.run())) == ["UNEP"], "whose spelling that is by now"


def test_a_choice_is_asked_anew_where_the_book_says_something_else_since(page: AppTest, real_book: Path) -> None:
    settlement(conflicting(page, real_book)).set_value("theirs").run()
    WorkbookStore(real_book).append([Update(new_id(), "A05", date(2009, 11, 26), "In progress", "Funds came", party="WCO")])

    assert settlement(page.run()).value is None
    assert "1 conflict is to be settled first." in words(page)
    assert "Funds came" in words(page)


def test_a_plan_is_not_applied_to_a_book_that_has_changed_since_it_was_shown(page: AppTest, real_book: Path) -> None:
    shown = upload(page, "wco.xlsx", filled_in(sent_out(real_book), A05=REPORT))
    WorkbookStore(real_book).append([Update(new_id(), "A07", date(2009, 11, 25), "In progress", "Elsewhere", party="UNEP")])

    one(shown, "button", "Apply 1 report").click().run()
    assert "Nothing was recorded: the book has changed since the plan was made." in words(page)
    assert list(WorkbookStore(real_book).load().updates["text"]) == ["Elsewhere"]
    one(page, "button", "Apply 1 report").click().run()
    assert set(WorkbookStore(real_book).load().updates["text"]) == {"Elsewhere", "The list was sent"}
    assert "Nothing was recorded" not in words(page)


def test_a_cell_that_is_left_leaves_no_other_that_was_blank_before_too(page: AppTest, real_book: Path) -> None:
    notes = {"Notes/suggestions": "Ours"}
    shown = upload(page, "wco.xlsx", filled_in(sent_out(real_book), A05=notes, A06=notes))
    plan = plan_of(shown)

    assert len({unit.question for unit in plan.units}) == len(plan.units) == 2


def test_a_changed_cell_is_shown_word_by_word(page: AppTest, real_book: Path) -> None:
    shown = upload(page, "wco.xlsx", filled_in(sent_out(real_book), A05={"Proposed Time scale": "9 months"}))

    assert one(shown, "radio", "Show").options[0] == "Changes to what was agreed (1)"
    assert "~~3~~ **9** months" in words(shown)
    assert "A05 · Proposed Time scale" in words(shown)


def test_a_change_of_what_was_agreed_is_taken_only_when_it_is_ticked(page: AppTest, real_book: Path) -> None:
    shown = upload(page, "wco.xlsx", filled_in(sent_out(real_book), A05=REPORT | {"Proposed Time scale": "9 months"}, A06=REPORT))

    assert one(shown, "radio", "Show").value == Group.REPORTS
    assert "1 change to what was agreed is not ticked yet." in words(shown)
    assert not one(shown, "button", "Apply 2 reports").disabled
    one(shown, "radio", "Show").set_value(Group.AMENDMENTS).run()
    (box,) = shown.dataframe[0].value["take"]
    assert not box
    one(shown, "button", "Tick all").click().run()
    assert one(shown, "button", "Apply 2 reports and 1 amendment") and "not ticked yet" not in words(shown)
    one(shown, "button", "Tick none").click().run()
    one(shown, "button", "Apply 2 reports").click().run()
    book = WorkbookStore(real_book).load()
    assert len(book.updates) == 2 and book.amendments.empty
    one(page, "button", "Tick all").click().run()
    one(page, "button", "Apply 1 amendment").click().run()
    assert list(WorkbookStore(real_book).load().amendments["new"]) == ["9 months"]
    assert "Recorded from wco.xlsx: 1 amendment." in words(page)


def test_whoever_applies_says_who_it_is(page: AppTest, real_book: Path) -> None:
    shown = upload(page, "wco.xlsx", filled_in(sent_out(real_book), A05=REPORT))
    one(shown, "text_input", "Your name").set_value(" ")

    one(shown, "button", "Apply 1 report").click().run()
    assert "Nobody is named. Write your name; it stands beside what is recorded." in words(page)
    assert WorkbookStore(real_book).load().updates.empty
    one(page, "text_input", "Your name").set_value("Ms A")
    one(page, "button", "Apply 1 report").click().run()
    assert list(WorkbookStore(real_book).load().updates["reported_by"]) == ["Ms A"]
    assert "Nobody is named." not in words(page)


def test_one_of_several_files_that_is_no_spreadsheet_says_so_and_the_others_are_planned(page: AppTest, real_book: Path) -> None:
    page.file_uploader[0].upload("photo.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 200, XLSX)
    shown = conflicting(page, real_book)

    assert [error.proto.title for error in shown.error if "photo.xlsx" in error.proto.title]
    assert "wco.xlsx: " not in words(shown), "of one file alone the first line says all"
    assert one(shown, "button", "Apply 1 report").disabled


def test_a_plan_that_was_cancelled_is_made_when_somebody_asks_for_it(page: AppTest, real_book: Path) -> None:
    data = filled_in(sent_out(real_book), A05=REPORT)
    page.file_uploader[0].upload("wco.xlsx", data, XLSX)
    page.session_state["notes"][receiving._CANCELLED] = receiving._hash([Upload("wco.xlsx", data)])
    page.run()

    assert "Cancelled: no plan was made and nothing was recorded." in words(page)
    assert not [button for button in page.button if button.label.startswith(("Apply", "Nothing to apply"))]
    one(page, "button", "Make the plan").click().run()
    assert not one(page, "button", "Apply 1 report").disabled


def test_a_list_says_by_a_box_who_sent_it(page: AppTest, real_book: Path) -> None:
    shown = upload(page, "list.xlsx", listed(["ID", "New status", "What was done"], ["A05", "In progress", "By hand"]))

    assert "The file does not say who reports." in shown.table[0].value["Why"][0]
    one(shown, "selectbox", "Who sent it, where the file does not say").select("UNEP").run()
    one(shown, "button", "Apply 1 report").click().run()
    assert list(WorkbookStore(real_book).load().updates["party"]) == ["UNEP"]


def test_a_report_that_may_be_taken_once_its_sender_is_known_is_shown_first(page: AppTest, real_book: Path) -> None:
    rows = ["ID", "Status", "What was done"], ["A05", "In progress", "By hand"], ["A06", "Done", "No such status"]
    shown = upload(page, "list.xlsx", listed(*rows))
    assert one(shown, "radio", "Show").value == Group.REFUSED

    one(shown, "selectbox", "Who sent it, where the file does not say").select("UNEP").run()

    asked = one(page, "radio", "Show")
    assert (asked.value, asked.options) == (Group.REPORTS, ["Reports (1)", "Refused rows (1)", "Unchanged cells (2)"])
    asked.set_value(Group.REFUSED).run()
    WorkbookStore(real_book).append([Update(new_id(), "A05", date(2009, 11, 25), "On hold", "Elsewhere", party="UNEP")])
    assert one(page.run(), "radio", "Show").value == Group.REFUSED  # what somebody looks through stays when others record


def test_a_column_that_was_only_guessed_is_chosen_once_for_all_files_of_that_shape(page: AppTest, real_book: Path) -> None:
    rows = ["ID", "New statuss", "Remarks of the office"], ["A05", "In progress", "By hand"]
    shown = upload(page, "list.xlsx", listed(*rows))
    one(shown, "selectbox", "Remarks of the office").select("text")
    one(shown, "button", "Read it like this").click().run()

    assert not [element for element in page.selectbox if element.label == "Remarks of the office"], "it is not asked again"
    one(page, "selectbox", "Who sent it, where the file does not say").select("UNEP").run()
    one(page, "button", "Apply 1 report").click().run()
    assert list(WorkbookStore(real_book).load().updates["text"]) == ["By hand"]
    upload(page, "next.xlsx", listed(rows[0], ["A06", "On hold", "Also by hand"]))
    one(page, "button", "Apply 1 report").click().run()
    assert set(WorkbookStore(real_book).load().updates["text"]) == {"By hand", "Also by hand"}


def test_a_refused_row_is_one_row_of_a_table_with_its_cells_and_the_whole_reason(page: AppTest, real_book: Path) -> None:
    file = filled_in(sent_out(real_book), A05=REPORT, A06=REPORT | {"New status": "Finished"})
    shown = upload(page, "wco.xlsx", file)

    assert one(shown, "radio", "Show").options[:2] == ["Reports (1)", "Refused rows (1)"]
    one(shown, "radio", "Show").set_value(Group.REFUSED).run()
    (refused,) = shown.table[0].value.to_dict("records")
    assert refused["ID"] == "A06" and refused["Where"] == "wco.xlsx, row 3: H3, I3, J3"
    assert refused["Why"].startswith("Finished is not a status") and "Use one of: " in refused["Why"], "the advice too"


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


def test_a_submission_applied_by_mistake_is_withdrawn_as_a_whole_once_somebody_confirms_it_by_name(page: AppTest, real_book: Path) -> None:
    one(upload(page, "wco.xlsx", filled_in(sent_out(real_book), A05=REPORT, A06=REPORT)), "button", "Apply 2 reports").click().run()
    recorded = WorkbookStore(real_book).load().updates["recorded_at"].min()
    assert one(page, "selectbox", "Submission").options == [f"wco.xlsx · {sentences.day(recorded)} · 2 reports"]
    one(page, "button", "Withdraw the whole submission").click().run()
    assert "Nobody is named. Write your name; it stands beside what is withdrawn." in words(page)

    page.text_input(key="undone_by").set_value("Ms A")
    one(page, "button", "Withdraw the whole submission").click().run()
    assert "2 reports would be withdrawn. Are you sure?" in words(page)
    one(page, "button", "No, keep it").click().run()
    assert "Are you sure?" not in words(page)
    assert len(WorkbookStore(real_book).load().updates) == 2

    one(page, "button", "Withdraw the whole submission").click().run()
    one(page, "button", "Yes, withdraw it").click().run()
    updates = WorkbookStore(real_book).load().updates
    assert len(updates) == 4 and " is withdrawn." in words(page) and "Are you sure?" not in words(page)
    assert set(updates["withdraws"]) - {""} == set(updates.loc[updates["withdraws"] == "", "update_id"])
    assert set(updates.loc[updates["withdraws"] != "", "reported_by"]) == {"Ms A"}
