"""A workbook that is not there or cannot be read gives a page that says what to do, on every page, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from house_rules import pages
from screen import words

NAMES = [path.stem for path in pages()]

Look = Callable[..., AppTest]


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_workbook_is_named_with_what_to_do(look: Look, tmp_path: Path, name: str) -> None:
    opened = look(name, book=tmp_path / "gone.xlsx")

    assert len(opened.error) == 1
    assert "There is no workbook at" in words(opened) and "gone.xlsx" in words(opened)
    assert "name another one with GCDASH_WORKBOOK" in words(opened)


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_cut_short_is_refused_in_words(look: Look, real_book: Path, name: str) -> None:
    real_book.write_bytes(real_book.read_bytes()[:9000])

    opened = look(name, book=real_book)

    assert len(opened.error) == 1
    assert real_book.name in words(opened)
    assert opened.error[0].value
    assert "Traceback" not in words(opened)


def test_a_file_that_is_no_workbook_is_refused_in_words(look: Look, tmp_path: Path) -> None:
    text = tmp_path / "letter.xlsx"
    text.write_text("Dear colleagues, please find the actions below.", encoding="utf-8")

    opened = look(book=text)

    assert "letter.xlsx is not a workbook." in words(opened)
    assert "something else than its name says; choose the spreadsheet itself." in words(opened)


def test_a_workbook_without_actions_says_which_headings_are_needed(look: Look, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "budget.xlsx") as book:
        book.add_worksheet("Budget").write_row(0, 0, ["Line", "Amount"])

    said = words(look(book=tmp_path / "budget.xlsx"))

    assert "No table of actions was found in budget.xlsx." in said
    assert "the headings Action, Proposed Time scale and Responsibility" in said


def test_a_workbook_that_comes_back_is_shown_again(look: Look, real_book: Path) -> None:
    away = real_book.rename(real_book.with_name("away.xlsx"))
    opened = look(book=real_book, as_of="2009-11-25")
    assert opened.error

    away.rename(real_book)
    opened.run()

    assert not opened.error
    assert "Of 16 actions" in words(opened)
