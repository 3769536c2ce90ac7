"""The report opened in a browser with the network cut: it draws, it fetches nothing, it follows light, dark and print."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser import barriers
from gcdash.exports.report import to_html
from handouts import excerpt, hard_book
from small_books import report


@pytest.fixture
def opened(page: Page, tmp_path: Path, complaints: list[str]) -> Page:
    """A report on hard words, opened from the disk."""
    shown = excerpt(hard_book(12, [report("2009-10-01", "In progress")]), date(2009, 12, 1), since=date(2009, 6, 1))
    file = tmp_path / "report.html"
    file.write_bytes(to_html(shown))
    page.context.set_offline(True)
    page.goto(file.as_uri())
    complaints.remove(f"off this machine: {file.as_uri()}")  # the one thing that was asked for
    return page


def test_every_chart_is_drawn_without_a_network_and_answers_to_the_pointer(opened: Page) -> None:
    charts = opened.locator(".figure")

    expect(charts).to_have_count(6)
    for at in range(6):
        expect(charts.nth(at).locator("svg.main-svg").first).to_be_visible()
    charts.first.locator(".point path").first.hover(force=True)
    expect(charts.first.locator(".hoverlayer .hovertext")).to_be_visible()


def test_text_in_charts_follows_the_dark_and_comes_back_to_ink_for_print(opened: Page) -> None:
    legend = opened.locator(".legendtext").first
    expect(legend).to_have_css("fill", "rgb(31, 41, 51)")

    opened.emulate_media(color_scheme="dark")
    expect(legend).to_have_css("fill", "rgb(232, 235, 238)")
    opened.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(legend).to_have_css("fill", "rgb(31, 41, 51)")


def test_the_page_is_no_wider_than_a_telephone(opened: Page) -> None:
    opened.set_viewport_size({"width": 390, "height": 800})

    expect(opened.locator("html")).to_have_js_property("scrollWidth", 390)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_has_no_barrier(opened: Page, scheme: str) -> None:
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    assert barriers(opened) == []
