"""The form that records an update: what it refuses, what it keeps, and where a sent one is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from gcdash.store.workbook import WorkbookStore
from patience import soon
from screen import counted, elements, ids, one, words

Open = Callable[..., AppTest]

DONE = "The reminder went out to 17 parties."


def fill(app: AppTest, **answers: str | date) -> AppTest:
    """Answer fields of the form by their labels, underscores for blanks, and press the button."""
    kinds = {"Status": "selectbox", "Party_that_reports": "selectbox", "Report_date": "date_input", "What_was_done": "text_area"}
    for label, answer in answers.items():
        one(app, kinds.get(label, "text_input"), label.replace("_", " ")).set_value(answer)
    return one(app, "button", "Record the update").click().run()


def after(app: AppTest, label: str) -> Element:
    """What stands just below a field."""
    return next(below for above, below in pairwise(elements(app)) if getattr(above, "label", "") == label)


def rows_of(book: Path, sheet: str) -> list[dict[str, object]]:
    """A sheet's rows by heading, as another program reads them, once what waits is in the workbook."""
    assert WorkbookStore(book).fold().waiting == 0
    headings, *rows = openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("answers", "field", "refusal"),
    [
        ({"Status": "Completed"}, "What was done", "Completed needs words on what was done. Write one line of text."),
        ({}, "Status", "Choose a status. Use one of: Not started, In progress, Completed, On hold, Cancelled, Nothing to report."),
        ({"Status": "In progress", "Evidence_link": "my desk"}, "Evidence link", "The evidence my desk is not a link that can be kept."),
        ({"Status": "In progress", "Evidence_link": "javascript:alert(1)"}, "Evidence link", "is not a link that can be kept."),
        ({"Status": "In progress", "What_was_done": "a\x07b"}, "What was done", "holds a character that a workbook cannot keep"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_the_words_typed_stay(
    app: Open, real_book: Path, answers: dict[str, str], field: str, refusal: str
) -> None:
    before = real_book.read_bytes()

    opened = fill(app("record", action="A05"), Next_step="Ask again in May", Reported_by="R. Sharma", **answers)

    assert refusal in words(opened)
    assert after(opened, field).type == "error"
    assert len(opened.error) == 1
    assert one(opened, "text_input", "Next step").value == "Ask again in May"
    assert one(opened, "text_input", "Reported by").value == "R. Sharma"
    assert (WorkbookStore(real_book).fold().folded, real_book.read_bytes()) == (0, before)


def test_a_party_nobody_knows_is_accepted_and_listed_by_the_check(app: Open, real_book: Path) -> None:
    opened = app("record", action="A05")
    one(opened, "selectbox", "Party that reports").options.append("Atlantis")  # as typed: the test's box knows only what it was given

    fill(opened, Party_that_reports="Atlantis", Status="In progress", What_was_done=DONE)

    assert "A05: In progress. Update ID" in words(opened)
    assert [note.value for note in opened.warning] == [
        "Atlantis is neither in the Parties sheet nor an owner; the report counts, but not among those who are expected."
    ]
    assert [row["Party"] for row in rows_of(real_book, "Updates")] == ["Atlantis"]
    check = app("check")
    assert "1 problem was found" in words(check)
    listed = next(table.value for table in check.dataframe if "What" in table.value)
    assert list(listed["What"]) == ["Atlantis is neither in the Parties sheet nor an owner."]


def test_a_report_date_in_the_future_is_refused(app: Open) -> None:
    opened = fill(app("record", action="A05"), Status="In progress", Report_date=date.today() + timedelta(days=1))

    assert after(opened, "Report date").type == "error"
    assert "lies in the future" in words(opened)


def test_all_refusals_come_at_once(app: Open) -> None:
    opened = fill(app("record", action="A05"), Status="Completed", Evidence_link="nowhere")

    assert len(opened.error) == 2


def test_what_was_refused_is_recorded_once_mended(app: Open, real_book: Path) -> None:
    opened = fill(app("record", action="A05"), Status="Completed", Next_step="Ask again in May")

    fill(opened, What_was_done=DONE)

    assert [(row["Update"], row["Next step"]) for row in rows_of(real_book, "Updates")] == [(DONE, "Ask again in May")]


def test_a_sent_form_is_in_the_history_in_the_overview_and_in_the_workbook(app: Open, real_book: Path) -> None:
    opened = fill(
        app("record", action="A05"), Status="Completed", What_was_done=DONE, Reported_by="R. Sharma", Evidence_link="https://example.org/r"
    )
    assert "A05: Completed. Update ID" in words(opened)

    history, overview = words(app("action", action="A05")), app("overview")

    assert "History: 1 update" in history and DONE in history and "R. Sharma (unverified)" in history
    assert "Of 16 actions, 1 is completed, 2 are overdue and 13 have a late report; 15 have no report yet." in words(overview)
    assert "1 of 16 actions was completed by" in words(overview)
    (row,) = rows_of(real_book, "Updates")
    assert (row["Action ID"], row["Status"], row["Update"], row["Evidence"]) == ("A05", "Completed", DONE, "https://example.org/r")
    assert str(row["Update ID"]) in words(opened)
    latest = {action["ID"]: action["Latest status"] for action in rows_of(real_book, "Actions")}
    assert (latest["A05"], latest["A06"]) == ("Completed", "No report yet")


def test_an_as_of_view_from_before_a_report_does_not_know_of_it(app: Open) -> None:
    fill(app("record", action="A05"), Status="Completed", What_was_done=DONE)

    said = words(app("action", action="A05", as_of="2009-11-25"))

    assert "Overdue" in said and "History: 0 updates" in said and DONE not in said


def test_the_form_starts_afresh_after_an_update_and_remembers_who_reports(app: Open) -> None:
    opened = fill(app("record", action="A05"), Status="In progress", What_was_done="First words", Reported_by="R. Sharma")

    assert one(opened, "text_area", "What was done").value == ""
    assert one(opened, "selectbox", "Status").value is None
    assert one(opened, "text_input", "Reported by").value == "R. Sharma"


def test_two_updates_in_a_row_are_two(app: Open, real_book: Path) -> None:
    opened = fill(app("record", action="A05"), Status="In progress", What_was_done="First words")
    fill(opened, Status="In progress", What_was_done="Second words")

    assert [row["Update"] for row in rows_of(real_book, "Updates")] == ["First words", "Second words"]


def test_the_same_form_sent_again_is_still_one_update(app: Open, real_book: Path) -> None:
    first = app("record", action="A05")
    draft = first.session_state["notes"]["draft_id"]
    fill(first, Status="In progress", What_was_done=DONE)
    again = app("record", action="A05")
    again.session_state["notes"] = {"draft_id": draft}
    again.run()

    fill(again, Status="In progress", What_was_done=DONE)

    assert [row["Update"] for row in rows_of(real_book, "Updates")] == [DONE]


def test_only_an_action_with_a_dated_part_offers_to_report_it_done(look: Open) -> None:
    mixed, dated = look("record", action="A04"), look("record", action="A05")

    assert "◧ Dated part done" in one(mixed, "selectbox", "Status").options
    assert "◧ Dated part done" not in one(dated, "selectbox", "Status").options


def test_words_that_look_like_marks_are_shown_as_they_are_typed(app: Open) -> None:
    typed = "**Not bold**, <b>not</b> a [link](javascript:alert(1)), $not$ :material/mail:"

    fill(app("record", action="A05"), Status="In progress", What_was_done=typed, Reported_by="# J. *Doe*")

    history = app("action", action="A05")
    assert typed in [text.value for text in history.text]
    assert "# J. *Doe* (unverified)" in words(history)


def test_no_form_is_shown_before_an_action_is_chosen(look: Open) -> None:
    opened = look("record")
    assert "Choose the action to report on." in words(opened)

    one(opened, "selectbox", "Action").set_value("A07").run()

    assert one(opened, "button", "Record the update")
    assert ids(opened) == []


def test_the_box_names_the_action_whose_page_led_to_the_form(look: Open) -> None:
    opened = look("action", action="A05")

    opened.switch_page("../../pages/record.py").run()

    assert one(opened, "selectbox", "Action").value == "A05"


def test_what_is_recorded_goes_into_the_workbook_without_anybody_asking(app: Open, real_book: Path) -> None:
    before = counted("folds")
    opened = app("record", action="A05")
    assert soon(lambda: counted("folds") > before), "what an earlier run may have left goes in first"
    fill(opened, Status="In progress")

    def told() -> set[object]:
        return {row[1] for row in openpyxl.load_workbook(real_book)["Updates"].iter_rows(min_row=2, values_only=True)}

    assert soon(lambda: "A05" in told())
