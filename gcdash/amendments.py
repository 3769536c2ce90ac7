"""The rules of changing what was agreed: an action's words, owners or due date from a day on, and a new action."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

import pandas as pd

from gcdash.amended import as_it_was
from gcdash.book import Book
from gcdash.changes import FORM, Amendment, CellChange, Change, NewAction, new_id
from gcdash.errors import Refusal
from gcdash.schema import ACTIONS, ADDED_FIELD, ORIGINAL
from gcdash.updates import IN_CELLS, clean, confirmation, fit
from gcdash.words import _

FIELDS = ("theme", *ORIGINAL, *IN_CELLS)
"""What of an action can be amended, by column name."""

FROM_THE_FIRST = date(1970, 1, 1)
"""The first day that can be chosen: from it on holds what was agreed on no known day."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Of what was agreed anew: from which day on it holds, who recorded it, and by which way."""

    effective: date
    by: str = ""
    source: str = FORM


def amend(book: Book, action_id: str, field: str, said: str, on: Occasion, change_id: str = "") -> tuple[Change, ...]:
    """The changes by which a field of an action says something else from a day on. Refusal where that cannot be.

    In *Due date* and *Owners* the cell of the Actions sheet is set too; all other words stay there as they were first agreed.
    """
    now, cell = as_it_was(book, on.effective).action(action_id), book.action(action_id)
    if now is None or cell is None:
        raise Refusal(_("There is no action {id} on {day}.").format(id=action_id, day=on.effective.isoformat()), field="action_id")
    old, new, key = str(now[field]), fit(field, said), str(now["action_id"])
    if new == old:
        raise Refusal(_("{field} of {id} says that already.").format(field=_(ACTIONS.column(field).heading), id=key), field=field)
    amendment = Amendment(change_id or new_id(), key, field, old, new, on.effective, clean(on.by), source=on.source)
    return (amendment, CellChange(new_id(), key, field, str(cell[field]), new, clean(on.by))) if field in IN_CELLS else (amendment,)


def confirm(book: Book, action_id: str, field: str, said: str, by: str = "") -> tuple[Change, ...]:
    """The changes that confirm or override a reading: the cell, and a row that says since when it holds the words: from the agreement on.

    Without that row nobody could tell later what the cell said when a meeting closed, and its minutes would change.
    """
    cell = confirmation(book, action_id, field, said, by)
    return (Amendment(new_id(), cell.key, field, cell.old, cell.new, agreement(book), cell.by), cell)


def agreement(book: Book) -> date:
    """The day from which on a confirmed reading holds."""
    return book.settings.base_date or FROM_THE_FIRST


def confirmed(book: Book, amendments: pd.DataFrame) -> pd.Series:
    """Of each amendment (``amended.amended``) the day on which it confirmed a reading, which holds from the agreement on; else NaT."""
    reads = amendments["column"].isin(IN_CELLS) & (amendments["effective"] == pd.Timestamp(agreement(book)))
    days: pd.Series = amendments["recorded_at"].dt.normalize()
    return days.where(reads)


def agree(action_id: str, words: Mapping[str, str], on: Occasion, change_id: str = "") -> tuple[Change, ...]:
    """The changes by which a new action stands from a day on. ``words``: its cells by column name, *theme* and *action* at least.

    ``action_id`` is one that the store has given (``Store.new_action_id``).
    """
    fields = {field: fit(field, words[field]) for field in FIELDS if words.get(field, "").strip()}
    for field in ("theme", "action"):
        if not fields.get(field):
            heading = _(ACTIONS.column(field).heading)
            raise Refusal(_("A new action needs words in {field}.").format(field=heading), _("Write them, then save again."), field=field)
    added = NewAction(change_id or new_id(), action_id, **fields)
    return (added, Amendment(new_id(), action_id, ADDED_FIELD, "", fields["action"], on.effective, clean(on.by), source=on.source))


def next_ids(taken: Sequence[str]) -> Iterator[str]:
    """IDs for new actions after those taken, in their manner: A17, A18, ... after A16."""
    parts = [match for text in taken if (match := re.fullmatch(r"(\D*)(\d{1,9})", text))]
    prefix, digits = parts[-1].groups() if parts else ("A", "00")
    newest = max((int(part[2]) for part in parts if part[1] == prefix), default=0)
    return (f"{prefix}{number:0{len(digits)}d}" for number in count(newest + 1))
