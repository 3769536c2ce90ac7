"""The power goes before any changing call: what was said to be recorded is there when it comes back, once, and the workbook is whole.

Leaving out either sync, of the file or of its folder, makes the proof fail; that is tested too.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from books import make_book
from books_after import faults_after_restart
from gcdash.store.workbook import WorkbookStore
from power import FILES, FOLD, FOLDERS, LEFT, NOTHING_MORE, Moment, Tree, moments

STEPS = ("a", "b", FOLD, "c", FOLD)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    action = {"action_id": "A01", "action": "Share data", "timescale": "6 months", "latest_status": "No report yet"}
    return make_book(tmp_path / "disk" / "book.xlsx", actions=[action])


def cuts(found: list[Moment], how: str) -> Iterator[tuple[Moment, Tree]]:
    """Each cut that leaves something else than the one before it, or comes after another word was given."""
    last = None
    for moment in found:
        tree = moment.left(how)
        if (moment.told, tree) != last:
            yield moment, tree
        last = moment.told, tree


def after_the_cut(path: Path, moment: Moment, tree: Tree) -> list[str]:
    """Lay out what the cut left, start again, and say what is wrong."""
    shutil.rmtree(path.parent)
    path.parent.mkdir()
    for name, content in tree.items():
        if content is None:
            (path.parent / name).mkdir()
        else:
            (path.parent / name).write_bytes(content)
    if not path.exists():
        return [f"before {moment.before}: the workbook is gone"]
    return [f"before {moment.before}: {fault}" for fault in faults_after_restart(WorkbookStore(path), moment.told)]


@pytest.mark.parametrize("how", LEFT)
def test_a_cut_at_any_call_loses_nothing_that_was_said_to_be_recorded(path: Path, how: str, figures: Callable[[str, str], None]) -> None:
    found = list(cuts(moments(path, STEPS), how))

    wrong = [fault for moment, tree in found for fault in after_the_cut(path, moment, tree)]

    assert wrong == []
    assert {len(moment.told) for moment, _tree in found} == {0, 1, 2, 3}
    figures(f"{len(found)} power cuts that leave {how}", "0 lost, 0 twice, 0 left")


def test_a_cut_after_the_first_word_on_a_book_that_a_fold_left_as_it_was_loses_nothing(path: Path) -> None:
    found = list(cuts(moments(path, (FOLD, "a")), NOTHING_MORE))

    assert [fault for moment, tree in found for fault in after_the_cut(path, moment, tree)] == []
    assert found[-1][0].told == ("a",)


def test_what_was_refused_for_a_failed_sync_and_is_saved_again_is_there_after_a_cut(path: Path) -> None:
    """The name is there already when it is saved again: the word must not be given before that name is certain."""
    found = list(cuts(moments(path, ("a", "a"), refuses="pending"), NOTHING_MORE))

    assert [fault for moment, tree in found for fault in after_the_cut(path, moment, tree)] == []
    assert {moment.told for moment, _tree in found} == {(), ("a",)}


@pytest.mark.parametrize("deaf_to", [FILES, FOLDERS])
def test_without_either_sync_the_proof_fails(path: Path, deaf_to: str) -> None:
    last = moments(path, ("a", "b"), deaf_to=deaf_to)[-1]

    wrong = after_the_cut(path, last, last.left(NOTHING_MORE))

    assert last.told == ("a", "b")
    assert {fault.partition(": ")[2] for fault in wrong} >= {f"{name} was recorded and is not shown" for name in last.told}
