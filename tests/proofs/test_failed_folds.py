"""A fold that was begun and never came into the workbook has carried nothing: what it began with waits on, or is put in by the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from books import make_book
from books_after import faults_after_restart, ids_in_sheet
from faults import KILL, Failing, told
from gcdash.schema import UPDATES
from gcdash.store.workbook import WorkbookStore
from workers import an_update

EVIDENCE = UPDATES.names.index("evidence") + 1


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_book(tmp_path / "book.xlsx", actions=[{"action_id": "A01", "action": "Share data", "timescale": "6 months"}])


def heading(path: Path, words: str | None) -> None:
    """A coordinator writes another word over a heading, or none."""
    book = openpyxl.load_workbook(path)
    book["Updates"].cell(1, EVIDENCE).value = words
    book.save(path)


def test_what_the_workbook_does_not_take_any_more_waits_on(path: Path) -> None:
    """The fold that would have carried it was killed before the workbook was replaced; then its column was taken away."""
    store = WorkbookStore(path)
    store.append([replace(an_update("with evidence"), evidence="https://a.org")])
    told(path, Failing(path.parent, KILL, 1, only="renameat2"), ())
    heading(path, None)
    store.append([an_update("without")])

    folded = store.fold()

    assert (folded.folded, folded.waiting) == (1, 1)
    assert ids_in_sheet(path) == ["without"]
    assert set(store.load().updates["update_id"]) == {"with evidence", "without"}
    heading(path, UPDATES.column("evidence").heading)
    assert faults_after_restart(WorkbookStore(path), ["with evidence", "without"]) == []


def test_what_an_older_copy_has_lost_and_does_not_take_waits_on(path: Path) -> None:
    store = WorkbookStore(path)
    older = path.read_bytes()
    store.append([replace(an_update("with evidence"), evidence="https://a.org")])
    store.fold()
    path.write_bytes(older)
    heading(path, None)
    store.append([an_update("without")])

    store.fold()

    assert set(store.load().updates["update_id"]) == {"with evidence", "without"}
    heading(path, UPDATES.column("evidence").heading)
    assert faults_after_restart(WorkbookStore(path), ["with evidence", "without"]) == []
