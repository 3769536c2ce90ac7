"""The report: one file that holds everything, in which nobody's words become markup."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import html

from gcdash.exports.report import to_html
from gcdash.exports.wording import first_of
from gcdash.filters import Filters
from gcdash.schema import ORIGINAL
from gcdash.store.workbook import WorkbookStore
from handouts import AS_OF, HARD, excerpt, hard_book
from small_books import book, one_action, report

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;\"'"


class Tags(HTMLParser):
    """Every element and attribute of a page, as a browser takes them apart."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def page(content: bytes) -> html.HtmlElement:
    return html.document_fromstring(content.decode())


def cells(content: bytes, heading: str) -> list[list[str]]:
    """The rows of the tables whose first heading after the ID is this one."""
    tables = [table for table in page(content).iter("table") if heading in [th.text_content() for th in table.iter("th")]]
    return [[td.text_content() for td in tr.iter("td")] for table in tables for tr in table.find("tbody")]


def policy(content: bytes) -> str:
    return next(str(seen["content"]) for tag, seen in Tags(content).seen if seen.get("http-equiv") == "Content-Security-Policy")


def test_every_action_stands_in_the_report_in_its_own_words(real_book: Path) -> None:
    shown = excerpt(WorkbookStore(real_book).load())

    found = cells(to_html(shown), "Update/Feedback")
    assert [tuple(row[1:6]) for row in found] == list(shown.actions[list(ORIGINAL)].itertuples(index=False, name=None))
    assert found[4][6] == "● Overdue\noverdue by 88 days\nNo report yet"


def test_the_answer_the_filters_and_the_day_stand_first(real_book: Path) -> None:
    shown = excerpt(WorkbookStore(real_book).load(), filters=Filters(theme=("MEA-specific",)))

    said = page(to_html(shown)).find(".//main").text_content()
    assert "Of 2 actions, 2 are on course; nobody has reported yet." in said
    assert "As of 25 Nov 2009 · Filters: Theme: MEA-specific · 2 of 16 actions" in said
    assert "Completion over time" not in said


def test_all_charts_have_their_figure_and_words_for_those_who_do_not_see_them() -> None:
    content = to_html(excerpt(book([one_action("6 months, on-going", "WCO")], [report("2009-10-01", "In progress")])))
    places = [seen for _tag, seen in Tags(content).seen if "data-figure" in seen]

    figures = [json.loads(page(content).get_element_by_id(str(place["data-figure"])).text) for place in places]
    assert len(figures) == 6
    assert [figure["layout"]["meta"][0] for figure in figures] == [place["aria-label"] for place in places]


def test_what_has_moved_is_told_where_a_day_is_named(real_book: Path) -> None:
    content = to_html(excerpt(WorkbookStore(real_book).load(), since=date(2009, 6, 1)))

    assert [row[2:] for row in cells(content, "Before")] == [
        ["moved", "○ On course", "▲ Due soon"],
        ["newly overdue", "○ On course", "● Overdue"],
    ]


def test_nobody_s_words_become_markup_or_script() -> None:
    rows = [{"action_id": "A01", **dict.fromkeys(("theme", *ORIGINAL), HOSTILE), "owners_set": HOSTILE, "due_date_set": date(2009, 9, 1)}]
    content = to_html(excerpt(book(rows, settings={"Workshop": HOSTILE, "Place": HOSTILE})))

    seen = Tags(content).seen
    assert not [tag for tag, _attributes in seen if tag in {"img", "a", "iframe", "link"}]
    assert [tag for tag, _attributes in seen].count("script") == content.count(b'type="application/json"') + 2
    assert not [name for _tag, attributes in seen for name in attributes if name.startswith("on")]
    assert cells(content, "Update/Feedback")[0][1:6] == [HOSTILE] * 5


def test_the_policy_lets_only_the_scripts_in_the_file_run_and_nothing_be_fetched() -> None:
    content = to_html(excerpt(hard_book()))

    scripts = [element.text for element in page(content).iter("script") if element.get("type") is None]
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts]
    assert policy(content) == (
        f"default-src 'none'; script-src {' '.join(hashes)}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    )
    assert not [value for _tag, seen in Tags(content).seen for name, value in seen.items() if name in {"src", "href"}]


def test_a_page_says_its_language_and_hard_words_come_through() -> None:
    content = to_html(excerpt(hard_book()))

    assert page(content).get("lang") == "en"
    assert [row[1] for row in cells(content, "Update/Feedback")] == [row["action"] for row in HARD]


@pytest.mark.parametrize("rows", [[], [one_action()]])
def test_a_book_of_no_rows_or_one_gives_a_report_that_blames_nobody(rows: list[dict[str, object]]) -> None:
    content = to_html(excerpt(book(rows)))

    assert re.search("No action is shown|Of 1 action", content.decode())
    assert b"nan" not in content.split(b"<script")[0].lower()


def test_the_same_excerpt_gives_the_same_report() -> None:
    assert to_html(excerpt(hard_book())) == to_html(excerpt(hard_book()))


def test_a_long_list_begins_with_what_needs_attention_and_says_how_many_more_there_are() -> None:
    late = [{"action_id": f"A{n}", "theme": "Borders", "timescale": "3 months"} for n in range(502)]

    said = page(to_html(excerpt(book(late), date(2010, 1, 1)))).text_content()

    assert "and 2 more; the Excel file lists them all, and a filter brings them here" in said


def test_of_more_actions_than_a_file_can_list_those_that_need_attention_first_are_listed_in_the_order_of_the_sheet() -> None:
    rows = [
        {"action_id": "A1", "timescale": "on-going"}, {"action_id": "A2", "timescale": "7 months"},
        {"action_id": "A3", "timescale": "on-going"}, {"action_id": "A4", "timescale": "3 months"},
    ]  # fmt: skip
    whole = excerpt(book(rows), AS_OF)

    assert list(whole.listed(2).actions["action_id"]) == ["A2", "A4"]
    assert list(whole.listed(3).actions["action_id"]) == ["A1", "A2", "A4"]
    assert whole.listed(4) is whole
    assert first_of(2, 4) == (
        "Listed: the 2 actions that need attention first, and 2 more; the Excel file lists them all, and a filter brings them here."
    )
    assert first_of(4, 4) == ""
