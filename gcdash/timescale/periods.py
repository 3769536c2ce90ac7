"""What a date names: a day, a month, a quarter, half a year or a year, with its first and its last day.

``NUMBERED`` and ``WORDED`` list how each may be written, in plain text (see ``vocabulary.plain``), with what reads it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from gcdash.timescale.vocabulary import FILL, MONTH, MONTHS, ORDINALS, YEAR, either


class Period(NamedTuple):
    """From the first day to the last; ``sure`` when the words name no other."""

    first: date
    last: date
    sure: bool = True


def add_months(day: date, months: int) -> date:
    """``day`` moved by calendar months; a day that the month does not have becomes its last (31 Aug + 6 = 28 or 29 Feb).

    Raises ValueError outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def part_of(period: Period, part: str) -> Period:
    """The early, middle, late or last part that was said. Early is the first quarter of it, and only its end is sure."""
    first, last, sure = period
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if part in {"early", "beginning", "start", "debut"}:
        last = add_months(first, max(months // 4, 1)) - timedelta(days=1) if months > 1 else first + timedelta(days=9)
    elif part in {"mid", "middle", "mi", "milieu"}:
        last = add_months(first, months // 2) - timedelta(days=1) if months > 1 else first + timedelta(days=14)
    return Period(first, last, sure and part in {"end", "year end", "year-end", "close", "fin"})


def _day(year: int, month: int, day: int, *, sure: bool = True) -> Period:
    return Period(date(year, month, day), date(year, month, day), sure)


def _months(year: int, month: int, count: int = 1, *, sure: bool = True) -> Period:
    first = date(year, month, 1)
    return Period(first, add_months(first, count) - timedelta(days=1), sure)


def _coming(base: date | None, of: Callable[[int], Period]) -> Period | None:
    """The first such period that ends on or after the base date, for words that name no year: a guess."""
    if base is None:
        return None
    this = of(base.year)
    return (this if this.last >= base else of(base.year + 1))._replace(sure=False)


def _iso(match: re.Match[str], _base: date | None) -> Period:
    return _day(int(match["y"]), int(match["m"]), int(match["d"]))


def _numeric(match: re.Match[str], _base: date | None) -> Period:
    """31/12/2009: the day first, as most of the world writes, unless only the month can be; sure when no other order gives a day."""
    day, month = int(match["d"]), int(match["m"])
    sure = max(day, month) > _MONTHS_IN_YEAR or day == month
    if month > _MONTHS_IN_YEAR:
        day, month = month, day
    return _day(_full(match["y"]), month, day, sure=sure and len(match["y"]) == len("2009"))


def _full(year: str) -> int:
    return int(year) if len(year) == len("2009") else 2000 + int(year)


def _month(match: re.Match[str]) -> int:
    word = match["m"].rstrip(".")
    return MONTHS[word] if word in MONTHS else int(word)


def _day_and_month(match: re.Match[str], base: date | None) -> Period | None:
    month, day = _month(match), int(match["d"])
    if not match["y"]:
        return _coming(base, lambda year: _day(year, month, day))
    return _day(_full(match["y"]), month, day, sure=len(match["y"]) == len("2009"))


def _month_and_year(match: re.Match[str], _base: date | None) -> Period:
    return _months(int(match["y"]), _month(match))


def _month_and_number(match: re.Match[str], base: date | None) -> Period | None:
    """Dec 09 is mostly a year, Dec 31 a day: a year when it is one of the base date's next ten. Never sure."""
    month, number = _month(match), int(match["n"])
    if base and 0 <= 2000 + number - base.year <= 10:  # noqa: PLR2004 -- said above
        return _months(2000 + number, month, sure=False)
    return _coming(base, lambda year: _day(year, month, number))


def month_alone(match: re.Match[str], base: date | None) -> Period | None:
    return _coming(base, lambda year: _months(year, _month(match)))


def _year_and_number(match: re.Match[str], _base: date | None) -> Period:
    """2010-05 is a month, 2010-13 a range of years; 2010-11 may be either, and the later end is asked for."""
    year, number = int(match["y"]), int(match["n"])
    last_year = year // 100 * 100 + number
    ends = [_months(year, number)] if 1 <= number <= _MONTHS_IN_YEAR else []
    ends += [Period(date(year, 1, 1), date(last_year, 12, 31))] if last_year > year else []
    if not ends:
        raise ValueError
    return ends[-1]._replace(sure=len(ends) == 1)


def _part_of_year(match: re.Match[str], base: date | None) -> Period | None:
    """Quarters and halves: Q3 2010, T3 2010, third quarter of 2010, H1 2010, 1er semestre 2010."""
    said = match["code"] or match["unit"]
    count = 6 if said[0] in "hs" else 3
    which = int(re.sub(r"\D", "", said)) if match["code"] else ORDINALS[match["which"]]
    parts = _MONTHS_IN_YEAR // count
    month = ((which if which > 0 else parts) - 1) * count + 1
    year = match["y"] or match["y0"]
    return _months(int(year), month, count) if year else _coming(base, lambda year: _months(year, month, count))


def year_alone(match: re.Match[str], _base: date | None) -> Period:
    return _day(int(match["y"]), 12, 31)._replace(first=date(int(match["y"]), 1, 1))


def _some_year(match: re.Match[str], base: date | None) -> Period | None:
    later = 1 if "next" in match[0] or "prochain" in match[0] else 0
    return _months(base.year + later, 1, _MONTHS_IN_YEAR, sure=False) if base else None


def _at_once(_match: re.Match[str], base: date | None) -> Period | None:
    return Period(base, base, sure=False) if base else None


_MONTHS_IN_YEAR = 12
_DAY = r"(?<![\w.,/])(?P<d>\d{1,2})"
_ORDER = "(?:st|nd|rd|th|er|e)?"
_TO = " ?(?:-|/|&|to |and |et |a |au )? ?"
_CODE = r"(?:[qt][1-4]|[hs][12]|[1-4]q)"
_WHICH = either(ORDINALS)
_PART = rf"(?:(?P<code>{_CODE})|(?:(?:{_WHICH}){_TO})?(?P<which>{_WHICH}) (?P<unit>quarter|qtr|trimestre|half|semester|semestre))"
_DAY_AND_MONTH = (
    rf"(?:(?<!\w)\d{{1,2}}{_ORDER}{_TO})?{_DAY}{_ORDER}[ .-]?(?:of |de )?(?P<m>{MONTH})"
    rf"(?:[ ,-]+(?:of |de )?'?(?P<y>{YEAR}|\d\d(?![\w/])))?(?![ ,-]*\d{{3}})"
)

_SOME_YEAR = "(?:this|next|end of(?: the)?) year|year[ -]end|fin d(?:'|e l')annee|cette annee|l'an(?:nee)? prochaine?"

Reader = Callable[[re.Match[str], "date | None"], "Period | None"]

_Form = tuple[re.Pattern[str], Reader]

NUMBERED: tuple[_Form, ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"(?<!\d)(?P<y>{YEAR})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?z?)?", _iso),
        (rf"{_DAY}(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<y>{YEAR}|\d\d)(?![\w/])", _numeric),
        (_DAY_AND_MONTH, _day_and_month),
        (rf"(?<!\w)(?P<m>{MONTH}) ?(?:\d{{1,2}} ?- ?)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>{YEAR})", _day_and_month),
        (rf"(?<!\w)(?:{MONTH}{_TO})?(?P<m>{MONTH})[ ,/-]*(?:of |de )?(?P<y>{YEAR})", _month_and_year),
        (rf"(?<![\w./])(?P<m>\d{{1,2}})[-/.](?P<y>{YEAR})", _month_and_year),
        (rf"(?<!\w)(?P<m>{MONTH})[ -]?'?(?P<n>\d\d?)(?:st|nd|rd|th)?(?![\w/])", _month_and_number),
        (rf"(?<![\w./])(?P<y>{YEAR})[-/](?P<n>\d\d)(?![\w/-])", _year_and_number),
    )
)
WORDED: tuple[_Form, ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"(?<!\w)(?:(?P<y0>{YEAR})[ /-]?)?(?:{_CODE}{_TO})?{_PART}(?!\w)(?:[ ,/-]*{FILL}(?P<y>{YEAR}))?", _part_of_year),
        (rf"(?<![\w.,])(?P<y>{YEAR})(?!\w)", year_alone),
        (rf"(?<!\w)(?:{MONTH}{_TO})?(?P<m>{MONTH})(?= ?(?:$|[,;(\0]))", month_alone),
        (rf"(?<!\w)(?:{_SOME_YEAR})(?!\w)", _some_year),
        (r"(?<!\w)(?:immediate(?:ly)?|immediate?ment|at once|sans delai)(?!\w)", _at_once),
    )
)
"""Forms that take a digit, then the others. Tried in this order; what one has read the next does not see."""
