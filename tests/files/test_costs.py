"""What something costs grows with what has changed, not with what is stored: shown by the steps taken, never by the time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from books import make_book
from gcdash.amendments import Occasion, amend
from gcdash.store.workbook import WorkbookStore

DAY = date(2023, 6, 30)


def steps(work: Callable[[], object]) -> int:
    """How many functions are called, Python's own and others', also for each cell of a column."""
    count = 0

    def counted(_frame: FrameType, event: str, _about: Any) -> None:  # noqa: ANN401 -- whatever the interpreter hands over
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def applied(path: Path, actions: int) -> dict[str, int]:
    """The steps of recording a due date for every tenth action at once, of showing them, and of carrying them into the workbook."""
    make_book(path, actions=[{"action_id": f"A{n:05}", "theme": "T", "action": f"act {n}", "timescale": "2 years"} for n in range(actions)])
    store = WorkbookStore(path)
    shown = store.load()
    few = replace(shown, actions=shown.actions.iloc[::10].reset_index(drop=True))
    changes = [change for name in few.actions["action_id"] for change in amend(few, name, "due_date_set", "2031-01-31", Occasion(DAY))]
    return {"recorded": steps(lambda: store.append(changes)), "shown": steps(store.load), "carried": steps(store.fold)}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int], dict[str, int]]:
    folder = tmp_path_factory.mktemp("costs")
    applied(folder / "first.xlsx", 20)  # what is done once only is done
    return applied(folder / "few.xlsx", 200), applied(folder / "many.xlsx", 800)


@pytest.mark.parametrize("what", ["recorded", "shown", "carried"])
def test_four_times_the_changes_in_four_times_the_actions_cost_four_times_as_much(
    both: tuple[dict[str, int], dict[str, int]], what: str
) -> None:
    few, many = both

    assert many[what] < 5 * few[what]
