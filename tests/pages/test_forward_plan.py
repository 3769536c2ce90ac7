"""What falls due and must be reported in the months ahead: by month and owner, for as many months as the address says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from screen import one, words

Look = Callable[..., AppTest]


def by_owner(app: AppTest) -> list[tuple[str, str, str, str]]:
    (table,) = app.table
    return [(month, *row) for month, *row in table.value.itertuples(name=None)]


def test_the_months_in_the_address_are_those_of_the_plan_and_another_choice_is_written_there(look: Look) -> None:
    shown = look("time_scale", as_of="2009-12-01", months_ahead="12")

    assert "In the next 12 months 1 action falls due" in words(shown)
    assert ("May 2010", "NACEN", "A04", "A04, A06") in by_owner(shown)
    one(shown, "radio", "Months ahead").set_value(3).run()
    assert "In the next 3 months nothing falls due and no report is asked for." in words(shown)
    assert shown.query_params["months_ahead"] == "3"
    assert "a number of months that there is not: 7" in words(look("time_scale", months_ahead="7"))


@pytest.mark.parametrize("label", ["Download the plan (Excel)", "Download the plan (CSV)"])
def test_the_plan_is_offered_as_a_file_to_print(look: Look, label: str) -> None:
    assert one(look("time_scale", as_of="2009-12-01"), "download_button", label)
