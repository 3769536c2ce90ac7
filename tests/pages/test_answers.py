"""Each page answers its question in its first line, rightly, for the real sixteen at the two days that the design names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from gcdash import palette
from screen import ids, plainly, words

Look = Callable[..., AppTest]

BEFORE, AFTER = "2009-11-25", "2009-12-01"
"""Four days before A01 falls due, and when both dates have passed and every report is late."""

EVERY_ID = [f"A{number:02d}" for number in range(1, 17)]
LARGEST = "Communication and information exchange"


@pytest.mark.parametrize(
    ("name", "as_of", "answer"),
    [
        (
            "overview",
            BEFORE,
            "Of 16 actions, 1 is overdue, 1 falls due within 30 days and 14 are on course; nobody has reported yet.",
        ),
        ("overview", AFTER, "Of 16 actions, 2 are overdue and 14 have a late report; nobody has reported yet."),
        ("themes", BEFORE, f"No theme has a completed action yet; only {LARGEST} has something late (1 of 5)."),
        ("themes", AFTER, f"No theme has a completed action yet; 5 have something late, the most in {LARGEST} (5 of 5)."),
        ("owners", BEFORE, "10 owners are named 30 times over 13 actions; 3 actions are unassigned."),
        ("owners", AFTER, "10 owners are named 30 times over 13 actions; 3 actions are unassigned."),
        (
            "time_scale",
            BEFORE,
            "Time scales: 2 dated, 10 on-going, 2 mixed and 2 unspecified. 1 is overdue; the next due date is 29 Nov 2009 (A01).",
        ),
        (
            "time_scale",
            AFTER,
            "Time scales: 2 dated, 10 on-going, 2 mixed and 2 unspecified. 2 are overdue; the next due date is 29 May 2010 (A04).",
        ),
        ("actions", BEFORE, "All 16 actions are shown."),
        ("downloads", BEFORE, "16 actions, as they stood on 25 Nov 2009, in each of these files."),
        ("check", BEFORE, "No problem was found; 3 readings wait to be confirmed."),
        ("check", AFTER, "No problem was found; 3 readings wait to be confirmed."),
    ],
)
def test_the_answer_is_right(look: Look, name: str, as_of: str, answer: str) -> None:
    assert answer in words(look(name, as_of=as_of))


@pytest.mark.parametrize(
    ("name", "as_of", "titles"),
    [
        (
            "overview",
            BEFORE,
            [
                f"1 action is overdue or late with its report: 1 of 5 in {LARGEST} and none in the other 4 themes.",
                "Nothing has been reported by 25 Nov 2009.",
            ],
        ),
        ("themes", AFTER, [f"The largest theme, {LARGEST}, holds 5 of 16 actions; none of them completed."]),
        ("owners", BEFORE, ["WCO is named most often, in 8 actions; 3 of 10 owners have something late.", "No parties are listed."]),
        (
            "time_scale",
            BEFORE,
            [
                "4 actions have a due date: 1 before 25 Nov 2009, 2 on it or later and 1 still to confirm, which makes nothing due.",
                "1 action is overdue or late with its report: 1 of 2 dated and none of the 14 others.",
                "Of 10 on-going and 2 mixed actions, 12 have never been reported on.",
                (
                    "In the next 6 months 1 action falls due and 14 reports are asked for, the first on 29 Nov 2009 (A01);"
                    " 1 action is late already."
                ),
            ],
        ),
    ],
)
def test_every_chart_has_a_sentence_of_its_own_for_its_title(look: Look, name: str, as_of: str, titles: list[str]) -> None:
    shown = [plainly(title.value) for title in look(name, as_of=as_of).subheader]

    assert [title for title in shown if title.endswith(".")] == titles


@pytest.mark.parametrize("name", ["overview", "themes", "owners", "time_scale", "actions"])
def test_every_action_stands_in_the_table_once_and_in_the_sheets_order(look: Look, name: str) -> None:
    assert ids(look(name, as_of=BEFORE)) == EVERY_ID


def test_the_figures_of_the_overview_add_up_to_all_actions(look: Look) -> None:
    shown = look(as_of=BEFORE)
    said = [*(button.label for button in shown.button), *(text.value for text in shown.markdown)]
    tiles = [found.groups() for found in map(re.compile(r"\*\*(\d+)\*\* (?::small\[:gray\[)?([^]]+)").match, said) if found]
    figures = {name: int(count) for count, name in tiles}

    assert figures.pop("actions") == figures.pop("no report") == 16
    assert figures == {"✓ Completed": 0, "● Overdue": 1, "▲ Due soon": 1, "◆ Report overdue": 0, "○ On course": 14}


def test_what_needs_attention_is_named_worst_first(look: Look) -> None:
    said = words(look("overview", as_of=BEFORE))

    assert said.index("A05 · overdue by 88 days") < said.index("A01 · due in 4 days")


def test_a_standing_is_shown_with_its_symbol_and_its_word(look: Look) -> None:
    tables = look("actions", as_of=AFTER).dataframe

    standings = dict(zip(tables[0].value["action_id"], tables[0].value["standing"], strict=True))

    assert {action for action, standing in standings.items() if standing == "● Overdue"} == {"A01", "A05"}
    assert {standings[action] for action in EVERY_ID if action not in {"A01", "A05"}} == {"◆ Report overdue"}


def test_a_standing_has_the_same_colour_in_the_table_as_in_the_charts(look: Look) -> None:
    columns = json.loads(look("actions", as_of=AFTER).dataframe[0].proto.columns)

    for column in ("standing", "status"):
        colours = {option["value"]: option["color"] for option in columns[column]["type_config"]["options"]}
        assert {palette.label(word) for word in palette.LOOKS} == set(colours)
        assert all(colours[palette.label(word)].startswith(look.colour) for word, look in palette.LOOKS.items())


def test_words_of_the_workbook_are_shown_with_every_line_break(look: Look) -> None:
    said = words(look("action", action="A03"))

    assert "3\nOn-going" in said
    assert "Secretariats to upload documents on ENVIRONET;\nNational Focal Points" in said
    assert "3 may mean 3 months: 29 Aug 2009" in said


def test_the_table_never_shows_what_is_to_confirm_as_if_it_were_certain(look: Look) -> None:
    table = next(table.value for table in look("actions", as_of="2009-11-25").dataframe if "standing" in table.value).set_index("action_id")

    assert pd.isna(table.loc["A03", "due_date"])
    assert table.loc["A03", "timescale"] == "3 On-going (29 Aug 2009, to confirm)"
    assert table.loc["A01", "owners_text"] == "Unassigned (to confirm)"
    assert table.loc["A16", "owners_text"] == "National authorities (to confirm)"
    assert table.loc["A02", "owners_text"] == "Unassigned"


def test_a_bar_of_months_since_the_last_report_filters_the_page(look: Look) -> None:
    shown = look("time_scale", as_of=AFTER)
    (menu,) = [element for element in shown.menu_button if "Only never reported (12)" in element.options]

    menu.click("Only never reported (12)").run()

    assert shown.query_params["silence"] == "never reported"
    assert len(ids(shown)) == 12
