"""One cell compared three ways: a change, nothing, a conflict, a refusal; and what programs do to cells that is no change."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gcdash.merge.comparison import compare
from gcdash.merge.plan import Kind
from gcdash.merge.sameness import day_of, is_error, same
from gcdash.store.reader import UNCALCULATED, CellError

UNCHANGED, CHANGED, CONFLICT, REFUSED = Kind.UNCHANGED, Kind.CHANGED, Kind.CONFLICT, Kind.REFUSED


@pytest.mark.parametrize(
    ("base", "file", "now", "kind"),
    [
        ("old", "old", "old", UNCHANGED),
        ("old", "new", "old", CHANGED),
        ("old", "old", "new", UNCHANGED),
        ("old", "new", "new", UNCHANGED),
        ("old", "theirs", "ours", CONFLICT),
        ("old", "", "old", UNCHANGED),
        ("old", None, "ours", UNCHANGED),
        ("old", "none", "old", CHANGED),
        ("old", "None", "", UNCHANGED),
        ("none", "none", "none", UNCHANGED),
        ("", "new", "", CHANGED),
        (None, "same", "same", UNCHANGED),
        (None, "new", "old", CONFLICT),
        (None, "", "old", UNCHANGED),
    ],
)
def test_a_cell_is_compared_three_ways(base: str | None, file: str | None, now: str, kind: Kind) -> None:
    assert compare("notes", base, file, now).kind is kind


def test_blank_never_erases_and_none_does() -> None:
    assert compare("notes", "old", "none", "old").new == ""
    assert compare("due_date_set", "", "none", "").new == "none"
    assert compare("owners_set", "WCO", "Aucun", "WCO").new == "none"


@pytest.mark.parametrize("field", ["action", "theme"])
def test_the_agreed_words_cannot_be_erased(field: str) -> None:
    assert compare(field, "old", "none", "old").kind is REFUSED


def test_a_due_date_that_became_a_number_or_words_is_a_day_again() -> None:
    assert compare("due_date_set", "", 40146, "").new == "2009-11-29"
    assert compare("due_date_set", "", "29 November 2009", "").new == "2009-11-29"
    assert compare("due_date_set", "2009-11-29", datetime.fromisoformat("2009-11-29"), "2009-11-29").kind is UNCHANGED
    assert compare("due_date_set", "", "some day", "").kind is REFUSED


def test_owners_are_written_as_the_workbook_writes_them() -> None:
    assert compare("owners_set", "", " WCO ;UNEP;; ", "").new == "WCO; UNEP"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("text", " text \n"),
        ("two\nlines", "two\r\nlines"),
        ("two\nlines", "two  \rlines"),
        ("a b", "a\u00a0b"),
        ("é", "e\u0301"),
        ("3", 3.0),
        ("3", 3),
        ("2.5", 2.5),
        ("007", "7"),
        ("2009-11-29", date(2009, 11, 29)),
        ("2009-11-29", datetime.fromisoformat("2009-11-29")),
        (date(2009, 11, 29), 40146),
        (date(2009, 11, 29), "29/11/2009"),
        ("2009-11-29", "29.11.2009"),
        (None, "  "),
        ("TRUE", True),
    ],
)
def test_what_programs_make_of_a_cell_is_no_change(one: object, other: object) -> None:
    assert same(one, other) and same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("text", "Text"),
        ("3", "3 months"),
        ("a\nb", "a b"),
        ("", "0"),
        ("2009-11-29", "2009-11-28"),
        ("6-12", date(2009, 12, 6)),
        ("a", "a."),
    ],
)
def test_what_a_person_changed_is_a_change(one: object, other: object) -> None:
    assert not same(one, other) and not same(other, one)


@pytest.mark.parametrize(
    "said", ["05/06/2009", "29/11/09", "November 2009", "2009", "soon", "", None, "3 months", 2009, -1, 1e9, "31/02/2009"]
)
def test_a_day_that_could_be_another_is_none(said: object) -> None:
    assert day_of(said) is None


@pytest.mark.parametrize(
    "said", ["2009-11-29", "29/11/2009", "11/29/2009", "29 Nov 2009", "29 novembre 2009", "Nov 29, 2009", "29-11-2009", 40146, "40146"]
)
def test_a_day_that_can_be_no_other_is_read(said: object) -> None:
    assert day_of(said) == date(2009, 11, 29)


def test_errors_are_told_from_words() -> None:
    assert is_error(CellError("#REF!")) and is_error(UNCALCULATED) and is_error("#N/A") and is_error("Err:502")
    assert not is_error("see #REF! below") and not is_error("formula without a value") and not is_error(None) and not is_error(3)
