"""What has changed since: two days of anybody's choice, or the last meeting, as a sentence, bars, rows and files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from gcdash import meetings
from gcdash.changes import Change, Meeting, Update, new_id
from gcdash.compare import Movement
from gcdash.store.workbook import WorkbookStore
from screen import one, words

Look = Callable[..., AppTest]

FIRST = date(2009, 10, 1)


def record(book: Path, *changes: Change) -> None:
    WorkbookStore(book).append(changes)


def with_meeting(book: Path) -> None:
    record(book, Meeting(new_id(), "First", FIRST))
    record(book, *meetings.closing(WorkbookStore(book).load(), "First", "", datetime.now(UTC).replace(tzinfo=None)))


def rows(app: AppTest) -> list[tuple[str, str, str, str]]:
    """ID, what, before and now of each row that the page shows."""
    (table,) = (table.value for table in app.dataframe if "Before" in table.value)
    return list(table[["ID", "What", "Before", "Now"]].itertuples(index=False, name=None))


def kinds(found: Sequence[tuple[str, str, str, str]]) -> list[str]:
    return [what for _id, what, _before, _now in found]


def test_without_a_choice_it_is_the_agreement_and_each_action_is_counted_once(look: Look) -> None:
    shown = look("since", as_of="2009-12-01")

    assert "From 29 May 2009 to 1 Dec 2009, of 16 actions, 2 became overdue and 14 went quiet." in words(shown)
    assert "16 of 16 actions have changed; most often: gone quiet (14)." in words(shown)
    assert kinds(rows(shown)) == ["newly overdue"] * 2 + ["gone quiet"] * 14
    assert rows(shown)[0] == ("A01", "newly overdue", "○ On course", "● Overdue")


def test_two_days_and_a_filter_in_the_address_are_what_the_page_shows(look: Look) -> None:
    shown = look("since", since="2009-11-25", as_of="2009-12-01", theme="MEA-specific")

    assert "From 25 Nov 2009 to 1 Dec 2009, of 2 actions, 2 went quiet." in words(shown)
    assert [row[0] for row in rows(shown)] == ["A07", "A08"]


def test_the_last_meeting_is_what_is_usual_and_one_click_away_from_any_other_day(app: Look, real_book: Path) -> None:
    with_meeting(real_book)
    record(real_book, Update(new_id(), "A05", date(2009, 10, 2), "Completed", "Done"))

    assert "From 1 Oct 2009 to 1 Dec 2009, of 16 actions, 1 was completed" in words(app("since", as_of="2009-12-01"))
    other = app("since", as_of="2009-12-01", since="2009-11-25")
    assert "From 25 Nov 2009" in words(other)
    one(other, "button", "The last meeting, 1 Oct 2009").click().run()
    assert "From 1 Oct 2009" in words(other)
    assert other.query_params["since"] == "2009-10-01"


def test_a_day_that_is_none_or_comes_later_is_said_and_nothing_is_compared(look: Look) -> None:
    assert "The day to compare with in the link cannot be read: soon" in words(look("since", since="soon", as_of="2009-12-01"))
    later = look("since", since="2010-01-01", as_of="2009-12-01")
    assert "That day lies after the as-of date, so nothing is compared." in words(later)
    assert not [table for table in later.dataframe if "Before" in table.value]


def test_every_kind_of_movement_has_its_bar_also_where_it_is_none(look: Look) -> None:
    shown = look("since", as_of="2009-12-01")

    one(shown, "button", "Show as table").click().run()

    (counts,) = (table.value for table in shown.dataframe if list(table.value.columns) == ["What", "Actions"])
    assert dict(zip(counts["What"], counts["Actions"], strict=True)) == dict.fromkeys(map(str, Movement), 0) | {
        "newly overdue": 2, "gone quiet": 14,
    }  # fmt: skip
