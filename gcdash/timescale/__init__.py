"""When: a due date, on-going work, or both, read from the words of the Time scale column.

The words always stand beside the reading, so a reading may be wrong but never pretends: what could mean another date is *to
confirm* and makes nothing overdue; what cannot be read is *unclear*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gcdash.schema import Confidence, Kind
from gcdash.timescale.dates import CUT, Found, find, show, span, span_words
from gcdash.timescale.periods import add_months
from gcdash.timescale.vocabulary import MONTH, NUMBER, UNIT, plain
from gcdash.words import _

__all__ = ["TimeScale", "add_months", "read"]

MOST_MONTHS = 120
"""A number without a unit beyond this is hardly months."""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A reading. ``due_date`` is a suggestion when ``confidence`` is to confirm; ``note`` says in a few words how it was read."""

    kind: Kind
    due_date: date | None
    confidence: Confidence
    note: str


def read(text: str, base: date | None) -> TimeScale:
    """The reading of any text, never an error; spans count from ``base`` (None: not set, so they have no due date).

    A stated end is certain: of a span, a month, a quarter, a year, and the later end of a range. To confirm are a number without
    a unit, a date with its day and month in doubt or without a year, "mid" and the like, several dates, and words beside the date
    that may move it ("after", "if", "about"). A rhythm ("every 6 months") is on-going work, not a due date.
    """
    said = plain(text)
    if not said:
        return TimeScale(Kind.UNSPECIFIED, None, Confidence.CERTAIN, _("nothing is written"))
    rest, going = _cut_on_going(said)
    items, rest = find(rest, base)
    found = _chosen(items, said, rest) if items else _bare_number(rest, base)
    if found and not found.opens:
        return _with_date(found, going)
    if going:
        sure = going.sure and not _DOUBTED.search(rest)
        return TimeScale(Kind.ON_GOING, None, _confidence(sure=sure), going.note)
    note = found.note if found else items[0].note if items else _("no date, span or on-going work was found in it")
    return TimeScale(Kind.UNCLEAR, None, Confidence.TO_CONFIRM, note)


class _Going(NamedTuple):
    note: str
    rhythm: bool
    sure: bool = True


_EACH = "every|each|per|par|chaque|tous les|toutes les"
_RHYTHM = re.compile(
    rf"(?<!\w)(?:(?:{_EACH}) (?:(?:other|second|few|couple of|{NUMBER}(?: ?(?:-|to|a|or|ou) ?{NUMBER})?) )?"
    rf"(?:{UNIT}|{MONTH}|annum|[cm]op|meeting|session|reunion)"
    rf"|(?:once|twice|thrice|(?:{NUMBER}|several) times|(?:{NUMBER}|plusieurs) fois) (?:an?|in|{_EACH}) (?:{NUMBER} )?{UNIT}"
    rf"|(?:{NUMBER}[ -])?(?:(?:bi|semi|half)-?)?(?:annual(?:ly)?|yearly|monthly|weekly|quarterly)"
    r"|daily|fortnightly|biennial(?:ly)?|regular(?:ly)?|periodic(?:ally)?|hebdomadaires?|reguliere?(?:s|ment)?|periodique(?:s|ment)?"
    r"|(?:(?:bi|tri|semi)-?)?(?:annuel|mensuel|trimestriel|semestriel|quotidien)(?:le)?(?:s|ment)?)(?!\w)"
)
_NEEDED = "as (?:and when )?(?:needed|required|necessary)|when needed|au besoin|si necessaire|selon (?:les )?besoins?"
_ON_GOING = re.compile(
    r"(?<!\w)(?:on[ -]?going|continu(?:ous(?:ly)?|al(?:ly)?|ing)?|en continue?|permanente?s?|permanently|en permanence|en cours(?! d)"
    rf"|indefinite(?:ly)?|onwards?|(?P<needed>{_NEEDED}))(?!\w)"
)
_MAYBE = r"\?|(?<!\w)(?:not?|non|tb[acd]|maybe|perhaps|possibly|probably|peut-etre|a (?:confirmer|determiner|preciser))(?!\w)"
_DOUBTED = re.compile(_MAYBE)
_MOVED = re.compile(
    rf"{_MAYBE}|[~<>]|(?<!\w){MONTH}|(?<!\w)(?:about|approx\w*|around|circa|ca|roughly|estimated|tentative(?:ly)?|environ"
    r"|at least|au moins|min|minimum|more than|plus de|if|si|unless|depend\w*|subject to|sous reserve|pending|once|when|lorsque"
    r"|after|apres|following|since|depuis|before|avant|prior|ago|until|till|or|ou|half|demie?|hundred|cent|thousand|next(?! ?\0)"
    r"|every|each|chaque|[cm]op ?\d*|meeting|reunion|session|fiscal|financial)(?!\w)"
)
"""Words beside a date that may move it."""

_TO = re.compile(r" ?(?:-|to|until|till|au?|jusqu'(?:a|au|en)?) ?(?:(?:the |la )?(?:end|fin|mid|early|late)(?:[ -](?:of|de))?)? ?")
_AND = re.compile(r" (?:and|et) ")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_SMALL = re.compile(r"(?<!\w)(?:and|then|to|until|au?|et|puis)(?!\w)")
_BARE = re.compile(
    rf"(?:^|{CUT})[ ,;/&+-]*(?:(?:and|et) )?(?P<words>(?:\d{{1,3}} ?(?:-|to|a) ?)?(?P<n>\d{{1,3}})(?:\.0+)?)"
    rf"[ ,;/&+?-]*(?:(?:and|et) ?)?(?:$|{CUT})"
)


def _cut_on_going(said: str) -> tuple[str, _Going | None]:
    rest, rhythms = _RHYTHM.subn(_cut, said)
    word = _ON_GOING.search(rest)
    if word:
        note = _("as needed, so perhaps on-going work") if word["needed"] else _("on-going work, with no due date")
        return _ON_GOING.sub(_cut, rest), _Going(note, rhythm=bool(rhythms), sure=not word["needed"])
    return rest, _Going(_("a rhythm, so on-going work"), rhythm=True) if rhythms else None


def _cut(match: re.Match[str]) -> str:
    return CUT * len(match[0])


def _chosen(items: list[Found], said: str, rest: str) -> Found | None:
    """The one date of a text, its certainty weighed against the words around it; None when a part of it cannot be a date."""
    if not all(item.dated for item in items):
        return None
    chosen = items[0] if len(items) == 1 else _latest(items, said)
    if chosen.opens:
        return chosen._replace(note=_("it says when the work starts, not when it ends"))
    moved = _MOVED.search(rest)
    if chosen.sure and moved:
        return chosen._replace(sure=False, note=_("perhaps {note}: the text also says “{word}”").format(note=chosen.note, word=moved[0]))
    if chosen.sure and chosen.lone_year and re.search(r"\w", _SMALL.sub("", _IN_BRACKETS.sub("", rest))):
        return chosen._replace(sure=False, note=_("perhaps {note}: the year may belong to a name").format(note=chosen.note))
    return chosen


def _latest(items: list[Found], said: str) -> Found:
    """The later end of a range, which is certain, or of several dates the last, to confirm."""
    first, last = items[0], items[-1]
    gap = said[first.end : last.core]
    if len(items) == 2 and (_TO.fullmatch(gap) or (first.opens and _AND.fullmatch(gap))):  # noqa: PLR2004 -- from, to
        end = first if first.due and last.due and first.sure and first.due > last.due else last
        return end._replace(opens=False, note=_("the later end of a range: {note}").format(note=end.note))
    known = [item for item in items if item.due]
    if not known:
        return last
    end = max(known, key=lambda item: item.due or date.min)
    if len({item.due for item in items}) == 1:
        return end
    return end._replace(sure=False, opens=False, note=_("the last of {count} dates: {note}").format(count=len(items), note=end.note))


def _bare_number(rest: str, base: date | None) -> Found | None:
    """A number without a unit, alone or beside on-going work: perhaps months, never counted as overdue (the source has "3")."""
    match = _BARE.search(_IN_BRACKETS.sub("", rest))
    if not match or not 0 < int(match["n"]) <= MOST_MONTHS:
        return None
    months = int(match["n"])
    try:
        due, note = span(base, months)
    except (ValueError, OverflowError):  # past the year 9999
        return None
    if due:
        note = _("{span}: {date}").format(span=span_words(months), date=show(due))
    return Found(0, 0, 0, due, _("{number} may mean {note}").format(number=match["words"], note=note), sure=False)


def _with_date(found: Found, going: _Going | None) -> TimeScale:
    if not going:
        return TimeScale(Kind.DATED, found.due, _confidence(sure=found.sure), found.note)
    note = _("{note}; and on-going work").format(note=found.note)
    return TimeScale(Kind.MIXED, found.due, _confidence(sure=found.sure and going.sure and not going.rhythm), note)


def _confidence(*, sure: bool) -> Confidence:
    return Confidence.CERTAIN if sure else Confidence.TO_CONFIRM
