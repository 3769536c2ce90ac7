"""Filters: which actions pass, in which spelling a choice is understood, and how it is said in words."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pandas as pd
import pytest

from gcdash.book import Book
from gcdash.errors import Refusal
from gcdash.filters import CHOICES, Filters, apply, describe, matched, options
from gcdash.standing import stand
from small_books import COUNTRIES, Row, book, report

ACTIONS: list[Row] = [
    {"action_id": "A01", "theme": "Borders", "action": "Échange de données", "timescale": "6 months", "responsibility": "WCO"},
    {"action_id": "A02", "theme": "Borders", "action": "Share lists", "timescale": "On-going", "responsibility": "Customs per their laws"},
    {"action_id": "A03", "theme": "Training", "action": "Train officers", "notes": "e-learning, share"},
]


DAY = date(2009, 12, 1)


@pytest.fixture(scope="module")
def small() -> Book:
    updates = [
        report("2009-07-01", "Completed", "Malta", action_id="A03"),
        report("2009-12-02", "In progress", "Malta", action_id="A02"),
        report("2009-07-01", "In progress", "Malta", action_id="A01", update_id="slip"),
        report("2009-07-02", "", withdraws="slip", action_id="A01"),
    ]
    return book(ACTIONS, updates, parties=COUNTRIES)


@pytest.fixture(scope="module")
def stands(small: Book) -> pd.DataFrame:
    return stand(small, DAY)


@pytest.mark.parametrize(
    ("filters", "passed"),
    [
        (Filters(), ["A01", "A02", "A03"]),
        (Filters(theme=("Borders",)), ["A01", "A02"]),
        (Filters(theme=("Borders", "Training")), ["A01", "A02", "A03"]),
        (Filters(owner=("WCO",)), ["A01"]),
        (Filters(owner=("Unassigned",)), ["A03"]),
        (Filters(owner=("WCO", "Unassigned")), ["A01", "A03"]),
        (Filters(standing=("Overdue", "Report overdue")), ["A01", "A02"]),
        (Filters(status=("No report yet",)), ["A01", "A02"]),
        (Filters(kind=("unspecified",)), ["A03"]),
        (Filters(party=("Kenya",)), ["A02"]),  # expected
        (Filters(party=("Malta",)), ["A03"]),  # has reported unasked; what is reported later or withdrawn counts for nothing
        (Filters(party=("Kenya", "Malta")), ["A02", "A03"]),
        (Filters(silence=("never reported",)), ["A02"]),
        (Filters(search="SHARE"), ["A02", "A03"]),
        (Filters(search="echange donnees"), ["A01"]),
        (Filters(search="share train"), ["A03"]),
        (Filters(search="a02"), ["A02"]),
        (Filters(search="their laws"), ["A02"]),  # the condition
        (Filters(search="(share)."), ["A02", "A03"]),  # words, not a pattern
        (Filters(theme=("Borders",), search="share"), ["A02"]),
        (Filters(theme=("Borders",), kind=("unspecified",)), []),
    ],
)
def test_what_passes_every_filter_is_shown_in_its_order(small: Book, stands: pd.DataFrame, filters: Filters, passed: list[str]) -> None:
    assert list(apply(filters, stands, small, DAY)["action_id"]) == passed


def test_filters_take_no_rows_as_well(small: Book, stands: pd.DataFrame) -> None:
    every = Filters(("Borders",), ("WCO",), ("Overdue",), ("Completed",), ("dated",), ("Kenya",), ("0-3",), "words")

    assert apply(every, stands.iloc[:0], small, DAY).empty


def test_the_options_are_what_the_book_holds_in_its_order(small: Book) -> None:
    found = options(small)

    assert set(found) == set(CHOICES)
    assert found["theme"] == ("Borders", "Training")
    assert found["owner"] == ("WCO", "Customs agencies", "Unassigned")
    assert found["party"] == ("Kenya", "Uganda", "WCO", "UNEP", "Customs agencies", "National Focal Points", "Malta")
    assert "Nothing to report" not in found["status"], "no action stands at it"


def test_a_choice_is_understood_in_other_case_and_without_accents() -> None:
    assert matched("theme", ["formation", "BORDERS", "Borders"], ["Borders", "Formátion"]) == ("Formátion", "Borders")


def test_a_choice_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refusal) as refused:
        matched("theme", ["Fish"], ["Borders", "Training"])

    assert refused.value.field == "theme"
    assert "Fish" in refused.value.message
    assert "Borders; Training" in refused.value.hint


def test_filters_know_whether_they_are_set() -> None:
    assert not Filters()
    assert all(Filters(**{field.name: "x" if field.name == "search" else ("x",)}) for field in fields(Filters))


def test_filters_are_said_in_words() -> None:
    assert describe(Filters(theme=("", "Borders"))) == "Theme: no theme, Borders"
    assert describe(Filters()) == "none"
    assert describe(Filters(theme=("Borders", "Training"), search="share")) == "Theme: Borders, Training · Search: share"
