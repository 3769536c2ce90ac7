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

from gcdash import filters
from gcdash.book import Book
from gcdash.filters import Filters
from gcdash.words import catalogue

MOST_KEPT = 100
"""How much one scene keeps: what its pages show, and some pages of long tables."""

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Scene:
    """``everything``: the actions as they stood on the day; ``actions``: those that pass the filters."""

    book: Book
    as_of: date
    filters: Filters
    everything: pd.DataFrame
    actions: pd.DataFrame
    completed: Callable[[], pd.DataFrame]
    kept: dict[Hashable, object] = field(default_factory=dict, repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

    def once(self, make: Callable[Concatenate[Scene, ...], T], *more: Hashable) -> T:
        """What ``make`` gives for this scene, ``more`` and the language, made the first time only. ``make`` stands in a module."""
        key = (make, more, catalogue())
        with self._lock:
            if key not in self.kept:
                made = make(self, *more)
                while len(self.kept) >= MOST_KEPT:
                    del self.kept[next(iter(self.kept))]
                self.kept[key] = made
            kept: T = self.kept[key]  # type: ignore[assignment]  # what this very function has made
            return kept


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


def action_of(scene: Scene, action_id: str) -> pd.Series:
    """One of the actions, as it stands."""
    return scene.everything.iloc[scene.once(places)[action_id]]


def places(scene: Scene) -> dict[str, int]:
    """Each action's place among all, by its ID, in their order."""
    return {action_id: place for place, action_id in enumerate(scene.everything["action_id"])}


def updates_of(scene: Scene, action_id: str) -> pd.DataFrame:
    """All updates on one action, in their order."""
    at: list[int] = scene.once(_updates_by_action).get(action_id, [])
    return scene.book.updates.iloc[at]


def _updates_by_action(scene: Scene) -> Mapping[Hashable, Any]:
    return scene.book.updates.groupby("action_id", sort=False).indices
