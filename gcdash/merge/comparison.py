"""One cell of an action, compared three ways: what it said when the file went out, what the file says, what the book says now."""

from __future__ import annotations

from typing import NamedTuple

from gcdash.errors import Refusal
from gcdash.merge.plan import Kind
from gcdash.merge.sameness import day_of, is_none, same, words
from gcdash.updates import fit
from gcdash.words import _


class Verdict(NamedTuple):
    """What becomes of a cell, the words that it would get, and why."""

    kind: Kind
    new: str
    reason: str = ""


def compare(field: str, base: str | None, cell: object, now: str) -> Verdict:
    """A cell that the file changed and the book did not is a change; both differently is a conflict; all else is nothing.

    A blank cell never erases; the word *none* does. ``base`` None: nobody knows what the cell said, so it asks wherever it differs.
    """
    said = words(cell)
    if not said or same(cell, now):
        return Verdict(Kind.UNCHANGED, said)
    if base is not None and same(cell, base):
        return Verdict(Kind.UNCHANGED, said, "" if same(base, now) else _("The book was changed since; the file was not."))
    try:
        return _changed(base, _fitting(field, cell), now)
    except Refusal as refusal:
        return Verdict(Kind.REFUSED, said, str(refusal))


def _changed(base: str | None, new: str, now: str) -> Verdict:
    if same(new, now):
        return Verdict(Kind.UNCHANGED, new)
    if base is None:
        return Verdict(Kind.CONFLICT, new, _("It is not known what the cell said when the file was made."))
    if not same(base, now):
        return Verdict(Kind.CONFLICT, new, _("The book was changed since too, to other words."))
    return Verdict(Kind.CHANGED, new)


def _fitting(field: str, cell: object) -> str:
    """What the book would hold. The words that were agreed cannot be erased; a due date may have lost its format on the way."""
    if field in {"action", "theme"} and is_none(cell):
        raise Refusal(_("An action cannot be without these words."), _("Report it as Cancelled if it is no longer wanted."))
    if field == "due_date_set" and (day := day_of(cell)) is not None:
        return day.isoformat()
    return fit(field, words(cell))
