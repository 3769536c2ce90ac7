"""Due dates and report dates as a calendar. What is imported again takes the place of what was: each event keeps its ID.

All of it follows from the data, nothing from the clock: the same book gives the same bytes, and a later book a higher number.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import icalendar
import pandas as pd

from gcdash import sentences
from gcdash.exports.excerpt import Excerpt
from gcdash.exports.package import PACKING
from gcdash.exports.tables import MADE
from gcdash.exports.wording import first_of, printable, short
from gcdash.progress import FALLS_DUE, OPEN, REPORT_DUE
from gcdash.schema import Confidence
from gcdash.steps import Progress, Steps, stretch, tell_nobody
from gcdash.words import _

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
_END = b"END:VCALENDAR\r\n"
MOST_ACTIONS = 10_000
"""So many actions give their dates: no program takes in many more."""
MOST_SUMMARY = 120
"""Letters of an event's title; its description holds all the words."""


def to_ics(excerpt: Excerpt, progress: Progress = tell_nobody) -> bytes:
    """The filtered actions as all-day events (RFC 5545): one for each due date, one for each report that is asked for.

    A date still to confirm is tentative. What is no longer asked for is cancelled, so that an import takes it out of a calendar.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//gcdash//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar["x-wr-calname"] = icalendar.vText(printable(excerpt.title))  # else it would not be escaped
    stamp = _stamp(excerpt)
    listed = excerpt.listed(MOST_ACTIONS).actions
    if said := first_of(len(listed), len(excerpt.actions)):
        calendar["x-wr-caldesc"] = icalendar.vText(said)
    steps = Steps(stretch(progress, 0.0, PACKING), len(listed), _("Writing action {n} of {all}"))
    events = [
        _event(excerpt, action, kind, day, state, stamp).to_ical()
        for _at, action in steps.through(listed.iterrows())
        for kind, day, state in _dates(action)
    ]
    progress(PACKING, _("Packing the file"))
    return b"".join([calendar.to_ical().removesuffix(_END), *events, _END])


def _dates(action: pd.Series) -> Iterator[tuple[str, pd.Timestamp, str]]:
    still_open = action["standing"] in OPEN
    if pd.notna(action["due_date"]):
        unsure = action["due_confidence"] == Confidence.TO_CONFIRM
        counts = still_open and (unsure or pd.notna(action["falls_due"]))  # a mixed action's date counts no more once that part is done
        yield FALLS_DUE, action["due_date"], CANCELLED if not counts else TENTATIVE if unsure else CONFIRMED
    if pd.notna(action["report_due"]):
        yield REPORT_DUE, action["report_due"], CONFIRMED if still_open else CANCELLED


def _event(excerpt: Excerpt, action: pd.Series, kind: str, day: pd.Timestamp, state: str, stamp: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", str(uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, excerpt.book_id), f"{action['action_id']} {kind}")))
    event.add("sequence", excerpt.edition)
    event.add("dtstamp", stamp)
    event.add("dtstart", day.date())
    event.add("dtend", day.date() + timedelta(days=1))
    event.add("summary", printable(_summary(action, kind, state)))
    event.add("description", printable("\n".join(_description(excerpt, action))))
    event.add("categories", [printable(action["theme"])] if action["theme"] else [])
    event.add("status", state)
    event.add("transp", "TRANSPARENT")  # a date to keep in mind leaves a day free
    return event


def _summary(action: pd.Series, kind: str, state: str) -> str:
    unsure = f" ({_('to confirm')})" if state == TENTATIVE else ""
    return short(f"{action['action_id']} {_(kind)}{unsure}: {action['action']}", MOST_SUMMARY)


def _description(excerpt: Excerpt, action: pd.Series) -> Iterator[str]:
    yield action["action"]
    yield ""
    yield from excerpt.stands(action)
    yield _("Owners: {names}").format(names=sentences.who(action))
    yield _("Time scale: {words}").format(words=action["timescale"] or "—")
    yield f"{excerpt.title} · {excerpt.true_for()}"


def _stamp(excerpt: Excerpt) -> datetime:
    """When the newest report was written down; else the day on which the actions were agreed."""
    newest = excerpt.book.updates["recorded_at"].max()
    if pd.notna(newest):
        moment: datetime = newest.to_pydatetime()
        return moment.replace(microsecond=0, tzinfo=UTC)
    agreed = excerpt.book.settings.base_date or MADE
    return datetime(agreed.year, agreed.month, agreed.day, tzinfo=UTC)
