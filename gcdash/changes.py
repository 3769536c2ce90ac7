"""Changes as values: what a store can be asked to record. Each is a row of a sheet, or a cell of one.

The rules that a change must pass stand in ``updates``, ``amendments`` and ``meetings``; nothing here decides or writes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, ClassVar

import pandas as pd
import uuid6

from gcdash import records, updates_table
from gcdash.schema import ACTIONS, ADDED_FIELD, AMENDMENTS, MEETINGS, REMINDERS, UPDATES, Sheet

FORM, COMMAND_LINE = "form", "command line"


class _OfSheet:
    """A change that is a row of a sheet: its cells are its fields of the names of the sheet's columns."""

    __slots__ = ()
    sheet: ClassVar[Sheet]

    def row(self) -> dict[str, object]:
        """The cells by column name, in the sheet's order."""
        return {name: getattr(self, name) for name in self.sheet.names if hasattr(self, name)}


@dataclass(frozen=True, slots=True)
class Update(_OfSheet):
    """One report on one action, as a row of the Updates sheet holds it; all words, but the report date."""

    sheet: ClassVar[Sheet] = UPDATES

    update_id: str
    action_id: str
    report_date: date
    status: str
    text: str = ""
    party: str = ""
    next_step: str = ""
    evidence: str = ""
    reported_by: str = ""
    verified: str = "no"
    recorded_at: str = ""
    source: str = FORM
    withdraws: str = ""

    @property
    def change_id(self) -> str:
        return self.update_id


CONTENT = tuple(name for name in UPDATES.names if name not in {"update_id", "recorded_at", "verified", "source"})
"""What two updates of one ID must share to be the same update."""


@dataclass(frozen=True, slots=True)
class Amendment(_OfSheet):
    """A change of what was agreed: an action's own words, owners or due date, from a day on. Texts as cells say them.

    ``field`` is a column's name in the Actions sheet, or ``ADDED_FIELD`` for a new action. The words in the Actions sheet stay; this
    row says what holds since, so that a view of an earlier day still shows what held then.
    """

    sheet: ClassVar[Sheet] = AMENDMENTS

    amendment_id: str
    action_id: str
    field: str
    old: str
    new: str
    effective: date
    by: str = ""
    recorded_at: str = ""
    source: str = FORM

    @property
    def change_id(self) -> str:
        return self.amendment_id

    def row(self) -> dict[str, object]:
        heading = self.field if self.field == ADDED_FIELD else ACTIONS.column(self.field).heading
        return _OfSheet.row(self) | {"field": heading}


@dataclass(frozen=True, slots=True)
class NewAction(_OfSheet):
    """A row of the Actions sheet for an action that was agreed later; an ``Amendment`` beside it says from which day on."""

    sheet: ClassVar[Sheet] = ACTIONS

    change_id: str
    action_id: str
    theme: str
    action: str
    timescale: str = ""
    responsibility: str = ""
    update_feedback: str = ""
    notes: str = ""
    due_date_set: str = ""
    owners_set: str = ""
    recorded_at: str = ""


@dataclass(frozen=True, slots=True)
class Meeting(_OfSheet):
    """A follow-up meeting; closing it sets cells of its row."""

    sheet: ClassVar[Sheet] = MEETINGS

    change_id: str
    meeting: str
    date: date
    place: str = ""
    chair: str = ""
    present: str = ""
    state: str = "open"
    closed_at: str = ""
    recorded_at: str = ""


@dataclass(frozen=True, slots=True)
class Reminder(_OfSheet):
    """That an owner or party was reminded of one thing: what is overdue, due soon or unreported, and since or by when."""

    sheet: ClassVar[Sheet] = REMINDERS

    reminder_id: str
    reminded: str
    action_id: str
    about: str
    since: date
    reminded_on: date
    by: str = ""
    recorded_at: str = ""

    @property
    def change_id(self) -> str:
        return self.reminder_id


Row = Update | Amendment | NewAction | Meeting | Reminder


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell set by a person, such as a confirmed *Due date* or *Owners*. ``old`` is what was seen there.

    ``key`` is what the sheet's first column says in the cell's row: the ID of an action, the name of a meeting.
    """

    change_id: str
    key: str
    field: str
    old: str
    new: str
    by: str = ""
    recorded_at: str = ""
    sheet: str = ACTIONS.name


Change = Row | CellChange

_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (Update, Amendment, NewAction, Meeting, Reminder, CellChange)}


def new_id() -> str:
    """A new ID: UUIDv7 (RFC 9562), made when a form is shown, so that a repeat is known by it."""
    return str(uuid6.uuid7())


def content(change: Change) -> tuple[object, ...]:
    """What two changes of one ID must share to be the same change, whenever and by whichever way they were recorded."""
    if isinstance(change, Update):
        return tuple(getattr(change, name) for name in CONTENT)
    return tuple(value for name, value in asdict(change).items() if name not in {"recorded_at", "source", "by", "change_id"})


def in_words(change: Change) -> str:
    """A change as a person may know it again."""
    if isinstance(change, CellChange):
        return f"{change.key}: {change.field} = {change.new}"
    said = change.row()
    return f"{said.get('action_id') or change.change_id}: {said.get('text') or said.get('new') or said.get('action') or change.change_id}"


def to_words(change: Change) -> dict[str, object]:
    """A change as plain values, for a journal; ``from_words`` gives it back."""
    return {"kind": type(change).__name__, **{field.name: _iso(getattr(change, field.name)) for field in fields(change)}}


def from_words(words: dict[str, str]) -> Change:
    """The change in a journal's words. Raises KeyError, TypeError or ValueError where they are none."""
    kind = _KINDS[words["kind"]]
    days = {field.name for field in fields(kind) if field.type in ("date", date)}
    values = {name: date.fromisoformat(value) if name in days else value for name, value in words.items() if name != "kind"}
    change: Change = kind(**values)
    return change


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def frame_of(rows: list[Row] | tuple[Row, ...], sheet: Sheet = UPDATES) -> pd.DataFrame:
    """Rows of one sheet as its table has them, ``row`` 0: they wait in the journal and stand in no sheet yet."""
    said = [row.row() for row in rows]
    columns: dict[str, list[object]] = {name: [row.get(name, "") for row in said] for name in sheet.names}
    if sheet is not UPDATES:
        return records.typed(sheet, columns, [0] * len(said))
    columns["recorded_at"] = [updates_table.moment(text) for text in columns["recorded_at"]]
    return updates_table.typed({**columns, "row": [0] * len(said), "id_given": [False] * len(said)})
