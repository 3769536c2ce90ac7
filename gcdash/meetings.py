"""Follow-up meetings: opening and closing one, its agenda, and its minutes, which are frozen when it closes.

What a meeting decides are updates, amendments and new actions whose source names it. Its minutes are made from what had been
recorded when it closed, so they can be made again, the same, at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import pandas as pd

from gcdash import progress, sentences
from gcdash.altered import with_cells
from gcdash.book import Book
from gcdash.changes import CellChange, Meeting, new_id
from gcdash.errors import Refusal
from gcdash.schema import ACTIONS, ADDED_FIELD, AMENDMENTS, MEETINGS, Standing, fold
from gcdash.standing import stand
from gcdash.updates import IN_CELLS, clean, unfit
from gcdash.words import _

OPEN, CLOSED = "open", "closed"
SETTLED = (Standing.COMPLETED, Standing.CANCELLED)
"""Standings that a meeting takes note of, and that need no other meeting."""


def source(meeting: str) -> str:
    """What the sheets say in *Source* for what a meeting has decided."""
    return f"meeting: {meeting}"


def opened(book: Book, meeting: Meeting) -> Meeting:
    """The meeting as it is to be recorded; Refusal where it cannot be."""
    name, place, chair, present = map(clean, (meeting.meeting, meeting.place, meeting.chair, meeting.present))
    meeting = replace(meeting, meeting=name, place=place, chair=chair, present=present)
    if not meeting.meeting:
        raise Refusal(_("The meeting has no name."), _("Give it one that no other meeting has."), field="meeting")
    if fold(meeting.meeting) in set(book.meetings["meeting"].map(fold)):
        raise Refusal(
            _("There is a meeting of the name {name} already.").format(name=meeting.meeting),
            _("Give this one another name."),
            field="meeting",
        )
    for field, text in (("meeting", name), ("place", place), ("chair", chair), ("present", present)):
        if bad := unfit(field, text, MEETINGS):
            raise bad
    return meeting


def row_of(book: Book, meeting: str) -> pd.Series:
    """The row of one meeting, its name in any case; Refusal where there is none."""
    found = book.meetings[book.meetings["meeting"].map(fold) == fold(meeting)]
    if found.empty:
        names = ", ".join(book.meetings["meeting"]) or _("none yet")
        raise Refusal(_("There is no meeting {name}.").format(name=meeting or _("(blank)")), _("Meetings: {names}.").format(names=names))
    return found.iloc[0]


def closing(book: Book, meeting: str, present: str, now: datetime) -> tuple[CellChange, ...]:
    """The changes that close a meeting at ``now`` (UTC), never before what has been recorded. Refusal where it is closed already.

    Rows typed by hand should have been folded before: until then nothing says when they were written.
    """
    row = row_of(book, meeting)
    if is_closed(row):
        raise Refusal(_("The meeting {name} is closed already.").format(name=row["meeting"]), _("Open another meeting."))
    newest = pd.concat([book.updates["recorded_at"], book.amendments["recorded_at"]]).max()
    now = now if pd.isna(newest) else max(now, newest.to_pydatetime())
    who = clean(present)
    if bad := unfit("present", who, MEETINGS):
        raise bad
    said = {"present": (str(row["present"]), who), "state": (str(row["state"]), CLOSED), "closed_at": ("", f"{now.isoformat()}Z")}
    return tuple(
        CellChange(new_id(), str(row["meeting"]), field, old, new, sheet=MEETINGS.name) for field, (old, new) in said.items() if old != new
    )


def is_closed(meeting: pd.Series) -> bool:
    return fold(str(meeting["state"])) == CLOSED


def day_of(meeting: pd.Series) -> date | None:
    """The day on which a meeting is held; None where its row says none."""
    return None if pd.isna(meeting["date"]) else meeting["date"].date()


def newest_first(book: Book) -> pd.DataFrame:
    """The meetings, the latest first."""
    return book.meetings.sort_values("date", ascending=False, kind="stable", ignore_index=True, na_position="last")


def before(book: Book, day: date) -> date | None:
    """The day of the last closed meeting before a day; None where there was none."""
    held = book.meetings[book.meetings["state"].map(fold).eq(CLOSED) & (book.meetings["date"] < pd.Timestamp(day))]
    return None if held.empty else held["date"].max().date()


def noted(book: Book, meeting: str) -> frozenset[str]:
    """The IDs of the actions that an earlier meeting has taken note of as completed or cancelled, and that are so still."""
    row = row_of(book, meeting)
    then, until = as_recorded(book, row), row["closed_at"]
    earlier = book.meetings[book.meetings["state"].map(fold).eq(CLOSED) & (book.meetings["meeting"] != row["meeting"])]
    earlier = earlier[(earlier["date"] <= row["date"]) & ~(earlier["closed_at"] > until)]
    ids = (_settled(as_recorded(book, held), held["date"].date()) for _at, held in earlier.iterrows())
    still = _settled(then, row["date"].date())
    return frozenset(still.intersection(set().union(*ids)))


def _settled(book: Book, day: date) -> set[str]:
    stands = stand(book, day)
    return set(stands.loc[stands["standing"].isin(SETTLED), "action_id"])


def at_the_beginning(book: Book, meeting: str) -> Book:
    """The book without what this meeting has said and agreed, from which its agenda is made: it keeps its order while it is gone through.

    Actions that the meeting adds are in it, so that they come up.
    """
    said = book.updates["source"] == source(meeting)
    agreed = (book.amendments["source"] == source(meeting)) & (book.amendments["field"] != ADDED_FIELD)
    if not said.any() and not agreed.any():
        return book
    others = {**book.records, AMENDMENTS.name: book.amendments[~agreed].reset_index(drop=True)}
    return with_cells(replace(book, updates=book.updates[~said].reset_index(drop=True), records=others), _undone(book.amendments[agreed]))


def agenda(stands: pd.DataFrame, noted_before: frozenset[str]) -> tuple[str, ...]:
    """The IDs of the actions to go through: what needs attention first, worst first, then the rest by theme.

    What an earlier meeting has noted as completed or cancelled is closed and does not come up again.
    """
    asked = stands[~stands["action_id"].isin(noted_before)]
    first = list(progress.attention(asked)["action_id"])
    themes = {theme: place for place, theme in enumerate(dict.fromkeys(stands["theme"]))}
    rest = asked[~asked["action_id"].isin(first)]
    rest = rest.assign(place=rest["theme"].map(themes)).sort_values("place", kind="stable")
    return (*first, *rest["action_id"])


def as_recorded(book: Book, meeting: pd.Series) -> Book:
    """The book as it had been recorded when a meeting closed; the book itself while the meeting is open.

    A row typed by hand that no fold has seen yet is not in it, since the fold will say that it was recorded then; one with an ID of its own
    and no time of recording is.
    """
    until = meeting["closed_at"]
    if pd.isna(until):
        return book
    amendments = _until(book.amendments, until)
    later = book.amendments[~book.amendments["amendment_id"].isin(amendments["amendment_id"])]
    added = later.loc[later["field"] == ADDED_FIELD, "action_id"]
    actions = book.actions[~book.actions["action_id"].isin(added)].reset_index(drop=True)
    folded = book.updates[~(book.updates["id_given"] & book.updates["recorded_at"].isna())]
    then = replace(book, actions=actions, updates=_until(folded, until), records={**book.records, AMENDMENTS.name: amendments})
    return with_cells(then, _undone(later))


def _undone(later: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """The cells of the Actions sheet that amendments recorded later have set, as they were before."""
    headings = {ACTIONS.column(name).heading: name for name in IN_CELLS}
    first = later[later["field"].isin(list(headings))].sort_values("recorded_at", kind="stable").drop_duplicates(["action_id", "field"])
    return [(ACTIONS.name, a, headings[f], old) for a, f, old in zip(first["action_id"], first["field"], first["old"], strict=True)]


def _until(frame: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    return frame[~(frame["recorded_at"] > until)].reset_index(drop=True)


@dataclass(frozen=True)
class Minutes:
    """What the minutes of one meeting say. Frames of actions have the columns of ``stand``."""

    meeting: pd.Series
    decisions: pd.DataFrame
    """The updates that the meeting made, by action in the order in which they were made, with the actions' words."""
    added: pd.DataFrame
    amended: pd.DataFrame
    settled: pd.DataFrame
    """The actions that the meeting notes as completed or cancelled, and that no earlier one has."""
    carried_over: pd.DataFrame

    @property
    def present(self) -> Sequence[str]:
        return tuple(name.strip() for name in str(self.meeting["present"]).split(";") if name.strip())


def minutes(book: Book, meeting: str) -> Minutes:
    """The minutes of a meeting: frozen when it is closed, as they stand now while it is open."""
    row = row_of(book, meeting)
    closed = noted(book, meeting)
    then = as_recorded(book, row)
    stands = stand(then, row["date"].date())
    by_it = source(str(row["meeting"]))
    said = then.updates[then.updates["source"] == by_it]
    said = said[(said["withdraws"] == "") & ~said["update_id"].isin(then.updates["withdraws"])]
    changed = then.amendments[then.amendments["source"] == by_it]
    new = set(changed.loc[changed["field"] == ADDED_FIELD, "action_id"])
    done = stands["standing"].isin(SETTLED)
    return Minutes(
        row,
        said.merge(stands[["action_id", "action", "theme"]], on="action_id", how="left").sort_values(["recorded_at"], kind="stable"),
        stands[stands["action_id"].isin(new)],
        changed[changed["field"] != ADDED_FIELD],
        stands[done & ~stands["action_id"].isin(closed)],
        stands[~done],
    )


def minutes_moved(book: Book, after: Book) -> int:
    """Of how many closed meetings the minutes say other due dates in ``after``, the same book with other settings."""
    closed = book.meetings[book.meetings["state"].map(fold).eq(CLOSED) & book.meetings["date"].notna()]
    return sum(not _due_dates(book, row).equals(_due_dates(after, row)) for _at, row in closed.iterrows())


def _due_dates(book: Book, meeting: pd.Series) -> pd.Series:
    return stand(as_recorded(book, meeting), meeting["date"].date())["due_date"]


def next_step(words: str, owner: str, day: date | None) -> str:
    """A next step with its owner and day in one line, as the sheet holds it and every page shows it."""
    said, who = clean(words), clean(owner)
    more = [part for part in (who, f"by {sentences.day(day)}" if day else "") if part]
    return f"{said} ({', '.join(more)})" if said and more else said or ", ".join(more)
