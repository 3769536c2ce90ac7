"""A setting that is changed with gcdash: journalled, read at once, folded into its own cell, and never blind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gcdash.changes import CellChange, new_id
from gcdash.errors import Refusal
from gcdash.setting_changes import changed, due_dates_moved, made
from gcdash.settings import BASE_DATE, DUE_SOON_DAYS, PLACE, SAMPLE
from gcdash.store.workbook import WorkbookStore


def cells(path: Path) -> dict[object, object]:
    return {row[0]: row[1] for row in openpyxl.load_workbook(path)["Settings"].iter_rows(values_only=True)}


def test_settings_hold_at_once_and_stand_in_their_own_cells_after_the_fold(real_book: Path) -> None:
    store, before = WorkbookStore(real_book), cells(real_book)
    changes = changed(store.load(), {BASE_DATE: "2010-05-29", DUE_SOON_DAYS: "10", PLACE: "NACEN, India"})
    assert len(changes) == 2, "what says the same already is no change"
    store.append(changes)

    now = store.load()
    assert (now.settings.base_date, now.settings.due_soon_days) == (date(2010, 5, 29), 10)
    assert now.actions.set_index("action_id").loc["A05", "due_date"].date() == date(2010, 8, 29)

    assert store.fold().waiting == 0
    after = cells(real_book)
    assert {name for name in after if after[name] != before[name]} == {"Base date", "Due-soon days"}
    assert after["Base date"].date() == date(2010, 5, 29)  # type: ignore[attr-defined]  # openpyxl's cell of a day
    assert after["Due-soon days"] == 10
    assert WorkbookStore(real_book).load().settings == now.settings


def test_a_setting_that_somebody_changed_meanwhile_is_not_written_over(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    seen = changed(store.load(), {PLACE: "Geneva"})
    store.append(changed(store.load(), {PLACE: "Brussels"}))

    with pytest.raises(Refusal, match="Value of Place was changed to Brussels meanwhile"):
        store.append(seen)


@pytest.mark.parametrize("name", [SAMPLE, "Coffee"])
def test_a_setting_without_a_row_is_refused_with_what_to_do(real_book: Path, name: str) -> None:
    store = WorkbookStore(real_book)

    with pytest.raises(Refusal, match=f"no row {name}. Write {name} in its first column"):
        changed(store.load(), {name: "x"})
    with pytest.raises(Refusal, match=f"{name} is no longer there"):
        store.append([CellChange(new_id(), name, "value", "", "x", sheet="Settings")])


@pytest.mark.parametrize(("name", "said"), [(BASE_DATE, "soon"), (DUE_SOON_DAYS, "-3"), (PLACE, "a\x00b")])
def test_a_value_that_cannot_be_is_refused_with_its_field(real_book: Path, name: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        changed(WorkbookStore(real_book).load(), {name: said})

    assert refused.value.field == name


def test_it_is_said_how_many_due_dates_another_base_date_moves(real_book: Path) -> None:
    book = WorkbookStore(real_book).load()
    dated = int(book.actions["due_date"].notna().sum())

    assert due_dates_moved(book, made(book, changed(book, {BASE_DATE: "2010-05-29"})), date(2010, 1, 1)) == dated > 0
    assert due_dates_moved(book, made(book, changed(book, {PLACE: "Geneva"})), date(2010, 1, 1)) == 0
