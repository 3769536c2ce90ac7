"""Dates and spans found in plain text (see ``vocabulary.plain``), each with the day that it ends on and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from gcdash.timescale.periods import NUMBERED, WORDED, Period, Reader, add_months, month_alone, part_of, year_alone
from gcdash.timescale.vocabulary import FILL, NUMBER, START, UNIT, UNITS, either, number
from gcdash.words import N_, _, n_

CUT = "\0"
"""Stands, as many times as it takes, where something was read."""

LONGEST = 100 * 12
"""In months. No workshop plans further ahead: a longer span is a slip of the pen."""


class Found(NamedTuple):
    """A date or span at ``start:end`` of the text, its small words included; the date itself begins at ``core``.

    ``due`` is None where it takes a base date that is not set (``dated``) or where there is no such day (not ``dated``).
    ``opens``: it says when something starts. ``lone_year``: a year that could as well belong to a name ("Vision 2020").
    """

    start: int
    core: int
    end: int
    due: date | None
    note: str
    sure: bool = True
    dated: bool = True
    opens: bool = False
    lone_year: bool = False


def find(text: str, base: date | None) -> tuple[list[Found], str]:
    """All dates and spans of ``text`` in its order, and the text with each of them cut out."""
    found: list[Found] = []
    for pattern, read, takes_digit in _READERS:
        if takes_digit and not _DIGIT.search(text):
            continue
        here = [item for match in pattern.finditer(text) if (item := read(match, base))]
        for item in here:
            text = text[: item.start] + CUT * (item.end - item.start) + text[item.end :]
        found += here
    return sorted(found, key=lambda item: item.start), text


def span(base: date | None, months: int, days: int = 0) -> tuple[date | None, str]:
    """The day on which a span after ``base`` ends, and a note that says so. ValueError when it is absurd."""
    if not 0 < months + days / 30 <= LONGEST:
        raise ValueError
    words = span_words(months, days)
    if base is None:
        return None, _("{span} after the base date, which is not set").format(span=words)
    return add_months(base, months) + timedelta(days=days), _("{span} after {base}").format(span=words, base=show(base))


def span_words(months: int, days: int = 0) -> str:
    return n_("1 day", "{n} days", days) if days else n_("1 month", "{n} months", months)


def show(day: date) -> str:
    """29 Nov 2009, whatever the system's locale."""
    return f"{day.day} {_(_MONTHS[day.month - 1])} {day.year}"


_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip

_COUNT = rf"(?:{NUMBER}|an?|une?)"
_SPAN = re.compile(
    rf"{START}(?:(?P<low>(?>{NUMBER}))(?P<to> ?[-/] ?| (?:to|a|au|and|et|or|ou) ))?"
    rf"(?:(?P<years>{_COUNT}) (?:years?|yrs?|ans?) (?:and |et )?)?"
    rf"(?P<n>{_COUNT})(?: ?\({NUMBER}\))?(?:[ -]|(?<=[\d)]))(?:calendar |prochaine?s )?(?P<unit>{UNIT})"
)
_SURE_RANGE = {"-", "to", "a", "au"}
_FROM_BASE = re.compile(
    r"'?s? ?(?:time )?(?:after |from |of |following |apres |a (?:compter|partir) d(?:e |'))(?:the |this |l'|cet )?"
    r"(?:end of (?:the )?|fin de l')?(?:workshop|atelier|now|today|aujourd'hui|maintenant)(?= ?(?:$|[,;.)\0]))"
)
_FROM_ELSEWHERE = re.compile(
    r"'?s? ?(?:time )?(?:after|from|of|following|before|prior|starting|beginning|apres|avant|suivant|a compter|a partir)(?!\w)"
)
_FAR = 60  # characters: no more are looked at for the words before a date, so that no text takes long
_EARLIER = {"before", "avant", "prior to"}
_OPENING = {"from", "after", "since", "starting", "between", "as of", "as from", "a partir de", "a compter de", "depuis", "apres", "entre"}
_CLOSING = (
    "on or before|by|until|till|due|in|during|over|through|throughout|no later than|not later than|at the latest|au plus tard|en|courant|"
    "pour|pendant|dans"
)
_PARTS = "early|beginning|start|debut|middle|mid|milieu|mi|late|year[ -]end|end|close|fin"
_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<lead>{_CLOSING}|{either([*_EARLIER, *_OPENING])}) |(?P<french>d'ici |jusqu'))?{FILL}"
    rf"(?:(?P<part>{_PARTS})(?:[ -]|(?<=')))?{FILL}$",
)


def _span(match: re.Match[str], base: date | None) -> Found:
    start, text = match.start(), match.string
    origin = _FROM_BASE.match(text, match.end())
    end = origin.end() if origin else match.end()
    if not origin and _FROM_ELSEWHERE.match(text, end):
        return Found(start, start, end, None, _("it counts from something else than the base date"), dated=False)
    low, later = match["low"], number(match["n"])
    try:
        due, note = _after(base, max(later, number(low)) if low else later, match)
    except (ValueError, OverflowError):
        return _no_such_date(start, start, end)
    sure = not low or match["to"].strip() in _SURE_RANGE or text.endswith(("between ", "entre "), 0, start)
    note = _("the later end of a range: {note}").format(note=note) if low else note
    return Found(start, start, end, due, note, sure and base is not None)


def _after(base: date | None, count: float, match: re.Match[str]) -> tuple[date | None, str]:
    months, days = UNITS[match["unit"].removesuffix("(s)")]
    years = number(match["years"]) if match["years"] else 0
    return span(base, _whole(count * months + 12 * years), _whole(count * days))


def _whole(value: float) -> int:
    if value != int(value):
        raise ValueError
    return int(value)


def _no_such_date(start: int, core: int, end: int) -> Found:
    return Found(start, core, end, None, _("no such date, or one too far away"), dated=False)


def _dated(name: Reader, match: re.Match[str], base: date | None) -> Found | None:
    """What ``name`` finds a period in, with the small words before it ("by the end of").

    A month alone is one only after such words or as the first: "may" and "march" are verbs too.
    """
    start, core, end, lead, part = _with_words_before(match)
    alone = not lead and not part
    if name is month_alone and alone and core:
        return None
    try:
        period = _limited(name(match, base), lead, part)
    except (ValueError, OverflowError):
        return _no_such_date(start, core, end)
    if not period:
        return Found(start, core, end, None, _("it takes the base date, which is not set"), sure=False)
    note = _("by {date}") if period.sure else _("“{words}” may mean {date}")
    note = note.format(words=match.string[start:end].strip(), date=show(period.last))
    return Found(start, core, end, period.last, note, period.sure, opens=lead in _OPENING, lone_year=alone and name is year_alone)


def _with_words_before(match: re.Match[str]) -> tuple[int, int, int, str, str]:
    core, end = match.span()
    before = _BEFORE.search(match.string, max(core - _FAR, 0), core)
    if not before:
        return core, core, end, "", ""
    return before.start(), core, end, before["lead"] or before["french"] or "", before["part"] or ""


def _limited(period: Period | None, lead: str, part: str) -> Period | None:
    """What the words before a period make of it. "Before June" ends with May, and is asked; "before the end of June" is by then."""
    if period and part:
        return part_of(period, part)
    if period and lead in _EARLIER:
        return Period(period.first, period.first - timedelta(days=1), sure=False)
    return period


_DIGIT = re.compile(r"\d")
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], Found | None], bool], ...] = (
    (_SPAN, _span, False),
    *((pattern, partial(_dated, name), True) for pattern, name in NUMBERED),
    *((pattern, partial(_dated, name), False) for pattern, name in WORDED),
)
