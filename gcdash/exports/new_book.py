"""A new workbook for a workshop: its actions in their own words, an Updates sheet ready to be filled, and all that helps to fill it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gcdash import settings as setting
from gcdash.book import from_sheets
from gcdash.errors import Refusal
from gcdash.exports.excel import LAST_ROW, Cell, Looks, Rows, Table, add_table, workbook
from gcdash.exports.read_me import add_read_me
from gcdash.owners import DEFAULT_OWNERS
from gcdash.schema import ACTIONS, CLASS, ORGANISATION, OWNERS, PARTIES, REPORTABLE, SETTINGS, UPDATES, Column, Sheet, Status, fold
from gcdash.source import Workshop
from gcdash.standing import stand
from gcdash.words import _

WITHOUT_A_DATE = date(2000, 1, 1)
"""The day of making that a workbook of a workshop without dates carries, so that the same input gives the same bytes."""


def new_book(
    workshop: Workshop,
    *,
    owners: Rows = DEFAULT_OWNERS,
    parties: Rows = (),
    updates: Rows = (),
    settings: Mapping[str, Cell] | None = None,
    book_id: str,
) -> bytes:
    """The workbook of a workshop, deterministic: the same input gives the same bytes.

    ``owners``, ``parties`` and ``updates`` are rows in the order of their sheets' columns in ``gcdash.schema``; ``settings`` overrides the
    usual values and adds to them. *Latest status* and *Last reported* are what follows from ``updates``. ``book_id`` (a UUID) is stamped
    into the file with generation 0. Raises ``Refusal`` where an ID stands twice or a text cannot be kept whole.
    """
    values = _settings(workshop, settings or {})
    actions = _with_latest(_actions(workshop), updates, owners, parties, values)
    out = BytesIO()
    with workbook(out, workshop.name, workshop.base_date or WITHOUT_A_DATE) as book:
        book.set_custom_property("gcdash_book", book_id, "text")
        book.set_custom_property("gcdash_generation", "0", "text")
        looks = Looks(book)
        below = " \u00b7 ".join(part for part in (workshop.place, workshop.dates) if part)
        add_read_me(looks, workshop.name, below, sample=fold(str(values.get(setting.SAMPLE))) in setting.YES)
        _add_actions(looks, workshop, actions)
        _add_updates(looks, updates)
        _choose(add_table(looks, Table(OWNERS.name, OWNERS.columns, owners)), OWNERS, "kind", [ORGANISATION, CLASS])
        add_table(looks, Table(PARTIES.name, PARTIES.columns, parties))
        add_table(looks, Table(SETTINGS.name, SETTINGS.columns, list(values.items())))
    return out.getvalue()


def _settings(workshop: Workshop, more: Mapping[str, Cell]) -> dict[str, Cell]:
    usual = setting.Settings()
    return {
        setting.WORKSHOP: workshop.name,
        setting.PLACE: workshop.place,
        setting.DATES: workshop.dates,
        setting.BASE_DATE: workshop.base_date,
        setting.DUE_SOON_DAYS: usual.due_soon_days,
        setting.REPORT_EVERY: usual.report_every_months,
        setting.DEFAULT_AS_OF: None,
    } | dict(more)


def _actions(workshop: Workshop) -> list[list[Cell]]:
    """The rows of the Actions sheet, nobody having reported."""
    return [
        [
            action_id, action.theme, action.action, action.timescale, action.responsibility, action.update_feedback, action.notes,
            None, None, Status.NO_REPORT, None, *action.extra,
        ]
        for action_id, action in zip(_ids(workshop), workshop.actions, strict=True)
    ]  # fmt: skip


def _ids(workshop: Workshop) -> Iterator[str]:
    """An ID for each action: its own, else the next free one of A01, A02 and so on, wider where there are more than 99."""
    taken: set[str] = set()
    for own in (action.action_id.casefold() for action in workshop.actions if action.action_id):
        if own in taken:
            raise Refusal(
                _("The ID {own} stands on two actions.").format(own=own.upper()),
                _("Give each action an ID of its own, or rename that column: it is kept as it is, and new IDs are given."),
            )
        taken.add(own)
    width = max(2, len(str(len(workshop.actions))))
    free = (given for number in range(1, 10**6) if (given := f"A{number:0{width}d}").casefold() not in taken)
    return (action.action_id or next(free) for action in workshop.actions)


@dataclass(frozen=True, slots=True)
class _Rows:
    """A sheet's rows as a reader would give them."""

    name: str
    rows: list[list[object]]
    merges: tuple[tuple[int, int, int, int], ...] = ()


def _with_latest(actions: list[list[Cell]], updates: Rows, owners: Rows, parties: Rows, values: Mapping[str, Cell]) -> list[list[Cell]]:
    """The actions with *Latest status* and *Last reported* as they stand on the day of the newest update."""
    if not updates:
        return actions
    filled: tuple[tuple[Sheet, Rows], ...] = (
        (ACTIONS, actions), (UPDATES, updates), (OWNERS, owners), (PARTIES, parties), (SETTINGS, list(values.items()))
    )  # fmt: skip
    book = from_sheets([_Rows(sheet.name, [list[object](row) for row in (sheet.headings, *rows)]) for sheet, rows in filled])
    stood = stand(book, book.updates["report_date"].max().date())
    status, reported = ACTIONS.names.index("latest_status"), ACTIONS.names.index("last_reported")
    for row, word, day in zip(actions, stood["status"], stood["last_reported"].dt.date, strict=True):
        row[status], row[reported] = word, None if pd.isna(day) else day
    return actions


def _add_actions(looks: Looks, workshop: Workshop, rows: list[list[Cell]]) -> None:
    """Each second theme has a tint, so that a theme's actions are seen to stand together."""
    numbers = {theme: number for number, theme in enumerate(dict.fromkeys(action.theme for action in workshop.actions))}
    bands = [numbers[action.theme] % 2 == 1 for action in workshop.actions]
    extra = [Column("extra", heading) for heading in workshop.extra_headings]
    sheet = add_table(looks, Table(ACTIONS.name, [*ACTIONS.columns, *extra], rows, bands))
    sheet.freeze_panes(1, 1)


ID_LIST = "=OFFSET(Actions!$A$2,0,0,MAX(1,COUNTA(Actions!$A:$A)-1),1)"
"""The IDs that the Actions sheet holds now, so that the list grows with it."""


def _add_updates(looks: Looks, rows: Rows) -> None:
    sheet = add_table(looks, Table(UPDATES.name, UPDATES.columns, rows))
    _choose(sheet, UPDATES, "action_id", ID_LIST)
    _choose(sheet, UPDATES, "status", list(REPORTABLE))
    at = UPDATES.names.index("report_date")
    rule = {
        "validate": "date", "criteria": "between", "minimum": date(1990, 1, 1), "maximum": "=TODAY()",
        "error_title": _("Not a day to report for"),
        "error_message": _("Write a date such as 2009-11-29. It cannot lie in the future."),
    }  # fmt: skip
    sheet.data_validation(1, at, LAST_ROW, at, rule)


def _choose(sheet: Worksheet, of: Sheet, name: str, source: str | list[str]) -> None:
    """A drop-down on a whole column, rows to come included."""
    at = of.names.index(name)
    rule = {
        "validate": "list", "source": source,
        "error_title": _("Not in the list"),
        "error_message": _("Choose one from the list: click the arrow beside the cell."),
    }  # fmt: skip
    sheet.data_validation(1, at, LAST_ROW, at, rule)
