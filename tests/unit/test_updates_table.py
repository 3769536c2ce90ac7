"""The rows of the Updates sheet, when new ones come to those that are in order already."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcdash.updates_table import COLUMNS, in_order, together, typed

Told = list[tuple[date | None, datetime | None, str]]

DAYS = st.none() | st.dates(date(2009, 5, 1), date(2009, 5, 6))
MOMENTS = st.none() | st.times().map(lambda time: datetime.combine(date(2009, 5, 1), time))
TOLD = st.lists(st.tuples(DAYS, MOMENTS, st.uuids().map(str)), max_size=8)


def updates(told: Told) -> pd.DataFrame:
    days, moments, ids = ([row[at] for row in told] for at in range(3))
    known = {"report_date": days, "recorded_at": moments, "update_id": ids, "row": [0] * len(told), "id_given": [False] * len(told)}
    return typed({name: known.get(name, ["words"] * len(told)) for name in COLUMNS})


@given(TOLD, TOLD)
def test_new_updates_find_the_places_that_they_would_have_if_all_were_put_in_order_again(old: Told, new: Told) -> None:
    there, come = in_order(updates(old)), updates(new)

    found = together(there, come)

    pd.testing.assert_frame_equal(found, in_order(pd.concat([there, come])))


@pytest.mark.parametrize("day", [date(2009, 5, 1), date(2009, 5, 9), None])
def test_the_table_that_new_updates_come_to_stays_as_it_was(day: date | None) -> None:
    there = updates([(date(2009, 5, 1), None, "a"), (date(2009, 5, 2), None, "b")])
    before = there.copy(deep=True)

    found = together(there, updates([(day, None, "c")]))

    assert len(found) == len(there) + 1
    pd.testing.assert_frame_equal(there, before)
