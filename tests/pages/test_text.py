"""People's words on the screen: shown as they are, with no more escapes than they need, since some readers of a page hear those too."""

from __future__ import annotations

import pytest

from gcdash.ui.text import fitted, plain, short


@pytest.mark.parametrize(
    "words",
    [
        "Filters: none",
        "Filters: Theme: Customs-specific (national), R&D · Search: a+b=c!",
        "As of 29 Nov 2009",
        "A05 · overdue by 88 days",
        "snake_case at 10 % - 12.5, 3/4",
    ],
)
def test_ordinary_words_need_no_escape(words: str) -> None:
    assert plain(words) == words


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("*bold* _leaning_ `code` ~gone~", r"\*bold\* \_leaning\_ \`code\` \~gone\~"),
        ("[a](b) <b> $x$ &copy;", r"\[a\](b) \<b> \$x\$ \&copy;"),
        ("# head", r"\# head"),
        ("1. first", r"1\. first"),
        ("- a\n> b", "\\- a  \n\\> b"),
        (":red[x]", r"\:red\[x\]"),
        ("a\\*b", r"a\\\*b"),
        ("a\n \n\nb", "a  \n\N{NO-BREAK SPACE}  \n\N{NO-BREAK SPACE}  \nb"),
    ],
)
def test_what_would_be_read_as_a_mark_is_escaped(words: str, escaped: str) -> None:
    assert plain(words) == escaped


@pytest.mark.parametrize(
    "words", ["http://example.org", "www.example.org", "a@example.org", "a -> b", ":smile:", ":material/mail:", ":streamlit:"]
)
def test_an_address_is_no_link_and_signs_are_no_picture(words: str) -> None:
    assert words not in plain(words).replace("\\", "")
    assert plain(words).replace("\\", "").replace("\N{WORD JOINER}", "") == words


@pytest.mark.parametrize("turn", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
def test_a_name_does_not_turn_around_the_words_that_stand_after_it(turn: str) -> None:
    assert plain(f"{turn}gnp.exe\u202c: overdue") == "gnp.exe: overdue"


def test_what_fits_into_a_cell_keeps_its_words_whole() -> None:
    assert fitted("Multi-stakeholder training\nRefresher courses", 160) == "Multi-stakeholder training Refresher courses"
    assert fitted("one two three four five six seven eight nine ten", 84) == "one two three four five six …"


def test_a_list_on_one_line_does_not_begin_with_its_bullet() -> None:
    assert short("· Regional workshops\n· Refresher courses") == "Regional workshops · Refresher courses"
    assert fitted("· Regional workshops\n· Refresher courses", 300) == "Regional workshops · Refresher courses"


def test_a_text_is_cut_between_words() -> None:
    assert short("Share the\nlists of experts", 15) == "Share the…"
