"""What somebody sees who opens a page: the time until it is painted, in Chromium, and until the first chart of a server just started."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.figures import Figure
from benchmarks.server import DASHBOARD, FLOOR, path, served
from benchmarks.visits import PAGES
from scripts import programs

PAINTED = """() => { const app = document.querySelector('[data-testid=stApp]');
    return app && app.dataset.testScriptState === 'notRunning' && app.querySelector('h1')
        && !app.querySelector('[data-testid=stSkeleton], [data-stale=true]') }"""
CHART = ".js-plotly-plot .point path"
UNIT, PATIENCE = "ms to wait", 120_000


def screens(book: Path, size: int, turns: int) -> Iterator[Figure]:
    """Each page opened in turns with the floor, the files of Streamlit in the browser's own store; nothing without a Chromium."""
    found = programs.browser()
    if found is None:
        print("No Chrome or Chromium was found: what is painted when is not measured.")
        return
    actions = f"{size:,} actions"
    with sync_playwright() as playwright:
        start = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        pairs = [(_cold(start, DASHBOARD, book), _cold(start, FLOOR, book)) for _turn in range(turns)]
        ours, theirs = zip(*pairs, strict=True)
        yield Figure("server and browser started, first chart", actions, "the floor", "at most 1.3", ours, theirs, UNIT)
        with served(DASHBOARD, book) as there, served(FLOOR, book) as floor:
            page = start.new_context(viewport={"width": 1366, "height": 768}).new_page()
            for name in PAGES:
                address = f"{there.url}/{path(name)}"
                _painted(page, address)
                pairs = [(_painted(page, address), _painted(page, floor.url)) for _turn in range(turns)]
                ours, theirs = zip(*pairs, strict=True)
                yield Figure(f"page {name} opened and painted", actions, "the floor", "at most 1.5", ours, theirs, UNIT)
        start.close()


def _cold(browser: Browser, script: str, book: Path) -> float:
    """From the start of a server to its first chart, in a browser that has been nowhere yet."""
    began = time.perf_counter()
    with served(script, book) as there:
        page = browser.new_context().new_page()
        page.goto(there.url, timeout=PATIENCE)
        page.wait_for_selector(CHART, timeout=PATIENCE)
        return 1000 * (time.perf_counter() - began)


def _painted(page: Page, url: str) -> float:
    began = time.perf_counter()
    page.goto(url, timeout=PATIENCE)
    page.wait_for_function(PAINTED, timeout=PATIENCE)
    return 1000 * (time.perf_counter() - began)
