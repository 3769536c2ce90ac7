"""What the answers cost at many updates: standing, summaries, what has moved. Against one pass of pandas over the same column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd

from benchmarks.figures import Figure, beside
from gcdash import progress
from gcdash.book import Book
from gcdash.compare import since
from gcdash.standing import stand
from gcdash.updates_table import in_order

DAY, BEFORE = date(2023, 6, 30), date(2023, 1, 1)


def answers(book: Book, updates: int, runs: int) -> Iterator[Figure]:
    """The same book with its updates told over and over, until there are so many."""
    many = replace(book, updates=_many(book.updates, updates))
    size = f"{len(book.actions):,} actions, {len(many.updates):,} updates"
    stands = stand(many, DAY)

    def summaries() -> None:
        for dimension in progress.DIMENSIONS:
            progress.by(stands, dimension, progress.order(many, dimension))

    def once() -> object:
        return many.updates["action_id"].value_counts()

    for what, work in (("standing", lambda: stand(many, DAY)), ("summaries", summaries), ("since", lambda: since(many, BEFORE, DAY))):
        yield Figure(what, size, "value_counts of the action IDs", "at most 1,000 ms", *beside(work, once, runs))


def _many(updates: pd.DataFrame, count: int) -> pd.DataFrame:
    times = -(-count // len(updates))
    again = [updates.assign(update_id=updates["update_id"] + f"-{n}", withdraws=_with(updates["withdraws"], f"-{n}")) for n in range(times)]
    return in_order(pd.concat(again, ignore_index=True).head(count))


def _with(words: pd.Series, end: str) -> pd.Series:
    return (words + end).where(words != "", "")
