"""The rows of the Actions sheet, with what was read from their free text: one row per action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from gcdash import owners, timescale
from gcdash.cells import as_day, as_texts
from gcdash.errors import Problem
from gcdash.layout import Table
from gcdash.owners import Registry
from gcdash.schema import NONE_WORDS, ORIGINAL, Confidence, Kind, fold
from gcdash.words import _

WORDS = ("action_id", "theme", *ORIGINAL, "owners_set", "latest_status")
READ = ("agreed", "timescale_kind", "due_date", "due_confidence", "due_note", "owners", "owners_confidence", "condition", "owners_text")
COLUMNS = (*WORDS, "due_date_set", "last_reported", "row", *READ)
"""Text columns are ``str``; ``due_date``, ``last_reported`` and ``agreed``, the day from which spans count, datetime64[s]; ``owners``
tuples of names, ``owners_text`` the same joined by "; "; ``row`` the sheet's row number. The user's own columns follow, named ``x:`` and
their heading."""

EXTRA = "x:"


def read(table: Table, base: date | None, registry: Registry) -> tuple[pd.DataFrame, list[Problem]]:
    """The actions of a table and what is wrong in it. Every row with words in it is an action, or a theme's heading."""
    problems: list[Problem] = []
    frame = pd.DataFrame({name: as_texts(table.column(name)) for name in WORDS}, dtype="str")
    frame["due_date_set"] = pd.Series(as_texts(table.column("due_date_set")), dtype="str")
    frame["last_reported"] = pd.Series([as_day(cell) for cell in table.column("last_reported")], dtype="datetime64[s]")
    for heading, at in table.extras.items():
        frame[EXTRA + heading] = pd.Series(as_texts(table.extra(at)), dtype="str")
    frame["row"] = pd.Series([row for row, _cells in table.rows], dtype="int64")
    frame = _under_themes(frame, table).reset_index(drop=True)
    frame["action_id"], more = _given_ids(frame, table)
    problems += more
    problems += [
        _unreadable_due_date(table, row, said)
        for row, said in zip(frame["row"], frame["due_date_set"].to_numpy(), strict=True)
        if said and fold(said) not in NONE_WORDS and as_day(said) is None
    ]
    return with_readings(frame, base, registry), problems


def with_readings(frame: pd.DataFrame, agreed: date | pd.Series | None, registry: Registry) -> pd.DataFrame:
    """The same actions with their time scales and responsibilities read: adds (or renews) the columns of ``READ``.

    ``agreed``: the day on which their time scales were agreed, one for all or a series of their own; spans count from it.
    """
    frame["agreed"] = (
        agreed if isinstance(agreed, pd.Series) else pd.Series([agreed] * len(frame), index=frame.index, dtype="datetime64[s]")
    )
    return _with_owners(_with_due_dates(frame), registry)


def with_rows(frame: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """The same actions with these in the place of those of the same index."""
    return pd.concat([frame.drop(index=changed.index), changed]).sort_index()


def _under_themes(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Give each action its theme, where themes stand as headings in rows of their own or in merged cells."""
    if "theme" in table.place.columns:
        for top, left, bottom, right in table.merges:
            if left - 1 <= table.place.columns["theme"] <= right - 1:
                inside = frame["row"].between(top, bottom)
                frame.loc[inside, "theme"] = frame.loc[inside, "theme"].max()
        return frame[(frame["action_id"] != "") | (frame["action"] != "") | (frame[list(ORIGINAL)] != "").any(axis=1)]
    lone = _lone_cell(table)
    alone = pd.Series([text != "" for text in lone], index=frame.index) & ~frame["action_id"].map(_looks_like_an_id).astype("bool")
    frame["theme"] = pd.Series(lone, index=frame.index, dtype="str").where(alone).ffill().fillna("")
    return frame[~alone]


def _looks_like_an_id(text: str) -> bool:
    """``A01``, ``1.2`` or ``17``: one word with a figure in it. Other words alone in the ID column are a theme's heading."""
    return len(text.split()) == 1 and any(sign.isdigit() for sign in text)


def _lone_cell(table: Table) -> list[str]:
    """For each row, its only words, or blank where there are none or more than one cell is filled."""
    filled = ([text for text in as_texts(cells) if text] for _row, cells in table.rows)
    return [texts[0] if len(texts) == 1 else "" for texts in filled]


def _given_ids(frame: pd.DataFrame, table: Table) -> tuple[pd.Series, list[Problem]]:
    """IDs as they stand; a row without one, or with one that stands above already, is given the next free ID."""
    has_ids = "action_id" in table.place.columns
    width = max(2, len(str(len(frame))))
    texts = frame["action_id"].to_numpy()
    taken = {text.casefold() for text in texts}
    if len(taken) == len(texts) and "" not in taken:
        return frame["action_id"], []
    numbers = iter(range(1, 10**6))
    seen: set[str] = set()
    ids: list[str] = []
    problems: list[Problem] = []
    for text, row in zip(texts, frame["row"], strict=True):
        given = text
        if not text or text.casefold() in seen:
            given = next(f"A{n:0{width}d}" for n in numbers if f"a{n:0{width}d}" not in taken)
            if has_ids:
                problems.append(_duplicate_id(table, row, text, given) if text else _no_id(table, row, given))
        seen.add(given.casefold())
        ids.append(given)
    return pd.Series(ids, index=frame.index, dtype="str"), problems


def _no_id(table: Table, row: int, given: str) -> Problem:
    return Problem(
        table.place.sheet, table.place.ref(row, "action_id"), "action-without-id",
        _("This action has no ID."),
        _("It is shown as {given}, but updates cannot name it for certain.").format(given=given),
        _("Write {given} in the ID column.").format(given=given),
    )  # fmt: skip


def _duplicate_id(table: Table, row: int, text: str, given: str) -> Problem:
    return Problem(
        table.place.sheet, table.place.ref(row, "action_id"), "duplicate-id",
        _("The ID {text} stands on two actions.").format(text=text),
        _("Updates for {text} count for the first one; this one is shown as {given}.").format(text=text, given=given),
        _("Give this action an ID of its own, such as {given}.").format(given=given),
    )  # fmt: skip


def _with_due_dates(frame: pd.DataFrame) -> pd.DataFrame:
    said = list(zip(frame["timescale"].to_numpy(), frame["agreed"], strict=True))
    readings = {(text, day): timescale.read(text, None if pd.isna(day) else day.date()) for text, day in dict.fromkeys(said)}
    of = [readings[each] for each in said]
    kinds, dates, sure, notes = [], [], [], []
    for reading, said in zip(of, frame["due_date_set"].to_numpy(), strict=True):
        kind, day, confidence, note = reading.kind, reading.due_date, reading.confidence, reading.note
        if said and fold(said) in NONE_WORDS:
            kind, day, confidence, note = (
                _WITHOUT_DATE.get(kind, kind),
                None,
                Confidence.CONFIRMED,
                _("No due date, as confirmed in the sheet."),
            )
        elif said and (confirmed := as_day(said)):
            kind, day, confidence, note = (
                _WITH_DATE.get(kind, kind),
                confirmed,
                Confidence.CONFIRMED,
                _("The due date confirmed in the sheet."),
            )
        kinds.append(kind)
        dates.append(day)
        sure.append(confidence)
        notes.append(note)
    frame["timescale_kind"] = pd.Series(kinds, index=frame.index, dtype="str")
    frame["due_date"] = pd.Series(dates, index=frame.index, dtype="datetime64[s]")
    frame["due_confidence"] = pd.Series(sure, index=frame.index, dtype="str")
    frame["due_note"] = pd.Series(notes, index=frame.index, dtype="str")
    return frame


_WITHOUT_DATE = {Kind.DATED: Kind.UNSPECIFIED, Kind.MIXED: Kind.ON_GOING}
_WITH_DATE = {Kind.UNSPECIFIED: Kind.DATED, Kind.UNCLEAR: Kind.DATED, Kind.ON_GOING: Kind.MIXED}


def _unreadable_due_date(table: Table, row: int, said: str) -> Problem:
    return Problem(
        table.place.sheet, table.place.ref(row, "due_date_set"), "due-date-unreadable",
        _("The due date {said} is not a date.").format(said=said),
        _("The date read from the time scale is used instead."),
        _("Write a date such as 2009-11-29, or the word none."),
    )  # fmt: skip


def _with_owners(frame: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    readings = {text: owners.read(text, registry) for text in frame["responsibility"].unique()}
    found: list[tuple[str, ...]] = []
    sure: list[Confidence] = []
    texts = frame["responsibility"].to_numpy()
    for text, said in zip(texts, frame["owners_set"].to_numpy(), strict=True):
        confirmed = said != ""
        found.append(_named(said, registry) if confirmed else readings[text].owners)
        sure.append(Confidence.CONFIRMED if confirmed else readings[text].confidence)
    frame["owners"] = pd.Series(found, index=frame.index, dtype="object")
    frame["owners_confidence"] = pd.Series(sure, index=frame.index, dtype="str")
    frame["condition"] = pd.Series([readings[text].condition for text in texts], index=frame.index, dtype="str")
    frame["owners_text"] = pd.Series(["; ".join(names) for names in found], index=frame.index, dtype="str")
    return frame


def _named(said: str, registry: Registry) -> tuple[str, ...]:
    """The names in an *Owners* cell, each by the spelling of the Owners sheet where that has it."""
    if fold(said) in NONE_WORDS:
        return ()
    known = {fold(word): owner for word, owner in registry.synonyms.items()}
    return tuple(dict.fromkeys(known.get(fold(name), name) for name in owners.read_names(said)))


def to_confirm(actions: pd.DataFrame) -> pd.DataFrame:
    """The actions of which a reading still asks to be confirmed."""
    return actions[(actions["due_confidence"] == Confidence.TO_CONFIRM) | (actions["owners_confidence"] == Confidence.TO_CONFIRM)]


def readings_to_confirm(actions: pd.DataFrame) -> int:
    """How many readings that is: of one action its due date and its owners may both ask."""
    return int((actions[["due_confidence", "owners_confidence"]] == Confidence.TO_CONFIRM).to_numpy().sum())


def headings(extras: Iterable[str]) -> Sequence[str]:
    """The headings of the user's own columns among a frame's columns."""
    return [name.removeprefix(EXTRA) for name in extras if name.startswith(EXTRA)]
