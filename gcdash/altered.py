"""The same book with changes made: rows added to its tables and cells set, with what follows from them read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from gcdash import actions_table, records, settings, updates_table
from gcdash.book import Book
from gcdash.membership import among
from gcdash.schema import ACTIONS, LATER, SETTINGS, Sheet


def with_updates(book: Book, updates: pd.DataFrame) -> Book:
    """The same book with these updates too, each known by its ID: one that the workbook holds already wins."""
    new = updates[~among(updates["update_id"], book.updates["update_id"])]
    if new.empty:
        return book
    return replace(book, updates=updates_table.together(book.updates, new))


def with_records(book: Book, sheet: Sheet, new: pd.DataFrame) -> Book:
    """The same book with these rows of a sheet that comes later: one that the workbook holds already wins."""
    return replace(book, records={**book.records, sheet.name: records.add(book.records[sheet.name], new)})


def with_actions(book: Book, rows: Sequence[Mapping[str, object]]) -> Book:
    """The same book with these actions after its own, read as those of the sheet are."""
    new = pd.DataFrame({name: pd.Series([row.get(name, "") for row in rows], dtype="str") for name in book.actions.columns})
    new = new.drop(columns=list(actions_table.READ)).assign(row=0, last_reported=pd.Series([pd.NaT] * len(new), dtype="datetime64[s]"))
    new = actions_table.with_readings(new, book.settings.base_date, book.registry)
    return replace(book, actions=pd.concat([book.actions, new[book.actions.columns]], ignore_index=True))


def with_cells(book: Book, cells: Iterable[tuple[str, str, str, str]]) -> Book:
    """The same book with cells set, as (sheet, key, column, words), and what follows from them read again."""
    cells = list(cells)
    if in_settings := [cell for cell in cells if cell[0] == SETTINGS.name]:
        book = _with_settings(book, _with_cells(book, SETTINGS.name, in_settings))
    in_actions = [cell for cell in cells if cell[0] == ACTIONS.name]
    if in_actions:
        actions = _with_cells(book, ACTIONS.name, in_actions)
        rows = sorted({at for _sheet, key, _column, _words in in_actions if (at := book.position(ACTIONS.name, key)) is not None})
        reread = actions_table.with_readings(actions.loc[rows].copy(), book.settings.base_date, book.registry)
        book = replace(book, actions=actions_table.with_rows(actions, reread))
    for sheet in LATER:
        if of_sheet := [cell for cell in cells if cell[0] == sheet.name]:
            changed = _with_cells(book, sheet.name, of_sheet)
            again = records.typed(
                sheet, {name: [None if pd.isna(cell) else cell for cell in changed[name]] for name in sheet.names}, list(changed["row"])
            )
            book = replace(book, records={**book.records, sheet.name: again})
    return book


def _with_settings(book: Book, rows: pd.DataFrame) -> Book:
    """The same book with these rows of Settings, and with the actions read by them."""
    place = book.places.get(SETTINGS.name)
    said, found = settings.read(
        place.sheet if place else SETTINGS.name, list(zip(rows["row"], rows["setting"], rows["value"], strict=True))
    )
    problems = (*found, *(problem for problem in book.problems if problem.kind not in settings.PROBLEMS))
    actions = actions_table.with_readings(book.actions.copy(), said.base_date, book.registry)
    return replace(book, settings=said, problems=problems, actions=actions, records={**book.records, SETTINGS.name: rows})


def _with_cells(book: Book, sheet: str, cells: Iterable[tuple[str, str, str, str]]) -> pd.DataFrame:
    """The table of a sheet with cells set to words; a column of days or times that is set holds objects then."""
    frame = book.table(sheet).copy()
    columns: dict[str, dict[int, str]] = {}
    for _sheet, key, column, words in cells:
        if (at := book.position(sheet, key)) is not None:
            columns.setdefault(column, {})[at] = words
    for column, said in columns.items():
        values = frame[column].to_numpy(dtype="object", copy=True)
        values[list(said)] = list(said.values())
        frame[column] = pd.Series(values, index=frame.index, dtype="str" if frame[column].dtype == "str" else "object")
    return frame
