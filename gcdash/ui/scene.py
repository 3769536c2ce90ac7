"""What a page shows whoever looks: a book as it stood on a day, filtered, and all that is counted and drawn from it.

A click that changes none of these makes nothing anew: a scene keeps what was made from it, for every visit. Nobody changes what is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import RLock
from typing import Any, Concatenate, TypeVar

import pandas as pd
import pyarrow as pa

from gcdash import compare, filters, meetings, progress
from gcdash.book import Book
from gcdash.filters import Filters
from gcdash.ui.text import straightened
from gcdash.words import catalogue

MOST_KEPT = 100
"""How much one scene keeps: what its pages show, and some pages of long tables."""

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Scene:
    """``everything``: the actions as they stood on the day; ``actions``: those that pass the filters.

    ``unfiltered`` is the scene of the same day without filters; None in that one.
    """

    book: Book
    as_of: date
    filters: Filters
    everything: pd.DataFrame
    actions: pd.DataFrame
    unfiltered: Scene | None = None
    kept: dict[Hashable, object] = field(default_factory=dict, repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

    def once(self, make: Callable[Concatenate[Scene, ...], T], *more: Hashable) -> T:
        """What ``make`` gives for this scene, ``more`` and the language, made the first time only. ``make`` stands in a module.

        Where too much is kept, what was asked for longest ago is forgotten.
        """
        key = (make, more, catalogue())
        with self._lock:
            made = self.kept.pop(key) if key in self.kept else make(self, *more)
            while len(self.kept) >= MOST_KEPT:
                del self.kept[next(iter(self.kept))]
            self.kept[key] = made  # in the last place
            kept: T = made  # type: ignore[assignment]  # what this very function has made
            return kept

    def completed(self) -> pd.DataFrame:
        """Which actions have ever been completed and when, whatever the filters."""
        return (self.unfiltered or self).once(_completed)

    def moves(self, start: date) -> pd.DataFrame:
        """What has become of every action from a day to the as-of date, whatever the filters."""
        return (self.unfiltered or self).once(_moves, start)


def _completed(scene: Scene) -> pd.DataFrame:
    return progress.completed(scene.book, scene.as_of)


def _moves(scene: Scene, start: date) -> pd.DataFrame:
    return compare.since(scene.book, start, scene.as_of)


def options(scene: Scene) -> Mapping[str, tuple[str, ...]]:
    """What can be chosen in each filter."""
    return filters.options(scene.book)


def filtered(scene: Scene) -> pd.DataFrame:
    """The actions that pass the filters, as in the sheet."""
    return scene.actions


@dataclass(frozen=True, slots=True)
class Rows:
    """Which actions a table shows, and in which order: what ``pick`` gives for a scene and ``more``."""

    pick: Callable[..., pd.DataFrame] = filtered
    more: tuple[Hashable, ...] = ()


def packed(table: pd.DataFrame) -> pa.Table:
    """A table as it is shown and sent, kept so: Streamlit packs a frame anew at each run."""
    return pa.Table.from_pandas(straightened(table), preserve_index=False)


def action_of(scene: Scene, action_id: str) -> pd.Series:
    """One of the actions, as it stands."""
    return scene.everything.iloc[scene.once(places)[action_id]]


def meetings_held(scene: Scene) -> pd.DataFrame:
    """The meetings, the latest first."""
    return meetings.newest_first(scene.book)


def meetings_open(scene: Scene) -> pd.DataFrame:
    """Those that are not closed, likewise."""
    held = scene.once(meetings_held)
    return held[~held.apply(meetings.is_closed, axis=1)] if len(held) else held


def places(scene: Scene) -> dict[str, int]:
    """Each action's place among all, by its ID, in their order."""
    return {action_id: place for place, action_id in enumerate(scene.everything["action_id"])}


def updates_of(scene: Scene, action_id: str) -> pd.DataFrame:
    """All updates on one action, in their order."""
    at: list[int] = scene.once(_updates_by_action).get(action_id, [])
    return scene.book.updates.iloc[at]


def _updates_by_action(scene: Scene) -> Mapping[Hashable, Any]:
    return scene.book.updates.groupby("action_id", sort=False).indices
