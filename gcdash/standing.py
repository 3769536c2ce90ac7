"""Where every action stands on a day: its status from the updates, its standing from the status, the time scale and the day.

The rules are those of section 6 of the design: each party reports for itself, the newest update without a party speaks for
the whole action, and what is late follows from the due date or, for on-going work, from the reporting rhythm. All of it is
computed on whole columns; nothing loops over updates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gcdash.amended import as_it_was
from gcdash.book import Book
from gcdash.membership import among, places
from gcdash.schema import ORGANISATION, Confidence, Kind, Standing, Status

SPEAKING = tuple(status for status in Status if status not in {Status.NO_REPORT, Status.NOTHING_TO_REPORT})
"""What a report says something with; any other word in it leaves the status as it was."""

MOVING = (Status.IN_PROGRESS, Status.DATED_PART_DONE, Status.COMPLETED)
PART_DONE = (Status.DATED_PART_DONE, Status.COMPLETED)

ADDED = (
    "status", "standing", "last_reported", "updates", "expected", "reported", "expected_open", "falls_due", "days_late", "report_due",
)  # fmt: skip
"""The columns that ``stand`` adds to a book's actions. ``updates`` counts reports not withdrawn; ``expected`` and ``reported`` count
parties ("7 of 20 reported"), ``expected_open`` says that a class has no parties listed; ``falls_due`` is the due date where it counts (NaT
while it is to confirm, and once a mixed action's dated part is done); ``days_late`` counts from the due date or the
day on which a report was due, 0 where nothing is late; ``report_due`` is the last day of the reporting rhythm (NaT: no rhythm)."""


def reports(book: Book, as_of: date) -> pd.DataFrame:
    """The updates that count on a day: dated up to it, for an action that is there, not withdrawn; oldest first."""
    return book.updates[counting(book, as_of)]


def counting(book: Book, as_of: date) -> pd.Series:
    """Of each update, whether it counts on a day. Nothing is copied: there may be a million of them."""
    updates = book.updates
    dated = updates["report_date"] <= pd.Timestamp(as_of)
    report = updates["withdraws"] == ""
    withdrawn = updates.loc[dated & ~report, "withdraws"]
    known = among(updates["action_id"], book.actions["action_id"])
    return dated & report & ~among(updates["update_id"], withdrawn) & known


def stand(book: Book, as_of: date) -> pd.DataFrame:
    """The book's actions as they stand on ``as_of``: all their columns, and those of ``ADDED``."""
    book = as_it_was(book, as_of)
    actions, said = _heard(book, as_of)
    return _with_standing(actions, said.part_done(), book, pd.Timestamp(as_of))


def stand_completed(book: Book, as_of: date) -> pd.Series:
    """The IDs of the actions that stand completed on ``as_of``: what ``stand`` says of them, without all else that it says."""
    actions, _said = _heard(as_it_was(book, as_of), as_of)
    return actions.loc[actions["status"] == Status.COMPLETED, "action_id"]


def stand_reported(book: Book, as_of: date) -> pd.DataFrame:
    """The IDs of the book's actions, what their reports up to ``as_of`` say (``status``), and the day of the last one."""
    actions, _said = _heard(as_it_was(book, as_of), as_of)
    return actions[["action_id", "status", "last_reported"]]


def _heard(book: Book, as_of: date) -> tuple[pd.DataFrame, _Said]:
    """The actions with what the reports up to a day say of them."""
    actions = book.actions.drop(columns=["last_reported"])
    counted = book.updates.loc[counting(book, as_of), ["action_id", "party", "status", "report_date"]]
    counted = counted.assign(at=places(counted["action_id"], actions["action_id"]))
    by_action = counted.groupby("at", sort=False)["report_date"]
    actions["last_reported"] = by_action.max().reindex(range(len(actions))).to_numpy()
    actions["updates"] = by_action.size().reindex(range(len(actions)), fill_value=0).to_numpy()
    owners = _expectations(book)
    actions = actions.assign(**{name: actions["owners_text"].map(values).astype(values.dtype) for name, values in owners.counts.items()})
    said = _Said(counted, actions, owners.members)
    actions["reported"] = said.reported()
    actions["status"] = said.status()
    return actions, said


@dataclass(frozen=True)
class _Expectations:
    """Who must report, per distinct set of owners: the counts by ``owners_text``, and the pairs (owners_text, party)."""

    counts: dict[str, pd.Series]
    members: pd.DataFrame


def _expectations(book: Book) -> _Expectations:
    each = book.actions.drop_duplicates("owners_text")
    distinct = dict(zip(each["owners_text"], each["owners"], strict=True))
    parties = {text: book.expected(names) for text, names in distinct.items()}
    kinds = book.registry.kinds
    counts = {
        "expected": pd.Series({text: len(who) for text, (who, _whole) in parties.items()}, dtype="int64"),
        "expected_open": pd.Series({text: not whole for text, (_who, whole) in parties.items()}, dtype="bool"),
        "sole": pd.Series(
            {text: names[0] if len(names) == 1 and kinds.get(names[0]) == ORGANISATION else "" for text, names in distinct.items()},
            dtype="str",
        ),
    }
    pairs = [(text, party) for text, (who, _whole) in parties.items() for party in who]
    return _Expectations(counts, pd.DataFrame(pairs, columns=["owners_text", "party"], dtype="str"))


class _Said:
    """What the reports that count say about each action; each answer is a column aligned with ``actions``.

    Reports know their action by its place, ``at``, and the pair of action and party by a number: numbers are compared many times
    faster than words.
    """

    def __init__(self, counted: pd.DataFrame, actions: pd.DataFrame, members: pd.DataFrame) -> None:
        self.actions = actions
        speaking = counted["status"].isin(SPEAKING)
        spoken_for_all = counted["party"] == ""
        self.whole = counted[speaking & spoken_for_all]
        own = counted[~spoken_for_all]
        parties, names = pd.factorize(own["party"])
        self.by_party = own.assign(pair=own["at"] * max(len(names), 1) + parties, asked=_asked(own, actions, members))
        self.latest = self.by_party[speaking[~spoken_for_all]].drop_duplicates("pair", keep="last")

    def _column(self, values: npt.NDArray[Any], kind: str) -> pd.Series:
        return pd.Series(values, index=self.actions.index, dtype=kind)

    def _count(self, rows: pd.DataFrame) -> pd.Series:
        return self._column(np.bincount(rows.drop_duplicates("pair")["at"], minlength=len(self.actions)), "int64")

    def _has(self, rows: pd.DataFrame) -> pd.Series:
        return self._column(np.bincount(rows["at"], minlength=len(self.actions)) > 0, "bool")

    def _last(self, rows: pd.DataFrame) -> pd.Series:
        newest = rows.drop_duplicates("at", keep="last")
        words = np.full(len(self.actions), "", dtype=object)
        words[newest["at"].to_numpy()] = newest["status"].to_numpy()
        return self._column(words, "str")

    def _all_asked(self, statuses: tuple[Status, ...], among: pd.DataFrame) -> pd.Series:
        """Whether every expected party says one of ``statuses``; never where the list of parties is open or empty."""
        done = self._count(among[among["asked"] & among["status"].isin(statuses)])
        return (self.actions["expected"] > 0) & ~self.actions["expected_open"] & (done == self.actions["expected"])

    def reported(self) -> pd.Series:
        """How many of the expected parties have reported at all, *Nothing to report* included."""
        return self._count(self.by_party[self.by_party["asked"]])

    def status(self) -> pd.Series:
        """The action's status: the newest word for the whole action, else what its parties say together."""
        whole = self._last(self.whole)
        sole = self._last(self.latest[self.latest["party"].to_numpy() == self.actions["sole"].to_numpy()[self.latest["at"]]])
        newest = self._last(self.latest)
        moving = self._has(self.latest[self.latest["status"].isin(MOVING)])
        complete = self._all_asked((Status.COMPLETED,), self.latest)
        status = newest.mask(newest == "", str(Status.NO_REPORT))
        status = status.mask(moving, str(Status.IN_PROGRESS)).mask(complete, str(Status.COMPLETED))
        return status.mask(sole != "", sole).mask(whole != "", whole)

    def part_done(self) -> pd.Series:
        """Whether the dated part of a mixed action has been reported done, once is enough: for the whole, or by all expected."""
        part = self.by_party[self.by_party["status"] == Status.DATED_PART_DONE]
        done = pd.concat([part, self.latest[self.latest["status"] == Status.COMPLETED]])
        return self._has(self.whole[self.whole["status"] == Status.DATED_PART_DONE]) | self._all_asked(PART_DONE, done)


def _asked(own: pd.DataFrame, actions: pd.DataFrame, members: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Of each party's report, whether the action's owners ask that party to report."""
    owners, texts = pd.factorize(actions["owners_text"])
    names = pd.Index(members["party"].unique(), dtype="str")
    party = places(own["party"], names)
    expected = places(members["owners_text"], texts) * max(len(names), 1) + places(members["party"], names)
    return (party >= 0) & np.isin(owners[own["at"]] * max(len(names), 1) + party, expected)


def _with_standing(actions: pd.DataFrame, part_done: pd.Series, book: Book, as_of: pd.Timestamp) -> pd.DataFrame:
    certain = actions["due_confidence"] != Confidence.TO_CONFIRM
    dated = actions["due_date"].notna() & certain & ~((actions["timescale_kind"] == Kind.MIXED) & part_done)
    actions["falls_due"] = actions["due_date"].where(dated)
    left = (actions["falls_due"] - as_of).dt.days
    rhythm = (actions["timescale_kind"] != Kind.DATED) | ~dated
    since = actions["last_reported"].astype("datetime64[s]").fillna(actions["agreed"])
    report_due = (since + pd.DateOffset(months=book.settings.report_every_months)).where(rhythm).astype("datetime64[s]")
    actions["report_due"] = report_due
    rules = {
        Standing.COMPLETED: actions["status"] == Status.COMPLETED,
        Standing.CANCELLED: actions["status"] == Status.CANCELLED,
        Standing.ON_HOLD: actions["status"] == Status.ON_HOLD,
        Standing.OVERDUE: left < 0,
        Standing.DUE_SOON: left <= book.settings.due_soon_days,
        Standing.REPORT_OVERDUE: report_due < as_of,
    }
    standing = np.select(list(rules.values()), [str(standing) for standing in rules], str(Standing.ON_COURSE))
    actions["standing"] = pd.Series(standing, index=actions.index, dtype="str")
    late_since = actions["falls_due"].where(actions["standing"] == Standing.OVERDUE)
    late_since = late_since.fillna(report_due.where(actions["standing"] == Standing.REPORT_OVERDUE))
    actions["days_late"] = (as_of - late_since).dt.days.fillna(0).astype("int64")
    return actions.drop(columns=["sole"])
