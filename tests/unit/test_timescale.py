"""Time scales: the sixteen of the workshop exactly, what other sheets hold, and laws that hold for any text."""

from __future__ import annotations

import time
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcdash.schema import Confidence, Kind
from gcdash.timescale import TimeScale, add_months, read

BASE = date(2009, 5, 29)
SOURCE = Path(__file__).parents[1] / "files" / "action-points-2009.txt"
CERTAIN, TO_CONFIRM = Confidence.CERTAIN, Confidence.TO_CONFIRM
DATED, ON_GOING, MIXED, UNSPECIFIED, UNCLEAR = Kind.DATED, Kind.ON_GOING, Kind.MIXED, Kind.UNSPECIFIED, Kind.UNCLEAR

A04 = (
    "12 months (for 1 best practice)\n"
    "Ongoing to ensure currency of produced information and to compile a resources library published under WCO banner."
)
SIXTEEN = [
    ("A01", "6 months", DATED, "2009-11-29", CERTAIN),
    ("A02", "", UNSPECIFIED, None, CERTAIN),
    ("A03", "3\nOn-going", MIXED, "2009-08-29", TO_CONFIRM),
    ("A04", A04, MIXED, "2010-05-29", CERTAIN),
    ("A05", "3 months", DATED, "2009-08-29", CERTAIN),
    ("A06", "on-going", ON_GOING, None, CERTAIN),
    ("A07", "On-going", ON_GOING, None, CERTAIN),
    ("A08", "On-going", ON_GOING, None, CERTAIN),
    ("A09", "On-going", ON_GOING, None, CERTAIN),
    ("A10", "", UNSPECIFIED, None, CERTAIN),
    ("A11", "On-going", ON_GOING, None, CERTAIN),
    ("A12", "On-going", ON_GOING, None, CERTAIN),
    ("A13", "On-going", ON_GOING, None, CERTAIN),
    ("A14", "On-going", ON_GOING, None, CERTAIN),
    ("A15", "On-going", ON_GOING, None, CERTAIN),
    ("A16", "Ongoing", ON_GOING, None, CERTAIN),
]

# Text -> due date. Certain: the words name this day and no other.
CERTAIN_DATES = {
    # spans
    "within 3 months": "2009-08-29", "3 mois": "2009-08-29", "six months": "2009-11-29", "un an": "2010-05-29",
    "six mois": "2009-11-29", "dix-huit mois": "2010-11-29", "dix huit mois": "2010-11-29", "1 year (pilot)": "2010-05-29",
    "a year": "2010-05-29", "6-month": "2009-11-29", "6m": "2009-11-29", "six (6) months": "2009-11-29", "6 month(s)": "2009-11-29",
    "3 weeks": "2009-06-19", "trois semaines": "2009-06-19", "45 days": "2009-07-13", "15 jours": "2009-06-13",
    "2 fortnights": "2009-06-26",
    "2 quarters": "2009-11-29", "2 semestres": "2010-05-29", "1.5 years": "2010-11-29", "1½ years": "2010-11-29", "1,5 an": "2010-11-29",
    "1 year and 6 months": "2010-11-29", "1 an et 6 mois": "2010-11-29", "twenty-one days": "2009-06-19",
    "vingt et un jours": "2009-06-19",
    "quatre-vingt jours": "2009-08-17", "in 6 months’ time": "2009-11-29", "within the next 12 months": "2010-05-29",
    "dans les 12 prochains mois": "2010-05-29", "within 6 months of the workshop": "2009-11-29", "6 mois après l'atelier": "2009-11-29",
    "12 months from now": "2010-05-29", "- 3 months": "2009-08-29", "6\u00a0months": "2009-11-29", "６ months": "2009-11-29",
    "6¹ months": "2009-11-29",
    "Continue for 6 months": "2009-11-29", "12 months (29 May 2010)": "2010-05-29", "31 Aug 2009": "2009-08-31",
    # ranges: the later end
    "6-12 months": "2010-05-29", "6–12 months": "2010-05-29", "6 to 12 months": "2010-05-29", "6 à 12 mois": "2010-05-29",
    "between 6 and 12 months": "2010-05-29", "entre six et douze mois": "2010-05-29", "6 months to 1 year": "2010-05-29",
    "2010-2011": "2011-12-31", "2010 to 2011": "2011-12-31", "over 2010-2012": "2012-12-31", "2010-13": "2013-12-31",
    "June-December 2010": "2010-12-31", "de juin 2009 à décembre 2010": "2010-12-31", "1-5 June 2010": "2010-06-05",
    "1 June - 5 July 2010": "2010-07-05", "from June 2009 to December 2010": "2010-12-31", "Q1-Q2 2010": "2010-06-30",
    # days
    "31 December 2009": "2009-12-31", "31st of December, 2009": "2009-12-31", "December 31, 2009": "2009-12-31",
    "31-Dec-2009": "2009-12-31",
    "1er juin 2010": "2010-06-01", "le 31 décembre 2009": "2009-12-31", "31/12/2009": "2009-12-31", "31.12.2009": "2009-12-31",
    "12/31/2009": "2009-12-31", "05/05/2010": "2010-05-05", "2010-05-29": "2010-05-29", "2010-05-29 00:00:00": "2010-05-29",
    "2010-05-29T00:00:00": "2010-05-29", "no later than 31 December 2009": "2009-12-31", "au plus tard le 31 décembre 2009": "2009-12-31",
    # months, quarters, years: their last day
    "Dec 2009": "2009-12-31", "Dec. 2009": "2009-12-31", "by June 2010": "2010-06-30", "d'ici juin 2010": "2010-06-30",
    "09/2010": "2010-09-30",
    "2010-05": "2010-05-31", "Feb 2012": "2012-02-29", "not later than June 2010": "2010-06-30", "fin du mois de juin 2010": "2010-06-30",
    "Q3 2010": "2010-09-30", "end of Q2 2010": "2010-06-30", "2010 Q3": "2010-09-30", "third quarter of 2010": "2010-09-30",
    "last quarter of 2010": "2010-12-31", "T3 2010": "2010-09-30", "3e trimestre 2010": "2010-09-30",
    "troisième trimestre 2010": "2010-09-30",
    "H1 2010": "2010-06-30", "second half of 2010": "2010-12-31", "1er semestre 2010": "2010-06-30",
    "2010-01": "2010-01-31", "between 2010 and 2011": "2011-12-31", "Portal launched by 2010": "2010-12-31",
    "2010": "2010-12-31", "2010 (pilot)": "2010-12-31", "in 2010": "2010-12-31", "by end 2010": "2010-12-31",
    "before the end of 2010": "2010-12-31",
    "year-end 2010": "2010-12-31", "fin 2010": "2010-12-31", "fin de l'année 2010": "2010-12-31", "jusqu'à fin 2010": "2010-12-31",
}  # fmt: skip

# Text -> the day that is suggested, never counted as overdue before a person confirms it.
SUGGESTED_DATES = {
    "3": "2009-08-29", "3.0": "2009-08-29", "3-6": "2009-11-29", "3?": "2009-08-29", "3 (months)": "2009-08-29",
    "03/04/2010": "2010-04-03", "5/6/10": "2010-06-05", "Dec 09": "2009-12-31", "June 10": "2010-06-30", "by 31 Dec 09": "2009-12-31",
    "June 19": "2019-06-30", "June 20": "2009-06-20", "2010 and 2011": "2011-12-31", "2010-11": "2011-12-31", "2010/2011": "2011-12-31",
    "early Q3 2010": "2010-07-31",
    "mid-2010": "2010-06-30", "mi-2010": "2010-06-30", "mid June 2010": "2010-06-15", "early 2010": "2010-03-31",
    "début juin 2010": "2010-06-10",
    "late 2010": "2010-12-31", "before June 2010": "2010-05-31", "avant le 31 décembre 2009": "2009-12-30",
    "by June": "2009-06-30", "fin avril": "2010-04-30", "31 December": "2009-12-31", "May": "2009-05-31", "Q1": "2010-03-31",
    "end of the year": "2009-12-31", "next year": "2010-12-31", "fin d'année": "2009-12-31",
    "immediately": "2009-05-29", "immédiatement": "2009-05-29",
    "6 or 12 months": "2010-05-29", "6/12 months": "2010-05-29", "6 months for a draft; 12 months for the rest": "2010-05-29",
    "6 months (TBC)": "2009-11-29", "6 months?": "2009-11-29", "about 6 months": "2009-11-29", "6 months, if funded": "2009-11-29",
    "après 6 mois": "2009-11-29", "COP 15, December 2009": "2009-12-31", "Vision 2020": "2020-12-31", "summer 2010": "2010-12-31",
    "June 2010 to March": "2010-06-30", "one hundred and six days": "2009-06-04", "un an et demi": "2010-05-29",
}  # fmt: skip

ON_GOING_TEXTS = [
    "on going", "continuous", "continu", "en continu", "en cours", "permanent", "Permanente", "from 2010 onwards", "on-going from 2010",
    "annually", "every 6 months", "every 6 to 12 months", "every two years", "every January", "each COP", "quarterly",
    "6-monthly", "twice a year",
    "once a year", "chaque année", "tous les 6 mois", "toutes les deux semaines", "2 fois par an", "annuel", "trimestriellement",
    "regularly",
]  # fmt: skip

UNCLEAR_TEXTS = [
    "short term", "ASAP", "TBC", "TBD", "à déterminer", "n/a", "N/A", "-", "–", "?", "by COP 15", "next meeting",
    "before the next meeting",
    "10 working days", "1,000 days", "9999 years", "99999999999999999999 months", "0 months", "500", "0", "31/02/2010",
    "32 December 2009",
    "31 December 9999", "9999-12-31", "2010-13-45", "FY2010", "2.3 weeks", "as funds may allow", "march on",
    "6 months after COP 15", "within 3 months of approval", "6 mois à compter de la signature", "6 months after 29 May 2010",
    "2010-00", "from 2010", "since 2008", "after June 2010", "depuis 2008",
]  # fmt: skip


@pytest.mark.parametrize(("action", "text", "kind", "due", "confidence"), SIXTEEN, ids=[row[0] for row in SIXTEEN])
def test_the_sixteen_read_as_the_design_says(action: str, text: str, kind: Kind, due: str | None, confidence: Confidence) -> None:
    reading = read(text, BASE)

    assert (reading.kind, reading.due_date, reading.confidence) == (kind, _day(due), confidence), action


def test_the_sixteen_stand_in_the_source_as_they_are_tested_here() -> None:
    cells = [cell.strip() for cell in SOURCE.read_text(encoding="utf-8").split("\t")]

    assert [text for _action, text, *_rest in SIXTEEN if text not in cells] == []


@pytest.mark.parametrize(("text", "due"), CERTAIN_DATES.items())
def test_a_stated_end_is_certain(text: str, due: str) -> None:
    reading = read(text, BASE)

    assert (reading.kind, reading.due_date, reading.confidence) == (DATED, _day(due), CERTAIN), reading.note


@pytest.mark.parametrize(("text", "due"), SUGGESTED_DATES.items())
def test_what_may_mean_another_date_is_suggested_and_asked(text: str, due: str) -> None:
    reading = read(text, BASE)

    assert (reading.kind, reading.due_date, reading.confidence) == (DATED, _day(due), TO_CONFIRM), reading.note


@pytest.mark.parametrize("text", ON_GOING_TEXTS)
def test_a_rhythm_is_on_going_work_and_no_due_date(text: str) -> None:
    reading = read(text, BASE)

    assert (reading.kind, reading.due_date, reading.confidence) == (ON_GOING, None, CERTAIN), reading.note


@pytest.mark.parametrize("text", ["ongoing?", "ongoing (TBC)", "not ongoing", "as needed", "au besoin"])
def test_on_going_work_in_doubt_is_asked(text: str) -> None:
    reading = read(text, BASE)

    assert (reading.kind, reading.confidence) == (ON_GOING, TO_CONFIRM)


@pytest.mark.parametrize("text", UNCLEAR_TEXTS)
def test_what_cannot_be_read_is_unclear(text: str) -> None:
    reading = read(text, BASE)

    assert (reading.kind, reading.due_date, reading.confidence) == (UNCLEAR, None, TO_CONFIRM), reading.note


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u00a0", "\u200b"])
def test_blank_is_unspecified(text: str) -> None:
    assert (read(text, BASE).kind, read(text, BASE).confidence) == (UNSPECIFIED, CERTAIN)


@pytest.mark.parametrize(
    ("text", "due", "confidence"),
    [
        ("6 months, then ongoing", "2009-11-29", CERTAIN),
        ("Ongoing until 2012", "2012-12-31", CERTAIN),
        ("3 and ongoing", "2009-08-29", TO_CONFIRM),
        ("On-going / 3", "2009-08-29", TO_CONFIRM),
        ("Immediately and ongoing", "2009-05-29", TO_CONFIRM),
        ("monthly for 6 months", "2009-11-29", TO_CONFIRM),
        ("en cours, jusqu'en 2012", "2012-12-31", CERTAIN),
    ],
)
def test_a_date_and_on_going_work_are_mixed(text: str, due: str, confidence: Confidence) -> None:
    reading = read(text, BASE)

    assert (reading.kind, reading.due_date, reading.confidence) == (MIXED, _day(due), confidence)


def test_a_number_in_a_list_of_points_is_no_time_scale() -> None:
    assert read("1. On-going", BASE).kind == ON_GOING
    assert read("1) 6 months\n2) On-going", BASE).due_date == date(2009, 11, 29)


@pytest.mark.parametrize("text", ["6 months", "3", "by June", "immediately", "next year", "3\nOn-going"])
def test_without_a_base_date_nothing_that_takes_one_falls_due_and_the_note_says_why(text: str) -> None:
    reading = read(text, None)

    assert reading.kind in {DATED, MIXED}
    assert (reading.due_date, reading.confidence) == (None, TO_CONFIRM)
    assert "base date" in reading.note and "not set" in reading.note


def test_without_a_base_date_a_full_date_still_reads() -> None:
    assert read("31 December 2009", None) == TimeScale(DATED, date(2009, 12, 31), CERTAIN, "by 31 Dec 2009")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("6 months", "6 months after 29 May 2009"),
        ("1 month", "1 month after 29 May 2009"),
        ("2 weeks", "14 days after 29 May 2009"),
        ("3", "3 may mean 3 months: 29 Aug 2009"),
        ("6-12 months", "the later end of a range: 12 months after 29 May 2009"),
        ("Dec 2009", "by 31 Dec 2009"),
        ("03/04/2010", "“03/04/2010” may mean 3 Apr 2010"),
        ("6 months if funded", "perhaps 6 months after 29 May 2009: the text also says “if”"),
        ("6 months; 12 months", "the last of 2 dates: 12 months after 29 May 2009"),
        ("3\nOn-going", "3 may mean 3 months: 29 Aug 2009; and on-going work"),
        ("ongoing", "on-going work, with no due date"),
        ("as needed", "as needed, so perhaps on-going work"),
        ("every 6 months", "a rhythm, so on-going work"),
        ("from 2010", "it says when the work starts, not when it ends"),
        ("6 months after COP 15", "it counts from something else than the base date"),
        ("9999 years", "no such date, or one too far away"),
    ],
)
def test_the_note_says_how_it_was_read(text: str, note: str) -> None:
    assert read(text, BASE).note == note


ENGLISH = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
FRENCH = [
    "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
]  # fmt: skip
TENS = {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "ninety-nine": 99, "thirty six": 36,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "soixante-dix": 70, "soixante et onze": 71, "quatre-vingts": 80,
    "quatre-vingt-dix-neuf": 99, "trente-six": 36,
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "days"), [*zip(ENGLISH, range(1, 21), strict=True), *zip(FRENCH, range(1, 21), strict=True), *TENS.items()]
)
def test_written_numbers_count_as_their_figures(word: str, days: int) -> None:
    assert read(f"{word} days", BASE) == read(f"{word} jours", BASE) == read(f"{days} days", BASE)


@pytest.mark.parametrize("base", [date(9999, 12, 31), date(9999, 1, 1), date(1, 1, 1)])
@pytest.mark.parametrize("text", ["6 months", "3", "May", "June", "next year", "12 weeks", "Q1", "Dec 09"])
def test_the_ends_of_the_calendar_are_no_error(text: str, base: date) -> None:
    assert isinstance(read(text, base), TimeScale)


WORDS = [
    "6",
    "12",
    "months",
    "mois",
    "on-going",
    "every",
    "fin",
    "juin",
    "2010",
    "-",
    "to",
    "(TBC)",
    "31",
    "dec",
    "mid",
    "q3",
    "annuel",
    "un",
    "à",
]
bases = st.none() | st.dates()
near = st.text(max_size=60) | st.lists(st.sampled_from([*WORDS, "\n", "/", ",", "9999", "an", "d'ici", "before"]), max_size=9).map(" ".join)


@given(near, bases)
@settings(max_examples=400)
def test_any_text_reads(text: str, base: date | None) -> None:
    reading = read(text, base)

    assert reading.note
    assert reading.due_date is None or reading.kind in {DATED, MIXED}
    assert reading.due_date is not None or reading.kind not in {DATED, MIXED} or reading.confidence == TO_CONFIRM


@given(st.sampled_from([*CERTAIN_DATES, *SUGGESTED_DATES, *ON_GOING_TEXTS, *UNCLEAR_TEXTS, A04]), st.data())
def test_case_and_blanks_change_nothing(text: str, data: st.DataObject) -> None:
    blank = data.draw(st.sampled_from([" ", "  ", "\n", "\u00a0", "\t "]))
    case = data.draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))

    assert read(blank + blank.join(case(text).split()) + blank, BASE) == read(text, BASE)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-600, 600))
def test_months_are_calendar_months_cut_at_the_end(day: date, months: int) -> None:
    moved = add_months(day, months)

    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, monthrange(moved.year, moved.month)[1])


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 1200))
def test_a_span_of_months_ends_that_many_months_after_the_base_date(base: date, months: int) -> None:
    assert read(f"{months} months", base).due_date == add_months(base, months)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_reads_the_same_however_it_is_written(day: date) -> None:
    ways = [f"{day:%Y-%m-%d}", f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}", f"by {day:%d-%b-%Y}"]

    assert {read(way, BASE).due_date for way in ways} == {day}
    assert {read(way, BASE).confidence for way in ways} == {CERTAIN}


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_in_figures_is_asked_unless_only_one_order_gives_a_day(day: date) -> None:
    reading = read(f"{day:%d/%m/%Y}", BASE)

    assert reading.due_date == day
    assert (reading.confidence == CERTAIN) == (day.day > 12 or day.day == day.month)


@pytest.mark.parametrize(
    "part", ["2010 ", "6 months ", "on-going ", "3 june ", "every ", "june to ", "q1-", "the year of ", "1-", "in the ", "("]
)
def test_a_cell_full_of_one_word_takes_no_time(part: str) -> None:
    text = (part * 32767)[:32767]
    start = time.perf_counter()

    read(text, BASE)

    assert timedelta(seconds=time.perf_counter() - start) < timedelta(seconds=5)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
