"""Cells: what a spreadsheet's value says as words, as a day, as a number, and where it stands."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from gcdash.cells import as_count, as_day, as_text, column_letter, reference


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, ""),
        ("  Need \n  endorsement  ", "Need \n  endorsement"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        (3.0, "3"),
        (3.5, "3.5"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2009, 11, 29), "2009-11-29"),
        (datetime(2009, 11, 29), "2009-11-29"),  # noqa: DTZ001 -- a spreadsheet knows no zones
        (datetime(2009, 11, 29, 8, 30), "2009-11-29T08:30:00"),  # noqa: DTZ001 -- a sheet knows no zones
        ("0123", "0123"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_cell_is_read_as_the_words_that_stand_there(cell: object, words: str) -> None:
    assert as_text(cell) == words


@pytest.mark.parametrize("cell", [date(2009, 11, 29), datetime(2009, 11, 29, 23, 59), "2009-11-29", " 2009-11-29 ", "2009-11-29T10:00:00Z"])  # noqa: DTZ001 -- a sheet knows no zones
def test_a_day_is_read_from_a_date_and_from_iso_text(cell: object) -> None:
    assert as_day(cell) == date(2009, 11, 29)


@pytest.mark.parametrize(
    "cell",
    [None, "", "none", 40146, 40146.0, True, "29/11/2009", "2009-02-30", "2009-11-29 or later", "2009-11-29 to 2010-01-31", "２009-11-29"],
)
def test_what_is_not_one_day_is_none(cell: object) -> None:
    assert as_day(cell) is None


@pytest.mark.parametrize(
    ("cell", "count"), [(6, 6), (6.0, 6), ("12", 12), (0, None), (-3, None), (2.5, None), ("six", None), (10**9, None)]
)
def test_a_count_is_a_whole_number_of_one_or_more(cell: object, count: int | None) -> None:
    assert as_count(cell) == count


@given(st.integers(0, 16_383))
def test_columns_have_the_letters_that_spreadsheets_give_them(position: int) -> None:
    assert column_letter(position) == get_column_letter(position + 1)


def test_a_reference_counts_rows_from_one_and_columns_from_a() -> None:
    assert reference(3, 27) == "AB3"


@given(st.dates())
def test_every_day_survives_being_written_as_text(day: date) -> None:
    assert as_day(as_text(day)) == day
