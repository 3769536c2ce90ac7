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
    assert "In the next 3 months nothing falls due and no report is asked for; 16 actions are late already." in words(shown)
    assert shown.query_params["months_ahead"] == "3"
    assert "a number of months that there is not: 7" in words(look("time_scale", months_ahead="7"))


@pytest.mark.parametrize("label", ["Download the plan (Excel)", "Download the plan (CSV)"])
def test_the_plan_is_offered_as_a_file_to_print(look: Look, label: str) -> None:
    assert one(look("time_scale", as_of="2009-12-01"), "download_button", label)


def test_a_month_in_the_address_leaves_that_months_rows_of_the_plan(look: Look) -> None:
    shown = look("time_scale", as_of="2009-12-01", months_ahead="12", month="2010-05-01")

    assert {month for month, *_row in by_owner(shown)} == {"May 2010"}
    assert "Only May 2010; a click on its bar shows all months again." in words(shown)
    assert "month" not in look("time_scale", as_of="2009-12-01", month="1999-01-01").query_params
