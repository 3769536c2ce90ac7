"""The words of time scales, English and French, as pieces of patterns over plain text (see ``plain``).

A table of words reads what these sheets hold and knows when it is not sure. General date parsers were tried and left: they
read a lone "3", "a" or "to" as a date, and do not say when one may be read two ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def either(words: Iterable[str]) -> str:
    """A pattern of any of ``words``, the longest first; a blank in a word also stands for a hyphen."""
    return "|".join(re.escape(word).replace(r"\ ", "[ -]") for word in sorted(words, key=lambda word: -len(word)))


_NUMBERS = {
    word: number
    for number, words in {
        1: "one un une", 2: "two deux", 3: "three trois", 4: "four quatre", 5: "five cinq", 6: "six", 7: "seven sept", 8: "eight huit",
        9: "nine neuf", 10: "ten dix", 11: "eleven onze", 12: "twelve douze", 13: "thirteen treize", 14: "fourteen quatorze",
        15: "fifteen quinze", 16: "sixteen seize", 17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty vingt",
        30: "thirty trente", 40: "forty quarante", 50: "fifty cinquante", 60: "sixty soixante", 70: "seventy", 80: "eighty",
        90: "ninety",
    }.items()
    for word in words.split()
}  # fmt: skip
_ONES = [word for word, number in _NUMBERS.items() if number < 20] + ["dix sept", "dix huit", "dix neuf"]  # noqa: PLR2004 -- twenty
_TENS = [word for word, number in _NUMBERS.items() if number >= 20] + ["quatre vingt", "quatre vingts"]  # noqa: PLR2004 -- twenty

MONTHS = {
    word: number
    for number, words in enumerate((
        "january jan janvier janv", "february feb fevrier fevr fev", "march mar mars", "april apr avril avr", "may mai", "june jun juin",
        "july jul juillet juil", "august aug aout", "september sept sep septembre", "october oct octobre", "november nov novembre",
        "december dec decembre",
    ), start=1)
    for word in words.split()
}  # fmt: skip

UNITS = {
    word: (months, days)
    for words, months, days in (
        ("day days d jour jours j", 0, 1), ("week weeks wk wks w semaine semaines", 0, 7), ("fortnight fortnights", 0, 14),
        ("month months mth mths mo mos m mois", 1, 0), ("quarter quarters qtr qtrs trimestre trimestres", 3, 0),
        ("semester semesters semestre semestres", 6, 0), ("year years yr yrs y an ans annee annees", 12, 0),
    )
    for word in words.split()
}  # fmt: skip
"""Unit -> months, days. A French quinzaine (a fortnight, or 15 days) and working days are left out: a person must say."""

ORDINALS = {
    word: number
    for number, words in {
        1: "first 1st 1er 1ere premier premiere", 2: "second 2nd 2e 2eme 2nde deuxieme seconde", 3: "third 3rd 3e 3eme troisieme",
        4: "fourth 4th 4e 4eme quatrieme", -1: "last final dernier derniere",
    }.items()
    for word in words.split()
}  # fmt: skip

START = r"(?<![\w.,])(?<!\w-)(?<!\d/)"
"""What must not stand before a number: half of another number ("2.5"), of a word ("twenty-one"), of a name ("A-3")."""

NUMBER = rf"(?:\d{{1,4}}(?:[.,]\d{{1,2}})?|(?:{either(_TENS)})(?:[ -](?:et[ -])?(?:{either(_ONES)}))?|{either(_ONES)})(?!\d)"
MONTH = rf"(?:{either(MONTHS)})(?!\w)\.?"
UNIT = rf"(?:{either(UNITS)})(?:\(s\))?(?!\w|'[^\Ws])"
YEAR = r"(?:19|20)\d\d(?!\d)"
FILL = "(?:(?:the|la|le|a|au|en|in|on|of|de|du|year|annee|an|month|mois) |[ld]')*"
"""Small words that may stand in or before a date and change nothing."""


def number(text: str) -> float:
    """The value of what ``NUMBER`` or an article matched: "6", "1,5", "dix-huit", "vingt et un", "a"."""
    if text[0].isdigit():
        return float(text.replace(",", "."))
    words = re.sub("quatre[ -]vingts?", "eighty", text)
    return sum(_NUMBERS.get(word, 0) for word in re.split("[ -]", words)) or 1  # or an article: "a year"


_CHARACTERS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("’‘ʼ´`", "'")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad⁰¹²³⁴⁵⁶⁷⁸⁹\0", None)  # what is not seen, and footnote marks
    | {"½": ".5"}
)


def plain(text: str) -> str:
    """``text`` in small letters without accents, with one kind of dash, apostrophe and blank."""
    text = text.translate(_CHARACTERS)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.casefold().split())
