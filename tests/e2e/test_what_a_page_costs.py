"""What a page costs a browser and its server, in what is drawn and sent and not in time."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from benchmarks.server import Served, visit
from browser import Server, idle
from house_rules import pages

COUNT = """window.drawn = 0;
Object.defineProperty(HTMLDivElement.prototype, 'on', {set(listen) {
    Object.defineProperty(this, 'on', {value: listen, configurable: true, writable: true});
    listen('plotly_beforeplot', () => { window.drawn += 1; return true });
}})"""
"""Plotly gives each chart its own ``on`` when it is made, and says by it that it begins to draw."""

CHARTS = "() => document.querySelectorAll('.js-plotly-plot').length"
INK = "getComputedStyle(document.querySelector('.js-plotly-plot .ytick text')).fill"
TEXT = "getComputedStyle(document.querySelector('[data-testid=stApp]')).color"

MOST_SENT = {
    "overview": 55, "themes": 35, "owners": 39, "time_scale": 58, "since": 35, "actions": 32, "action": 67, "record": 45,
    "spreadsheets": 28, "meetings": 35, "meeting": 24, "downloads": 61, "check": 54,
}  # fmt: skip
"""Messages of one run: each costs the server about a fifth of a millisecond and the browser a whole one. A second run would double them."""


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("name", ["overview", "themes", "owners", "time_scale", "since"])
def test_each_chart_is_drawn_once(shared_server: Server, page: Page, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(COUNT)
    page.goto(f"{shared_server.url}/{'' if name == 'overview' else name}?as_of=2009-11-25&since=2009-06-30")
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    idle(page)
    page.wait_for_load_state("networkidle")

    charts, drawn = page.evaluate(CHARTS), page.evaluate("window.drawn")
    assert charts
    assert drawn <= (charts if width > 1000 else 2 * charts), "on a telephone a legend takes more lines than are set aside for it"


def test_a_chart_that_stays_as_it_is_is_not_drawn_again(shared_server: Server, page: Page) -> None:
    page.add_init_script(COUNT)
    page.goto(f"{shared_server.url}/themes?as_of=2009-11-25")
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    idle(page)
    before = page.evaluate("window.drawn")
    page.get_by_role("button", name="Filters:").click()
    expect(page.get_by_label("Theme", exact=True).first).to_be_visible()
    idle(page)
    page.get_by_role("button", name="Filters:").click()
    expect(page.get_by_label("Theme", exact=True)).to_have_count(0)
    idle(page)

    assert page.evaluate("window.drawn") == before


def test_a_chart_takes_the_colours_of_another_theme_and_is_not_drawn_again(shared_server: Server, page: Page) -> None:
    page.add_init_script(COUNT)
    page.goto(f"{shared_server.url}/themes?as_of=2009-11-25")
    page.locator(".js-plotly-plot .ytick text").first.wait_for()
    idle(page)
    light, before = page.evaluate(INK), page.evaluate("window.drawn")
    assert light == page.evaluate(TEXT)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => {TEXT} !== light", arg=light)

    assert page.evaluate(INK) == page.evaluate(TEXT)
    assert page.evaluate("window.drawn") == before


@pytest.mark.parametrize("name", [path.stem for path in pages()])
def test_a_page_sends_no_more_than_what_stands_on_it(shared_server: Server, name: str) -> None:
    with visit(Served(shared_server.url, shared_server.process)) as visitor:
        visitor.run("actions", "as_of=2009-11-25")
        visitor.run(name, "as_of=2009-11-25&action=A03")

    assert visitor.messages <= MOST_SENT[name]


@pytest.mark.parametrize("name", [path.stem for path in pages()])
def test_no_run_begins_by_a_press_that_takes_a_file_which_could_throw_it_away(shared_server: Server, name: str) -> None:
    with visit(Served(shared_server.url, shared_server.process)) as visitor:
        visitor.run(name, "as_of=2009-11-25&action=A03")

    assert [
        there.download_button.label
        for there in visitor.shown
        if there.HasField("download_button") and not there.download_button.ignore_rerun
    ] == []
