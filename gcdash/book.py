"""A workbook as values: its tables as frames, its readings, where things stand in the file, and what is wrong in it.

Everything after this module works on a ``Book`` and knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from gcdash import actions_table, records, settings, updates_table
from gcdash.cells import as_texts
from gcdash.errors import Problem, Unreadable
from gcdash.layout import Place, RawSheet, Table, find_table, merged_cells, missing_headings, unknown_headings
from gcdash.owners import Registry
from gcdash.schema import ACTIONS, AMENDMENTS, CLASS, LATER, MEETINGS, OWNERS, PARTIES, REMINDERS, SETTINGS, UPDATES, fold
from gcdash.settings import Settings
from gcdash.steps import Progress, tell_nobody
from gcdash.words import _

_ACTIONS = 0.6
"""How much of the work is done when the actions are read."""
WRITTEN_BY_FOLDS = frozenset({"row", "id_given", "latest_status", "last_reported"})
"""Columns of actions and updates that change when a fold carries changes into the sheets, though the book says nothing new then."""


@dataclass(frozen=True)
class Book:
    """All that a workbook says.

    ``actions``: one row per action, columns of ``actions_table.COLUMNS``, index 0..n-1 in the sheet's order.
    ``updates``: one row per update, columns of ``updates_table.COLUMNS``, oldest first (DESIGN section 6's order).
    ``parties``: party, member_of (tuple of class owners), focal_point, email.
    ``records``: the tables of the Settings and of the sheets that come later, by the sheet's name, columns of ``records.typed``.
    The actions are those of the sheet; ``amended.as_it_was`` gives them in the words that hold on a day.
    """

    settings: Settings
    actions: pd.DataFrame
    updates: pd.DataFrame
    registry: Registry
    parties: pd.DataFrame
    places: Mapping[str, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    records: Mapping[str, pd.DataFrame] = field(default_factory=lambda: {sheet.name: records.empty(sheet) for sheet in (SETTINGS, *LATER)})

    @property
    def amendments(self) -> pd.DataFrame:
        return self.records[AMENDMENTS.name]

    @property
    def meetings(self) -> pd.DataFrame:
        return self.records[MEETINGS.name]

    @property
    def reminders(self) -> pd.DataFrame:
        return self.records[REMINDERS.name]

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """The parties of each class owner."""
        pairs = [
            (owner, party) for party, classes in zip(self.parties["party"], self.parties["member_of"], strict=True) for owner in classes
        ]
        return {owner: tuple(dict.fromkeys(p for o, p in pairs if o == owner)) for owner in dict.fromkeys(o for o, _p in pairs)}

    @cached_property
    def known_parties(self) -> tuple[str, ...]:
        """Who may be expected to report: the parties and the owners, each once."""
        return tuple(dict.fromkeys([*self.parties["party"], *self.registry.kinds]))

    def expected(self, owners: Sequence[str]) -> tuple[frozenset[str], bool]:
        """Who must report on an action with these owners, and whether that is all who must.

        Organisations report themselves; a class reports through its parties. A class with no parties listed leaves the
        list open: such an action is never completed by its parties alone (DESIGN section 6).
        """
        parties: set[str] = set()
        whole = True
        for owner in owners:
            if self.registry.kinds.get(owner) == CLASS:
                whole = whole and bool(self.members.get(owner))
                parties.update(self.members.get(owner, ()))
            else:
                parties.add(owner)
        return frozenset(parties), whole

    def table(self, sheet: str) -> pd.DataFrame:
        """The actions or the records, by their sheet's name."""
        return self.actions if sheet == ACTIONS.name else self.records[sheet]

    def position(self, sheet: str, key: str) -> int | None:
        """Which row of its ``table`` says this in the first column, in any case; None when there is none."""
        if sheet not in self._keys:
            keys = [key.casefold() for key in self.table(sheet).iloc[:, 0].to_numpy()]
            self._keys[sheet] = {key: at for at, key in reversed(list(enumerate(keys)))}
        return self._keys[sheet].get(key.casefold())

    @cached_property
    def _keys(self) -> dict[str, Mapping[str, int]]:
        """The rows of each sheet that was asked for, by their keys in lower case: thousands of changes look up one each."""
        return {}

    def action(self, action_id: str) -> pd.Series | None:
        """The row of one action, its ID in any case; None when there is none."""
        at = self.position(ACTIONS.name, action_id.strip())
        return None if at is None else self.actions.iloc[at]


def from_sheets(sheets: Sequence[RawSheet], name: str = "", progress: Progress = tell_nobody) -> Book:
    """Read a workbook's sheets. Raises ``Unreadable`` only when no table of actions is there; all else is a problem listed."""
    table = find_table(ACTIONS, sheets)
    if table is None:
        raise Unreadable(
            _("No table of actions was found in {name}.").format(name=name or _("the workbook")),
            _("It needs a sheet with the headings Action, Proposed Time scale and Responsibility in one row."),
        )
    found = {sheet: find_table(sheet, sheets) for sheet in (SETTINGS, OWNERS, PARTIES, UPDATES, *LATER)}
    kept = {sheet.name: records.read(sheet, found[sheet]) for sheet in (SETTINGS, *LATER)}
    setting, problems = _settings(found[SETTINGS])
    registry = _registry(found[OWNERS])
    parties, more = _parties(found[PARTIES], registry)
    problems += more
    progress(0.0, _("Reading the actions"))
    actions, more = actions_table.read(table, setting.base_date, registry)
    problems += [*missing_headings(ACTIONS, table, ("action", "timescale", "responsibility")), *merged_cells(table), *more]
    places = {ACTIONS.name: table.place}
    reports = found[UPDATES]
    if reports is not None:
        problems += [*missing_headings(UPDATES, reports, ("action_id", "report_date", "status")), *merged_cells(reports)]
    progress(_ACTIONS, _("Reading the updates"))
    updates, more = updates_table.read(reports, actions["action_id"], party_names(registry, parties))
    places |= {sheet.name: there.place for sheet in (SETTINGS, UPDATES, *LATER) if (there := found[sheet])}
    problems += [p for wanted, there in found.items() if there is None for p in unknown_headings(wanted, sheets)]
    return Book(setting, actions, updates, registry, parties, places, (*problems, *more), kept)


def party_names(registry: Registry, parties: pd.DataFrame) -> dict[str, str]:
    """Who may be named as a party, by the folded spelling."""
    return {fold(word): owner for word, owner in registry.synonyms.items()} | {fold(party): party for party in parties["party"]}


def _settings(table: Table | None) -> tuple[Settings, list[Problem]]:
    if table is None:
        return settings.read(SETTINGS.name, ())
    numbers = [row for row, _cells in table.rows]
    return settings.read(table.place.sheet, list(zip(numbers, table.column("setting"), table.column("value"), strict=True)))


def _registry(table: Table | None) -> Registry:
    if table is None:
        return Registry.of(())
    return Registry.of((owner, kind, also) for owner, kind, also in _texts(table, ("owner", "kind", "also")))


def _parties(table: Table | None, registry: Registry) -> tuple[pd.DataFrame, list[Problem]]:
    rows = list(_texts(table, ("party", "member_of", "focal_point", "email"))) if table else []
    names = {fold(word): owner for word, owner in registry.synonyms.items()}
    problems = []
    read = []
    for (number, _cells), (party, member_of, focal_point, email) in zip(table.rows if table else (), rows, strict=True):
        if table and not party:
            problems.append(_no_party(table, number))
            continue
        classes = tuple(dict.fromkeys(names.get(fold(part), part.strip()) for part in member_of.split(";") if part.strip()))
        problems += [_no_such_class(table, number, part) for part in classes if registry.kinds.get(part) != CLASS] if table else []
        read.append((party, classes, focal_point, email))
    frame = pd.DataFrame(read, columns=["party", "member_of", "focal_point", "email"])
    return frame.astype({"party": "str", "focal_point": "str", "email": "str"}), problems


def _no_party(table: Table, row: int) -> Problem:
    return Problem(
        table.place.sheet, table.place.ref(row, "party"), "no-party-name",
        _("This row of the sheet {sheet} names no party.").format(sheet=table.place.sheet),
        _("Nobody can be expected to report by it."),
        _("Write the party's name; a party with several focal points has a row for each."),
    )  # fmt: skip


def _no_such_class(table: Table, row: int, name: str) -> Problem:
    return Problem(
        table.place.sheet, table.place.ref(row, "member_of"), "unknown-class",
        _("{name} is not a class in the Owners sheet.").format(name=name),
        _("The party is not counted among those who must report for it."),
        _("Correct the name, or add it to the Owners sheet with the kind class."),
    )  # fmt: skip


def _texts(table: Table, names: Iterable[str]) -> list[tuple[str, ...]]:
    return [tuple(row) for row in zip(*(as_texts(table.column(name)) for name in names), strict=True)]
