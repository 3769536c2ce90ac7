"""A fold that was begun and never came into the workbook has carried nothing: what it began with waits on, or is put in by the next."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from books import make_book
from books_after import faults_after_restart, ids_in_sheet
from faults import KILL, Failing, Overtaken, told
from gcdash.schema import UPDATES
from gcdash.store.workbook import WorkbookStore
from rivals import Editor, notes
from workers import an_update

AFTER_THE_EXCHANGE = 5
"""The calls from the exchange on: it, the one that puts the other's file back, a sync, and the beginning of the next try."""

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


def test_a_row_deleted_after_a_fold_that_was_killed_before_it_tidied_up_stays_deleted(path: Path) -> None:
    """Its file still waits, and its row was in the workbook: a person has seen it and taken it out."""
    WorkbookStore(path).append([an_update("u1")])
    told(path, Failing(path.parent, KILL, 1, only="replace"), ("u2",))
    assert sorted(ids_in_sheet(path)) == ["u1", "u2"]
    editor = Editor(path)
    editor.delete("u1")
    editor.save()

    assert faults_after_restart(WorkbookStore(path), ["u2"]) == []
    assert ids_in_sheet(path) == ["u2"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two files cannot change places")
@pytest.mark.parametrize("fault", [KILL, "EIO"])
def test_a_save_that_came_out_of_the_exchange_is_put_back_after_any_fault(path: Path, tmp_path: Path, fault: str) -> None:
    theirs = Editor(path)
    theirs.note("their line")
    theirs.book.save(tmp_path / "theirs.xlsx")
    before, saved = path.read_bytes(), (tmp_path / "theirs.xlsx").read_bytes()
    lost: list[str] = []
    for at in range(1, AFTER_THE_EXCHANGE + 1):
        folder = tmp_path / str(at)
        folder.mkdir()
        (folder / "book.xlsx").write_bytes(before)
        WorkbookStore(folder / "book.xlsx").append([an_update("u1")])

        told(folder / "book.xlsx", Overtaken(folder, fault, at, saved), ())

        lost += [f"{fault} at {at}: {wrong}" for wrong in faults_after_restart(WorkbookStore(folder / "book.xlsx"), ["u1"])]
        lost += [f"{fault} at {at}: their line is lost"] if notes(folder / "book.xlsx") != ["their line"] else []
    assert lost == []
