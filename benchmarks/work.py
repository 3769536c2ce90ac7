"""What people wait for behind a bar: a plan made of a file that came back, and each file to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from benchmarks.figures import Figure, beside
from gcdash.book import Book
from gcdash.exports.actions import as_table
from gcdash.exports.excerpt import Excerpt
from gcdash.exports.media import MEDIA
from gcdash.filters import Filters
from gcdash.merge.baseline import Origin, of_book
from gcdash.merge.planning import Submission, make_plan
from gcdash.schema import ACTIONS
from gcdash.standing import stand
from gcdash.steps import tell_nobody

DAY = date(2023, 6, 30)


class Sheet(NamedTuple):
    """A sheet as it is read from a file that came back."""

    name: str
    rows: list[list[object]]
    merges: tuple[tuple[int, int, int, int], ...] = ()


def plans(book: Book, actions: int, changes: int, runs: int) -> Iterator[Figure]:
    """A copy of the workbook with so many notes changed, held against the book; beside a fourth of both."""
    some, few = (_part(book, count) for count in (actions, actions // 4))
    pairs = beside(_planning(some, changes), _planning(few, changes // 4), runs)
    yield Figure("merge plan", f"{changes:,} changes in {actions:,} actions", "a fourth of both", "about 4: it grows linearly", *pairs)


def _part(book: Book, actions: int) -> Book:
    """The first ``actions`` of a book, without their updates."""
    return replace(book, actions=book.actions.head(actions), updates=book.updates.head(0))


def _planning(book: Book, changes: int) -> Callable[[], object]:
    words = book.actions[list(ACTIONS.names)].astype("object")
    rows = words.where(words.notna(), None).to_numpy().tolist()
    at = ACTIONS.names.index("notes")
    for row in rows[:: len(rows) // changes][:changes]:
        row[at] = "another note"
    sheet = Sheet(ACTIONS.name, [list(ACTIONS.headings), *rows])
    sent = Submission("copy.xlsx", "ab" * 32, [sheet], of_book(book, Origin("book", 0)))
    return lambda: make_plan([sent], book, "version", DAY)


def exports(book: Book, most: int, runs: int) -> Iterator[Figure]:
    """Each file to take away of the first ``most`` actions, beside the same rows as JSON by pandas alone."""
    excerpt = Excerpt(book, "book.xlsx", DAY, Filters(), stand(book, DAY).head(most))
    for medium in MEDIA:
        pairs = beside(lambda make=medium.make: make(excerpt, tell_nobody), lambda: as_table(excerpt.actions).to_json(), runs)
        yield Figure(f"download {medium.suffix}", f"{len(excerpt.actions):,} actions", "the rows as JSON", "behind a bar", *pairs)
