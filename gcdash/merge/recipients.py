"""Whom a spreadsheet is made for, and which actions it holds."""

from __future__ import annotations

import pandas as pd

from gcdash.book import Book
from gcdash.errors import Refusal
from gcdash.filters import matched, options
from gcdash.merge.baseline import EVERYONE
from gcdash.schema import CLASS, fold
from gcdash.words import _


def recipient(book: Book, said: str) -> str:
    """A party or owner by the spelling of the book, or *everyone*; refused where the book knows nobody of that name."""
    if fold(said) == EVERYONE:
        return EVERYONE
    spelled = {fold(word): owner for word, owner in book.registry.synonyms.items()}
    return matched("party", [spelled.get(fold(said), said)], options(book)["party"])[0]


def actions_for(book: Book, who: str) -> pd.DataFrame:
    """The actions on which ``who`` is expected to report, or of which it is an owner; refused where there is none."""
    if who == EVERYONE:
        return book.actions
    distinct = dict(zip(book.actions["owners_text"], book.actions["owners"], strict=True))
    concerned = {text for text, owners in distinct.items() if who in owners or who in book.expected(owners)[0]}
    found = book.actions[book.actions["owners_text"].isin(concerned)]
    if found.empty:
        raise Refusal(
            _("No action of the book is one that {who} reports on.").format(who=who),
            _("Add {who} to the Parties sheet with the class that it is a member of, or name another.").format(who=who),
        )
    return found


def reporters(book: Book) -> tuple[str, ...]:
    """Everybody who is expected to report on an action; a class stands for its parties where these are not listed."""
    expected: set[str] = set()
    for owners in {*book.actions["owners"]}:
        expected |= book.expected(owners)[0]
        expected |= {owner for owner in owners if stands_for_itself(book, owner)}
    return tuple(party for party in dict.fromkeys([*book.known_parties, *sorted(expected)]) if party in expected)


def stands_for_itself(book: Book, who: str) -> bool:
    """Whether ``who`` names one that reports: not a class with parties of its own."""
    return who not in {"", EVERYONE} and not (book.registry.kinds.get(who) == CLASS and book.members.get(who))
