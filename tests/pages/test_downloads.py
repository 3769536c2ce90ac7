"""What can I take away: a button for each kind of file, for any book, with what the files are true for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from books import make_book
from gcdash.exports.media import MEDIA
from gcdash.sample import sample
from screen import one, words

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

    assert {button.label for button in opened.get("download_button")} == LABELS
    assert all(medium.good_for in words(opened) for medium in MEDIA)
    assert f"{count} of {count} actions" in words(opened)
    assert [button.label for button in opened.get("download_button") if button.proto.disabled] == ["Download PowerPoint"] * (count == 2000)
    assert ("Filter to at most 1,000 actions." in words(opened)) == (count == 2000)


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
