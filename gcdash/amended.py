"""The actions as they were agreed on a day: what was amended later reads as before, what was added later is not there yet.

A span counts from the day on which it was agreed: "6 months" that a meeting agrees in 2026 are not over since 2009.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pandas as pd

from gcdash import actions_table
from gcdash.book import WRITTEN_BY_FOLDS, Book
from gcdash.schema import ACTIONS, ADDED_FIELD, fold

_FIELDS = {fold(column.heading): column.name for column in ACTIONS.columns if column.name not in WRITTEN_BY_FOLDS}
"""What can be agreed anew: all but the columns that follow from reports."""
_KEPT_IN_CELLS = {"due_date_set", "owners_set"}
"""Fields whose newest words stand in the Actions sheet itself, where a person may have changed them since."""


def as_it_was(book: Book, day: date) -> Book:
    """The book with its actions in the words that held on ``day``, by the amendments' effective dates."""
    amendments = book.amendments[book.amendments["effective"].notna()]
    if amendments.empty:
        return book
    later = amendments["effective"] > pd.Timestamp(day)
    added_later = amendments.loc[later & (amendments["field"] == ADDED_FIELD), "action_id"]
    actions = book.actions[~book.actions["action_id"].isin(added_later)].reset_index(drop=True)
    return replace(book, actions=_reworded(book, actions, amendments, pd.Timestamp(day)))


def amended(book: Book, action_id: str, day: date) -> pd.DataFrame:
    """What was agreed anew about one action up to ``day``, the newest last. ``column``: of the Actions sheet; blank: it was added."""
    rows = book.amendments[(book.amendments["action_id"] == action_id) & (book.amendments["effective"] <= pd.Timestamp(day))]
    rows = rows.assign(column=[_FIELDS.get(fold(str(field)), "") for field in rows["field"]])
    known = (rows["column"] != "") | (rows["field"] == ADDED_FIELD)
    return rows[known].sort_values(["effective", "recorded_at"], kind="stable", na_position="first")


def _reworded(book: Book, actions: pd.DataFrame, amendments: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    places = {action_id: at for at, action_id in enumerate(actions["action_id"])}
    words = {
        (at, column): _words_on(chain, str(actions[column].iloc[at]), column)
        for (at, column), chain in _chains(amendments, places, day).items()
    }
    agreed = _agreed_on(amendments, places, day)
    if not words and not agreed:
        return actions
    rows = sorted({*(at for at, _column in words), *agreed})
    changed = actions.loc[rows].copy()
    for column in {column for _at, column in words}:
        said = {at: word for (at, name), word in words.items() if name == column}
        changed.loc[list(said), column] = list(said.values())
    days = pd.Series(agreed, dtype="datetime64[s]").reindex(changed.index).fillna(changed["agreed"])
    changed = actions_table.with_readings(changed, days, book.registry)
    return actions_table.with_rows(actions, changed)


class _Link(NamedTuple):
    """One amendment of a field: its words before and after, and whether it holds yet."""

    old: str
    new: str
    holds: bool


def _chains(amendments: pd.DataFrame, places: Mapping[str, int], day: pd.Timestamp) -> dict[tuple[int, str], list[_Link]]:
    """What was agreed anew about each field of each action, by the action's place and the column, the newest last."""
    columns = {said: _FIELDS.get(fold(said)) for said in amendments["field"].unique()}
    rows = amendments.sort_values(["effective", "recorded_at"], kind="stable", na_position="first")
    words = (rows[name].to_numpy() for name in ("action_id", "field", "old", "new"))
    chains: dict[tuple[int, str], list[_Link]] = {}
    for action_id, field, old, new, holds in zip(*words, (rows["effective"] <= day).to_numpy(), strict=True):
        at, column = places.get(action_id), columns[field]
        if at is not None and column is not None:
            chains.setdefault((at, column), []).append(_Link(old, new, bool(holds)))
    return chains


def _agreed_on(amendments: pd.DataFrame, places: Mapping[str, int], day: pd.Timestamp) -> dict[int, pd.Timestamp]:
    """The day on which a time scale was agreed, where that is not the workshop's: the action was added, or the words changed."""
    fields = amendments["field"].map(lambda said: _FIELDS.get(fold(str(said)), said))
    about = amendments[
        (amendments["effective"] <= day) & fields.isin([ADDED_FIELD, "timescale"]) & amendments["action_id"].isin(list(places))
    ]
    newest = about.groupby("action_id")["effective"].max()
    return {places[str(action_id)]: on for action_id, on in newest.items()}


def _words_on(chain: Sequence[_Link], cell: str, column: str) -> str:
    """What one field said on the day. A cell that says none of the recorded words was changed by hand since, and stands."""
    held = [link for link in chain if link.holds]
    if not held:
        return chain[0].old
    by_hand = column in _KEPT_IN_CELLS or all(cell not in {link.old, link.new} for link in chain)
    newest = len(held) == len(chain)
    return cell if newest and by_hand else held[-1].new
