"""A link opens the view that it names: the as-of date, the filters, the action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from books import make_book
from screen import ids, one, words

Look = Callable[..., AppTest]

EVERYTHING = 16


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"theme": "Capacity Building"}, ["A06"]),
        ({"theme": "capacity building"}, ["A06"]),
        ({"owner": "ROCB"}, ["A04"]),
        ({"owner": ["ROCB", "Interpol"]}, ["A04", "A05"]),
        ({"owner": "Unassigned"}, ["A01", "A02", "A10"]),
        ({"standing": "Overdue"}, ["A05"]),
        ({"standing": ["Overdue", "Due soon"]}, ["A01", "A05"]),
        ({"kind": "mixed"}, ["A03", "A04"]),
        ({"kind": "mixed", "owner": "NACEN"}, ["A04"]),
        ({"search": "ENVIRONET"}, ["A01", "A03", "A07", "A15"]),
        ({"search": "environet upload"}, ["A03", "A07"]),
    ],
)
def test_filters_are_taken_from_the_address(look: Look, query: dict[str, str | list[str]], shown: list[str]) -> None:
    opened = look("actions", as_of="2009-11-25", **query)

    assert ids(opened) == shown
    assert f"{len(shown)} of 16 actions pass the filters." in words(opened)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"theme": "No such *theme*"}, "The link names a theme that this workbook does not have: No such *theme*."),
        ({"owner": ["Nobody", "WCO", "No one"]}, "The link names an owner that this workbook does not have: Nobody, No one."),
        ({"standing": "Late"}, "The link names a standing that there is not: Late."),
        ({"as_of": "2009-13-45"}, "The day in the link cannot be read: 2009-13-45. The page is shown as of the usual day."),
    ],
)
def test_a_link_that_names_what_there_is_not_says_so_and_hides_nothing_by_it(
    look: Look, query: dict[str, str | list[str]], said: str
) -> None:
    opened = look("actions", **query)

    assert [warning.value for warning in opened.warning] and said in words(opened)
    assert ids(opened) == ids(look("actions", owner="WCO") if "owner" in query else look("actions"))


def test_what_a_link_names_in_vain_is_said_until_it_is_chosen_anew(look: Look) -> None:
    opened = look("actions", theme="No such theme")

    one(opened, "button", "Filters: none").click().run()
    assert "No such theme" in words(opened)

    one(opened, "multiselect", "Theme").select("Capacity Building").run()
    assert "No such theme" not in words(opened)


def test_a_blank_word_in_a_link_is_no_word(look: Look) -> None:
    opened = look("actions", owner="", as_of="")

    assert (len(ids(opened)), len(opened.warning)) == (EVERYTHING, 0)


def test_filters_that_nothing_passes_say_how_to_get_everything_back(look: Look) -> None:
    opened = look("themes", kind="dated", owner="ROCB")
    assert "No action passes the filters. Clear them to see all 16." in words(opened)

    one(opened, "button", "Clear filters").click().run()

    assert len(ids(opened)) == EVERYTHING


@pytest.mark.parametrize("name", ["overview", "themes", "owners", "time_scale", "actions"])
def test_the_same_filter_holds_on_every_page_that_shows_rows(look: Look, name: str) -> None:
    assert ids(look(name, theme="Capacity Building")) == ["A06"]


def test_a_filter_chosen_on_a_page_is_taken_off_there_too(look: Look) -> None:
    opened = look("actions")
    one(opened, "button", "Filters: none").click().run()

    one(opened, "multiselect", "Theme").select("Capacity Building").run()
    assert ids(opened) == ["A06"]

    one(opened, "multiselect", "Theme").unselect("Capacity Building").run()
    assert len(ids(opened)) == EVERYTHING


def test_a_figure_filters_by_its_standing_and_a_second_press_shows_all_again(look: Look) -> None:
    opened = look("overview", as_of="2009-11-25")

    one(opened, "button", "**1** ● Overdue").click().run()
    assert ids(opened) == ["A05"]

    one(opened, "button", "**1** ● Overdue").click().run()
    assert len(ids(opened)) == EVERYTHING


def test_words_typed_into_the_search_box_are_found_in_any_column(look: Look) -> None:
    opened = look("actions")

    one(opened, "text_input", "Search").input("  Interpol ").run()

    assert "A05" in ids(opened)
    assert len(ids(opened)) < EVERYTHING


@pytest.mark.parametrize("said", ["A05", "a05"])
def test_a_link_to_an_action_opens_it(look: Look, said: str) -> None:
    opened = look("action", action=said)

    assert one(opened, "selectbox", "Action").value == "A05"
    assert "Participants; WCO; Interpol" in words(opened)


def test_a_link_to_an_action_that_is_not_there_asks_for_one(look: Look) -> None:
    opened = look("action", action="A99")

    assert one(opened, "selectbox", "Action").value is None
    assert "Choose an action above" in words(opened)
    assert "The link names an action that this workbook does not have: A99." in words(opened)


def test_a_link_to_the_sheet_of_an_owner_who_is_not_there_says_so(look: Look) -> None:
    opened = look("owners", sheet="Nobody")

    assert one(opened, "selectbox", "Owner").value is None
    assert "The link names an owner that this workbook does not have: Nobody." in words(opened)


@pytest.mark.parametrize("said", ["2009-13-45", "yesterday"])
def test_a_day_that_is_none_leaves_the_usual_one(look: Look, said: str) -> None:
    usual = one(look("overview"), "date_input", "As-of date").value

    assert one(look("overview", as_of=said), "date_input", "As-of date").value == usual


def test_today_is_one_click_away_from_a_books_usual_day(look: Look, tmp_path: Path) -> None:
    action = {"action_id": "A01", "action": "Train", "timescale": "3 months"}
    book = make_book(tmp_path / "book.xlsx", actions=[action], settings={"Default as-of": date(2009, 6, 1)})
    opened = look("overview", book=book)
    assert one(opened, "date_input", "As-of date").value == date(2009, 6, 1)

    one(opened, "button", "Today").click().run()

    assert one(opened, "date_input", "As-of date").value == date.today()
    assert "Today" not in [button.label for button in opened.button]
    one(opened, "button", "Back to 1 Jun 2009").click().run()
    assert one(opened, "date_input", "As-of date").value == date(2009, 6, 1)


def test_any_day_from_the_agreement_on_can_be_chosen_as_the_as_of_date(look: Look) -> None:
    chooser = one(look("overview"), "date_input", "As-of date")

    assert chooser.min.isoformat() <= "2009-05-29"
