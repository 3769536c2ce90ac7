from __future__ import annotations

import pandas as pd
import pytest

from gcdash.membership import among, among_caseless, distinct, having, places

FEW = pd.Series(["b", "a"], dtype="str")
WORDS = pd.Series(["a", "", "c", "b", "a"], dtype="str")
NONE = pd.Series([], dtype="str")


def test_each_word_is_found_among_others_and_at_its_place() -> None:
    assert list(among(WORDS, FEW)) == [True, False, False, True, True]
    assert list(places(WORDS, FEW)) == [1, -1, -1, 0, 1]


def test_a_few_words_are_found_among_very_many_others() -> None:
    many = pd.Series([f"A{number:04}" for number in range(1_000)], dtype="str")

    assert list(among(pd.Series(["A0999", "B0001", "", "A0000"], dtype="str"), many)) == [True, False, False, True]


def test_the_rows_that_have_one_of_a_few_words_are_taken() -> None:
    table = pd.DataFrame({"word": WORDS})

    assert list(having(table, "word", ["a", "c", "z"]).index) == [0, 2, 4]
    assert having(table, "word", []).empty


def test_the_different_words_are_numbered_as_they_come_and_known_by_where_they_stand_first() -> None:
    at, first = distinct(WORDS)

    assert list(at) == [0, 1, 2, 3, 0]
    assert list(first) == [0, 1, 2, 3]
    assert [len(part) for part in distinct(NONE)] == [0, 0]


def test_nothing_is_among_no_words_and_no_words_are_among_anything() -> None:
    assert list(among(WORDS, NONE)) == [False] * 5
    assert list(places(NONE, FEW)) == []


@pytest.mark.parametrize(
    ("words", "others", "found"),
    [
        (["a01", "b"], ["A01", "C"], {"a01"}),
        (["strasse", "é"], ["Straße", "É", "a"], {"strasse", "é"}),
        ([], ["A01"], set()),
        (["a01"], [], set()),
    ],
)
def test_words_are_found_in_whatever_case_they_stand(words: list[str], others: list[str], found: set[str]) -> None:
    assert among_caseless(words, pd.Series(others, dtype="str")) == found
