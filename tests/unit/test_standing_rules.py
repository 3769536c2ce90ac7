"""What follows from the updates, the time scale and the day: each rule once, on small workbooks read from values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcdash.book import Book, from_sheets, with_updates
from gcdash.schema import ACTIONS, OWNERS, PARTIES, REPORTABLE, SETTINGS, UPDATES, Standing, Status
from gcdash.standing import stand
from gcdash.updates import Update, frame_of

BASE = date(2009, 5, 29)


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: Sequence[Sequence[object]]
    merges: tuple[tuple[int, int, int, int], ...] = ()


def book(timescale: str = "On-going", responsibility: str = "WCO", *, members: Sequence[str] = ()) -> Book:
    owners = [("WCO", "organisation", ""), ("UNEP", "organisation", ""), ("Customs agencies", "class", "Customs")]
    return from_sheets(
        [
            Sheet("Actions", [ACTIONS.headings, ("A01", "One", "Do it", timescale, responsibility)]),
            Sheet("Updates", [UPDATES.headings]),
            Sheet("Owners", [OWNERS.headings, *owners]),
            Sheet("Parties", [PARTIES.headings, *((party, "Customs agencies") for party in members)]),
            Sheet("Settings", [SETTINGS.headings, ("Base date", BASE)]),
        ]
    )


def said(status: str, party: str = "", day: date = date(2009, 9, 1), **more: str) -> Update:
    words = f"{status} {party} {day} {more}"
    return Update(more.pop("update_id", words), "A01", day, status, "words", party, **more)


def after(of: Book, *updates: Update, as_of: date = date(2009, 10, 1)) -> pd.Series:
    return stand(with_updates(of, frame_of(updates)), as_of).iloc[0]


def test_the_newest_update_for_the_whole_action_speaks_for_it() -> None:
    parties = [said("Completed", "WCO", date(2009, 9, 20))]

    assert after(book(), said("On hold"), said("Not started", day=date(2009, 8, 1)), *parties)["status"] == "On hold"


def test_nothing_to_report_is_a_report_that_leaves_the_status_as_it_was() -> None:
    first = after(book(), said("Nothing to report"))
    later = after(book(), said("In progress"), said("Nothing to report", day=date(2009, 9, 20)))

    assert (first["status"], first["updates"]) == ("No report yet", 1)
    assert (later["status"], later["last_reported"].date()) == ("In progress", date(2009, 9, 20))


def test_an_action_is_completed_when_every_expected_party_is() -> None:
    two = book(responsibility="WCO, UNEP")

    assert after(two, said("Completed", "WCO"))["status"] == "In progress"
    assert after(two, said("Completed", "WCO"), said("Completed", "UNEP"))["status"] == "Completed"


def test_a_class_is_completed_by_all_its_parties_and_never_without_any_listed() -> None:
    both = [said("Completed", "India"), said("Completed", "Nepal")]

    assert after(book(responsibility="Customs", members=("India", "Nepal")), *both)["status"] == "Completed"
    assert after(book(responsibility="Customs", members=("India", "Nepal")), both[0])["reported"] == 1
    assert after(book(responsibility="Customs"), *both)["status"] == "In progress"


def test_a_sole_organisation_gives_its_own_status() -> None:
    assert after(book(), said("On hold", "WCO"), said("In progress", "India"))["status"] == "On hold"


def test_without_progress_the_newest_party_status_counts() -> None:
    several = book(responsibility="WCO, UNEP")

    assert after(several, said("Not started", "WCO"), said("On hold", "UNEP", date(2009, 9, 9)))["status"] == "On hold"


def test_a_withdrawn_update_counts_no_more() -> None:
    gone = said("Nothing to report", day=date(2009, 9, 20), withdraws="u-1")

    assert after(book(), said("Completed", update_id="u-1"), gone)["status"] == "No report yet"
    assert after(book(), said("Completed", update_id="u-1"), gone, as_of=date(2009, 9, 10))["status"] == "Completed"


@pytest.mark.parametrize(
    ("timescale", "as_of", "standing"),
    [
        ("6 months", date(2009, 10, 29), "On course"),
        ("6 months", date(2009, 10, 30), "Due soon"),
        ("6 months", date(2009, 11, 29), "Due soon"),
        ("6 months", date(2009, 11, 30), "Overdue"),
        ("On-going", date(2009, 11, 29), "On course"),
        ("On-going", date(2009, 11, 30), "Report overdue"),
        ("", date(2009, 11, 30), "Report overdue"),
        ("by COP 15", date(2009, 11, 30), "Report overdue"),
        ("3", date(2009, 8, 29), "On course"),
        ("3 months\nOn-going", date(2009, 8, 30), "Overdue"),
    ],
)
def test_lateness_follows_from_the_time_scale_and_the_day(timescale: str, as_of: date, standing: str) -> None:
    assert after(book(timescale), as_of=as_of)["standing"] == standing


def test_a_mixed_action_is_on_going_once_its_dated_part_is_done() -> None:
    mixed = book("3 months\nOn-going")
    part, since = said("Dated part done"), said("In progress", day=date(2009, 9, 15))

    assert after(mixed, part)["standing"] == "On course"
    assert after(mixed, part, since)["standing"] == "On course"
    assert after(mixed, part, as_of=date(2010, 3, 2))["standing"] == "Report overdue"


def test_what_is_completed_cancelled_or_on_hold_is_never_late() -> None:
    stands = [after(book("3 months"), said(status), as_of=date(2015, 1, 1))["standing"] for status in ("Completed", "Cancelled", "On hold")]

    assert stands == ["Completed", "Cancelled", "On hold"]


def test_without_a_base_date_nothing_falls_due() -> None:
    sheets = [Sheet("Actions", [ACTIONS.headings, ("A01", "One", "Do it", "6 months"), ("A02", "One", "Do it", "On-going")])]

    assert set(stand(from_sheets(sheets), date(2030, 1, 1))["standing"]) == {"On course"}


updates = st.lists(
    st.builds(
        said,
        st.sampled_from([str(status) for status in REPORTABLE]),
        st.sampled_from(["", "WCO", "UNEP", "India"]),
        st.integers(0, 800).map(lambda n: BASE + timedelta(days=n)),
    ),
    max_size=8,
    unique_by=lambda update: update.update_id,
)


@given(updates, st.integers(0, 900))
@settings(deadline=None, max_examples=60)
def test_later_updates_never_change_an_earlier_day(several: list[Update], day: int) -> None:
    as_of = BASE + timedelta(days=day)
    of = book("3 months\nOn-going", "WCO, UNEP, Customs", members=("India",))

    now = after(of, *several, as_of=as_of)
    then = after(of, *(update for update in several if update.report_date <= as_of), as_of=as_of)

    assert now["standing"] in set(Standing)
    assert now["status"] in set(Status)
    assert now.equals(then)
