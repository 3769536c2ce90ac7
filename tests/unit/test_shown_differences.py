"""Two texts as one on the screen: what is gone struck through, what is new bold, whatever stands in either."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gcdash.merge.differences import Part, differences
from gcdash.ui.text import compared

READER = MarkdownIt("commonmark").enable("strikethrough")
HEAD = "A01"
MARKS = {"s_open": Part.GONE, "strong_open": Part.NEW}
TEXTS = st.text(st.sampled_from("ab ,.*_~`:-#>[]()<&\n1") | st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


def seen(markdown: str) -> dict[Part, str]:
    """What a reader of Markdown shows of each kind, without blanks and what cannot be seen; a mark that is not read as one is among it."""
    said, part = dict.fromkeys(Part, ""), Part.KEPT
    tokens: list[Token] = [child for token in READER.parse(markdown) for child in token.children or []]
    for token in tokens:
        part = MARKS.get(token.type, Part.KEPT if token.type in {"s_close", "strong_close"} else part)
        assert token.type in {"text", "softbreak", "hardbreak", *MARKS, "s_close", "strong_close"}
        said[part] += token.content
    return {part: visible(words) for part, words in said.items()}


def visible(words: str) -> str:
    return "".join(c for c in words if c.isprintable() and not c.isspace() and c != "\N{WORD JOINER}")


def expected(old: str, new: str) -> dict[Part, str]:
    pieces = differences(old, new)
    return {part: visible("".join(piece.words for piece in pieces if piece.part is part)) for part in Part}


@given(TEXTS, TEXTS)
@example("Train customs", "Train customs, yearly")
@example("Train customs, yearly.", "Train customs")
@example("a*", "a**b")
@example("1 x", "1. y")
def test_no_mark_is_left_over_on_the_screen(old: str, new: str) -> None:
    said = expected(old, new)

    assert seen(f"{HEAD}  \n{compared(old, new)}") == said | {Part.KEPT: HEAD + said[Part.KEPT]}


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("This", "Notes", "~~This~~ **Notes**"),
        ("On-going", "12 months", "~~On-going~~ **12 months**"),
        ("in 6 months", "in 12 months", "in ~~6~~ **12** months"),
        ("Train", "Train all", "Train** all**"),
        ("Train all", "Train", "Train~~ all~~"),
    ],
)
def test_what_is_new_stands_apart_from_what_it_takes_the_place_of(old: str, new: str, shown: str) -> None:
    assert compared(old, new).replace("\N{WORD JOINER}", "").replace("\\", "") == shown
