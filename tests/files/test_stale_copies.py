"""Older copies, deliberate deletions, confirmed cells and kept versions: what the store puts right, and what it leaves alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from books import make_book
from gcdash.changes import NewAction, Update
from gcdash.checks import problems
from gcdash.errors import Refusal
from gcdash.store import disk, exchange
from gcdash.store.ooxml import SetCells, edit
from gcdash.store.workbook import WorkbookStore
from gcdash.updates import confirmation


def an_update(name: str) -> Update:
    return Update(name, "A05", date(2009, 10, 1), "In progress", f"words of {name}")


def shown(store: WorkbookStore) -> set[str]:
    return set(store.load().updates["update_id"])


def test_an_appended_update_is_shown_before_and_after_the_fold(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([an_update("u-1")])

    assert shown(store) == {"u-1"}
    assert store.fold().folded == 1
    assert shown(WorkbookStore(real_book)) == {"u-1"}


def test_an_older_copy_saved_over_the_workbook_loses_nothing(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    older = real_book.read_bytes()
    store.append([an_update("u-1")])
    store.fold()
    real_book.write_bytes(older)

    assert shown(store) == {"u-1"}
    store.fold()
    assert shown(WorkbookStore(real_book)) == {"u-1"}
    assert store.load().updates["row"].min() > 0


def test_an_update_deleted_on_purpose_stays_deleted(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([an_update("u-1"), an_update("u-2")])
    store.fold()
    blank = SetCells("Updates", {(2, column): None for column in range(1, 14)})
    real_book.write_bytes(edit(real_book.read_bytes(), [blank]))

    store.append([an_update("u-3")])
    store.fold()

    assert shown(WorkbookStore(real_book)) == {"u-2", "u-3"}


def test_a_crash_between_replacing_and_tidying_up_repeats_nothing(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([an_update("u-1")])
    store.fold()
    done = next(real_book.parent.glob("*.gcdash/*/done/*.json"))
    disk.move([done], done.parents[1] / "pending")

    store.fold()

    assert list(WorkbookStore(real_book).load().updates["update_id"]) == ["u-1"]
    assert store.state().waiting == 0


def test_a_cell_changed_meanwhile_is_not_overwritten(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([confirmation(store.load(), "A03", "due_date_set", "2009-08-29")])
    row = int(store.load().action("A03")["row"])
    column = store.load().places["Actions"].columns["due_date_set"] + 1
    real_book.write_bytes(edit(real_book.read_bytes(), [SetCells("Actions", {(row, column): date(2010, 1, 1)})]))

    store.fold()

    assert WorkbookStore(real_book).load().action("A03")["due_date_set"] == "2010-01-01"
    assert any("aside" in notice for notice in store.state().notices)


def test_an_id_used_for_other_words_is_refused(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([an_update("u-1")])

    with pytest.raises(Refusal):
        store.append([Update("u-1", "A06", date(2009, 10, 1), "In progress")])


def test_an_id_that_looks_like_a_path_stays_in_the_journal(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([an_update("../../outside")])

    assert shown(store) == {"../../outside"}
    assert not list(real_book.parent.glob("outside*"))


def test_a_workbook_that_is_gone_for_a_moment_is_never_made_anew(real_book: Path, tmp_path: Path) -> None:
    store = WorkbookStore(real_book, absent_for=0.2)
    store.append([an_update("u-1")])
    aside = real_book.rename(tmp_path / "aside.xlsx")

    said = store.fold()

    assert (said.folded, said.waiting) == (0, 1)
    assert not real_book.exists()
    aside.rename(real_book)
    assert store.fold().folded == 1


def test_a_restored_version_holds_what_was_recorded_since(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    first = real_book.read_bytes()
    store.append([an_update("u-1")])
    store.fold()

    store.restore(0)

    assert real_book.read_bytes() == first
    store.fold()
    assert shown(WorkbookStore(real_book)) == {"u-1"}


def test_another_programs_save_between_look_and_replacement_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"theirs")

    assert exchange.put_in_place(path, b"ours", b"what was read") is False
    assert path.read_bytes() == b"theirs"
    assert [p.name for p in tmp_path.iterdir()] == ["book.xlsx"]


def test_reading_a_workbook_without_a_stamp_writes_nothing(tmp_path: Path) -> None:
    path = make_book(tmp_path / "plain.xlsx", actions=[{"action_id": "A05", "action": "Write"}])

    WorkbookStore(path).load()

    assert [each.name for each in tmp_path.iterdir()] == ["plain.xlsx"]


def test_a_workbook_without_updates_or_stamp_gets_both_by_the_first_fold(tmp_path: Path) -> None:
    path = make_book(tmp_path / "plain.xlsx", actions=[{"action_id": "A05", "action": "Write"}])
    store = WorkbookStore(path)
    store.append([an_update("u-1")])

    assert store.fold().folded == 1
    assert shown(WorkbookStore(path)) == {"u-1"}


def test_an_update_whose_row_was_changed_by_hand_counts_as_changed_and_is_listed(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append(
        [Update("u-1", "A05", date(2009, 10, 1), "In progress", "as it was recorded"), Update("u-2", "A05", date(2009, 10, 1), "On hold")]
    )
    store.fold()
    real_book.write_bytes(edit(real_book.read_bytes(), [SetCells("Updates", {(2, 6): "changed since"})]))

    (problem,) = store.differences()
    assert (problem.kind, problem.cell) == ("changed-update", "A2")
    assert store.load().updates.set_index("update_id").loc["u-1", "text"] == "changed since"
    assert problem in problems(store.load(), date(2010, 1, 1), store.differences())


def test_what_could_not_be_written_is_named_with_its_reason(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([confirmation(store.load(), "A01", "owners_set", "WCO")])
    row = store.load().actions.set_index("action_id").loc["A01", "row"]
    real_book.write_bytes(edit(real_book.read_bytes(), [SetCells("Actions", {(int(row), 9): "UNEP"})]))
    store.fold()

    (notice,) = [words for words in store.state().notices if "lies aside" in words]
    assert "A01: owners_set = WCO" in notice
    assert "was changed to UNEP" in notice


# -- which book a workbook is, when it does not say so


def of_other_words(path: Path) -> Path:
    return make_book(path, actions=[{"action_id": "A05", "action": "Train officers"}, {"action_id": "A06", "action": "Buy scanners"}])


def plain_book(path: Path) -> Path:
    return make_book(path, actions=[{"action_id": "A05", "action": "Write to all"}, {"action_id": "A06", "action": "Share data"}])


def test_another_book_without_a_stamp_at_the_same_path_gets_nothing_of_the_first_ones(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "plan.xlsx")
    store = WorkbookStore(path)
    store.append([an_update("u-1")])
    store.fold()
    first = path.read_bytes()
    store.append([an_update("u-2")])

    of_other_words(path)
    assert shown(store) == shown(WorkbookStore(path)) == set()
    store.append([an_update("u-3")])
    assert store.fold().folded == 1
    assert shown(WorkbookStore(path)) == {"u-3"}

    path.write_bytes(first)
    assert shown(WorkbookStore(path)) == {"u-1", "u-2"}, "and the first finds all its own again"


def test_what_waits_for_a_book_that_was_never_folded_does_not_go_into_another_one(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "plan.xlsx")
    WorkbookStore(path).append([an_update("u-1")])

    of_other_words(path)

    assert shown(WorkbookStore(path)) == set()


def test_a_workbook_that_lost_its_stamp_is_known_by_its_actions(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "plan.xlsx")
    store = WorkbookStore(path)
    store.append([an_update("u-1")])
    store.fold()
    store.append([an_update("u-2")])

    plain_book(path)

    assert shown(store) == shown(WorkbookStore(path)) == {"u-1", "u-2"}
    assert store.fold().folded == 2
    assert shown(WorkbookStore(path)) == {"u-1", "u-2"}


def test_a_workbook_stamped_when_it_was_made_is_known_by_its_actions_too(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([an_update("u-1")])
    openpyxl_saves_without_stamp(real_book)

    assert shown(store) == shown(WorkbookStore(real_book)) == {"u-1"}


def openpyxl_saves_without_stamp(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]
    book.save(path)


def test_an_empty_book_that_gets_its_first_action_by_hand_keeps_what_was_recorded(tmp_path: Path) -> None:
    path = make_book(tmp_path / "plan.xlsx")
    store = WorkbookStore(path)
    store.append([NewAction("n-1", "A01", "", "Write to all")])

    make_book(path, actions=[{"action_id": "A07", "action": "Buy scanners"}])

    assert set(WorkbookStore(path).load().actions["action_id"]) == {"A01", "A07"}


def test_kept_versions_of_another_book_at_the_same_path_stay_apart(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "plan.xlsx")
    store = WorkbookStore(path)
    store.append([an_update("u-1")])
    store.fold()
    of_other_words(path)

    with pytest.raises(Refusal):
        store.restore()
    path.unlink()

    assert WorkbookStore(path).restore() == 0, "where there is no workbook, the newest version of any is put back"
    assert set(store.load().actions["action"]) == {"Write to all", "Share data"}
