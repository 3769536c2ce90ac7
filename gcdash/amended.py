"""The actions as they were agreed on a day: what was amended later reads as before, what was added later is not there yet.

A span counts from the day on which it was agreed: "6 months" that a meeting agrees in 2026 are not over since 2009.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from gcdash import actions_table
from gcdash.book import Book
from gcdash.schema import ACTIONS, ADDED_FIELD, fold

_FIELDS = {fold(column.heading): column.name for column in ACTIONS.columns}
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
        (places[action_id], column): _words_on(chain, str(actions.loc[places[action_id], column]), column, day)
        for (action_id, field), chain in amendments.groupby(["action_id", "field"], sort=False)
        if action_id in places and (column := _FIELDS.get(fold(str(field)))) is not None
    }
    agreed = _agreed_on(amendments, places, day)
    if not words and not agreed:
        return actions
    rows = sorted({*(at for at, _column in words), *agreed})
    changed = actions.loc[rows].copy()
    for (at, column), said in words.items():
        changed.loc[at, column] = said
    days = pd.Series(agreed, dtype="datetime64[s]").reindex(changed.index).fillna(changed["agreed"])
    changed = actions_table.with_readings(changed, days, book.registry)
    return pd.concat([actions.drop(index=rows), changed]).sort_index()


def _agreed_on(amendments: pd.DataFrame, places: Mapping[str, int], day: pd.Timestamp) -> dict[int, pd.Timestamp]:
    """The day on which a time scale was agreed, where that is not the workshop's: the action was added, or the words changed."""
    fields = amendments["field"].map(lambda said: _FIELDS.get(fold(str(said)), said))
    about = amendments[
        (amendments["effective"] <= day) & fields.isin([ADDED_FIELD, "timescale"]) & amendments["action_id"].isin(list(places))
    ]
    newest = about.groupby("action_id")["effective"].max()
    return {places[str(action_id)]: on for action_id, on in newest.items()}


def _words_on(chain: pd.DataFrame, cell: str, column: str, day: pd.Timestamp) -> str:
    """What one field said on a day. A cell that says none of the recorded words was changed by hand since, and stands."""
    chain = chain.sort_values(["effective", "recorded_at"], kind="stable", na_position="first")
    held = chain[chain["effective"] <= day]
    if held.empty:
        return str(chain.iloc[0]["old"])
    by_hand = column in _KEPT_IN_CELLS or cell not in {*chain["old"], *chain["new"]}
    newest = len(held) == len(chain)
    return cell if newest and by_hand else str(held.iloc[-1]["new"])
