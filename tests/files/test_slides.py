"""Slides: native charts and tables, the figures in the notes, and nothing that runs over an edge, whatever the words."""

from __future__ import annotations

import io
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pptx
import pytest
from defusedxml import ElementTree
from pptx.presentation import Presentation

from gcdash.exports.deck.text import FOOT, HIGH, WIDE
from gcdash.exports.slides import to_pptx
from gcdash.store.workbook import WorkbookStore
from handouts import AS_OF, LONG, excerpt, hard_book, to_pdf
from small_books import book, one_action, report

POINTS = 72


def opened(content: bytes) -> Presentation:
    return pptx.Presentation(io.BytesIO(content))


def titles(deck: Presentation) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def notes(deck: Presentation) -> str:
    return "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)


def tables(deck: Presentation, title: str) -> list[list[list[str]]]:
    """The tables of every slide whose title begins so."""
    return [
        [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
        for slide in deck.slides
        if slide.shapes.title.text_frame.text.startswith(title)
        for shape in slide.shapes
        if shape.has_table
    ]


def charts(deck: Presentation) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


@pytest.fixture
def real(real_book: Path) -> Presentation:
    return opened(to_pptx(excerpt(WorkbookStore(real_book).load(), since=date(2009, 6, 1))))


def test_the_slides_tell_the_follow_up_from_where_we_stand_to_what_comes(real: Presentation) -> None:
    assert titles(real) == [
        "WCO Regional Green Customs Workshop", "Where do we stand?", "Communication and information exchange", "Capacity Building",
        "MEA-specific", "Customs-specific (national)", "National coordination", "Overdue", "Since 1 Jun 2009", "The next 6 months",
        "The months ahead, by month and owner",
        "The months ahead, day by day (1 of 3)", "The months ahead, day by day (2 of 3)", "The months ahead, day by day (3 of 3)",
    ]  # fmt: skip
    said = [shape.text_frame.text for shape in real.slides[1].shapes if shape.has_text_frame]
    assert "Of 16 actions, 1 is overdue, 1 falls due within 30 days and 14 are on course; nobody has reported yet." in said
    assert "As of 25 Nov 2009 · Filters: none · 16 of 16 actions · Workbook: actions.xlsx" in real.slides[0].placeholders[1].text_frame.text


def test_without_a_day_to_compare_with_no_slide_says_what_has_moved(real_book: Path) -> None:
    assert not [title for title in titles(opened(to_pptx(excerpt(WorkbookStore(real_book).load())))) if title.startswith("Since")]


def test_charts_are_native_and_hold_the_counts(real: Presentation) -> None:
    by_theme, ahead = charts(real)

    assert by_theme.plots[0].categories[0] == "Communication and information exchange"
    assert {series.name: tuple(series.values) for series in by_theme.plots[0].series} == {
        "● Overdue": (1, 0, 0, 0, 0), "▲ Due soon": (1, 0, 0, 0, 0), "○ On course": (3, 1, 2, 4, 4)
    }  # fmt: skip
    assert list(ahead.plots[0].categories) == ["Nov 2009", "Dec 2009", "Jan 2010", "Feb 2010", "Mar 2010", "Apr 2010", "May 2010"]
    assert {series.name: sum(series.values) for series in ahead.plots[0].series} == {"▲ falls due": 1, "◆ report due": 14}


def test_the_figures_stand_in_a_table_and_with_those_of_the_chart_in_the_notes(real: Presentation) -> None:
    assert tables(real, "Where")[0][0] == ["16", "0", "1", "1", "0", "14"]
    said = real.slides[1].notes_slide.notes_text_frame.text
    assert "● Overdue: 1\n" in said
    assert "Communication and information exchange: 5 (1 overdue, 1 due soon, 3 on course)" in said


def test_each_theme_has_its_actions_and_words_that_were_cut_stand_whole_in_the_notes(real: Presentation) -> None:
    rows = tables(real, "Communication")[0]

    assert [row[0] for row in rows] == ["ID", "A01", "A02", "A03", "A04", "A05"]
    assert rows[3][1].endswith("…")
    assert rows[3][2:] == ["29 Aug 2009, to confirm", "MEA Secretariats, National Focal Points", "○ On course"]
    assert "A03 · Action: Multilateral Environmental Agreements (MEAs) and Secretariats better inform" in notes(real)


def test_what_is_late_comes_worst_first_and_what_has_moved_says_from_where(real: Presentation) -> None:
    assert tables(real, "Overdue")[0][1][0::2] == ["A05", "● Overdue", "Participants, WCO, Interpol"]
    assert [(row[0], *row[2:]) for row in tables(real, "Since")[0][1:]] == [
        ("A01", "moved", "○ On course", "▲ Due soon"),
        ("A05", "newly overdue", "○ On course", "● Overdue"),
    ]


def test_an_empty_book_and_one_in_which_nothing_is_asked_for_say_so() -> None:
    deck = opened(to_pptx(excerpt(book([]), since=date(2009, 6, 1))))
    done = opened(to_pptx(excerpt(book([one_action("1 year")], [report("2009-10-01", "Completed")]))))

    said = [shape.text_frame.text for slide in (*deck.slides, *done.slides) for shape in slide.shapes if shape.has_text_frame]
    assert said.count("Nothing is overdue, and no report is late.") == 2
    assert said.count("Nothing falls due, and no report is asked for.") == 2
    assert said.count("No action is shown.") == 2
    assert len(charts(deck)) == 0


def test_every_long_text_stands_whole_in_the_notes_and_every_row_on_some_slide() -> None:
    deck = opened(to_pptx(excerpt(hard_book(50))))

    shown = [row[0] for title in ("Borders", "海关", "Long") for table in tables(deck, title) for row in table[1:]]
    assert sorted(shown) == [f"A{number:03}" for number in range(1, 51)]
    said = notes(deck)
    assert all(f"A{number:03} · Action: {LONG[:300]}" in said for number in range(4, 50, 5))


def many(count: int, themes: int = 1) -> list[dict[str, object]]:
    """On-going actions, of which the last falls due before all others, and the one before it after a while."""
    rows: list[dict[str, object]] = [
        {"action_id": f"A{n:04}", "theme": f"Theme {n % themes}", "timescale": "on-going"} for n in range(count)
    ]
    rows[-1]["timescale"], rows[-2]["timescale"] = "3 months", "6 months"
    return rows


def test_a_long_list_begins_with_what_needs_attention_and_ends_with_how_many_more_there_are() -> None:
    deck = opened(to_pptx(excerpt(book(many(500)), since=date(2009, 6, 1))))

    rows = [row for table in tables(deck, "Theme 0") for row in table[1:]]
    assert [row[0] for row in rows[:3]] == ["A0499", "A0498", "A0000"]
    assert len(rows) == 20 + 1
    assert rows[-1][0] == "and 480 more; the Excel file lists them all, and a filter brings them here"
    assert "The 20 of 500 actions that need attention first" in [s.text_frame.text for s in deck.slides[2].shapes if s.has_text_frame]
    assert tables(deck, "The months ahead, day by day")[-1][-1][0].startswith("and 479 more")


@pytest.mark.parametrize(("count", "more"), [(20, 0), (21, 1)])
def test_a_list_that_fits_is_shown_in_the_order_of_the_sheet(count: int, more: int) -> None:
    rows = [row for table in tables(opened(to_pptx(excerpt(book(many(count))))), "Theme 0") for row in table[1:]]

    assert rows[0][0] == ("A0020" if more else "A0000")
    assert [row[0] for row in rows if row[0].startswith("and ")] == ["and 1 more, which the Excel file lists too"] * more


def test_slides_of_five_thousand_actions_can_be_shown_in_one_meeting() -> None:
    deck = opened(to_pptx(excerpt(book(many(5_000, themes=500)), date(2011, 1, 1), since=date(2009, 6, 1))))

    assert len(deck.slides) < 80
    assert [title for title in titles(deck) if title.startswith("Theme 10")] == []


def test_themes_beyond_ten_are_added_up_in_one_bar() -> None:
    deck = opened(to_pptx(excerpt(book([{"action_id": f"A{n}", "theme": f"Theme {n}"} for n in range(14)]))))

    assert list(charts(deck)[0].plots[0].categories)[9:] == ["Theme 9", "and 4 more"]
    assert sum(sum(series.values) for series in charts(deck)[0].plots[0].series) == 14


@pytest.mark.parametrize("theme", ["=1+1", "{=1+1}", "@SUM(1)"])
def test_a_theme_never_becomes_a_formula_in_the_workbook_inside_a_chart(theme: str) -> None:
    content = to_pptx(excerpt(book([{"action_id": "A01", "theme": theme}])))

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        inside = [package.read(name) for name in package.namelist() if name.endswith(".xlsx")]
    cells = [cell for data in inside for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]
    assert f"'{theme}" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_the_same_excerpt_gives_the_same_slides() -> None:
    first, again = (opened(to_pptx(excerpt(hard_book(), since=AS_OF))) for _ in range(2))

    assert [slide.shapes._spTree.xml for slide in first.slides] == [slide.shapes._spTree.xml for slide in again.slides]


def test_libreoffice_finds_no_word_over_an_edge_or_in_the_foot(tmp_path: Path) -> None:
    shown = excerpt(hard_book(60, [report("2009-10-01", "In progress", action_id="A002")]), date(2009, 12, 1), since=date(2009, 6, 1))

    pdf = to_pdf(to_pptx(shown), "t.pptx", tmp_path)
    boxes = ElementTree.fromstring(subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout)

    pages = [
        [(word.text or "", {side: float(at) for side, at in word.attrib.items()}) for word in page]
        for page in boxes.iter("{http://www.w3.org/1999/xhtml}page")
    ]
    assert len(pages) > 10
    for number, words in enumerate(pages, start=1):
        assert all(box["xMin"] >= 0 and box["xMax"] <= WIDE * POINTS and box["yMax"] <= HIGH * POINTS for _word, box in words)
        assert " ".join(word for word, box in words if box["yMax"] > FOOT * POINTS) == f"{shown.true_for()} · {number}"
