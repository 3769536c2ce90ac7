"""What is counted over all updates and actions is counted in whole columns: ten times as many rows run no more lines of Python."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from types import FrameType

import pytest

from gcdash import progress
from gcdash.access import Person, Role
from gcdash.access.writes import refusals
from gcdash.book import Book, from_sheets
from gcdash.changes import Update
from gcdash.compare import since
from gcdash.sample import sample
from gcdash.standing import stand
from gcdash.store import reader

DAY, BEFORE = date(2023, 6, 30), date(2023, 1, 1)
COORDINATOR = Person(Role.COORDINATOR, "4f3a")
ANSWERS: dict[str, Callable[[Book], object]] = {
    "standing": lambda book: stand(book, DAY),
    "since": lambda book: since(book, BEFORE, DAY),
    **{f"summary by {name}": lambda book, name=name: progress.by(stand(book, DAY), name) for name in progress.DIMENSIONS},
    "figures": lambda book: progress.figures(stand(book, DAY)),
    "completion": lambda book: progress.completed(book, DAY),
    "who may record": lambda book: refusals(COORDINATOR, [Update("id", "A01", DAY, "In progress", "text")], book),
}


@cache
def book(actions: int, updates: int) -> Book:
    return from_sheets(reader.read(sample(actions=actions, updates=updates), reader.BOOK, "book.xlsx"), "book.xlsx")


def lines(work: Callable[[], object]) -> int:
    """How many lines of Python run; each round of a loop or a comprehension is one."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("answer", ANSWERS)
def test_ten_times_as_many_rows_run_no_more_lines(answer: str) -> None:
    few, updates, both = book(1_000, 1_000), book(1_000, 10_000), book(10_000, 10_000)
    for each in (few, updates, both):
        ANSWERS[answer](each)  # what is imported or kept at the first time

    ran = [lines(lambda each=each: ANSWERS[answer](each)) for each in (few, updates, both)]

    assert max(ran) - min(ran) < 1_000 + ran[0] / 20, ran


def test_a_loop_over_rows_is_seen() -> None:
    rows = range(1_000)

    assert lines(lambda: [row for row in rows if row]) > len(rows)
