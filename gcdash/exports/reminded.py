"""Who was reminded of what: recorded when the secretariat says that drafts went out, so that nobody is reminded twice of the same thing.

The app sends nothing, and a draft that was made may never leave: recorded at its making, it would keep the next one back from somebody
who has heard nothing.
"""

from __future__ import annotations

import uuid
from datetime import date

import pandas as pd

from gcdash.book import Book
from gcdash.changes import Reminder
from gcdash.exports.reminders import REMINDED
from gcdash.updates import clean

_THINGS = uuid.UUID("0f0a2f6e-52a7-5d3b-9a53-7f0f6f3a9c11")
"""The name space of the IDs of reminders: said twice that drafts went out, each thing is recorded once."""


def already(book: Book) -> pd.DataFrame:
    """What somebody was reminded of before, in the columns of ``REMINDED``."""
    return book.reminders[["reminded", "action_id", "about", "since"]].set_axis(list(REMINDED), axis=1)


def as_changes(due: pd.DataFrame, made_on: date, by: str = "") -> tuple[Reminder, ...]:
    """What is to be recorded of drafts that went out. ``due``: what they were made from; ``made_on``: the day of the drafts."""
    return tuple(
        Reminder(
            str(uuid.uuid5(_THINGS, f"{party}\x1f{action_id}\x1f{what}\x1f{day:%Y-%m-%d}")), party, action_id, what, day.date(), made_on,
            clean(by),
        )
        for party, action_id, what, day in due[list(REMINDED)].itertuples(index=False, name=None)
    )  # fmt: skip
