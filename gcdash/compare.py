"""What has become of the actions between two days: completed, newly overdue, gone quiet, moved, new, unchanged."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from gcdash.book import Book
from gcdash.membership import among
from gcdash.schema import Standing
from gcdash.standing import counting, stand
from gcdash.words import N_


class Movement(StrEnum):
    """What an action did from one day to another, in the order in which they are tried."""

    NEW = N_("new")
    COMPLETED = N_("completed")
    NEWLY_OVERDUE = N_("newly overdue")
    GONE_QUIET = N_("gone quiet")
    MOVED = N_("moved")
    UNCHANGED = N_("unchanged")


COLUMNS = ("action_id", "from", "to", "kind")


def since(book: Book, start: date, end: date) -> pd.DataFrame:
    """Every action there was on ``end``: where it stood on ``start`` (blank: it was not there yet), where on ``end``, and the movement.

    Gone quiet: its report has become overdue. Moved: any other change of standing or status, a new report, or words that
    were agreed anew.
    """
    before = _standing(book, start)
    after = _standing(book, end)
    old = before.reindex(after.index)
    heard = among(after.index, book.updates.loc[counting(book, end) & ~counting(book, start), "action_id"])
    anew = among(after.index, _agreed_anew(book, start, end))
    changed = (old["standing"] != after["standing"]) | (old["status"] != after["status"]) | heard | anew
    rules = {Movement.NEW: old["standing"].isna()}
    rules |= {kind: (after["standing"] == standing) & (old["standing"] != standing) for kind, standing in _ARRIVED.items()}
    rules |= {Movement.MOVED: changed}
    kinds = np.select(list(rules.values()), [str(kind) for kind in rules], str(Movement.UNCHANGED))
    found = pd.DataFrame({"from": old["standing"].fillna(""), "to": after["standing"], "kind": kinds}, dtype="str")
    return found.reset_index(names="action_id").astype({"action_id": "str"})


def counted(moves: pd.DataFrame) -> pd.DataFrame:
    """How many actions went each way: columns kind, actions; every ``Movement``, in their order."""
    counts = moves["kind"].value_counts()
    rows = [(str(kind), int(counts.get(str(kind), 0))) for kind in Movement]
    return pd.DataFrame(rows, columns=["kind", "actions"]).astype({"kind": "str"})


_ARRIVED = {
    Movement.COMPLETED: Standing.COMPLETED,
    Movement.NEWLY_OVERDUE: Standing.OVERDUE,
    Movement.GONE_QUIET: Standing.REPORT_OVERDUE,
}


def _agreed_anew(book: Book, start: date, end: date) -> pd.Series:
    """The IDs of the actions of which something holds since a day after ``start`` and up to ``end``."""
    amendments, first, last = book.amendments, pd.Timestamp(start), pd.Timestamp(end)
    return amendments.loc[(amendments["effective"] > first) & (amendments["effective"] <= last), "action_id"]


def _standing(book: Book, day: date) -> pd.DataFrame:
    """Standing and status by action on a day; an action that was added later is not there."""
    return stand(book, day).set_index("action_id")[["standing", "status"]]
