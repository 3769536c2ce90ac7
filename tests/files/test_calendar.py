"""Calendars: every date once, under an ID that stays, in words that come back as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from books import make_book
from gcdash.cli import main
from gcdash.exports.calendar import to_ics
from gcdash.standing import stand
from gcdash.store.ooxml import read_stamp
from gcdash.store.workbook import WorkbookStore
from handouts import AS_OF, HARD, excerpt, hard_book
from small_books import Row, book, one_action, report


def events(content: bytes) -> list[icalendar.Event]:
    return [part for part in icalendar.Calendar.from_ical(content).walk("VEVENT") if isinstance(part, icalendar.Event)]


def one(timescale: str, *updates: Row, day: date = AS_OF) -> dict[str, tuple[date, str]]:
    """The events of the only action of a book: what is asked for -> day and state."""
    found = events(to_ics(excerpt(book([one_action(timescale)], updates), day)))
    return {str(event["summary"])[4:].split(":")[0]: (event.DTSTART, str(event["status"])) for event in found}


def test_every_due_date_and_report_date_of_the_real_book_is_an_event_of_one_whole_day(real_book: Path) -> None:
    shown = excerpt(WorkbookStore(real_book).load())
    asked = {(row.action_id, day.date()) for row in shown.actions.itertuples() for day in (row.due_date, row.report_due) if day == day}  # noqa: PLR0124 -- a day that is none is not itself

    found = events(to_ics(shown))
    assert {(str(event["summary"]).split()[0], event.DTSTART) for event in found} == asked
    assert len(found) == 18
    assert all(event.duration == timedelta(days=1) and event["dtstart"].params["VALUE"] == "DATE" for event in found)


@pytest.mark.parametrize(
    ("timescale", "updates", "said"),
    [
        ("6 months", [], {"falls due": (date(2009, 11, 29), "CONFIRMED")}),
        ("6", [], {"falls due (to confirm)": (date(2009, 11, 29), "TENTATIVE"), "report due": (date(2009, 11, 29), "CONFIRMED")}),
        ("on-going", [report("2009-10-01", "In progress")], {"report due": (date(2010, 4, 1), "CONFIRMED")}),
        ("6 months", [report("2009-10-01", "Completed")], {"falls due": (date(2009, 11, 29), "CANCELLED")}),
        ("on-going", [report("2009-10-01", "Cancelled")], {"report due": (date(2010, 4, 1), "CANCELLED")}),
        (
            "6 months, on-going",
            [report("2009-10-01", "Dated part done")],
            {"falls due": (date(2009, 11, 29), "CANCELLED"), "report due": (date(2010, 4, 1), "CONFIRMED")},
        ),
        ("", [], {"report due": (date(2009, 11, 29), "CONFIRMED")}),
    ],
)
def test_what_is_asked_for_stands_what_is_unsure_is_tentative_and_what_is_done_is_taken_out(
    timescale: str, updates: list[Row], said: dict[str, tuple[date, str]]
) -> None:
    assert one(timescale, *updates) == said


def test_after_a_report_the_same_event_has_another_day_and_a_higher_number(real_book: Path, tmp_path: Path) -> None:
    calendars = []
    for name in ("before.ics", "after.ics"):
        assert main(["export", str(real_book), str(tmp_path / name), "--as-of", "2009-11-25", "--search", "A06"]) == 0
        calendars.append(events((tmp_path / name).read_bytes())[0])
        main(["record", str(real_book), "--action", "A06", "--status", "In progress", "--date", "2009-10-01"])
    before, after = calendars

    assert before["uid"] == after["uid"]
    assert [event.DTSTART for event in calendars] == [date(2009, 11, 29), date(2010, 4, 1)]
    assert before["sequence"] < after["sequence"]
    assert before.DTSTAMP < after.DTSTAMP


def test_a_workbook_that_gets_its_own_id_only_when_it_is_first_written_to_keeps_its_events(tmp_path: Path) -> None:
    found = make_book(tmp_path / "plain.xlsx", actions=[one_action("6 months")])
    ids = []
    for name in ("before.ics", "after.ics"):
        assert main(["export", str(found), str(tmp_path / name)]) == 0
        ids.append(str(events((tmp_path / name).read_bytes())[0]["uid"]))
        assert main(["record", str(found), "--action", "A01", "--status", "In progress"]) == 0
        found = found.rename(tmp_path / "moved.xlsx")

    assert read_stamp(found.read_bytes())["gcdash_book"]
    assert ids[0] == ids[1]


def test_each_event_has_an_id_of_its_own_and_another_book_has_others() -> None:
    shown = excerpt(hard_book(60))
    other = excerpt(hard_book(60)).__class__(**{**shown.__dict__, "book_id": "another"})

    ids = [str(event["uid"]) for content in (to_ics(shown), to_ics(other)) for event in events(content)]
    assert len(set(ids)) == len(ids) > 100


def test_the_moment_of_the_newest_report_is_the_stamp_else_the_day_of_the_agreement() -> None:
    reported = book([one_action()], [report("2009-10-01", "In progress", recorded_at="2009-10-02T08:30:00.123456Z")])

    stamps = [events(to_ics(excerpt(found)))[0].DTSTAMP for found in (reported, book([one_action()]))]
    assert stamps == [datetime(2009, 10, 2, 8, 30, tzinfo=UTC), datetime(2009, 5, 29, tzinfo=UTC)]


def test_hard_words_come_back_as_they_were_on_lines_of_at_most_75_bytes() -> None:
    found = hard_book()
    content = to_ics(excerpt(found))

    said = {str(event["summary"]).split()[0]: str(event["description"]) for event in events(content)}
    assert all(said[f"A{at:03}"].startswith(str(row["action"]) + "\n\n") for at, row in enumerate(HARD, start=1))
    assert {str(category) for event in events(content) for category in event.categories} == set(stand(found, AS_OF)["theme"])
    assert "\r\nX-WR-CALNAME:Tôt\\, ou & <tard>\\; ici\r\n" in content.decode()
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_words_cannot_add_a_line_of_their_own() -> None:
    action = {"action_id": "A01", "theme": "a\nBEGIN:VALARM", "action": "x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:y", "timescale": "6 months"}
    content = to_ics(excerpt(book([action], settings={"Workshop": "x\nMETHOD:REQUEST\nATTENDEE:mailto:a@example.org"})))

    assert len(events(content)) == 1
    assert {name for name, _value in icalendar.Calendar.from_ical(content).property_items()} & {"ATTENDEE", "VALARM"} == set()
    assert content.count(b"METHOD:PUBLISH") == 1
    assert b"\r\nMETHOD:REQUEST" not in content


def test_a_book_without_actions_gives_a_calendar_without_events() -> None:
    assert events(to_ics(excerpt(book([])))) == []


def test_the_same_excerpt_gives_the_same_calendar() -> None:
    assert to_ics(excerpt(hard_book())) == to_ics(excerpt(hard_book()))
