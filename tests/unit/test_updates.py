"""Changes: what may be recorded and what is refused, each refusal with the field that it is about."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcdash.altered import with_updates
from gcdash.book import Book
from gcdash.changes import CellChange, Update, frame_of, new_id
from gcdash.errors import Refusal
from gcdash.schema import UPDATES
from gcdash.updates import check, checked, clean, confirmation, is_link, strange_party, withdrawal
from small_books import COUNTRIES, book, one_action, report

TODAY = date(2010, 1, 1)
BOOK = book(
    [one_action("6 months", "WCO"), one_action("6 months and on-going") | {"action_id": "A02"}],
    [report("2009-07-01", "Completed", "Kenya", text="done"), report("2009-07-02", "On hold", text="typed by hand", update_id=None)],
    parties=COUNTRIES,
)
GOOD = Update("new", "A01", TODAY, "In progress", "begun")


def fields(update: Update, small: Book = BOOK) -> list[str]:
    return [refusal.field for refusal in check(update, small, TODAY)[1]]


def test_a_good_update_is_recorded_as_it_is() -> None:
    assert checked(GOOD, BOOK, TODAY) == GOOD


def test_words_are_cleaned_and_spelled_as_the_book_spells_them() -> None:
    said = replace(GOOD, action_id=" a01 ", status="in PROGRESS", party="world customs organization", text=" one\r\ntwo\rthre\u0301e \n")

    assert checked(said, BOOK, TODAY) == replace(GOOD, party="WCO", text="one\ntwo\nthrée")


def test_a_party_that_nobody_knows_is_accepted_as_it_is_typed() -> None:
    assert checked(replace(GOOD, party="Atlantis"), BOOK, TODAY).party == "Atlantis"
    assert strange_party(BOOK, "Atlantis") == (
        "Atlantis is neither in the Parties sheet nor an owner; the report counts, but not among those who are expected."
    )


@pytest.mark.parametrize("party", ["", "WCO", "Uganda"])
def test_of_a_party_that_is_known_and_of_the_whole_action_nothing_is_said(party: str) -> None:
    assert strange_party(BOOK, party) == ""


def test_a_party_that_is_nearly_a_known_one_is_asked_about() -> None:
    with pytest.raises(Refusal, match=r"Did you mean Uganda\?") as refused:
        checked(replace(GOOD, party="Ugandaa"), BOOK, TODAY)

    assert refused.value.field == "party"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"action_id": "A99"}, "action_id"),
        ({"action_id": ""}, "action_id"),
        ({"status": "Nearly there"}, "status"),
        ({"status": ""}, "status"),
        ({"status": "No report yet"}, "status"),
        ({"status": "Dated part done"}, "status"),
        ({"report_date": date(2010, 1, 2)}, "report_date"),
        ({"status": "Completed", "text": ""}, "text"),
        ({"status": "completed", "text": " \n "}, "text"),
        ({"evidence": "the annex"}, "evidence"),
        ({"evidence": "javascript:alert(1)"}, "evidence"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "a\ud800b"}, "text"),
        ({"text": "a\uffffb"}, "text"),
        ({"text": "x" * 32_768}, "text"),
        ({"text": "\U0001f600" * 16_384}, "text"),  # Excel counts UTF-16 units
        ({"next_step": "a\x0bb"}, "next_step"),
        ({"reported_by": "a\x1bb"}, "reported_by"),
        ({"party": "a\x07b"}, "party"),
        ({"update_id": "a\x07b"}, "update_id"),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_its_field(change: dict[str, object], field: str) -> None:
    update, refusals = check(replace(GOOD, **change), BOOK, TODAY)

    assert [refusal.field for refusal in refusals] == [field]
    assert refusals[0].message.endswith(".")
    assert refusals[0].hint.endswith(".")
    with pytest.raises(Refusal):
        checked(update, BOOK, TODAY)


def test_everything_that_is_wrong_is_refused_at_once() -> None:
    wrong = Update("new", "A99", date(2011, 1, 1), "Completed", "", evidence="x")

    assert fields(wrong) == ["action_id", "report_date", "text", "evidence"]


def test_a_refusal_names_what_can_be_chosen() -> None:
    unknown_action, unknown_status = check(replace(GOOD, action_id="A99", status="Nearly"), BOOK, TODAY)[1]

    assert "A01" in unknown_action.hint
    assert "In progress" in unknown_status.hint


def test_a_book_without_actions_refuses_in_words() -> None:
    assert fields(GOOD, book([])) == ["action_id"]


def test_the_dated_part_of_a_mixed_action_can_be_reported() -> None:
    assert fields(replace(GOOD, action_id="A02", status="Dated part done")) == []


@pytest.mark.parametrize("text", ["x" * 32_767, "\U0001f600" * 16_383, "=1+1", "@SUM(A1)", "tab\there", "'quoted", "0123"])
def test_what_a_cell_can_hold_is_kept_to_the_letter(text: str) -> None:
    assert checked(replace(GOOD, text=text), BOOK, TODAY).text == text


@pytest.mark.parametrize("link", ["http://a.org", "https://a.org/x?y=1#z", "HTTPS://A.ORG", "mailto:me@a.org", "https://[::1]/x"])
def test_links_that_can_be_kept(link: str) -> None:
    assert is_link(link)


@pytest.mark.parametrize(
    "text",
    ["", "a.org", "www.a.org", "ftp://a.org", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "https://", "mailto:",
     "https://a.org\nx", "https://a b.org", "https://[bad", " https://a.org", "//a.org"],
)  # fmt: skip
def test_what_is_no_link(text: str) -> None:
    assert not is_link(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(), max_size=30))
def test_any_text_is_kept_or_refused_and_cleaning_twice_changes_nothing(text: str) -> None:
    update, refusals = check(replace(GOOD, text=text), BOOK, TODAY)

    assert update.text == clean(update.text) == unicodedata.normalize("NFC", update.text)
    unfit = any(unicodedata.category(c) == "Cs" or (c < " " and c not in "\t\n") or c in "\ufffe\uffff" for c in update.text)
    assert [refusal.field for refusal in refusals] == (["text"] if unfit else [])


def test_ids_are_made_in_order_and_never_twice() -> None:
    made = [new_id() for _each in range(500)]

    assert made == sorted(made)
    assert len(set(made)) == 500


def test_updates_that_wait_are_a_table_like_those_in_the_sheet() -> None:
    waiting = frame_of([replace(GOOD, recorded_at="2010-01-01T08:00:00.000001Z"), replace(GOOD, update_id="x")])

    assert dict(waiting.dtypes) == dict(BOOK.updates.dtypes)
    assert waiting["recorded_at"][0] == datetime(2010, 1, 1, 8, 0, 0, 1)  # noqa: DTZ001 -- columns are in UTC
    assert pd.isna(waiting["recorded_at"][1])
    assert frame_of([]).empty
    assert tuple(GOOD.row()) == UPDATES.names


# -- withdrawals


def test_a_withdrawal_names_the_update_and_says_why() -> None:
    made = withdrawal(BOOK, " u1 ", " wrong\r\naction ", " Ms A ", TODAY, source="meeting")

    assert (made.withdraws, made.action_id, made.party, made.report_date) == ("u1", "A01", "Kenya", TODAY)
    assert (made.text, made.reported_by, made.source, made.status) == ("wrong\naction", "Ms A", "meeting", "Nothing to report")


def test_a_row_typed_by_hand_can_be_withdrawn_before_it_has_an_id_in_the_sheet() -> None:
    shown = str(BOOK.updates["update_id"].iloc[1])

    assert withdrawal(BOOK, shown, "wrong", "Ms A", TODAY).withdraws == shown


@pytest.mark.parametrize(("update_id", "reason", "by", "field"), [
    ("u99", "wrong", "Ms A", "update_id"),
    ("", "wrong", "Ms A", "update_id"),
    ("u1", " ", "Ms A", "text"),
    ("u1", "wro\x00ng", "Ms A", "text"),
    ("u1", "x" * 40_000, "Ms A", "text"),
    ("u1", "wrong", "Ms\x01A", "reported_by"),
])  # fmt: skip
def test_a_withdrawal_that_cannot_be_is_refused_with_its_field(update_id: str, reason: str, by: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        withdrawal(BOOK, update_id, reason, by, TODAY)

    assert refused.value.field == field


def test_an_update_is_withdrawn_once_and_a_withdrawal_never() -> None:
    made = withdrawal(BOOK, "u1", "wrong", "Ms A", TODAY)
    after = with_updates(BOOK, frame_of([made]))

    for update_id in ("u1", made.update_id):
        with pytest.raises(Refusal) as refused:
            withdrawal(after, update_id, "again", "Ms A", TODAY)
        assert refused.value.field == "update_id"


# -- readings that a person confirms


@pytest.mark.parametrize(
    ("field", "said", "new"),
    [
        ("due_date_set", " 2010-03-01 ", "2010-03-01"),
        ("due_date_set", "none", "none"),
        ("due_date_set", "Aucune", "none"),
        ("owners_set", " WCO ;UNEP; wco;", "WCO; UNEP"),
        ("owners_set", "none", "none"),
    ],
)
def test_a_confirmation_says_what_was_seen_and_what_holds(field: str, said: str, new: str) -> None:
    change = confirmation(BOOK, "a01", field, said, " Ms A ")

    assert change == CellChange(change.change_id, "A01", field, "", new, "Ms A")


@pytest.mark.parametrize(
    ("action_id", "field", "said", "about"),
    [
        ("A99", "due_date_set", "none", "action_id"),
        ("A01", "due_date_set", "", "due_date_set"),
        ("A01", "due_date_set", "soon", "due_date_set"),
        ("A01", "due_date_set", "2010-03-01 or later", "due_date_set"),
        ("A01", "due_date_set", "2010-02-30", "due_date_set"),
        ("A01", "owners_set", " ; ", "owners_set"),
        ("A01", "owners_set", "WC\x00O", "owners_set"),
        ("A01", "owners_set", "x" * 40_000, "owners_set"),
    ],
)
def test_a_confirmation_that_says_nothing_certain_is_refused_with_its_field(action_id: str, field: str, said: str, about: str) -> None:
    with pytest.raises(Refusal) as refused:
        confirmation(BOOK, action_id, field, said)

    assert refused.value.field == about
