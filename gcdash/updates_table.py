"""The rows of the Updates sheet: one row per update, oldest first."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from gcdash.cells import as_day, as_texts
from gcdash.errors import Problem
from gcdash.layout import Table
from gcdash.membership import among, spelled
from gcdash.schema import REPORTABLE, UPDATES, fold
from gcdash.words import _

COLUMNS = (*UPDATES.names, "row", "id_given")
"""All ``str`` but ``report_date`` (datetime64[s], NaT where it cannot be read), ``recorded_at`` (datetime64[us], UTC, NaT where blank),
``row`` (the sheet's row; 0 for one that waits in the journal) and ``id_given`` (True where the row has no ID of its own yet)."""

_ROW_IDS = uuid.UUID("6d0b6a53-0a0a-5c7e-9f0e-3f6f6a2f8a11")
"""The name space of the IDs that rows typed by hand are known by until the next fold writes one."""

_LENGTH = len("2024-01-02T03:04:05.678901Z")
"""Characters of a time as gcdash writes it."""

_STATUSES = {fold(status): str(status) for status in REPORTABLE}


def empty() -> pd.DataFrame:
    """No updates, with all columns and their types."""
    return typed({name: [] for name in COLUMNS})


def typed(columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """Lists of values, one for each of ``COLUMNS``, as a table of updates."""
    types = {"report_date": "datetime64[s]", "recorded_at": "datetime64[us]", "row": "int64", "id_given": "bool"}
    return pd.DataFrame({name: pd.Series(list(columns[name]), dtype=types.get(name, "str")) for name in COLUMNS})


def read(table: Table | None, action_ids: pd.Series, names: Mapping[str, str]) -> tuple[pd.DataFrame, list[Problem]]:
    """The updates of a table and what is wrong in it.

    ``names``: party names by their folded spelling. A word that is unknown stays as it is typed, and is listed by the checks;
    a row is never dropped but for one that is an exact copy of another, ID included.
    """
    if table is None:
        return empty(), []
    words = {name: as_texts(table.column(name)) for name in UPDATES.names if name != "report_date"}
    words["action_id"] = _named(words["action_id"], action_ids)
    words["party"] = _canonical(words["party"], names, fold)
    words["status"] = _canonical(words["status"], _STATUSES, fold)
    columns: dict[str, Sequence[object]] = {
        **words,
        "report_date": [as_day(cell) for cell in table.column("report_date")],
        "recorded_at": [moment(text) for text in words["recorded_at"]],
        "row": [row for row, _cells in table.rows],
        "id_given": [text == "" for text in words["update_id"]],
    }
    problems = _dates_as_text(table, columns)
    frame, more = _identified(typed(columns), table)
    return in_order(frame), [*problems, *more]


def in_order(updates: pd.DataFrame) -> pd.DataFrame:
    """Oldest first: by report date, then when it was recorded, then ID (DESIGN section 6). A blank time counts as the earliest."""
    order = ["report_date", "recorded_at", "update_id"]
    return updates.sort_values(order, na_position="first", kind="stable", ignore_index=True)


def together(updates: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Updates in order, and new ones in any, as one table in order. Only days for which there are new ones are put in order again."""
    if updates.empty or new.empty:
        return in_order(new) if updates.empty else updates
    days, new_days = (frame["report_date"].to_numpy().astype("int64") for frame in (updates, new))  # a day that is not known is the least
    pieces, done = list[pd.DataFrame](), 0
    for day in np.unique(new_days):
        begin, end = days.searchsorted(day), days.searchsorted(day, "right")
        pieces += [updates.iloc[done:begin], in_order(pd.concat([updates.iloc[begin:end], new[new_days == day]]))]
        done = end
    return pd.concat([*pieces, updates.iloc[done:]], ignore_index=True)


def _named(texts: list[str], action_ids: pd.Series) -> list[str]:
    """The IDs of actions as their sheet spells them. Nearly all are so already; only for what is not is another spelling looked for."""
    strange = np.flatnonzero(~among(pd.Index(texts, dtype="str"), action_ids))
    written = spelled([texts[at].casefold() for at in strange], action_ids)
    for at in strange:
        texts[at] = written.get(texts[at].casefold(), texts[at])
    return texts


def _canonical(texts: Sequence[str], known: Mapping[str, str], key: Callable[[str], str]) -> list[str]:
    spelled = {text: known.get(key(text), text) for text in dict.fromkeys(texts)}
    return [spelled[text] for text in texts]


def moment(text: object) -> datetime | None:
    """A time in ISO 8601, as UTC without its zone (one that names none is UTC); None for blank or anything else."""
    words = str(text)
    try:
        if len(words) == _LENGTH and words[-1] == "Z" and (said := datetime.fromisoformat(words[:-1])).tzinfo is None:
            return said  # as nearly all are: the zone would only be worked out and dropped again
        said = datetime.fromisoformat(words)
        return said.astimezone(UTC).replace(tzinfo=None) if said.tzinfo else said
    except (ValueError, OverflowError):
        return None


def _dates_as_text(table: Table, columns: Mapping[str, Sequence[object]]) -> list[Problem]:
    """Report dates typed as text. One in ISO form that gcdash wrote itself is as good as a date."""
    texts = [(at, cell.strip()) for at, cell in enumerate(table.column("report_date")) if isinstance(cell, str) and cell.strip()]
    days, recorded = columns["report_date"], columns["recorded_at"]
    texts = [(at, text) for at, text in texts if not (days[at] and recorded[at])]
    return [_date_as_text(table, table.rows[at][0], text, read=days[at] is not None) for at, text in texts]


def _date_as_text(table: Table, row: int, text: str, *, read: bool) -> Problem:
    return Problem(
        table.place.sheet, table.place.ref(row, "report_date"), "date-as-text",
        _("The report date {text} is text, not a date.").format(text=text),
        _("It was read as that day, but the sheet cannot sort by it.") if read else _("The update has no day, so it does not count."),
        _("Type the date again, such as 2009-11-29, in a cell with a date format."),
    )  # fmt: skip


def _identified(frame: pd.DataFrame, table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """Each row under an ID of its own: blank ones and the second of two alike are known by their words until they get one."""
    suspect = frame[frame["id_given"] | frame["update_id"].duplicated(keep=False)]
    if suspect.empty:
        return frame, []
    words = _in_words(suspect)
    again = ~suspect["id_given"] & suspect["update_id"].duplicated()
    copies = again & (suspect["update_id"] + "\x1f" + words).duplicated()
    again &= ~copies
    problems = [_duplicate(table, row, text) for row, text in zip(suspect.loc[again, "row"], suspect.loc[again, "update_id"], strict=True)]
    problems += [_no_id(table, row) for row in suspect.loc[suspect["id_given"], "row"]]
    words = words[suspect["id_given"] | again]
    frame.loc[words.index, "update_id"] = _new_ids(words, set(frame["update_id"]))
    frame.loc[words.index, "id_given"] = True
    return frame[~frame.index.isin(copies.index[copies])], problems


def _in_words(updates: pd.DataFrame) -> pd.Series:
    """All that each row says but its ID, as one text."""
    columns = (["" if pd.isna(cell) else str(cell) for cell in updates[name]] for name in UPDATES.names if name != "update_id")
    return pd.Series(["\x1f".join(row) for row in zip(*columns, strict=True)], index=updates.index, dtype="str")


def _new_ids(words: pd.Series, taken: set[str]) -> list[str]:
    """An ID for each row by its words, the same at every reading; of rows that say the same, each has its own."""
    given: list[str] = []
    for text in words:
        tries = (str(uuid.uuid5(_ROW_IDS, f"{text}\x1f{n}")) for n in itertools.count())
        given.append(next(each for each in tries if each not in taken))
        taken.add(given[-1])
    return given


def _duplicate(table: Table, row: int, text: str) -> Problem:
    return Problem(
        table.place.sheet, table.place.ref(row, "update_id"), "duplicate-id",
        _("The update ID {text} stands on two rows with different words.").format(text=text),
        _("Both count, this one under an ID of its own."),
        _("Clear the ID of the row that was added by hand; gcdash gives it one."),
    )  # fmt: skip


def _no_id(table: Table, row: int) -> Problem:
    return Problem(
        table.place.sheet, table.place.ref(row, "update_id"), "update-without-id",
        _("This update was typed by hand and has no ID yet."),
        _("It counts all the same."),
        _("Nothing to do: it is given an ID when gcdash next writes to the workbook."),
    )  # fmt: skip
