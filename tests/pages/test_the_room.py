"""The meeting's pages without a browser: opening one, its agenda, outcomes on the spot, closing, and the next one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from gcdash import palette
from gcdash.changes import Meeting, Update, new_id
from gcdash.meetings import closing, minutes, source
from gcdash.schema import Standing
from gcdash.standing import stand
from gcdash.store.workbook import WorkbookStore
from screen import elements, one, words

Open = Callable[..., AppTest]
NAME = "First follow-up"
DAY = "2009-12-01"
EVENING = pd.Timestamp("2009-12-01 17:00").to_pydatetime()


@pytest.fixture
def held(real_book: Path) -> Path:
    """The shipped book with a meeting open on a day on which two actions are overdue."""
    WorkbookStore(real_book).append([Meeting(new_id(), NAME, date.fromisoformat(DAY), "Delhi", "The chair", "Kenya; India")])
    return real_book


def heading(app: AppTest) -> str:
    return next(element.value for element in app.header)


def outcome(app: AppTest, status: str, text: str) -> AppTest:
    """Three interactions: a status, a line of text, the button."""
    one(app, "button_group", "Status").set_value(status)
    one(app, "text_input", "What was said or decided").set_value(text)
    return one(app, "button", "Record the outcome").click().run()


def test_the_standing_of_the_action_on_the_stage_has_its_colour(app: Open, held: Path) -> None:
    styles = "".join(element.proto.body for element in app("meeting", book=held, as_of=DAY).get("html"))

    assert palette.LOOKS[Standing.OVERDUE].colour in styles


def test_without_a_meeting_both_pages_say_how_to_get_one(app: Open) -> None:
    assert "No meeting is written down yet" in words(app("meetings"))
    assert "Open one on the page Meetings" in words(app("meeting"))


def test_a_meeting_is_opened_in_a_form(app: Open, real_book: Path) -> None:
    opened = app("meetings")
    one(opened, "text_input", "Name of the meeting").set_value(NAME)
    one(opened, "button", "Open the meeting").click().run()

    assert not opened.exception
    assert list(WorkbookStore(real_book).load().meetings["meeting"]) == [NAME]


def test_a_meeting_without_a_name_is_refused_and_nothing_is_written(app: Open, real_book: Path) -> None:
    opened = app("meetings")
    one(opened, "text_input", "Place").set_value("Delhi")
    one(opened, "button", "Open the meeting").click().run()

    assert "The meeting has no name" in words(opened)
    assert one(opened, "text_input", "Place").value == "Delhi"
    assert WorkbookStore(real_book).load().meetings.empty


def test_the_room_begins_with_what_is_most_overdue_and_goes_on_action_by_action(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY)

    assert heading(room).startswith("A05 ")
    assert "1 of 16" in words(room)
    one(room, "button", "Next").click().run()
    assert heading(room).startswith("A01 ")
    assert "2 of 16" in words(room)
    one(room, "button", "Previous").click().run()
    assert heading(room).startswith("A05 ")


def test_any_action_can_be_jumped_to_skipped_and_moved(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY, at="A09")

    assert heading(room).startswith("A09 ")
    one(room, "button", "Skip").click().run()
    assert "of 15" in words(room)
    one(room, "button", "Earlier").click().run()
    assert "of 15" in words(room)
    one(room, "button", "Back to the usual order").click().run()
    assert "of 16" in words(room)


def test_an_outcome_becomes_an_update_with_the_meeting_as_its_source(app: Open, held: Path) -> None:
    room = outcome(app("meeting", book=held, as_of=DAY), "In progress", "The reminder goes out in January")

    assert "Recorded for A05: In progress · The reminder goes out in January · no next step" in words(room)
    (update,) = WorkbookStore(held).load().updates.to_dict("records")
    assert (update["action_id"], update["source"], update["report_date"].date()) == ("A05", source(NAME), date.fromisoformat(DAY))
    assert (update["party"], update["reported_by"]) == ("", "The chair")


@pytest.mark.parametrize("at", ["A05", "A16"])
def test_nothing_is_recorded_while_nothing_is_written_down(app: Open, held: Path, at: str) -> None:
    """The key that records may be pressed at any moment; an action must not come to be on course by it."""
    room = app("meeting", book=held, as_of=DAY, at=at)
    one(room, "button", "Record the outcome").click().run()

    assert "Nothing is written down yet. Choose a status, or write what was said or decided." in words(room)
    assert WorkbookStore(held).load().updates.empty


def test_words_without_a_status_leave_it_as_it_was(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY, at="A16")
    one(room, "text_input", "What was said or decided").set_value("The secretariat writes")
    one(room, "button", "Record the outcome").click().run()

    assert "Recorded for A16: The secretariat writes · no next step" in words(room)
    assert list(WorkbookStore(held).load().updates["status"]) == ["Nothing to report"]


def test_what_was_recorded_by_mistake_is_taken_back_on_the_spot(app: Open, held: Path) -> None:
    room = outcome(app("meeting", book=held, as_of=DAY), "In progress", "A slip")
    one(room, "button", "Take it back").click().run()

    assert "A05: what was recorded is taken back. It counts no more, and stays in the history." in words(room)
    assert [button for button in room.button if button.label == "Take it back"] == []
    book = WorkbookStore(held).load()
    assert stand(book, date.fromisoformat(DAY)).set_index("action_id").loc["A05", "status"] == "No report yet"
    assert minutes(book, NAME).decisions.empty


def test_the_agenda_stays_in_order_under_the_chair_when_an_outcome_is_recorded(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY)
    one(room, "button", "Next").click().run()
    second = heading(room)
    one(room, "button", "Next").click().run()
    third = heading(room)
    one(room, "button", "Previous").click().run()

    outcome(room, "Completed", "It is done")

    assert heading(room) == second
    assert "2 of 16" in words(room)
    one(room, "button", "Next").click().run()
    assert heading(room) == third


def test_a_next_step_has_its_owner_and_day_and_the_dated_part_of_a_mixed_action_is_done(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY, at="A04")
    one(room, "text_input", "Next step").set_value("Send the list")
    one(room, "selectbox", "Who").set_value("ROCB")
    one(room, "date_input", "By when").set_value(date(2010, 1, 31))
    outcome(room, "Dated part done", "The list is made")

    (update,) = WorkbookStore(held).load().updates.to_dict("records")
    assert (update["status"], update["next_step"]) == ("Dated part done", "Send the list (ROCB, by 31 Jan 2010)")
    then = stand(WorkbookStore(held).load(), date(2010, 5, 30)).set_index("action_id").loc["A04"]
    assert (then["standing"], str(then["report_due"].date())) == ("On course", "2010-06-01")


def test_an_action_that_was_skipped_is_added_again_after_the_one_on_screen(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY)
    one(room, "button", "Skip").click().run()
    added = one(room, "selectbox", "Add an action")
    added.set_value(added.options[0]).run()
    one(room, "button", "Add after this one").click().run()
    assert "1 of 16" in words(room)
    one(room, "button", "Next").click().run()
    assert heading(room).startswith("A05 ")


def test_what_is_typed_at_an_action_is_there_again_when_the_room_comes_back_to_it(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY)
    one(room, "text_input", "What was said or decided").set_value("Half a sentence")
    one(room, "text_input", "Next step").set_value("Send the list")
    one(room, "date_input", "By when").set_value(date(2010, 3, 1))
    one(room, "button_group", "Status").set_value("On hold")
    one(room, "button", "Next").click().run()

    assert one(room, "text_input", "What was said or decided").value == ""
    assert "Typed and not recorded yet: A05." in words(room)
    one(room, "button", "Previous").click().run()
    assert one(room, "text_input", "What was said or decided").value == "Half a sentence"
    assert one(room, "text_input", "Next step").value == "Send the list"
    assert one(room, "date_input", "By when").value == date(2010, 3, 1)
    assert one(room, "button_group", "Status").value == "On hold"
    one(room, "button", "Record the outcome").click().run()
    assert "not recorded yet" not in words(room)
    assert list(WorkbookStore(held).load().updates["text"]) == ["Half a sentence"]


def test_what_is_typed_in_the_room_of_one_meeting_does_not_stand_in_that_of_another(app: Open, held: Path) -> None:
    WorkbookStore(held).append([Meeting(new_id(), "Second follow-up", date.fromisoformat(DAY))])
    room = app("meeting", book=held, meeting=NAME, as_of=DAY)
    one(room, "text_input", "What was said or decided").set_value("Half a sentence").run()
    room.query_params["meeting"] = "Second follow-up"
    room.run()

    assert one(room, "text_input", "What was said or decided").value == ""


def test_completed_without_a_word_is_refused_beside_the_field(app: Open, held: Path) -> None:
    room = outcome(app("meeting", book=held, as_of=DAY), "Completed", "")

    assert "Completed needs words on what was done." in words(room)
    assert WorkbookStore(held).load().updates.empty


def test_a_refusal_stays_when_the_page_runs_again_since_somebody_else_has_recorded(app: Open, held: Path) -> None:
    room = outcome(app("meeting", book=held, as_of=DAY), "Completed", "")
    WorkbookStore(held).append([Update(new_id(), "A07", date.fromisoformat(DAY), "In progress", "Begun")])
    room.run()

    assert "Completed needs words on what was done." in words(room)
    assert one(room, "button_group", "Status").value == "Completed"


def test_an_action_agreed_in_the_room_gets_an_id_and_stands_on_the_agenda(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY)
    theme = one(room, "selectbox", "Theme")
    theme.set_value(theme.options[1])
    one(room, "text_area", "Action").set_value("Train the trainers")
    one(room, "text_input", "Time scale").set_value("6 months")
    one(room, "text_input", "Responsibility").set_value("WCO, Kenya")
    one(room, "button", "Add the action").click().run()

    assert "A17 is added; it stands on the agenda. Read as: due 1 Jun 2010 · WCO (to confirm) · words left over: Kenya." in words(room)
    assert "of 17" in words(room)


def test_a_new_theme_is_made_only_when_it_is_asked_for(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY)
    theme = one(room, "selectbox", "Theme")
    assert not theme.proto.accept_new_options
    assert [box for box in room.text_input if box.label == "New theme"] == []
    theme.select(theme.options[-1]).run()
    one(room, "text_input", "New theme").set_value("Evaluation")
    one(room, "text_area", "Action").set_value("Look back")
    one(room, "button", "Add the action").click().run()

    assert "A17 is added" in words(room)
    assert WorkbookStore(held).load().actions["theme"].iloc[-1] == "Evaluation"


def test_a_new_theme_that_there_is_in_other_letters_is_the_one_that_there_is(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY)
    theme = one(room, "selectbox", "Theme")
    there = theme.options[0]
    theme.select(theme.options[-1]).run()
    one(room, "text_input", "New theme").set_value(f" {there.upper()} ")
    one(room, "text_area", "Action").set_value("Look back")
    one(room, "button", "Add the action").click().run()

    assert WorkbookStore(held).load().actions["theme"].iloc[-1] == there


def test_what_is_typed_of_a_new_action_stays_and_its_time_scale_says_from_when_it_counts(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY)
    one(room, "text_input", "Time scale").set_value("6 months")
    one(room, "button", "Next").click().run()

    assert one(room, "text_input", "Time scale").value == "6 months"
    assert "counts from the day of this meeting, 1 Dec 2009" in one(room, "text_input", "Time scale").help


def test_a_closed_meeting_says_what_it_decided_and_what_it_noted_does_not_come_up_again(app: Open, held: Path) -> None:
    store = WorkbookStore(held)
    store.append([Update(new_id(), "A05", date.fromisoformat(DAY), "Completed", "Done", source=source(NAME))])
    page = app("meetings", book=held)
    one(page, "button", "Close now").click().run()

    assert "1 decision, 0 new actions, 1 action noted as settled and 15 carried over." in words(page)
    assert "closed · 1 Dec 2009" in words(page)
    store.append([Meeting(new_id(), "Second follow-up", date.fromisoformat(DAY))])
    room = app("meeting", book=held, meeting="Second follow-up", as_of=DAY)
    assert "1 of 15" in words(room)
    assert heading(room).startswith("A01 ")


def test_closing_says_so_with_the_minutes_at_hand(app: Open, held: Path) -> None:
    page = app("meetings", book=held)
    assert "Its minutes" not in words(page)
    one(page, "button", "Close now").click().run()

    assert "Closed. Its minutes are final" in words(page)
    assert any(getattr(element, "label", "") == "Minutes (Word)" for element in elements(page))


def test_a_closed_room_shows_its_actions_and_says_what_to_do_instead_of_asking(app: Open, held: Path) -> None:
    room = app("meeting", book=held, as_of=DAY)
    one(room, "text_input", "What was said or decided").set_value("Half a sentence").run()
    store = WorkbookStore(held)
    store.append(closing(store.load(), NAME, "", EVENING))
    room.run()

    assert heading(room).startswith("A05 ")
    assert {button.label for button in room.button}.isdisjoint({"Record the outcome", "Add the action"})
    assert [box.label for box in room.text_input] == []
    said = words(room)
    assert "This meeting is closed and its minutes are final. To decide more, open the next meeting" in said
    assert "Typed and not recorded before it closed: A05: Half a sentence" in said


def test_only_the_room_of_an_open_meeting_hides_the_side_bar(app: Open, real_book: Path) -> None:
    store = WorkbookStore(real_book)
    workshop = store.load().settings.workshop

    assert workshop in words(app("meeting", book=real_book).sidebar)
    store.append([Meeting(new_id(), NAME, date.fromisoformat(DAY))])
    assert words(app("meeting", book=real_book).sidebar) == ""
    store.append(closing(store.load(), NAME, "", EVENING))
    assert workshop in words(app("meeting", book=real_book).sidebar)


def test_the_minutes_can_be_downloaded(app: Open, held: Path) -> None:
    assert any(getattr(element, "label", "") == "Minutes (Word)" for element in elements(app("meetings", book=held)))
