"""What changed between two texts, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gcdash.merge.differences import MOST_WORDS, Part, differences


def test_a_changed_word_is_shown_between_those_that_stay() -> None:
    assert differences("Train all officers.", "Train new officers.") == (
        (Part.KEPT, "Train "), (Part.GONE, "all"), (Part.NEW, "new"), (Part.KEPT, " officers.")
    )  # fmt: skip


def test_a_cell_that_was_blank_is_all_new() -> None:
    assert differences("", "begun") == ((Part.NEW, "begun"),)
    assert differences("same", "same") == ((Part.KEPT, "same"),)


def test_a_text_of_thousands_of_words_is_shown_as_a_whole() -> None:
    long = "word " * MOST_WORDS

    assert differences(long, long + "x") == ((Part.GONE, long), (Part.NEW, long + "x"))


@given(st.text(), st.text())
def test_no_letter_of_either_text_is_lost(old: str, new: str) -> None:
    pieces = differences(old, new)

    assert "".join(piece.words for piece in pieces if piece.part is not Part.NEW) == old
    assert "".join(piece.words for piece in pieces if piece.part is not Part.GONE) == new
