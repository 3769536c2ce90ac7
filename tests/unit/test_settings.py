"""Settings: what the sheet says, what holds where it says nothing, and what is listed where it cannot be read."""

from __future__ import annotations

from datetime import date

import pytest

from gcdash.settings import Settings, read


def test_settings_are_found_by_name_in_any_order_case_and_spelling() -> None:
    rows = [
        (5, "report EVERY months", 3),
        (2, "Base-date", date(2009, 5, 29)),
        (9, "due soon days", "10"),
        (3, " WORKSHOP ", "Green Customs"),
    ]

    settings, problems = read("Settings", rows)

    assert settings == Settings(workshop="Green Customs", base_date=date(2009, 5, 29), due_soon_days=10, report_every_months=3)
    assert problems == []


def test_what_is_not_set_has_its_usual_value() -> None:
    settings, _problems = read("Settings", [(2, "Base date", date(2009, 5, 29)), (3, "Due-soon days", None)])

    assert (settings.due_soon_days, settings.report_every_months, settings.default_as_of, settings.sample) == (30, 6, None, False)


def test_of_two_rows_alike_the_first_counts() -> None:
    settings, _problems = read("Settings", [(2, "Base date", date(2009, 5, 29)), (3, "base-date", date(2010, 1, 1))])

    assert settings.base_date == date(2009, 5, 29)


def test_without_a_base_date_there_is_none_and_a_problem_is_listed() -> None:
    settings, problems = read("Settings", [(2, "Workshop", "Green Customs")])

    assert settings.base_date is None
    assert [problem.kind for problem in problems] == ["no-base-date"]


def test_a_value_that_cannot_be_read_is_listed_with_its_cell_and_hides_no_other() -> None:
    rows = [(2, "Base date", date(2009, 5, 29)), (3, "Due-soon days", "a month"), (4, "Default as-of", "soon"), (5, "Place", "Bangkok")]

    settings, problems = read("Settings", rows)

    assert [(problem.cell, problem.kind) for problem in problems] == [("B3", "setting-unreadable"), ("B4", "setting-unreadable")]
    assert (settings.due_soon_days, settings.default_as_of, settings.place) == (30, None, "Bangkok")


def test_a_setting_of_the_users_own_is_left_alone() -> None:
    settings, problems = read("Settings", [(2, "Base date", "2009-05-29"), (3, "Coffee", "black")])

    assert settings == Settings(base_date=date(2009, 5, 29))
    assert problems == []


@pytest.mark.parametrize(("said", "sample"), [("yes", True), (True, True), ("SAMPLE", True), ("no", False), (False, False), ("", False)])
def test_sample_data_says_so(said: object, sample: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    assert read("Settings", [(2, "Sample", said)])[0].sample is sample
