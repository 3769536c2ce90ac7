"""What can I take away: a button for each kind of file, for any book, with what the files are true for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from books import make_book
from gcdash.changes import Update, new_id
from gcdash.exports.media import MEDIA, Medium
from gcdash.sample import sample
from gcdash.store.workbook import WorkbookStore
from handouts import excerpt
from screen import one, plainly, words

Look = Callable[..., AppTest]

ONE = {"action_id": "A01", "theme": "Training", "action": "Train the trainers", "timescale": "6 months", "responsibility": "WCO"}
LABELS = {
    "Download Excel",
    "Download CSV",
    "Download Word",
    "Download PowerPoint",
    "Download report",
    "Download calendar",
    "Download reminders",
}


@pytest.mark.parametrize("count", [0, 1, 16, 2000])
def test_each_kind_of_file_is_offered_with_one_sentence_for_a_book_of_any_size(
    look: Look, shown_book: Path, tmp_path: Path, count: int
) -> None:
    made = tmp_path / "book.xlsx"
    if count == 2000:
        made.write_bytes(sample(actions=2000, updates=3000, parties=40))
    book = shown_book if count == 16 else made if count == 2000 else make_book(made, actions=[ONE][:count])
    opened = look("downloads", book=book)

    offered = [*opened.get("download_button"), *opened.button]
    assert {button.label for button in offered} >= LABELS
    assert all(medium.good_for in words(opened) for medium in MEDIA)
    assert f"{count} of {count} {'action' if count == 1 else 'actions'} · " in words(opened)
    assert not [button.label for button in offered if button.proto.disabled]


def test_the_filters_and_the_day_that_files_are_true_for_are_stated(look: Look) -> None:
    said = words(look("downloads", as_of="2009-11-25", theme="MEA-specific"))

    assert "2 actions, as they stood on 25 Nov 2009, in each of these files." in said
    assert "As of 25 Nov 2009 · Filters: Theme: MEA-specific · 2 of 16 actions · Workbook: actions.xlsx" in said


def test_a_day_to_compare_with_that_lies_after_the_as_of_date_is_not_used_and_says_so(look: Look) -> None:
    said = "That day lies after the as-of date, so nothing is compared."

    assert said in words(look("downloads", as_of="2009-11-25", since="2009-11-26"))
    assert said not in words(look("downloads", as_of="2009-11-25", since="2009-11-25"))
    assert (
        str(one(look("downloads", as_of="2009-11-25", since="2009-06-01"), "date_input", "Compare with an earlier day").value)
        == "2009-06-01"
    )


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    """A book of which a Word document takes long."""
    (tmp_path / "long.xlsx").write_bytes(sample(actions=500, updates=500, parties=20))
    return tmp_path / "long.xlsx"


def test_a_file_that_takes_long_is_made_at_one_click_and_saved_by_another_until_something_else_is_asked(
    look: Look, long_file: Path
) -> None:
    opened = look("downloads", book=long_file)
    assert "Save" not in " ".join(button.label for button in opened.get("download_button"))

    one(opened, "button", "Download Word").click().run()
    saves = [button for button in opened.get("download_button") if button.label.startswith("Save ")]
    assert [plainly(button.label) for button in saves] == ["Save the .docx file"]
    opened.run()
    assert [button for button in opened.get("download_button") if button.label.startswith("Save ")]

    opened.query_params["since"] = "2009-06-01"
    opened.run()
    assert one(opened, "button", "Download Word")


def test_a_visit_keeps_only_the_long_file_that_it_made_last(look: Look, long_file: Path) -> None:
    opened = look("downloads", book=long_file)
    one(opened, "button", "Download Word").click().run()
    one(opened, "button", "Download PowerPoint").click().run()
    opened.run()

    saves = [plainly(button.label) for button in opened.get("download_button") if button.label.startswith("Save ")]
    assert saves == ["Save the .pptx file"]


def test_a_file_made_before_the_latest_report_says_so_and_can_be_made_again(look: Look, long_file: Path) -> None:
    opened = look("downloads", book=long_file)
    one(opened, "button", "Download Word").click().run()
    store = WorkbookStore(long_file)
    store.append([Update(new_id(), str(store.load().actions["action_id"][0]), date(2009, 12, 1), "In progress", "Begun")])

    opened.run()
    one(opened, "button", "Changed since: make it again").click().run()
    assert one(opened, "button", "Download Word")


class Left(Exception):
    """What is raised where somebody does not want to wait."""


@pytest.mark.parametrize("medium", MEDIA, ids=lambda medium: medium.suffix)
def test_a_file_in_the_making_says_how_much_is_done_and_ends_where_somebody_leaves(medium: Medium, long_file: Path) -> None:
    book = WorkbookStore(long_file).load()
    whole = excerpt(book)
    told: list[tuple[float, str]] = []

    medium.make(whole, lambda done, what: told.append((done, what)))
    assert [done for done, _what in told] == sorted(done for done, _what in told)
    assert len(told) >= 4 and told[0][0] >= 0 and told[-1][0] <= 1
    assert any(re.search(r" \d+ of \d+$", what) for _done, what in told)

    def leave(done: float, _what: str) -> None:
        if done > 0.3:
            raise Left

    with pytest.raises(Left):
        medium.make(whole, leave)
