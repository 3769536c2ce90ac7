"""From submissions and a book to the plan: every cell of every row accounted for, and nothing written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from gcdash.book import Book
from gcdash.errors import GcdashError, Refusal, Unreadable
from gcdash.layout import RawSheet
from gcdash.merge.agreed import add_action_row
from gcdash.merge.baseline import EVERYONE, Baseline, is_hidden_sheet
from gcdash.merge.desk import Desk
from gcdash.merge.knowledge import Known
from gcdash.merge.later import add_later, tables
from gcdash.merge.plan import Entry, File, Plan, Unit, Unusable
from gcdash.merge.recipients import stands_for_itself
from gcdash.merge.recognition import READ_ME, Chosen, Holds, Listing, recognise
from gcdash.merge.recorded import add_updates
from gcdash.merge.rows import Matcher, rows_of
from gcdash.schema import fold
from gcdash.steps import Progress, Steps, tell_nobody
from gcdash.words import _

_STANDING = "Standing"
"""The heading of a download of gcdash that no other list has."""


@dataclass(frozen=True)
class Submission:
    """A file that came back: its sheets as they were read, and what it was when it went out (``Baseline()``: nobody knows).

    ``party``: who sent it, where a person says so; blank speaks for the whole action. ``chosen``: columns that a person has chosen.
    """

    name: str
    sha256: str
    sheets: Sequence[RawSheet]
    base: Baseline = field(default_factory=Baseline)
    party: str | None = None
    chosen: Chosen = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A submission that can be used: who reports, and the tables in it."""

    submission: Submission
    party: str | None
    listings: tuple[Listing, ...]


def make_plan(submissions: Sequence[Submission], book: Book, version: str, today: date, progress: Progress = tell_nobody) -> Plan:
    """The plan for one or several submissions, each held against the book and against those before it.

    One that holds no table that is known, or that was made for somebody else, is named as unusable and brings nothing.
    """
    known = Known(book, today)
    opened, unusable = _opened(submissions, book, known)
    rows = sum(len(listing.table.rows) for each in opened for listing in each.listings)
    steps = Steps(progress, rows, _("Comparing {name}: {n} of {all} rows"))
    entries: list[Entry] = []
    units: list[Unit] = []
    files = []
    for number, (each, submission) in enumerate((each, each.submission) for each in opened):
        desk = Desk(known, submission.base, number, submission.name, each.party, entries, units, steps)
        for listing in each.listings:
            _add_listing(desk, listing)
        add_later(desk, _unread(submission, each.listings))
        for update in desk.brought.values():
            known.take(update)
        files.append(File(submission.name, submission.sha256, desk.party, each.listings, _notices(submission, each.listings)))
    return Plan(version, tuple(files), tuple(entries), tuple(units), unusable)


def _opened(submissions: Sequence[Submission], book: Book, known: Known) -> tuple[list[_Opened], tuple[Unusable, ...]]:
    opened, unusable = [], []
    for submission in submissions:
        try:
            opened.append(_Opened(submission, _party(submission, book, known), _listings(submission)))
        except GcdashError as error:
            unusable.append(Unusable(submission.name, error.message, error.hint))
    return opened, tuple(unusable)


def _listings(submission: Submission) -> tuple[Listing, ...]:
    listings = recognise(submission.sheets, submission.chosen)
    if not listings:
        raise Unreadable(
            _("No table of actions was found in {name}.").format(name=submission.name),
            _("It needs the headings ID or Action in one row, with what is reported beside them."),
        )
    return listings


def _add_listing(desk: Desk, listing: Listing) -> None:
    if listing.holds is Holds.UPDATES:
        add_updates(desk, listing)
        return
    desk.shows_status = fold(_STANDING) in {fold(heading.words) for heading in listing.headings}
    matcher = Matcher(desk.known, desk.base)
    for row in desk.steps.through(rows_of(listing.table), desk.name):
        add_action_row(desk, matcher, row)


def _party(submission: Submission, book: Book, known: Known) -> str | None:
    """Who reports: whom the file was made for, else who is said to have sent it."""
    made_for, said = submission.base.who, submission.party
    sent_by = None if said is None else known.party(said)
    if not stands_for_itself(book, made_for):
        return sent_by
    if sent_by not in {None, made_for}:
        raise Refusal(
            _("{name} was made for {who}, not for {said}.").format(name=submission.name, who=made_for, said=said or _("the whole action")),
            _("Merge it for {who}, or ask {said} to fill in a file of its own.").format(who=made_for, said=said or EVERYONE),
        )
    return made_for


def _unread(submission: Submission, listings: Sequence[Listing]) -> list[RawSheet]:
    """The sheets that hold neither actions nor reports."""
    read = {listing.table.place.sheet for listing in listings}
    return [sheet for sheet in submission.sheets if sheet.name not in read and sheet.rows and not is_hidden_sheet(sheet)]


def _notices(submission: Submission, listings: Sequence[Listing]) -> tuple[str, ...]:
    """What was left unread, in words."""
    rest = _unread(submission, listings)
    known = {table.place.sheet for table in tables(rest).values()}
    left = [sheet.name for sheet in rest if sheet.name not in known and fold(sheet.name) != READ_ME]
    columns = [words for listing in listings for words in listing.table.extras]
    said = [_("Sheets that are not read: {names}.").format(names=", ".join(left))] if left else []
    return (*said, *([_("Columns that are not read: {names}.").format(names=", ".join(columns))] if columns else []))
