"""From a plan to the changes to record: what is taken, each with who took it and from which file."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from gcdash.changes import Amendment, CellChange, Change, NewAction, Update
from gcdash.errors import Refusal
from gcdash.merge.plan import Choice, File, Plan, Unit
from gcdash.merge.reports import report_id
from gcdash.schema import ADDED_FIELD, Status
from gcdash.updates import IN_CELLS, clean
from gcdash.words import _

_IDS = uuid.UUID("7a2f5c0e-91b4-5d3a-b1a5-0c4d8e2f6a77")
"""The name space of the IDs of amendments and withdrawals that a submission brings."""


@dataclass
class _Bench:
    """Where the changes are made, one after the other."""

    plan: Plan
    by: str
    today: date
    new_ids: Mapping[str, str]
    given: dict[str, str] = field(default_factory=dict)
    now: dict[tuple[str, str], str] = field(default_factory=dict)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    brought: dict[str, str] = field(default_factory=dict)

    def identity(self, *said: str) -> str:
        """The same for the same change out of the same plan, so that applying it twice is applying it once."""
        return str(uuid.uuid5(_IDS, "\x1f".join((self.plan.version, *said))))


def changes(plan: Plan, by: str, today: date, new_action_ids: Callable[[Sequence[str]], Mapping[str, str]]) -> tuple[Change, ...]:
    """All that the plan takes, to be recorded together. ``new_action_ids`` gives the IDs for actions that changes are about to add.

    Raises ``Refusal`` while a conflict is open.
    """
    if plan.open_conflicts:
        raise Refusal(_("Nothing was recorded: the plan has conflicts that are not settled."), _("Choose what stands in each of them."))
    taken = [(at, unit) for at, unit in enumerate(plan.units) if at in plan.taken]
    added = [unit.draft.change_id for _at, unit in taken if isinstance(unit.draft, NewAction)]
    bench = _Bench(plan, clean(by), today, new_action_ids(added) if added else {})
    made: list[Change] = []
    for at, unit in taken:
        made += _changes(bench, unit, plan.files[unit.file], plan.choices.get(at, Choice.THEIRS))
    return tuple({change.change_id: change for change in made}.values())


def _changes(bench: _Bench, unit: Unit, file: File, choice: Choice) -> Iterator[Change]:
    draft = unit.draft
    if isinstance(draft, NewAction):
        yield from _added(bench, draft, file)
    elif isinstance(draft, Amendment):
        yield from _amended(bench, unit, draft, file)
    else:
        yield from _reported(bench, unit, draft, file, choice)


def _added(bench: _Bench, draft: NewAction, file: File) -> Iterator[Change]:
    given = bench.new_ids[draft.change_id]
    bench.given[draft.action_id] = given
    yield replace(draft, action_id=given)
    yield Amendment(
        bench.identity(draft.change_id), given, ADDED_FIELD, "", draft.action, bench.today, bench.by, source=file.source
    )  # fmt: skip


def _amended(bench: _Bench, unit: Unit, draft: Amendment, file: File) -> Iterator[Change]:
    key = draft.action_id, draft.field
    old, cell = bench.now.get(key, unit.was), bench.cells.get(key, unit.cell)
    if old == draft.new:
        return
    bench.now[key] = draft.new
    action_id = bench.given.get(draft.action_id, draft.action_id)
    change_id = bench.identity(action_id, draft.field, old, draft.new)
    yield replace(draft, amendment_id=change_id, action_id=action_id, old=old, effective=bench.today, by=bench.by, source=file.source)
    if draft.field in IN_CELLS:
        bench.cells[key] = draft.new
        yield CellChange(bench.identity(change_id, "cell"), action_id, draft.field, cell, draft.new, bench.by)


def _reported(bench: _Bench, unit: Unit, draft: Update, file: File, choice: Choice) -> Iterator[Change]:
    """A report is added. Where it is to stand over others that are dated later, updates withdraw them and say so; nothing is deleted."""
    if draft.action_id in bench.given:
        draft = replace(draft, action_id=bench.given[draft.action_id])
        draft = replace(draft, update_id=report_id(draft, undated=unit.undated, again=unit.again))
    bench.brought[unit.draft.change_id] = draft.update_id
    yield replace(draft, reported_by=draft.reported_by or bench.by, source=file.source)
    if choice is Choice.THEIRS:
        planned = {other.draft.change_id for other in bench.plan.units if isinstance(other.draft, Update)} if unit.over else set()
        for target in unit.over:
            if target not in planned or target in bench.brought:
                why = _("Settled for another report of the same party, in {file}.").format(file=file.name)
                yield Update(
                    bench.identity("withdraws", target), draft.action_id, bench.today, Status.NOTHING_TO_REPORT, why, draft.party,
                    reported_by=bench.by, source=file.source, withdraws=bench.brought.get(target, target),
                )  # fmt: skip
