"""A submission that was applied by mistake, withdrawn as a whole by new updates and amendments that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from gcdash.book import Book
from gcdash.changes import Amendment, CellChange, Change, Update
from gcdash.errors import Refusal
from gcdash.merge.knowledge import Known
from gcdash.merge.plan import SUBMISSION
from gcdash.schema import ACTIONS, ADDED_FIELD, Status, fold
from gcdash.updates import IN_CELLS, clean
from gcdash.words import _


def undone(book: Book, source: str, by: str, today: date, new_id: Callable[[], str]) -> tuple[Change, ...]:
    """The changes that withdraw all that came from ``source`` (``File.source``); its history stays. Refusal where nothing is left of it.

    Reports are withdrawn; words that still are as it amended them get their old ones back; an action that it added is reported Cancelled.
    """
    made = list(_taken_back(book, source, by, today, new_id))
    if not made:
        raise Refusal(_("Nothing of {source} is left to withdraw.").format(source=source), _("There is nothing to do."))
    return tuple(made)


def is_left(book: Book, source: str, today: date) -> bool:
    """Whether anything that came from ``source`` still stands, so that it could be withdrawn."""
    return any(True for _change in _taken_back(book, source, "", today, str))


def _taken_back(book: Book, source: str, by: str, today: date, new_id: Callable[[], str]) -> Iterator[Change]:
    """What withdraws it, one by one: reports first, which are found sooner."""
    back = _Back(by, today, new_id, f"withdrawal of {source}")
    return chain(_withdrawn(book, source, back), _amended_back(book, source, back))


def applied(book: Book) -> tuple[str, ...]:
    """The sources of the submissions of which something still stands, the newest last."""
    gone = set(book.updates["withdraws"])
    standing = book.updates[~book.updates["update_id"].isin(gone) & (book.updates["withdraws"] == "")]
    sources = dict.fromkeys([*standing["source"], *book.amendments["source"]])
    return tuple(source for source in sources if source.startswith(SUBMISSION))


class _Back(NamedTuple):
    """Who withdraws, when, where IDs come from, and what the changes name as their source."""

    by: str
    today: date
    new_id: Callable[[], str]
    source: str


def _withdrawn(book: Book, source: str, back: _Back) -> Iterator[Change]:
    gone = set(book.updates["withdraws"])
    theirs = book.updates[(book.updates["source"] == source) & (book.updates["withdraws"] == "") & ~book.updates["update_id"].isin(gone)]
    why = _("Withdrawn with the whole of {source}.").format(source=source)
    for row in theirs.to_dict("records"):
        yield Update(
            back.new_id(), row["action_id"], back.today, Status.NOTHING_TO_REPORT, why, row["party"], reported_by=clean(back.by),
            source=back.source, withdraws=row["update_id"],
        )  # fmt: skip


def _amended_back(book: Book, source: str, back: _Back) -> Iterator[Change]:
    """Words that still are as the submission amended them get their old ones back; what was amended since stays."""
    fields = {fold(column.heading): column.name for column in ACTIONS.columns}
    known = Known(book, back.today)
    cancelled = set(book.updates.loc[book.updates["source"] == back.source, "action_id"])
    for row in book.amendments[book.amendments["source"] == source].iloc[::-1].to_dict("records"):
        action_id, name, by = row["action_id"], fields.get(fold(row["field"]), ""), clean(back.by)
        if row["field"] == ADDED_FIELD and action_id in known.kinds and action_id not in cancelled:
            why = _("It was added by {source}, which was withdrawn.").format(source=source)
            yield Update(back.new_id(), action_id, back.today, Status.CANCELLED, why, reported_by=by, source=back.source)
        elif known.cells.get((action_id, name)) == row["new"] != row["old"]:
            yield Amendment(back.new_id(), action_id, name, row["new"], row["old"], back.today, by, source=back.source)
            if name in IN_CELLS:
                yield CellChange(back.new_id(), action_id, name, known.raw[action_id, name], row["old"], by)
