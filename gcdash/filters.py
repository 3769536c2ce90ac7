"""Filters: which of the actions a view shows. They travel in the URL as codes and canonical words, in any language of the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pandas as pd

from gcdash.book import Book
from gcdash.errors import Refusal
from gcdash.membership import among, distinct
from gcdash.progress import SILENCES, UNASSIGNED, silence
from gcdash.schema import ORIGINAL, Kind, Standing, Status, fold
from gcdash.standing import reports
from gcdash.words import _

SEARCHED = ("action_id", "theme", *ORIGINAL, "condition", "owners_text")


@dataclass(frozen=True, slots=True)
class Filters:
    """Each a choice of canonical words, empty for all; ``search`` are words that must all be found in an action's own words."""

    theme: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    silence: tuple[str, ...] = ()
    search: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


CHOICES = ("theme", "owner", "standing", "status", "kind", "party", "silence")
COLUMN = {"theme": "theme", "standing": "standing", "status": "status", "kind": "timescale_kind"}


FIXED: Mapping[str, tuple[str, ...]] = {
    "standing": tuple(str(standing) for standing in Standing),
    "status": tuple(str(status) for status in Status if status is not Status.NOTHING_TO_REPORT),
    "kind": tuple(str(kind) for kind in Kind),
    "silence": SILENCES,
}
"""What can be chosen in the filters that are the same for every book."""


def options(book: Book) -> Mapping[str, tuple[str, ...]]:
    """What can be chosen in each filter, in the order in which it is shown."""
    named = dict.fromkeys(owner for names in book.actions.drop_duplicates("owners_text")["owners"] for owner in names)
    owners = [owner for owner in book.registry.kinds if owner in named]
    return {
        "theme": tuple(book.actions["theme"].unique()),
        "owner": (*dict.fromkeys([*owners, *named]), UNASSIGNED),
        **{name: FIXED[name] for name in ("standing", "status", "kind")},
        "party": tuple(dict.fromkeys([*book.known_parties, *(p for p in book.updates["party"].unique() if p)])),
        "silence": FIXED["silence"],
    }


def matched(name: str, values: Sequence[str], allowed: Sequence[str]) -> tuple[str, ...]:
    """The canonical spelling of each value, case and accents ignored; a value that is none is refused in words."""
    known = {fold(word): word for word in allowed}
    for value in values:
        if fold(value) not in known:
            raise Refusal(
                _("There is no {name} {value}.").format(name=name, value=value),
                _("Choose from: {choices}.").format(choices="; ".join(allowed) or _("none")),
                field=name,
            )
    return tuple(dict.fromkeys(known[fold(value)] for value in values))


def apply(filters: Filters, actions: pd.DataFrame, book: Book, as_of: date) -> pd.DataFrame:
    """The actions that pass every filter, in their order. By party: those that it is expected to report on, or had on the day."""
    keep = pd.Series(True, index=actions.index)
    for name, column in COLUMN.items():
        if chosen := getattr(filters, name):
            keep &= actions[column].isin(chosen)
    if filters.owner:
        keep &= _by_owners(actions, lambda names: bool(set(names or (UNASSIGNED,)) & set(filters.owner)))
    if filters.party:
        wanted = set(filters.party)
        counted = reports(book, as_of)
        spoke = counted.loc[counted["party"].isin(wanted), "action_id"]
        keep &= _by_owners(actions, lambda names: bool(book.expected(names)[0] & wanted)) | among(actions["action_id"], spoke)
    if filters.silence:
        keep &= silence(actions, as_of).isin(filters.silence)
    if words := fold(filters.search).split():
        texts = _texts(actions)
        for word in words:
            keep &= texts.str.contains(word, regex=False)
    return actions[keep]


def _by_owners(actions: pd.DataFrame, test: Callable[[tuple[str, ...]], bool]) -> pd.Series:
    """``test`` of each action's owners, asked once for each distinct set of them."""
    at, first = distinct(actions["owners_text"])
    passes = np.array([test(names) for names in actions["owners"].to_numpy()[first]], dtype=bool)
    return pd.Series(passes[at], index=actions.index)


def _texts(actions: pd.DataFrame) -> pd.Series:
    """All that is searched, folded, one text per action."""
    together = actions[SEARCHED[0]]
    for name in SEARCHED[1:]:
        together = together + " " + actions[name]
    plain = together.str.isascii()
    folded = together.str.lower().str.replace(_BETWEEN, " ", regex=True).str.strip()
    return folded.where(plain, together.where(~plain, "").map(fold).astype("str"))


_BETWEEN = "[^0-9a-z]+"
"""What ``fold`` takes for a blank, of letters without accents: most texts have no others, and are folded as a column."""


LABELS = {
    "theme": lambda: _("Theme"), "owner": lambda: _("Owner"), "standing": lambda: _("Standing"), "status": lambda: _("Status"),
    "kind": lambda: _("Time scale"), "party": lambda: _("Party"),
    "silence": lambda: _("Months since the last report"), "search": lambda: _("Search"),
}  # fmt: skip


def named(word: str) -> str:
    """A choice as it is shown: in the language of the page, and actions that stand under no theme as such."""
    return _(word) or _("no theme")


def describe(filters: Filters) -> str:
    """The filters in words, as charts, tables and files state them: *none*, or each with what is chosen."""
    parts = [
        f"{LABELS[field.name]()}: {value if isinstance(value, str) else ', '.join(named(word) for word in value)}"
        for field in fields(filters)
        if (value := getattr(filters, field.name))
    ]
    return " · ".join(parts) or _("none")
