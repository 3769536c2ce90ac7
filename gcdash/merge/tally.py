"""A plan counted as people count: in reports, amendments and new actions, rows that are refused and conflicts; never in cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from gcdash.changes import Amendment, Update
from gcdash.merge.plan import Draft, Entry, Kind, Plan
from gcdash.sentences import joined
from gcdash.words import n_


class Group(StrEnum):
    """What a person looks through together, in this order. What asks comes first, changes of what was agreed never hide among reports."""

    CONFLICTS = "conflicts"
    AMENDMENTS = "amendments"
    REPORTS = "reports"
    NEW_ACTIONS = "new actions"
    REFUSED = "refused"
    UNCHANGED = "unchanged"


Bundle = Sequence[Entry]
"""The cells that make up one thing: a report, an amendment, a new action, a refused row; an unchanged cell is alone."""


def grouped(plan: Plan) -> Mapping[Group, Sequence[Bundle]]:
    """The things of each group in the order of the files, whatever was chosen."""
    groups: dict[Group, dict[object, list[Entry]]] = {group: {} for group in Group}
    for number, entry in enumerate(plan.entries):
        group = _group(plan, entry)
        groups[group].setdefault(_thing(group, entry, number), []).append(entry)
    return {group: list(things.values()) for group, things in groups.items()}


def counted(groups: Mapping[Group, Sequence[Bundle]], file: str = "") -> Mapping[Group, int]:
    """How many things of each group are not unchanged, of one file alone where it is named."""
    return {
        group: sum(bundle[0].file == file for bundle in bundles) if file else len(bundles)
        for group, bundles in groups.items()
        if group is not Group.UNCHANGED
    }


def _thing(group: Group, entry: Entry, number: int) -> object:
    """What the cells of one thing have in common, and no others."""
    if group is Group.REFUSED:
        return entry.file, entry.sheet, entry.row, entry.reason
    return number if group is Group.UNCHANGED else entry.unit


def _group(plan: Plan, entry: Entry) -> Group:
    if entry.kind in _OF_KIND:
        return _OF_KIND[entry.kind]
    return group_of(plan.units[entry.unit].draft)


_OF_KIND = {Kind.CONFLICT: Group.CONFLICTS, Kind.REFUSED: Group.REFUSED, Kind.UNCHANGED: Group.UNCHANGED}


def group_of(draft: Draft) -> Group:
    if isinstance(draft, Update):
        return Group.REPORTS
    return Group.AMENDMENTS if isinstance(draft, Amendment) else Group.NEW_ACTIONS


def taken(plan: Plan) -> str:
    """What would be recorded now, in words: "3 reports and 1 amendment". Blank: nothing."""
    return in_words(Counter(group_of(plan.units[at].draft) for at in plan.taken))


def in_words(counts: Mapping[Group, int]) -> str:
    """Counts in words, as one list without those that are 0; blank where nothing is new."""
    return joined(list(_worded(counts)))


def _worded(counts: Mapping[Group, int]) -> Iterable[str]:
    of = Counter(counts)
    words = (
        (of[Group.REPORTS], n_("1 report", "{n} reports", of[Group.REPORTS])),
        (of[Group.AMENDMENTS], n_("1 amendment", "{n} amendments", of[Group.AMENDMENTS])),
        (of[Group.NEW_ACTIONS], n_("1 new action", "{n} new actions", of[Group.NEW_ACTIONS])),
        (of[Group.CONFLICTS], n_("1 conflict", "{n} conflicts", of[Group.CONFLICTS])),
        (of[Group.REFUSED], n_("1 refused row", "{n} refused rows", of[Group.REFUSED])),
    )
    return (word for count, word in words if count)
