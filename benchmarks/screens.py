"""What somebody sees in Chromium: how long after a click, or after a page is opened by its address, until all of it is painted."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from benchmarks.clicks import CLICKED, SAME
from benchmarks.figures import Figure
from benchmarks.server import DASHBOARD, FLOOR, PARTS, path, record, served, visit
from benchmarks.visits import FILTERED, PAGES
from scripts import programs

WHOLE = """() => { const app = document.querySelector('[data-testid=stApp]');
    return app && app.dataset.testScriptState === 'notRunning' && app.querySelector('h1')
        && !app.querySelector('[data-testid=stSkeleton], [data-stale=true]')
        && [...app.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.js-plotly-plot .main-svg')) }"""
SHOWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""The browser has painted what stands: the second frame after it has begun."""

WATCH = """changes => { const app = document.querySelector('[data-testid=stApp]'), whole = WHOLE;
    const said = () => ({title: app.querySelector('h1')?.textContent, address: location.search})[changes];
    const before = said();
    let began = null, ran = false, frames = 0;
    const begin = () => { began = performance.now() };
    const watch = new MutationObserver(() => { ran ||= began !== null && app.dataset.testScriptState === 'notRunning' });
    const look = () => {
        frames = (changes ? said() !== before : ran) && whole() ? frames + 1 : 0;
        if (frames <= 2) return requestAnimationFrame(look);
        window.painted = performance.now() - began;
        watch.disconnect();
        for (const kind of ['pointerdown', 'keydown']) removeEventListener(kind, begin, true) };
    window.painted = null;
    watch.observe(app, {attributes: true});
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, begin, true);
    look() }""".replace("WHOLE", WHOLE)
"""From the last press of a key or button until ``changes`` is another one, or the script has run, and all of the page is painted."""

BAR = """() => { const bars = [...document.querySelectorAll('.js-plotly-plot .point path')];
    const bar = bars.find(bar => bar.getBoundingClientRect().width > 4);
    bar.scrollIntoView({block: 'center'});
    const at = bar.getBoundingClientRect();
    return [at.x + at.width / 2, at.y + at.height / 2] }"""
CHART = ".js-plotly-plot .point path"
AIM, UNIT, PATIENCE = "at most 1.5", "ms to wait", 120_000
SIZE: ViewportSize = {"width": 1366, "height": 768}


def clicked(book: Path, size: int, turns: int) -> Iterator[Figure]:
    """Within one visit: the menu, a filter and a bar, each in turn with a run of the floor; nothing without a Chromium."""
    with _chromium() as browser, served(DASHBOARD, book) as there, served(FLOOR, book) as floor:
        if browser is None:
            return
        with visit(there) as visitor:
            record(visitor, PAGES, "", book)
        page, beside = _visit(browser, there.url), _Beside(_again(_visit(browser, floor.url)), f"{size:,} actions", turns)
        with served(PARTS, book) as parts:
            same = _visit(browser, parts.url)
            limits = {name: _turning(same, name) for name in PAGES}
            yield from beside.figures("page {} chosen, painted", {name: _turning(page, name) for name in PAGES}, limits)
        for name in FILTERED:
            _turning(page, name)()
            yield from beside.figures("filter on {} chosen, painted", {name: _filtering(page)})
        for name in CLICKED:
            _turning(page, name)()
            yield from beside.figures("bar on {} clicked, painted", {name: _clicking(page)})


def opened(book: Path, size: int, turns: int) -> Iterator[Figure]:
    """Each page opened by its address, in turns with the floor, the files of Streamlit in the browser's own store."""
    actions = f"{size:,} actions"
    with _chromium() as browser:
        if browser is None:
            return
        pairs = [(_cold(browser, DASHBOARD, book), _cold(browser, FLOOR, book)) for _turn in range(turns)]
        ours, theirs = zip(*pairs, strict=True)
        yield Figure("server and browser started, first chart", actions, "the floor", "at most 1.3 at 16 actions", ours, theirs, UNIT)
        with served(DASHBOARD, book) as there, served(FLOOR, book) as floor:
            page = browser.new_context(viewport=SIZE).new_page()
            for name in PAGES:
                address = f"{there.url}/{path(name)}"
                pairs = [(_opened(page, address), _opened(page, floor.url)) for _turn in range(turns + _warm(turns))]
                ours, theirs = zip(*pairs[-turns:], strict=True)
                yield Figure(f"page {name} opened by its address, painted", actions, "the floor", AIM, ours, theirs, UNIT)


@contextlib.contextmanager
def _chromium() -> Iterator[Browser | None]:
    found = programs.browser()
    if found is None:
        print("No Chrome or Chromium was found: what is painted when is not measured.")
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class _Beside:
    """Clicks, each beside a run of the floor, which draws nothing anew."""

    def __init__(self, floor: Callable[[], float], size: str, turns: int) -> None:
        self._floor, self._size, self._turns = floor, size, turns

    def figures(self, what: str, works: dict[str, Work], limits: Mapping[str, Work] | None = None) -> Iterator[Figure]:
        """``limits``: how long the same parts take where nothing is computed for them, in turns with both."""
        measured: dict[str, list[tuple[float, ...]]] = {name: [] for name in works}
        for _turn in range(self._turns + _warm(self._turns)):
            for name, work in works.items():
                measured[name].append((work(), self._floor(), *([limits[name]()] if limits else [])))
        for name, times in measured.items():
            ours, least, *parts = zip(*times[-self._turns :], strict=True)
            yield Figure(what.format(name), self._size, "the floor run again", AIM, ours, least, UNIT)
            for same in parts:
                yield Figure(what.format(name), self._size, SAME, "near 1", ours, same, UNIT)


Work = Callable[[], float]


def _again(page: Page) -> Callable[[], float]:
    """Run the floor again: all that it shows stands there already."""
    return lambda: _painted(page, "", lambda: page.keyboard.press("r"))


def _warm(turns: int) -> int:
    """How many turns go before those that count: none where all that is asked is whether it works."""
    return 1 if turns > 1 else 0


def _visit(browser: Browser, url: str) -> Page:
    page = browser.new_context(viewport=SIZE).new_page()
    _opened(page, url)
    return page


def _turning(page: Page, name: str) -> Callable[[], float]:
    link = page.locator(f'[data-testid=stSidebarNavLink][href$="/{path(name)}"]')

    def turn() -> float:
        if not link.is_visible():  # the room has no menu
            page.go_back()
            link.wait_for()
        return _painted(page, "title", link.click)

    return turn


def _filtering(page: Page) -> Callable[[], float]:
    """Choose a theme; it is cleared before the next time."""
    page.get_by_role("button", name="Filters:").click()
    box, cleared = page.get_by_label("Theme", exact=True).first, page.get_by_role("button", name="Clear filters")

    def choose() -> float:
        if cleared.is_visible():
            _painted(page, "address", cleared.click)
        box.click()
        page.keyboard.press("ArrowDown")
        return _painted(page, "address", lambda: page.keyboard.press("Enter"))

    return choose


def _clicking(page: Page) -> Callable[[], float]:
    """Click a bar: the page is filtered by it, or all is shown again."""
    return lambda: _painted(page, "address", lambda: page.mouse.click(*page.evaluate(BAR)))


def _painted(page: Page, changes: str, click: Callable[[], object]) -> float:
    page.wait_for_function(WHOLE, timeout=PATIENCE)
    page.evaluate(WATCH, changes)
    click()
    page.wait_for_function("() => window.painted", timeout=PATIENCE)
    return float(page.evaluate("() => window.painted"))


def _cold(browser: Browser, script: Path, book: Path) -> float:
    """From the start of a server to its first chart, in a browser that has been nowhere yet."""
    began = time.perf_counter()
    with served(script, book) as there:
        page = browser.new_context().new_page()
        page.goto(there.url, timeout=PATIENCE)
        page.wait_for_selector(CHART, timeout=PATIENCE)
        return 1000 * (time.perf_counter() - began)


def _opened(page: Page, url: str) -> float:
    began = time.perf_counter()
    page.goto(url, timeout=PATIENCE)
    page.wait_for_function(WHOLE, timeout=PATIENCE)
    page.evaluate(SHOWN)
    return 1000 * (time.perf_counter() - began)
