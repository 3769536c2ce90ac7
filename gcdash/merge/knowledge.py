"""What the book says now, looked up by key: indexed once, so that a plan takes time by a submission's rows, not by the book's.

What a plan would take from one file is noted here, so that the next file of the same plan is held against it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from gcdash.amended import as_it_was
from gcdash.amendments import next_ids
from gcdash.book import Book
from gcdash.changes import Amendment, NewAction, Update
from gcdash.merge.form import CELLS, KEPT
from gcdash.merge.sameness import words
from gcdash.owners import Registry
from gcdash.schema import fold
from gcdash.standing import SPEAKING, stand
from gcdash.timescale import read as read_timescale


class Said(NamedTuple):
    """A report that the book holds."""

    update_id: str
    status: str
    report_date: date | None
    text: str
    evidence: str
    next_step: str

    def __str__(self) -> str:
        return " \u00b7 ".join(part for part in (self.report_date.isoformat() if self.report_date else "", self.status, self.text) if part)


@dataclass(frozen=True)
class Rules(Book):
    """A book to ask the rules for an update of. They look at nothing but one action's kind, so nothing else is looked through."""

    kinds: Mapping[str, str] = field(default_factory=dict)

    def action(self, action_id: str) -> pd.Series | None:
        kind = self.kinds.get(action_id)
        return None if kind is None else pd.Series({"action_id": action_id, "timescale_kind": kind})


class Known:
    """The book, looked up. ``cells``: what is agreed by now; ``raw``: what the Actions sheet says; both by (action ID, column)."""

    def __init__(self, book: Book, today: date) -> None:
        agreed = as_it_was(book, today)
        self.book = agreed
        self.today = today
        self.ids = {action_id.casefold(): action_id for action_id in agreed.actions["action_id"]}
        self.cells = _cells(agreed, (*CELLS, *KEPT[:1]))
        self.raw = _cells(book, CELLS)
        self._before: dict[tuple[str, str], str] = {}
        self.kinds = dict(zip(agreed.actions["action_id"], agreed.actions["timescale_kind"], strict=True))
        self.rules = Rules(book.settings, book.actions.iloc[:3], book.updates, Registry.of(()), book.parties.iloc[:0], kinds=self.kinds)
        self.by_words: dict[str, list[str]] = defaultdict(list)
        for action_id, text in zip(agreed.actions["action_id"], agreed.actions["action"], strict=True):
            self.by_words[fold(text)].append(action_id)
        self.free_ids = next_ids(list(book.actions["action_id"]))
        self.parties = _parties(book)
        self.updates: dict[str, dict[str, object]] = {}
        self.withdrawn: set[str] = set(book.updates.loc[book.updates["withdraws"] != "", "withdraws"])
        self.reports: dict[tuple[str, str], list[Said]] = defaultdict(list)
        self._index_updates(book)

    def _index_updates(self, book: Book) -> None:
        for row in book.updates.to_dict("records"):
            update_id = str(row["update_id"])
            self.updates[update_id] = {str(name): value for name, value in row.items()}
            if not row["withdraws"] and update_id not in self.withdrawn:
                day = None if pd.isna(row["report_date"]) else row["report_date"].date()
                said = Said(update_id, row["status"], day, row["text"], row["evidence"], row["next_step"])
                self.reports[row["action_id"], row["party"]].append(said)

    @cached_property
    def shown(self) -> Mapping[tuple[str, str], str]:
        """What a download of the actions shows beside their words: the status of each, and its due date and owners as they are read."""
        stands = stand(self.book, self.today)
        days = ["" if pd.isna(day) else day.date().isoformat() for day in stands["due_date"]]
        columns = {"status": stands["status"].tolist(), "due_date_set": days, "owners_set": stands["owners_text"].tolist()}
        ids = stands["action_id"].tolist()
        return {(action_id, name): text for name, texts in columns.items() for action_id, text in zip(ids, texts, strict=True)}

    def last(self, action_id: str, party: str) -> str:
        """The last status that a party reported on an action; blank where there is none."""
        return next((said.status for said in reversed(self.reports.get((action_id, party), ())) if said.status in SPEAKING), "")

    def party(self, said: str) -> str:
        """A party's name as the book spells it; one that it does not know stays as it is."""
        return self.parties.get(fold(said), words(said))

    def before(self, action_id: str, column: str) -> str:
        """What a cell said before any file of the plan."""
        return self._before.get((action_id, column), self.cells[action_id, column])

    def take(self, draft: Update | Amendment | NewAction) -> None:
        """Note what a file of the plan brings."""
        if isinstance(draft, Update):
            self.reports[draft.action_id, draft.party].append(
                Said(draft.update_id, draft.status, draft.report_date, draft.text, draft.evidence, draft.next_step)
            )
            self.updates[draft.update_id] = draft.row()
        elif isinstance(draft, Amendment):
            self._before.setdefault((draft.action_id, draft.field), self.cells[draft.action_id, draft.field])
            self.cells[draft.action_id, draft.field] = draft.new
        else:
            self.ids[draft.action_id.casefold()] = draft.action_id
            self.by_words[fold(draft.action)].append(draft.action_id)
            self.kinds[draft.action_id] = str(read_timescale(draft.timescale, self.book.settings.base_date).kind)
            self.cells |= {(draft.action_id, name): getattr(draft, name) for name in CELLS}


def _cells(book: Book, names: tuple[str, ...]) -> dict[tuple[str, str], str]:
    ids = book.actions["action_id"].tolist()
    return dict(_pairs(book, ids, names))


def _pairs(book: Book, ids: list[str], names: tuple[str, ...]) -> Iterator[tuple[tuple[str, str], str]]:
    for name in names:
        yield from (((action_id, name), text) for action_id, text in zip(ids, book.actions[name].tolist(), strict=True))


def _parties(book: Book) -> dict[str, str]:
    """Spellings of parties and owners; the names of the sheets win over those in reports, and those over synonyms."""
    spelled = {fold(word): owner for word, owner in book.registry.synonyms.items()}
    spelled |= {fold(party): party for party in book.updates["party"].unique() if party and fold(party) not in spelled}
    return spelled | {fold(party): party for party in book.known_parties}
