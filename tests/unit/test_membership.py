from __future__ import annotations

import pandas as pd
import pytest

from gcdash.membership import among, among_caseless, places

FEW = pd.Series(["b", "a"], dtype="str")
WORDS = pd.Series(["a", "", "c", "b", "a"], dtype="str")
NONE = pd.Series([], dtype="str")


def test_each_word_is_found_among_others_and_at_its_place() -> None:
    assert list(among(WORDS, FEW)) == [True, False, False, True, True]
    assert list(places(WORDS, FEW)) == [1, -1, -1, 0, 1]


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
