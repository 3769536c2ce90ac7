"""Counts and series over actions as they stand: the figures that charts, tables and sentences are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from gcdash.book import Book
from gcdash.membership import among, places
from gcdash.schema import ADDED_FIELD, Kind, Standing, Status
from gcdash.standing import stand_completed
from gcdash.words import N_

UNASSIGNED = N_("Unassigned")
ATTENTION = (Standing.OVERDUE, Standing.DUE_SOON, Standing.REPORT_OVERDUE)
"""The standings that ask for attention, worst first."""

NEED = (*ATTENTION, Standing.ON_COURSE, Standing.ON_HOLD, Standing.COMPLETED, Standing.CANCELLED)
"""In which order a list shows the standings that cannot show all."""

DIMENSIONS = ("theme", "owner", "timescale")
PARTLY_ROUNDS = 24
"""How many points in time a completion curve has at the most."""


def mentions(actions: pd.DataFrame) -> pd.DataFrame:
    """One row per action and owner; an action without owners stands under *Unassigned*. Adds the column ``owner``."""
    named = actions["owners"].reset_index(drop=True).explode().fillna(UNASSIGNED)
    return actions.take(named.index.to_numpy()).reset_index(drop=True).assign(owner=named.array.astype("str"))


def by(actions: pd.DataFrame, dimension: str, order: Sequence[str] = ()) -> pd.DataFrame:
    """Standings counted by ``theme``, ``owner`` or ``timescale``: columns name, actions, and one per standing.

    In ``order`` where that is given (names without actions left out), else as they come; *Unassigned* last. An action with
    several owners counts once for each, so rows by owner do not add up to the actions.
    """
    column = {"theme": "theme", "owner": "owner", "timescale": "timescale_kind"}[dimension]
    rows = mentions(actions[["owners", "standing"]]) if dimension == "owner" else actions
    standings = pd.Index([str(standing) for standing in Standing], dtype="str")
    at, found = pd.factorize(rows[column])
    cells = np.bincount(at * len(standings) + places(rows["standing"], standings), minlength=len(found) * len(standings))
    counts = pd.DataFrame(cells.reshape(-1, len(standings)), index=found, columns=standings)
    names = [name for name in dict.fromkeys([*order, *found]) if name in counts.index and name != UNASSIGNED]
    names += [UNASSIGNED] if UNASSIGNED in counts.index else []
    counts = counts.reindex(names).astype("int64")
    counts.insert(0, "actions", counts.sum(axis=1))
    return counts.rename_axis(index="name", columns=None).reset_index().astype({"name": "str"})


def order(book: Book, dimension: str) -> tuple[str, ...]:
    """The order in which a dimension's names are shown, whatever is filtered."""
    if dimension == "timescale":
        return tuple(str(kind) for kind in Kind)
    if dimension == "owner":
        return tuple(book.registry.kinds)
    return tuple(book.actions["theme"].unique())


def figures(actions: pd.DataFrame) -> dict[str, int]:
    """How many actions stand where, by standing, and how many there are and have no report: ``actions`` and ``no_report``."""
    counts = actions["standing"].value_counts()
    standings = {str(standing): int(counts.get(str(standing), 0)) for standing in Standing}
    return {"actions": len(actions), **standings, "no_report": int((actions["updates"] == 0).sum())}


def attention(actions: pd.DataFrame, most: int | None = None) -> pd.DataFrame:
    """What needs attention, worst first: overdue by days late, due soon by date, then late reports by days late; the first ``most``."""
    asks = np.flatnonzero(actions["standing"].isin(ATTENTION))
    return actions.iloc[asks[_by_need(actions[_NEEDED].iloc[asks])][:most]]


def by_need(actions: pd.DataFrame) -> pd.DataFrame:
    """Actions in the order in which a meeting needs to hear of them: ``attention`` first, then what is on course by date, then the rest."""
    return actions.iloc[_by_need(actions[_NEEDED])]


_NEEDED = ["standing", "days_late", "due_date"]


def _by_need(actions: pd.DataFrame) -> npt.NDArray[np.int64]:
    """The places of the actions in that order: put in order by themselves, since their texts are most of what there is to move."""
    rank = places(actions["standing"], pd.Index([str(standing) for standing in NEED], dtype="str"))
    keys = pd.DataFrame({"rank": rank, "days_late": actions["days_late"].to_numpy(), "due_date": actions["due_date"].to_numpy()})
    return keys.sort_values(["rank", "days_late", "due_date"], ascending=[True, False, True], kind="stable").index.to_numpy()


def completed(book: Book, as_of: date) -> pd.DataFrame:
    """Which actions stood completed when: a row for each action, by its ID, and a column for each day that a curve needs.

    1 where it stood so, 0 where not, blank before the day on which it was added. From the base date (or the first report) to the as-of
    date, at the end of each month, or of fewer when there are many. No column while nothing has been reported.
    """
    days = book.updates["report_date"].dropna()
    days = days[days <= pd.Timestamp(as_of)]
    if days.empty:
        return pd.DataFrame(index=book.actions["action_id"])
    first = min(days.min(), pd.Timestamp(book.settings.base_date or days.min()))
    ends = pd.date_range(first, pd.Timestamp(as_of), freq="ME")
    ends = ends[:: max(1, -(-len(ends) // PARTLY_ROUNDS))]
    points = sorted({first, *ends, pd.Timestamp(as_of)})
    ids, added = book.actions["action_id"], _added(book)
    done = _completed_on(_ever_completed(book), points)
    return pd.DataFrame({point: np.where(added > point, np.nan, among(ids, done[point])) for point in points}, index=ids)


def _added(book: Book) -> pd.Series:
    """From which day on each action is there; blank for those that always were."""
    additions = book.amendments[book.amendments["field"] == ADDED_FIELD]
    days = additions.drop_duplicates("action_id").set_index("action_id")["effective"]
    return days.reindex(book.actions["action_id"]).reset_index(drop=True)


def _ever_completed(book: Book) -> Book:
    """The book with no more than the actions that somebody has called completed at some time: no other can ever stand so."""
    said = book.updates.loc[book.updates["status"] == Status.COMPLETED, "action_id"]
    actions = book.actions[among(book.actions["action_id"], said)].reset_index(drop=True)
    return replace(book, actions=actions, updates=book.updates[among(book.updates["action_id"], actions["action_id"])])


def _completed_on(book: Book, points: Iterable[pd.Timestamp]) -> Mapping[pd.Timestamp, pd.Series]:
    """The actions that stood completed at each point; where nothing was reported or agreed since the one before, they are the same."""
    news = pd.concat([book.updates["report_date"], book.amendments["effective"]]).dropna().sort_values()
    known: dict[int, pd.Series] = {}
    done = {}
    for point in points:
        at = int(news.searchsorted(point, side="right"))
        if at not in known:
            known[at] = stand_completed(book, point.date())
        done[point] = known[at]
    return done


def completion(done: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    """Completed actions over time, of those with these ``ids``: columns day, actions, completed. ``done`` is what ``completed`` gives."""
    shown = done[among(done.index, ids)]
    return pd.DataFrame({
        "day": pd.Series(shown.columns, dtype="datetime64[s]"), "actions": shown.notna().sum().to_numpy(dtype="int64"),
        "completed": shown.sum().to_numpy(dtype="int64"),
    })  # fmt: skip


OPEN = tuple(standing for standing in Standing if standing not in {Standing.COMPLETED, Standing.CANCELLED, Standing.ON_HOLD})


def forward(actions: pd.DataFrame, as_of: date, months: int, every: int) -> pd.DataFrame:
    """What falls due and what must be reported within ``months`` after ``as_of``; what is late already is asked for now and not in it.

    Work without a sure date is reported on again and again, ``every`` so many months. One row per action and thing asked: day, what
    (``falls due`` or ``report due``), month (its first day), then the actions' columns.
    """
    until, every = pd.Timestamp(as_of) + pd.DateOffset(months=months), max(every, 1)
    still_open = actions[actions["standing"].isin(OPEN)]
    due = still_open.assign(day=still_open["falls_due"], what=FALLS_DUE)
    first = still_open["report_due"].min()
    rounds = 0 if pd.isna(first) else max(0, (until.year - first.year) * 12 + until.month - first.month) // every + 1
    reports = [still_open.assign(day=_after(still_open["report_due"], every * n), what=REPORT_DUE) for n in range(rounds)]
    plan = pd.concat([one[one["day"].between(pd.Timestamp(as_of), until)] for one in (due, *reports)], ignore_index=True)
    plan = plan.assign(month=plan["day"].dt.to_period("M").dt.to_timestamp().astype("datetime64[s]"))
    return plan.sort_values(["day", "action_id"], kind="stable", ignore_index=True)


def _after(days: pd.Series, months: int) -> pd.Series:
    return (days + pd.DateOffset(months=months)).astype("datetime64[s]")


FALLS_DUE, REPORT_DUE = N_("falls due"), N_("report due")

MONTHS_AHEAD = (3, 6, 12)
"""How far a forward plan can look; half a year is usual."""


def by_month_and_owner(plan: pd.DataFrame, order: Sequence[str] = ()) -> pd.DataFrame:
    """A forward plan by month and owner: columns month, owner, and the IDs of what falls due and of what must be reported in it.

    An action with several owners stands with each of them. Owners in ``order``, others after them, *Unassigned* last.
    """
    each = mentions(plan)
    each = each.assign(place=owner_places(each["owner"], order))
    ids = each.pivot_table("action_id", ["month", "place", "owner"], "what", ", ".join, fill_value="")
    return ids.reindex(columns=[FALLS_DUE, REPORT_DUE], fill_value="").reset_index().drop(columns="place").rename_axis(columns=None)


def owner_places(owners: pd.Series, order: Sequence[str]) -> pd.Series:
    """Where each owner stands in a list: in ``order``, others after them as they come, *Unassigned* last."""
    names = [name for name in dict.fromkeys([*order, *owners]) if name != UNASSIGNED]
    return owners.map({name: place for place, name in enumerate([*names, UNASSIGNED])})


_BANDS = ((0, 3, "0-3"), (3, 6, "3-6"), (6, 12, "6-12"), (12, 10**6, "12 or more"))


NEVER = N_("never reported")
SILENCES = (*(label for _low, _high, label in _BANDS), NEVER)


def silence(actions: pd.DataFrame, as_of: date) -> pd.Series:
    """How many whole months ago open on-going work was last reported on, as one of ``SILENCES``; blank for all other actions."""
    ongoing = actions["timescale_kind"].isin([Kind.ON_GOING, Kind.MIXED]) & actions["standing"].isin(OPEN)
    day, last = pd.Timestamp(as_of), actions["last_reported"]
    months = (day.year - last.dt.year) * 12 + day.month - last.dt.month - (last.dt.day > day.day).astype("int64")
    bands = np.select([(months >= low) & (months < high) for low, high, _label in _BANDS], [label for *_months, label in _BANDS], NEVER)
    return pd.Series(bands, index=actions.index, dtype="str").where(ongoing, "")


def freshness(actions: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """On-going work by whole months since the last report: columns months, actions; *never reported* last."""
    counts = silence(actions, as_of).value_counts()
    return pd.DataFrame([(label, int(counts.get(label, 0))) for label in SILENCES], columns=["months", "actions"])


def coverage(book: Book, actions: pd.DataFrame, latest: pd.DataFrame) -> pd.DataFrame:
    """Who has reported on what: one row per action, one column per expected party, the party's latest status in the cell.

    ``latest``: the newest report per action and party (columns action_id, party, status). A party that is not expected has a blank
    cell, one that is and has not reported *No report yet*.
    """
    latest = latest[among(latest["action_id"], actions["action_id"])]
    said = {(a, p): s for a, p, s in zip(latest["action_id"], latest["party"], latest["status"], strict=True)}
    expected = {a: book.expected(o)[0] for a, o in zip(actions["action_id"], actions["owners"], strict=True)}
    parties = [party for party in book.known_parties if any(party in who for who in expected.values())]
    cells = {
        party: [said.get((a, party), str(Status.NO_REPORT)) if party in who else "" for a, who in expected.items()] for party in parties
    }
    return pd.DataFrame({"action_id": list(expected), **cells})


def silent(book: Book, actions: pd.DataFrame, latest: pd.DataFrame) -> int:
    """How many of the parties that are asked to report on these actions have reported on none of those that they are asked about."""
    owners = actions.drop_duplicates("owners_text")
    asked = {text: book.expected(names)[0] for text, names in zip(owners["owners_text"], owners["owners"], strict=True)}
    said = latest[["action_id", "party"]].merge(actions[["action_id", "owners_text"]], on="action_id")
    pairs = said.drop_duplicates(["owners_text", "party"])
    heard = {party for text, party in zip(pairs["owners_text"], pairs["party"], strict=True) if party in asked[text]}
    return len(frozenset[str]().union(*asked.values()) - heard)
