"""A workshop's own table, as text and as rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcdash.errors import Unreadable
from gcdash.schema import ORIGINAL
from gcdash.source import SourceAction, Workshop, from_rows, from_text

TEXT = (Path(__file__).parent.parent / "files" / "action-points-2009.txt").read_text(encoding="utf-8")
HEADINGS = ["Action", "Proposed Time scale", "Responsibility", "Update/Feedback", "Notes/suggestions"]


def themes(workshop: Workshop) -> list[tuple[str, int]]:
    names = [action.theme for action in workshop.actions]
    return [(name, names.count(name)) for name in dict.fromkeys(names)]


def as_text(title: str, rows: list[list[str]], headings: list[str] = HEADINGS) -> str:
    """The text layout of rows of cells; a row of one cell is a theme's heading."""
    return title + "\n" + "\n".join("".join(f"\t{cell}\n" for cell in row) for row in [headings, *rows])


def test_the_real_text_has_five_themes_and_sixteen_actions() -> None:
    workshop = from_text(TEXT)

    assert themes(workshop) == [
        ("Communication and information exchange", 5),
        ("Capacity Building", 1),
        ("MEA-specific", 2),
        ("Customs-specific (national)", 4),
        ("National coordination", 4),
    ]


def test_the_real_title_gives_name_place_dates_and_base_date() -> None:
    workshop = from_text(TEXT)

    assert (workshop.name, workshop.place, workshop.dates) == ("WCO Regional Green Customs Workshop", "NACEN, India", "25-29 May 2009")
    assert workshop.base_date == date(2009, 5, 29)


def test_an_action_cell_that_ends_in_blank_lines_is_not_taken_for_a_theme() -> None:
    fifth = from_text(TEXT).actions[4]

    assert fifth == SourceAction(
        "Communication and information exchange",
        "Make use of existing regional networks (e.g. RILO, UNEP Regional Enforcement Network, Interpol ecomessage, ROCB)",
        "3 months",
        "Participants\nWCO issue a reminder \n\nInterpol",
        "",
        "Reminder flyers/emails for these networks to encourage use",
    )


def test_every_word_and_line_break_inside_a_cell_is_kept() -> None:
    third = from_text(TEXT).actions[2]

    assert third.action == (
        "Multilateral Environmental Agreements (MEAs) and Secretariats  better inform (and remind) customs of the information materials "
        "and facilities available to assist them (eg online trainings, laboratories) \n\n"
        "Production/distribution of factsheets and identification aid tools"
    )
    assert third.timescale == "3\nOn-going"


def test_the_cells_of_the_real_text_are_all_there_in_their_order() -> None:
    workshop = from_text(TEXT)

    cells = [cell.strip() for cell in TEXT.split("\t")[6:]]
    told: list[str] = []
    for at, action in enumerate(workshop.actions):
        if at == 0 or action.theme != workshop.actions[at - 1].theme:
            told.append(action.theme)
        told += [getattr(action, name) for name in ORIGINAL]
    assert told == cells


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_any_system_and_a_byte_order_mark_give_the_same(ends: str) -> None:
    assert from_text("\ufeff" + TEXT.replace("\n", ends)) == from_text(TEXT)


def test_a_row_with_a_missing_cell_is_refused_with_its_line() -> None:
    text = as_text("Workshop", [["Theme"], ["Do it", "6 months", "WCO", "", ""], ["Do more", "3 months"], ["Stop", "", "", "", ""]])

    with pytest.raises(Unreadable, match="line 16 does not have 5 cells"):
        from_text(text)


words = st.text(st.characters(categories=["L", "N", "P"], exclude_characters="\t\n\r\ufeff"), min_size=1, max_size=12).filter(str.strip)
lines = st.lists(words, min_size=1, max_size=3).map("\n".join)


@settings(deadline=None)  # other tests share the machine
@given(
    st.lists(st.tuples(words, st.lists(st.tuples(lines, lines, st.just(""), lines, lines), min_size=1, max_size=3)), min_size=1, max_size=4)
)
def test_any_themes_and_actions_come_back_from_the_text_layout(content: list[tuple[str, list[tuple[str, ...]]]]) -> None:
    rows = [row for theme, actions in content for row in ([theme], *map(list, actions))]

    workshop = from_text(as_text("A workshop", rows))

    told = [(action.theme, *(getattr(action, name) for name in ORIGINAL)) for action in workshop.actions]
    assert told == [(theme, *cells) for theme, actions in content for cells in actions]


def test_rows_with_theme_headings_give_the_same_as_the_text() -> None:
    expected = from_text(TEXT)
    rows: list[list[object]] = [["Action Points"], [expected.name], [], [f"{expected.place}, {expected.dates}"], [*HEADINGS]]
    for theme, _count in themes(expected):
        rows.append([theme, None, None, None, None])
        rows += [[getattr(a, name) or None for name in ORIGINAL] for a in expected.actions if a.theme == theme]

    assert from_rows(rows) == expected


def test_rows_with_a_theme_column_need_the_theme_only_once() -> None:
    workshop = from_rows(
        [["Theme", "Action", "Deadline"], ["First", "Do it", "6 months"], [None, "Do more", None], ["Second", "Stop", None]]
    )

    assert [(action.theme, action.action) for action in workshop.actions] == [("First", "Do it"), ("First", "Do more"), ("Second", "Stop")]


def test_themes_that_stand_in_the_id_column_are_themes() -> None:
    workshop = from_rows(
        [["No.", "Action", "Deadline"], ["First", None, None], ["1", "Do it", "6 months"], ["Second"], ["2", "Stop", None]]
    )

    assert [(action.theme, action.action_id) for action in workshop.actions] == [("First", "1"), ("Second", "2")]


def test_headings_are_known_in_any_order_and_in_french() -> None:
    workshop = from_rows([["Responsable", "Délai", "Point d'action"], ["OMD", "6 mois", "Former"]])

    assert workshop.actions == (SourceAction("", "Former", "6 mois", "OMD"),)


def test_numbers_and_days_in_cells_become_their_words() -> None:
    workshop = from_rows([["Action", "Time scale", "Notes"], ["Do it", 3, date(2010, 5, 29)]])

    assert (workshop.actions[0].timescale, workshop.actions[0].notes) == ("3", "2010-05-29")


def test_other_columns_and_given_ids_are_kept() -> None:
    workshop = from_rows([["No.", "Action", "Responsibility", "Budget"], ["1.1", "Do it", "WCO", "5,000"]])

    assert workshop.extra_headings == ("Budget",)
    assert workshop.actions == (replace(SourceAction("", "Do it", responsibility="WCO"), action_id="1.1", extra=("5,000",)),)


@pytest.mark.parametrize(
    ("title", "place", "dates", "base"),
    [
        ("Nairobi, 25 May - 3 June 2010", "Nairobi", "25 May - 3 June 2010", date(2010, 6, 3)),
        ("Dakar, du 25 au 29 mai 2009", "Dakar", "du 25 au 29 mai 2009", date(2009, 5, 29)),
        ("Lima (1st to 3rd of December)", "", "", None),
        ("May 25-29, 2009, Delhi, India", "Delhi, India", "May 25-29, 2009", date(2009, 5, 29)),
        ("Quito, May 25 - June 3, 2009", "Quito", "May 25 - June 3, 2009", date(2009, 6, 3)),
        ("Suva, 12 août 2011", "Suva", "12 août 2011", date(2011, 8, 12)),
        ("Apia 30 December 2010 \u2013 2 January 2011", "Apia", "30 December 2010 \u2013 2 January 2011", date(2011, 1, 2)),
        ("Accra: 2009-05-25 to 2009-05-29", "Accra", "2009-05-25 to 2009-05-29", date(2009, 5, 29)),
        ("Rome, 31 June 2010", "", "", None),
    ],
)
def test_the_base_date_is_the_last_day_in_the_title(title: str, place: str, dates: str, base: date | None) -> None:
    workshop = from_text(as_text(f"Green Workshop\n{title}", [["Theme"], ["Do it", "6 months", "WCO", "", ""]]))

    assert (workshop.name, workshop.dates, workshop.base_date) == ("Green Workshop", dates, base)
    assert workshop.place == (place or title)


@pytest.mark.parametrize("text", ["", "no table at all", "\tAction\n\tWho\n\n"])
def test_a_text_without_a_table_is_refused_with_what_it_needs(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        from_text(text)

    assert "headings" in str(refused.value)


def test_headings_without_an_action_below_are_refused() -> None:
    with pytest.raises(Unreadable, match="no action below the headings"):
        from_rows([HEADINGS])


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (["Action plan, Suva 3-5 November 2026", "Agreed on 5 November 2026"], ("Action plan, Suva", "", "3-5 November 2026")),
        (["Green Workshop", "Suva, Fiji, 3-5 November 2026"], ("Green Workshop", "Suva, Fiji", "3-5 November 2026")),
        (["Green Workshop", "Suva", "3-5 November 2026"], ("Green Workshop", "Suva", "3-5 November 2026")),
    ],
)
def test_a_line_with_a_date_is_the_workshops_name_only_where_no_other_line_is(title: list[str], said: tuple[str, str, str]) -> None:
    rows = [*([line] for line in title), HEADINGS, ["Do it", "6 months", "WCO", "", ""]]
    workshop = from_rows(rows)

    assert (workshop.name, workshop.place, workshop.dates) == said
