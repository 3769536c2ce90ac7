"""Sample data: believable, marked, and the same each time."""

from __future__ import annotations

import io
import time
from collections import Counter
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from gcdash.sample import LAST, sample
from gcdash.schema import REPORTABLE, Status
from gcdash.updates import is_link


def rows(book: bytes, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(sheet).to_python()[1:]


@pytest.fixture(scope="module")
def book() -> bytes:
    return sample(actions=60, updates=600, parties=30, seed=7)


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others() -> None:
    first = sample(actions=10, updates=20, parties=5, seed=1)

    assert sample(actions=10, updates=20, parties=5, seed=1) == first
    assert sample(actions=10, updates=20, parties=5, seed=2) != first


def test_a_sample_holds_as_much_as_was_asked_for(book: bytes) -> None:
    assert [len(rows(book, sheet)) for sheet in ("Actions", "Updates", "Parties")] == [60, 600, 30]


def test_a_sample_says_that_it_is_one_and_opens_on_its_last_day(book: bytes) -> None:
    settings = dict(rows(book, "Settings"))

    assert settings["Sample"] == "yes"
    assert settings["Default as-of"] == LAST


def test_updates_name_actions_statuses_and_days_that_there_are(book: bytes) -> None:
    ids = {row[0] for row in rows(book, "Actions")}
    base = dict(rows(book, "Settings"))["Base date"]

    for _id, action_id, day, _party, status, text, *_rest in rows(book, "Updates"):
        assert action_id in ids
        assert status in REPORTABLE
        assert base < day <= LAST
        assert text or status not in {Status.COMPLETED, Status.DATED_PART_DONE}


def test_updates_have_ids_of_their_own_and_times_in_order_of_them(book: bytes) -> None:
    updates = rows(book, "Updates")

    assert len({row[0] for row in updates}) == len(updates)
    assert all(row[0][14] == "7" and date.fromisoformat(row[10][:10]) >= row[2] for row in updates)
    by_id = sorted(updates, key=lambda row: row[0])
    assert [row[10][:-4] for row in by_id] == sorted(row[10][:-4] for row in updates)


def test_every_kind_of_update_is_there(book: bytes) -> None:
    updates = rows(book, "Updates")

    assert {row[4] for row in updates} == set(REPORTABLE)
    withdrawn = [row[12] for row in updates if row[12]]
    assert withdrawn
    assert set(withdrawn) <= {row[0] for row in updates if not row[12]}
    assert any(not row[3] for row in updates)


def test_no_update_is_withdrawn_twice_however_many_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gcdash.sample.WITHDRAWN", 0.6)

    withdrawn = [row[12] for row in rows(sample(actions=5, updates=200, parties=5, seed=1), "Updates") if row[12]]

    assert len(withdrawn) > 50
    assert len(set(withdrawn)) == len(withdrawn)


def test_links_and_addresses_lead_to_example_org(book: bytes) -> None:
    links = [row[7] for row in rows(book, "Updates") if row[7]]
    emails = [row[3] for row in rows(book, "Parties")]

    assert links
    assert all(is_link(link) and link.startswith("https://example.org/") for link in links)
    assert len(set(emails)) == len(emails)
    assert all(email.endswith("@example.org") and email.isascii() for email in emails)


def test_a_party_that_has_completed_seldom_reports_again(book: bytes) -> None:
    last: dict[tuple[str, str], str] = {}
    again = Counter[str]()
    for _id, action_id, _day, party, status, *_rest in rows(book, "Updates"):
        if last.get((action_id, party)) == Status.COMPLETED:
            again[status] += 1
        if status != Status.NOTHING_TO_REPORT:
            last[action_id, party] = status

    assert set(again) <= {Status.NOTHING_TO_REPORT}


def test_some_actions_are_reported_on_and_some_are_not() -> None:
    statuses = Counter(row[9] for row in rows(sample(actions=60, updates=120, parties=10, seed=7), "Actions"))

    assert statuses.keys() >= {Status.NO_REPORT, Status.IN_PROGRESS, Status.COMPLETED}


@pytest.mark.parametrize(("actions", "updates", "parties"), [(0, 0, 0), (0, 5, 3), (1, 40, 0), (3, 0, 2)])
def test_the_smallest_samples_are_made_too(actions: int, updates: int, parties: int) -> None:
    book = sample(actions=actions, updates=updates, parties=parties, seed=1)

    assert len(rows(book, "Actions")) == actions
    assert len(rows(book, "Updates")) == (updates if actions else 0)


def test_two_thousand_actions_are_made_in_seconds() -> None:
    begun = time.process_time()

    book = sample(actions=2000, updates=2000, parties=60, seed=1)

    assert time.process_time() - begun < 10
    assert rows(book, "Actions")[-1][0] == "A2000"
