"""What a file to take away is made from: actions of a book as they stand on a day, and what they are true for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from gcdash import palette, progress, sentences
from gcdash.book import Book
from gcdash.exports.actions import about
from gcdash.filters import Filters, describe
from gcdash.schema import Standing
from gcdash.store import Store
from gcdash.words import _, n_


@dataclass(frozen=True)
class Excerpt:
    """``actions``: as ``standing.stand`` gives them on ``as_of``, those that pass ``filters``; ``workbook``: the name of its file.

    ``since``: an earlier day to compare with, where one is chosen. ``book_id``: the same for as long as the workbook lives, wherever it
    lies; ``edition`` grows with every report and every change that is carried into it. ``months_ahead``: how far its forward plan looks.
    """

    book: Book
    workbook: str
    as_of: date
    filters: Filters
    actions: pd.DataFrame
    since: date | None = None
    book_id: str = ""
    edition: int = 0
    months_ahead: int = 6

    @property
    def title(self) -> str:
        return self.book.settings.workshop or self.workbook

    @property
    def occasion(self) -> str:
        """Place and dates of the workshop, as far as they are known."""
        return " · ".join(part for part in (self.book.settings.place, self.book.settings.dates) if part)

    @property
    def answer(self) -> str:
        """Where do we stand?"""
        return sentences.overview(self.actions, self.book.settings.due_soon_days)

    def plan(self) -> pd.DataFrame:
        """What falls due and what must be reported in the months ahead."""
        return progress.forward(self.actions, self.as_of, self.months_ahead, self.book.settings.report_every_months)

    def plan_by_owner(self) -> list[tuple[str, str, str, str]]:
        """The same by month and owner, in words: the month, the owner, what falls due, what must be reported."""
        ahead = progress.by_month_and_owner(self.plan(), progress.order(self.book, "owner"))
        return [(sentences.month_words(month), _(owner), due, report) for month, owner, due, report in ahead.itertuples(index=False)]

    def facts(self) -> Mapping[str, str]:
        return about(self.book, self.workbook, self.as_of, describe(self.filters), len(self.actions))

    def true_for(self) -> str:
        """The same in one line, as people read it."""
        parts = [
            _("As of {day}").format(day=sentences.day(self.as_of)),
            _("Filters: {words}").format(words=describe(self.filters)),
            n_("{shown} of 1 action", "{shown} of {n} actions", len(self.book.actions), shown=len(self.actions)),
            _("Workbook: {name}").format(name=self.workbook),
        ]
        return " · ".join(parts + ([_("SAMPLE: made-up data")] if self.book.settings.sample else []))

    def stands(self, action: pd.Series) -> Iterator[str]:
        """How one action stands, line by line: its standing, how late it is, the status that was reported, and when."""
        yield palette.label(action["standing"])
        if int(action["days_late"]) or action["standing"] == Standing.DUE_SOON:
            yield sentences.urgency(action, self.as_of)
        if action["status"] != action["standing"]:
            yield _(action["status"])
        if action["updates"]:
            yield sentences.reported(action)

    def listed(self, most: int) -> Excerpt:
        """With no more actions than a file can list: those that need attention first, in the order of the sheet."""
        if len(self.actions) <= most:
            return self
        kept = progress.by_need(self.actions).index[:most]
        return replace(self, actions=self.actions[self.actions.index.isin(kept)])

    def by_theme(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Each theme with its actions, in the order of the sheet."""
        for theme, actions in self.actions.groupby("theme", sort=False):
            yield str(theme) or _("No theme"), actions


def taken(store: Store, book: Book, as_of: date, filters: Filters, actions: pd.DataFrame, since: date | None = None) -> Excerpt:
    """The excerpt of a store's book, which must have been loaded from it."""
    state = store.state()
    return Excerpt(book, state.name, as_of, filters, actions, since, state.book_id, state.generation + len(book.updates))
