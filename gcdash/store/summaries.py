"""The two summary columns of the Actions sheet, *Latest status* and *Last reported*: which of their cells a fold has to set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from gcdash.book import Book
from gcdash.changes import Row, Update
from gcdash.membership import among, having
from gcdash.schema import ACTIONS, UPDATES
from gcdash.standing import stand_reported
from gcdash.store.entries import Effects, with_effects
from gcdash.store.ooxml import SetCells, Value


@dataclass(frozen=True, slots=True)
class Settled:
    """Both columns said on this ``day`` what is so, in a workbook that a fold wrote.

    ``since``: the first row of the Updates sheet that it added. It was judged by the words that were recorded; those that are read from
    the sheet may name the action, the party or the status in other letters.
    """

    day: date
    since: int


def settled(numbers: Mapping[str, Sequence[int]], day: date) -> Settled:
    """What is known after a fold that added only updates, in rows of these ``numbers``, and set all summary cells."""
    rows = [row for added in numbers.values() for row in added]
    return Settled(day, min(rows, default=np.iinfo(np.int64).max))


def summaries(book: Book, done: Effects, day: date, known: Settled | None = None) -> list[SetCells]:
    """Each cell that is there and will say something else than is so on that day; of actions that are in the sheet.

    ``known``: then only the actions are asked that are reported on.
    """
    if known and known.day == day and not done.cells and set(done.rows) <= {UPDATES.name}:
        book = _reported_on(book, done.rows.get(UPDATES.name, ()), known.since)
    return _wrong(book, stand_reported(with_effects(book, done), day))


def _reported_on(book: Book, added: Sequence[Row], since: int) -> Book:
    """The book with those actions only on which updates report, or take one back, that are ``added`` or stand in rows ``since`` then.

    Of the updates there are all about these actions, and all that take any back: nothing else says how they stand.
    """
    updates = book.updates
    recent = updates.iloc[np.flatnonzero(updates["row"].to_numpy() >= since)]
    new = [row for row in added if isinstance(row, Update)]
    taken_back = {*(update.withdraws for update in new), *recent["withdraws"]} - {""}
    names = {*(update.action_id for update in new), *recent["action_id"], *having(updates, "update_id", sorted(taken_back))["action_id"]}
    asked = pd.Index(sorted(names), dtype="str")
    kept = among(updates["action_id"], asked) | (updates["withdraws"] != "").to_numpy()
    return replace(book, actions=having(book.actions, "action_id", list(asked)), updates=updates.iloc[np.flatnonzero(kept)])


def _wrong(book: Book, stands: pd.DataFrame) -> list[SetCells]:
    """The cells of ``book`` that do not say what ``stands`` says."""
    place, actions = book.places[ACTIONS.name], book.actions
    stands = stands.drop_duplicates("action_id").set_index("action_id").reindex(actions["action_id"]).set_axis(actions.index)
    standing = stands["status"].notna()
    rows = actions["row"].astype("int64")
    columns: list[dict[tuple[int, int], Value]] = []
    if (at := place.columns.get("latest_status")) is not None:
        wrong = standing & (actions["latest_status"] != stands["status"])
        columns.append({(row, at + 1): status for row, status in zip(rows[wrong], stands.loc[wrong, "status"], strict=True)})
    if (at := place.columns.get("last_reported")) is not None:
        now, then = stands["last_reported"].astype("datetime64[s]"), actions["last_reported"]
        wrong = standing & (now != then) & ~(now.isna() & then.isna())
        days = [None if pd.isna(day) else day.date() for day in now[wrong]]
        columns.append({(row, at + 1): day for row, day in zip(rows[wrong], days, strict=True)})
    return [SetCells(place.sheet, cells) for cells in columns if cells]
