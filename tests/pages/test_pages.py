"""Each page on no rows, one row, the real 16 and 2,000 rows; what it answers, and what it says where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from books import make_book
from gcdash.sample import sample
from gcdash.store.workbook import WorkbookStore
from house_rules import pages
from screen import ids, one, words

Open = Callable[..., AppTest]
PAGES = [path.stem for path in pages()]


@pytest.fixture(scope="session")
def two_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.xlsx"
    path.write_bytes(sample(actions=2000, updates=3000, parties=30, seed=3))
    return path


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_a_workbook_without_actions(app: Open, tmp_path: Path, name: str) -> None:
    assert words(app(name, book=make_book(tmp_path / "empty.xlsx")))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_a_workbook_with_one_action(app: Open, tmp_path: Path, name: str) -> None:
    book = make_book(tmp_path / "one.xlsx", actions=[{"action_id": "A01", "action": "Write", "timescale": "6 months"}])

    assert words(app(name, book=book, action="A01"))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_two_thousand_actions_and_says_sample(app: Open, two_thousand: Path, name: str) -> None:
    assert "SAMPLE" in words(app(name, book=two_thousand))


@pytest.mark.parametrize(
    ("as_of", "answer"),
    [
        ("2009-11-25", "Of 16 actions, 1 is overdue, 1 falls due within 30 days and 14 are on course; nobody has reported yet."),
        ("2009-12-01", "Of 16 actions, 2 are overdue and 14 have a late report; nobody has reported yet."),
    ],
)
def test_the_overview_says_where_the_sixteen_stand(app: Open, as_of: str, answer: str) -> None:
    assert answer in words(app(as_of=as_of))


def test_owners_state_mentions_and_distinct_actions(app: Open) -> None:
    assert "10 owners are named 30 times over 13 actions; 3 actions are unassigned." in words(app("owners"))


def test_a_filter_in_the_address_filters_the_rows(app: Open) -> None:
    assert ids(app("actions", theme="MEA-specific")) == ["A07", "A08"]


def test_search_finds_words_in_any_column(app: Open) -> None:
    assert ids(app("actions", search="endorsement prior")) == ["A01"]


def test_a_missing_workbook_gives_a_page_that_says_what_to_do(app: Open, tmp_path: Path) -> None:
    page = app(book=tmp_path / "gone.xlsx")

    assert "There is no workbook at" in words(page)
    assert "GCDASH_WORKBOOK" in words(page)


def test_a_damaged_workbook_gives_a_page_that_says_so(app: Open, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"this is no workbook")

    assert "is not a workbook" in words(app(book=path))


def test_completed_without_words_is_refused_and_what_was_typed_stays(app: Open, real_book: Path) -> None:
    page = app("record", action="A05")
    one(page, "selectbox", "Status").select("Completed")
    one(page, "text_input", "Next step").input("Ask Interpol")
    one(page, "button", "Record the update").click()
    page.run()

    assert "Completed needs words on what was done." in words(page)
    assert one(page, "text_input", "Next step").value == "Ask Interpol"
    assert WorkbookStore(real_book).load().updates.empty


def test_an_update_that_is_sent_is_recorded_once_and_in_the_history(app: Open, real_book: Path) -> None:
    page = app("record", action="A05")
    one(page, "selectbox", "Status").select("In progress")
    one(page, "text_area", "What was done").input("Flyers are printed.")
    one(page, "button", "Record the update").click()
    page.run()
    page.run()

    assert "Recorded" in words(page)
    assert list(WorkbookStore(real_book).load().updates["text"]) == ["Flyers are printed."]
    assert "Flyers are printed." in words(app("action", action="A05"))


def test_a_confirmed_date_counts_from_then_on(app: Open, real_book: Path) -> None:
    page = app("action", action="A03", as_of="2009-11-25")
    one(page, "button", "Confirm this date").click()
    page.run()

    confirmed = WorkbookStore(real_book).load().action("A03")

    assert confirmed is not None
    assert confirmed["due_date"].date() == date(2009, 8, 29)
    assert confirmed["due_confidence"] == "confirmed"
    assert "Overdue" in words(app("action", action="A03", as_of="2009-11-25"))
