"""Reminders: who is asked for what, and drafts that a mail program opens, whatever stands in the book."""

from __future__ import annotations

import email
import io
import zipfile
from collections.abc import Iterable
from datetime import date
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pandas as pd
import pytest

from gcdash.exports.reminders import REMINDED, Draft, drafts, due_reminders, pack
from gcdash.store.workbook import WorkbookStore
from handouts import excerpt, hard_book
from small_books import COUNTRIES, Row, book, one_action, report

DAY = date(2009, 12, 15)
KENYA = {"party": "Kenya", "member_of": "Customs agencies", "focal_point": "Ann Mwangi", "email": "ann@example.org"}


def asked(action: Row, updates: Iterable[Row] = (), *, parties: Iterable[Row] = COUNTRIES, day: date = DAY) -> list[tuple[str, str, str]]:
    """Who is reminded of the only action, of what, and of which day."""
    due = due_reminders(excerpt(book([action], updates, parties=parties), day))
    return [(row.party, row.what, f"{row.day:%m-%d}") for row in due.itertuples()]


def made(action: Row | None = None, *, attachment: bytes | None = None, day: date = DAY, **more: Iterable[Row]) -> list[Draft]:
    shown = excerpt(book([action or one_action("6 months", "WCO and Customs")], **more), day)
    return drafts(shown, due_reminders(shown), lambda _party: attachment)


def read(draft: Draft) -> EmailMessage:
    message = email.message_from_bytes(draft.content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def words(draft: Draft, kind: str = "plain") -> str:
    body = read(draft).get_body((kind,))
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


# -- who is reminded of what


@pytest.mark.parametrize(
    ("timescale", "who", "said"),
    [
        ("6 months", "WCO", [("WCO", "Overdue", "11-29")]),
        ("7 months", "WCO", [("WCO", "Due soon", "12-29")]),
        ("on-going", "WCO", [("WCO", "Report overdue", "11-29")]),
        ("6 months, on-going", "WCO", [("WCO", "Overdue", "11-29")]),
        ("1 year", "WCO", []),
        ("6 months", "", []),
        ("6 months", "WCO and Customs", [("Kenya", "Overdue", "11-29"), ("Uganda", "Overdue", "11-29"), ("WCO", "Overdue", "11-29")]),
        ("6 months", "National Focal Points", [("National Focal Points", "Overdue", "11-29")]),
    ],
)
def test_who_is_to_report_is_reminded_of_what_is_late_or_soon(timescale: str, who: str, said: list[tuple[str, str, str]]) -> None:
    assert asked(one_action(timescale, who)) == said


@pytest.mark.parametrize(
    ("status", "party", "silent"),
    [
        ("In progress", "Kenya", ["Uganda"]),
        ("Nothing to report", "Kenya", ["Uganda"]),
        ("In progress", "", []),
        ("Completed", "", []),
        ("In progress", "WCO", ["Kenya", "Uganda"]),
    ],
)
def test_on_going_work_is_asked_of_those_who_have_not_reported_unless_somebody_spoke_for_all(
    status: str, party: str, silent: list[str]
) -> None:
    assert [who for who, _what, _day in asked(one_action("on-going", "Customs"), [report("2009-10-01", status, party)])] == silent


def test_a_report_grows_old_and_the_party_is_asked_again() -> None:
    said = [report("2009-06-01", "In progress", "Kenya"), report("2009-12-14", "In progress", "Uganda")]

    assert asked(one_action("on-going", "Customs"), said) == [("Kenya", "Report overdue", "12-01")]


def test_a_party_that_has_completed_its_part_is_left_alone_also_where_others_are_late() -> None:
    said = [report("2009-06-01", "Completed", "Kenya"), report("2009-07-01", "Nothing to report", "Kenya")]

    assert asked(one_action("6 months", "Customs"), said) == [("Uganda", "Overdue", "11-29")]


def test_nobody_is_reminded_twice_of_the_same_thing_but_of_a_new_one() -> None:
    soon = excerpt(book([one_action("7 months", "WCO")]), date(2009, 12, 15))
    before = due_reminders(soon)
    later = excerpt(soon.book, date(2010, 1, 1))

    assert due_reminders(soon, before).empty
    assert list(due_reminders(later, before)["what"]) == ["Overdue"]
    assert due_reminders(soon, before.iloc[:0]).equals(before)


def test_of_no_action_nobody_is_reminded() -> None:
    none = due_reminders(excerpt(book([])))

    assert tuple(none.columns) == REMINDED
    assert none.empty


def test_of_the_real_book_each_of_ten_owners_is_reminded_of_each_of_its_actions(real_book: Path) -> None:
    due = due_reminders(excerpt(WorkbookStore(real_book).load(), date(2009, 12, 1)))

    assert len(due) == 30
    assert due["party"].nunique() == 10
    assert list(due["party"].drop_duplicates())[0] == "WCO"  # noqa: RUF015 -- the first of the order


# -- the drafts


def test_a_draft_is_one_to_send_to_the_focal_points_with_what_is_asked() -> None:
    parties = [KENYA, KENYA | {"focal_point": "Bo Otieno", "email": "bo@example.org; ANN@example.org"}]
    (draft, _wco) = made(parties=parties)
    message = read(draft)

    assert (draft.party, draft.to, draft.actions, draft.file) == (
        "Kenya",
        ("ann@example.org", "bo@example.org"),
        1,
        "reminder-2009-12-15-kenya.eml",
    )
    assert (message["X-Unsent"], message["From"], message["Date"]) == ("1", None, None)
    assert message["To"] == "Ann Mwangi <ann@example.org>, Bo Otieno <bo@example.org>"
    assert message["Subject"] == "actions.xlsx: 1 action asks for your report"
    assert words(draft).startswith(
        "Dear Ann Mwangi, Bo Otieno,\n\nAs of 15 Dec 2009, these actions of actions.xlsx ask for your report:\n\n"
    )
    assert "A01  ● overdue by 16 days, since 29 Nov 2009\nWhat was agreed\n\n" in words(draft)
    assert "<td>● overdue by 16 days, since 29 Nov 2009</td>" in words(draft, "html")
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_a_party_without_an_address_gets_a_draft_without_one() -> None:
    (draft,) = made(one_action("6 months", "WCO"))

    assert (draft.to, read(draft)["To"]) == ((), None)
    assert words(draft).startswith("Dear WCO,")


def test_a_spreadsheet_is_attached_where_there_is_one() -> None:
    (draft,) = made(one_action("6 months", "WCO"), attachment=b"PK\x03\x04 bytes")

    (attached,) = read(draft).iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("report-wco-2009-12-15.xlsx", b"PK\x03\x04 bytes")
    assert "Fill in the spreadsheet attached" in words(draft)
    assert "A reply to this e-mail" not in words(draft)


@pytest.mark.parametrize(
    "address",
    ["ann@example.org\nBcc: all@example.org", "ann@example.org\r\nX-Evil: 1", "<script>", "no address", "ann@exa mple", "ann@", "a@b@c.org",
     "å@example.org"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["Ann", "Ann\r\nBcc: all@example.org", 'Ann" <x@example.org>, "', "Ann\u2028Bcc: x"])
def test_no_word_of_the_book_adds_a_header_or_a_recipient(address: str, name: str) -> None:
    parties = [KENYA | {"focal_point": name, "email": address, "party": "Kenya"}]
    settings = {"Workshop": "A\nBcc: all@example.org\n\nbody"}
    shown = excerpt(book([one_action("6 months", "Customs")], parties=parties, settings=settings), DAY)
    (draft,) = drafts(shown, due_reminders(shown))

    assert set(read(draft).keys()) <= {"X-Unsent", "Subject", "To", "MIME-Version", "Content-Type"}
    assert draft.to == (("ann@example.org",) if address.startswith("ann@example.org") else ())
    assert [one.addr_spec for one in (read(draft)["To"].addresses if draft.to else ())] == list(draft.to)


def test_hard_words_come_back_whole_in_text_and_are_escaped_in_html() -> None:
    shown = excerpt(hard_book(), DAY)
    told = drafts(shown, due_reminders(shown))

    assert [draft.party for draft in told] == ["WCO", "Customs agencies"]
    assert "A001  ● overdue by 108 days, since 29 Aug 2009\nTwo lines:\nthe second; with, signs \\ and <i>\n" in words(told[0])
    assert "signs \\ and &lt;i&gt;" in words(told[0], "html")
    assert "在各国海关之间交换信息" * 14 in words(told[1])
    assert read(told[0])["Subject"] == "Tôt, ou & <tard>; ici: 1 action asks for your report"
    assert max(map(len, told[1].content.split(b"\r\n"))) < 998


def test_files_have_plain_names_of_their_own_whatever_the_parties_are_called() -> None:
    names = ("Côte d’Ivoire", "cote d ivoire", "海关", "таможня", "../../etc", "CON", "a" * 300)
    told = made(one_action("6 months", "Customs"), parties=[{"party": name, "member_of": "Customs agencies"} for name in names])

    files = [draft.file for draft in told]
    assert {draft.party for draft in told} == set(names)
    assert len(set(files)) == len(names)
    assert all(name.isascii() and len(name) < 90 and not set(name) & set('/\\:*?"<>| ') for name in files)


def test_sample_data_says_so_in_its_drafts() -> None:
    shown = excerpt(book([one_action("6 months", "WCO")], settings={"Sample": "yes"}), DAY)
    (draft,) = drafts(shown, due_reminders(shown))

    assert read(draft)["Subject"].startswith("SAMPLE: ")
    assert "SAMPLE: the data are made up" in words(draft)


def test_the_pack_holds_every_draft_and_is_always_the_same() -> None:
    told, again = made(parties=COUNTRIES), made(parties=COUNTRIES)

    with zipfile.ZipFile(io.BytesIO(pack(told))) as package:
        assert {name: package.read(name) for name in package.namelist()} == {draft.file: draft.content for draft in told}
    assert pack(told) == pack(again)


def test_what_was_reminded_of_is_a_table_of_words_and_days() -> None:
    due = due_reminders(excerpt(book([one_action("6 months", "WCO")]), DAY))

    assert pd.api.types.is_datetime64_any_dtype(due["day"])
    assert due.to_dict("records") == [{"party": "WCO", "action_id": "A01", "what": "Overdue", "day": pd.Timestamp("2009-11-29")}]
