"""A workbook whose every text is hostile, on every page: nothing runs, nothing is fetched, nothing is a link, and pages keep their shape.

That nothing leaves the machine, and that the browser complains of no breach of its policy, is what ``complaints`` holds against each test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlencode

import openpyxl
import pytest
from playwright.sync_api import Page, ViewportSize, expect

from browser import Server, fits, idle, serve
from gcdash.exports.report import to_html
from gcdash.store.workbook import WorkbookStore
from handouts import excerpt
from house_rules import pages
from poisoned import AS_OF, EVIDENCE, PAYLOADS, TEXTS, misread_book, poisoned_book, squashed

SCREEN: ViewportSize = {"width": 1366, "height": 2400}
TELEPHONE: ViewportSize = {"width": 390, "height": 844}
ALL_SEEN = {"overview", "themes", "actions", "action", "meeting", "check"}
"""Pages on which every kind of text stands: as a theme, or in the action that holds them all."""

WRITTEN = """() => [...document.querySelectorAll('main, [data-testid=stMain]')].flatMap(main => [main.innerText,
    ...[...main.querySelectorAll('svg text, canvas td, canvas th')].map(one => one.textContent)]).join(' ')"""
"""All that is written on the page: also in charts, and in the cells of tables as readers of the screen get them."""

LINKS = """() => [...document.querySelectorAll('a, area')].map(one => one.getAttribute('href') ?? one.getAttribute('xlink:href') ?? '')
    .filter(to => { const at = new URL(to, location.href); return at.protocol !== location.protocol || at.host !== location.host })"""
"""Where links lead that do not lead to a page of ours."""

LIVE = """() => [...document.querySelectorAll('body :is(iframe, object, embed, base, marquee, .katex, [onload], [onerror],'
    + '[onmouseover]), [data-testid=stMarkdownContainer] :is(img, code, pre, table, blockquote, hr, sup, li), main h1 + h1')]
    .map(one => one.outerHTML.slice(0, 200))"""
"""Elements that only a text can have brought about: no page has any of its own."""

POINTS = """chart => [...chart.querySelectorAll('.cartesianlayer .point')].map(one => one.getBoundingClientRect())
    .filter(box => box.width > 0 && box.height > 0).map(box => [box.x + box.width / 2, box.y + box.height / 2])"""
"""Where the bars and dots of a chart are."""

MOST_POINTS = 60
"""How many of them, from the first to the last, a pointer goes to."""

HOVERS = "chart => chart.data.filter(one => one.type === 'bar').flatMap(one => one.hovertext)"
"""What the bars of a chart say under the pointer, in the order in which they are drawn."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from serve(poisoned_book(tmp_path_factory.mktemp("hostile") / "book.xlsx"))


@pytest.fixture(scope="module")
def misread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from serve(misread_book(tmp_path_factory.mktemp("misread") / "book.xlsx"))


@pytest.fixture(autouse=True)
def harm(page: Page) -> Iterator[None]:
    """What no text may bring a page to: to say something in a box, or to ask for what only a text names, be it of our own server."""
    found: list[str] = []
    page.on("dialog", lambda box: (found.append(f"dialog: {box.message}"), box.dismiss()))
    page.on("request", lambda asked: found.extend([asked.url] if re.search("fetched|invalid", asked.url.split("?")[0]) else []))
    page.set_viewport_size(SCREEN)
    yield
    assert found == []


def visit(page: Page, server: Server, name: str) -> None:
    page.goto(f"{server.url}/{'' if name == 'overview' else name}?as_of={AS_OF}&action=A01&at=A01&sheet=Class")
    idle(page)


def faults(page: Page) -> list[str]:
    """What a text has brought about on the page as it is now."""
    ran = page.evaluate("window.__x")
    found = [f"ran: {ran}"] if ran is not None else []
    found += [f"link: {to}" for to in page.evaluate(LINKS) if to != EVIDENCE]
    found += [f"element: {one}" for one in page.evaluate(LIVE)]
    return found if fits(page) else [*found, "wider than the screen"]


def turned(said: str) -> list[str]:
    """Words with a sign in them that turns around what follows it: a number, a name or a word of ours beside it would read backwards."""
    return re.findall("\\S*[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]\\S*", said)


def unseen(page: Page, more: str = "") -> list[str]:
    said = squashed(page.evaluate(WRITTEN) + more)
    return [what for what, words in PAYLOADS.items() if squashed(words) not in said]


def test_on_no_page_is_a_text_more_than_a_text(hostile: Server, page: Page) -> None:
    found, missing = {}, {}
    for name in (path.stem for path in pages()):
        visit(page, hostile, name)
        if name == "actions":
            page.locator("canvas td").last.wait_for(state="attached")  # a table is drawn after the page
        rows = problems(page) if name == "check" else ""
        found[name] = faults(page) + turned(page.evaluate(WRITTEN) + rows)
        missing[name] = unseen(page, rows)
        page.set_viewport_size(TELEPHONE)
        found[name] += faults(page)
        page.set_viewport_size(SCREEN)

    assert found == {name: [] for name in found}
    assert {name: missing[name] for name in ALL_SEEN} == {name: [] for name in ALL_SEEN}
    assert "**" not in page.get_by_test_id("stSidebar").inner_text().replace("***", "")  # bold over many lines, a blank one among them


def problems(page: Page) -> str:
    """All rows of the table of problems, of which the page holds only those that are seen: scrolled through from top to bottom."""
    table = page.get_by_test_id("stDataFrame").first
    table.locator("canvas td").last.wait_for(state="attached")
    table.hover()
    said: dict[str, None] = {}
    for _turn in range(150):
        said |= dict.fromkeys(table.locator("canvas tbody tr").all_text_contents())
        page.mouse.wheel(0, 500)
        page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    return " ".join(said)


def test_of_a_book_in_which_nothing_is_what_it_should_be_it_is_said_as_text_on_every_page(misread: Server, page: Page) -> None:
    found: dict[str, list[str]] = {}
    for name in (path.stem for path in pages()):
        page.goto(f"{misread.url}/{'' if name == 'overview' else name}?{urlencode({'as_of': AS_OF, 'action': TEXTS[3]})}")
        idle(page)
        rows = problems(page) if name == "check" else ""
        found[name] = faults(page) + turned(page.evaluate(WRITTEN) + rows)
        if name == "check":
            assert unseen(page, rows) == []
        page.set_viewport_size(TELEPHONE)
        found[name] += faults(page)
        page.set_viewport_size(SCREEN)

    assert found == {name: [] for name in found}


@pytest.mark.parametrize("name", ["overview", "themes", "owners", "time_scale"])
def test_under_the_pointer_every_part_of_a_chart_says_text_and_no_more(hostile: Server, page: Page, name: str) -> None:
    visit(page, hostile, name)
    found, said = [], set()
    for chart in page.locator(".js-plotly-plot").all():
        points = chart.evaluate(POINTS)
        for x, y in points[:: -(-len(points) // MOST_POINTS) or 1]:
            page.mouse.move(x, y)
            page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
            words = " ".join(page.locator(".hoverlayer .hovertext").all_text_contents())
            said |= {words}
            found += faults(page) + turned(words)

    assert found == []
    assert len(said - {""}) > 2


def test_the_one_link_that_opens_is_the_evidence_that_says_where_it_leads(hostile: Server, page: Page) -> None:
    visit(page, hostile, "action")
    links = page.get_by_role("link", name="Evidence")

    assert {one.get_attribute("href") for one in links.all()} == {EVIDENCE}
    assert {one.get_attribute("target") for one in links.all()} == {"_blank"}
    assert {one.get_attribute("rel") for one in links.all()} == {"noreferrer"}


def test_what_opens_on_a_click_or_under_the_pointer_is_only_text(hostile: Server, page: Page) -> None:
    visit(page, hostile, "overview")
    page.locator(".st-key-by_theme .barlayer .point path").nth(3).hover(force=True)
    expect(page.locator(".hoverlayer .hovertext")).to_be_visible()
    assert squashed(TEXTS[3]) in squashed(page.locator(".hoverlayer .hovertext").text_content() or "")
    page.get_by_role("button", name="Filters: none").click()
    page.get_by_role("combobox", name="Theme").click()
    assert all(squashed(words) in squashed(page.get_by_role("listbox").inner_text()) for words in TEXTS)
    assert faults(page) == []

    visit(page, hostile, "meetings")
    page.locator(".st-key-meetings_page").get_by_role("button").last.click()  # the oldest has decided something
    page.locator("summary", has_text="Decisions").click()
    expect(page.get_by_text("A18").first).to_be_visible()
    assert faults(page) == []


def test_what_turns_words_around_does_so_in_no_cell_of_a_table_and_under_no_pointer(hostile: Server, page: Page) -> None:
    backwards = squashed(PAYLOADS["a reversed direction"])
    visit(page, hostile, "actions")
    page.locator("canvas td").last.wait_for(state="attached")
    cells = page.locator("canvas td").all_text_contents()
    assert backwards in map(squashed, cells)
    assert turned(" ".join(cells)) == []

    visit(page, hostile, "overview")
    bars = page.locator(".st-key-by_theme .js-plotly-plot").evaluate(HOVERS)
    page.locator(".st-key-by_theme .barlayer .point path").nth(["gnp.exe" in said for said in bars].index(True)).hover(force=True)
    said = page.locator(".hoverlayer .hovertext").filter(has_text="gnp.exe")
    expect(said).to_be_visible()
    assert backwards in squashed(said.text_content() or "")
    assert turned(" ".join([*bars, said.text_content() or ""])) == []

    page.get_by_role("button", name="Filters: none").click()
    page.get_by_role("combobox", name="Theme").click()
    options = page.get_by_role("listbox").inner_text()
    assert backwards in squashed(options)
    assert turned(options) == []


def test_a_link_with_hostile_words_in_it_shows_them_as_text(hostile: Server, page: Page) -> None:
    words = dict.fromkeys(("theme", "owner", "party", "standing", "status", "kind", "as_of", "search", "action"), TEXTS)
    page.goto(f"{hostile.url}/actions?{urlencode(words, doseq=True)}&theme=x{quote(TEXTS[3])}")
    idle(page)

    assert faults(page) == []
    assert squashed(f"x{TEXTS[3]}") in squashed(page.evaluate(WRITTEN))


def test_the_heading_of_a_column_says_the_partys_name_under_the_pointer(hostile: Server, page: Page) -> None:
    visit(page, hostile, "owners")
    grid = page.get_by_test_id("stDataFrame").nth(1)
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box
    for x in range(200, 900, 40):
        page.mouse.move(box["x"] + x, box["y"] + 15)

    said = page.get_by_test_id("stDataFrameTooltipContent")
    expect(said).to_be_visible()
    assert squashed(said.inner_text()) in map(squashed, TEXTS)
    assert faults(page) == []


def test_a_file_that_comes_back_brings_text_and_no_more(hostile: Server, page: Page, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "$x$ <b> `s`"
    sheet.append(["ID", "Status", "What was don", "Report date", *TEXTS])
    for number, words in enumerate(TEXTS, 2):
        sheet.append([f"A{number % 16 + 1:02}", "In progress", words, date(2009, 11, 1), *TEXTS])
    book.save(tmp_path / "![x](fetched.png)<img src=q onerror=alert(1)>$x$.xlsx")
    visit(page, hostile, "spreadsheets")
    page.locator("input[type=file]").set_input_files(next(tmp_path.iterdir()))

    expect(page.get_by_text("Unchanged cells")).to_be_visible(timeout=60_000)
    idle(page)
    assert faults(page) == []
    assert unseen(page) == []


def test_the_report_opened_from_the_disk_shows_text_and_no_more(hostile: Server, page: Page, tmp_path: Path, complaints: list[str]) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(to_html(excerpt(WorkbookStore(hostile.book).load(), AS_OF, since=date(2009, 6, 1))))
    page.goto(file.as_uri())
    complaints.remove(f"off this machine: {file.as_uri()}")  # the one thing that was asked for
    expect(page.locator(".figure svg.main-svg").first).to_be_visible()

    assert faults(page) == []
    assert unseen(page) == []
