"""Any order of updates, folds, double submissions, crashes, saves of older copies and deletions on purpose: each ends as it should.

What was recorded is there once, unless a coordinator deleted it in a copy that held it; what the last save said of theirs stays.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    multiple,
    rule,
    run_state_machine_as_test,
)

from books import make_book
from books_after import faults_after_restart, ids_in_sheet
from faults import KILL, Failing, told
from gcdash.store.workbook import WorkbookStore
from rivals import Editor, notes
from workers import an_update

CALLS = ("write", "link", "fsync", "unlink", "renameat2", "replace")
"""Where a crash comes: before the first few of these, each as often as the others, since what stands between some is rare."""


@dataclass
class Copy:
    """The workbook, open in another program; ``deleted``: what was recorded and is left out of it on purpose."""

    editor: Editor
    deleted: set[str] = field(default_factory=set)


class Schedule(RuleBasedStateMachine):
    """One book, one store that is started again at will, and any number of copies that are open elsewhere."""

    copies = Bundle("copies")

    @initialize(target=copies, copies=st.integers(1, 2))
    def begin(self, copies: int) -> MultipleResults[Copy]:
        self.folder = tempfile.TemporaryDirectory()
        self.path = make_book(
            Path(self.folder.name) / "book.xlsx", actions=[{"action_id": "A01", "action": "Share data", "timescale": "6 months"}]
        )
        self.store = WorkbookStore(self.path)
        self.recorded: list[str] = []
        self.deleted: set[str] = set()
        self.lines: list[str] = []
        self.open: list[Copy] = []
        self.count = 0
        return multiple(*(self.opened() for _number in range(copies)))

    def name(self) -> str:
        self.count += 1
        return f"u{self.count}"

    @rule(fold=st.booleans())
    def record(self, fold: bool) -> None:  # noqa: FBT001 -- drawn
        self.recorded += self.store.append([an_update(self.name())]).ids
        if fold:
            assert not self.store.fold().why

    @rule(which=st.integers(0, 99))
    def record_again(self, which: int) -> None:
        """The same words under the same ID: a double click, a reconnect, a retry; nobody does so after deleting it."""
        if there := [name for name in self.recorded if name not in self.deleted]:
            assert self.store.append([an_update(there[which % len(there)])]).again

    @rule()
    def start_again(self) -> None:
        self.store = WorkbookStore(self.path)
        assert not self.store.fold().why

    @rule(at=st.integers(1, 4), call=st.sampled_from(CALLS))
    def crash(self, at: int, call: str) -> None:
        """Another process records and folds, and is killed on the way."""
        system = Failing(self.path.parent, KILL, at, only=call)
        self.recorded += told(self.path, system, (self.name(),)).recorded

    @rule(target=copies, copy=consumes(copies), which=st.none() | st.integers(0, 99))
    def save_a_copy_and_open_it_again(self, copy: Copy, which: int | None) -> Copy:
        """However old it is; with one more line, and with a row deleted on purpose or none."""
        self.saved(copy, which)
        return self.opened()

    @rule(which=st.integers(0, 99))
    def delete(self, which: int) -> None:
        """In a copy that is opened and saved at once."""
        self.saved(self.opened(), which)

    def opened(self) -> Copy:
        copy = Copy(Editor(self.path), set(self.deleted))
        self.open.append(copy)
        return copy

    def saved(self, copy: Copy, which: int | None) -> None:
        copy.editor.note(f"line {self.name()}")
        if which is not None and (rows := copy.editor.updates()):
            copy.editor.delete(rows[which % len(rows)])
            copy.deleted.add(rows[which % len(rows)])
        copy.editor.save()
        self.open.remove(copy)
        back = self.deleted - copy.deleted
        for other in self.open:  # what this one has brought back, an older deletion elsewhere says nothing about any more
            other.deleted -= back
        self.deleted, self.lines = set(copy.deleted), notes(self.path)

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        with self.folder:
            expected = [name for name in self.recorded if name not in self.deleted]
            assert faults_after_restart(WorkbookStore(self.path), expected) == []
            assert sorted(set(ids_in_sheet(self.path)) & self.deleted) == []
            assert notes(self.path) == self.lines


def test_any_schedule_ends_as_it_should(size: Callable[[int, int], int], figures: Callable[[str, str], None]) -> None:
    examples = size(30, 1000)

    run_state_machine_as_test(
        Schedule, settings=settings(max_examples=examples, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck))
    )

    figures(f"{examples:,} random schedules of 10 steps", "0 updates lost, 0 twice, 0 of their lines lost, deletions respected")
