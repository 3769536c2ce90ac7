"""What people wait for behind a bar: a plan made of a file that came back and then applied, and each file to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from benchmarks.figures import Figure, beside
from gcdash import progress
from gcdash.book import Book
from gcdash.changes import Meeting
from gcdash.exports import forward_plan, minutes
from gcdash.exports.actions import as_table
from gcdash.exports.excerpt import Excerpt
from gcdash.exports.focal_file import focal_file
from gcdash.exports.focal_file import pack as pack_of_focal_files
from gcdash.exports.media import MEDIA
from gcdash.exports.receipt import receipt
from gcdash.exports.reminders import drafts, due_reminders, pack, spreadsheets
from gcdash.exports.tables import to_xlsx
from gcdash.filters import Filters
from gcdash.meetings import minutes as minutes_of
from gcdash.membership import among
from gcdash.merge.baseline import EVERYONE, Origin, of_book
from gcdash.merge.plan import Choice, Plan, choose
from gcdash.merge.planning import Submission, make_plan
from gcdash.merge.settlement import changes as changes_of
from gcdash.schema import ACTIONS
from gcdash.standing import stand
from gcdash.steps import tell_nobody
from gcdash.store import fold
from gcdash.store.entries import refuse_blind, with_entries
from gcdash.store.fold import Now
from gcdash.store.journal import to_entry

DAY, MEETING = date(2023, 6, 30), "Follow-up"
NOTE, DUE = ("notes", "another note"), ("due_date_set", "2031-01-31")
"""What is changed, and what it says then. A due date stands in the Actions sheet too, so that recording one sets a cell."""


class Sheet(NamedTuple):
    """A sheet as it is read from a file that came back."""

    name: str
    rows: list[list[object]]
    merges: tuple[tuple[int, int, int, int], ...] = ()


def plans(book: Book, actions: int, changes: int, runs: int) -> Iterator[Figure]:
    """A copy of the workbook with so many cells changed, held against the book, and then recorded; beside a fourth of both."""
    some, few = (_part(book, count) for count in (actions, actions // 4))
    size, against, aim = f"{changes:,} changes in {actions:,} actions", "a fourth of both", "about 4: it grows linearly"
    yield Figure("merge plan", size, against, aim, *beside(_planning(some, changes, *NOTE), _planning(few, changes // 4, *NOTE), runs))
    yield Figure("plan applied", size, against, aim, *beside(_applying(some, changes), _applying(few, changes // 4), runs))


def _part(book: Book, actions: int) -> Book:
    """The first ``actions`` of a book, without their updates."""
    return replace(book, actions=book.actions.head(actions), updates=book.updates.head(0))


def _applying(book: Book, changes: int) -> Callable[[], object]:
    """What is done when a plan is applied, but for the disk: the changes, whether they can be made, what they show, what a fold writes."""
    made = _planning(book, changes, *DUE)()
    plan = choose(made, dict.fromkeys(range(len(made.units)), Choice.THEIRS))

    def apply() -> None:
        taken, now = changes_of(plan, "Ms A", DAY, lambda asked: dict(zip(asked, asked, strict=True))), replace(book)
        refuse_blind(now, taken)
        entries = [to_entry(taken, "plan")]
        with_entries(now, entries)
        fold.plan(now, entries, Now(DAY, "2023-06-30T12:00:00.000000Z"))

    return apply


def _planning(book: Book, changes: int, column: str, said: str) -> Callable[[], Plan]:
    words = book.actions[list(ACTIONS.names)].astype("object")
    rows = words.where(words.notna(), None).to_numpy().tolist()
    at = ACTIONS.names.index(column)
    for row in rows[:: len(rows) // changes][:changes]:
        row[at] = said
    sheet = Sheet(ACTIONS.name, [list(ACTIONS.headings), *rows])
    sent = Submission("copy.xlsx", "ab" * 32, [sheet], of_book(book, Origin("book", 0)))
    return lambda: make_plan([sent], book, "version", DAY)


def exports(book: Book, most: int, runs: int) -> Iterator[Figure]:
    """Each file to take away of the first ``most`` actions and their updates, beside the same actions as JSON by pandas alone."""
    part = _part(book, most)
    part = replace(part, updates=book.updates[among(book.updates["action_id"], part.actions["action_id"])].reset_index(drop=True))
    excerpt = Excerpt(part, "book.xlsx", DAY, Filters(), stand(part, DAY))
    for what, make in _files(excerpt).items():
        pairs = beside(make, lambda: as_table(excerpt.actions).to_json(), runs)
        yield Figure(f"download {what}", f"{most:,} actions", "the rows as JSON", "behind a bar", *pairs)


def _files(excerpt: Excerpt) -> dict[str, Callable[[], object]]:
    book, origin = excerpt.book, Origin("book", 0)
    met = with_entries(book, [to_entry([Meeting("6f1c", MEETING, DAY)])])
    plan = _planning(replace(book, updates=book.updates.head(0)), len(book.actions) // 4, *NOTE)()
    ahead = partial(forward_plan.as_table, order=progress.order(book, "owner"))
    return {
        **{medium.suffix: partial(medium.make, excerpt, tell_nobody) for medium in MEDIA},
        "forward plan": lambda: to_xlsx(ahead(excerpt.plan()), forward_plan.COLUMNS, excerpt.facts(), "Forward plan"),
        "focal point's file": lambda: focal_file(book, EVERYONE, origin, DAY),
        "focal points' files, all": lambda: pack_of_focal_files(book, origin, DAY),
        "reminders": lambda: pack(drafts(excerpt, due_reminders(excerpt), spreadsheets(book, origin, DAY))),
        "minutes": lambda: minutes.to_docx(minutes_of(met, MEETING), book.settings),
        "receipt": lambda: receipt(plan, "book.xlsx", "Ms A", DAY),
    }
