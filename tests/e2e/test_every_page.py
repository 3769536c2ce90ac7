"""Every page in a real browser: nothing shuts anybody out, in light and dark, and a telephone is wide enough.

That no page fetches anything from elsewhere or logs an error is what ``complaints`` holds against every test.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from browser import Server, barriers, fits, idle
from house_rules import pages

NAMES = [path.stem for path in pages()]
WHOLE: ViewportSize = {"width": 1366, "height": 2600}
"""Room for a page from top to bottom: axe judges no colour that is scrolled out of sight."""
TELEPHONE: ViewportSize = {"width": 390, "height": 844}
PAPER = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"


@pytest.mark.parametrize("name", NAMES)
def test_no_page_shuts_anybody_out_or_is_wider_than_a_telephone(shared_server: Server, page: Page, name: str) -> None:
    page.set_viewport_size(WHOLE)
    page.goto(f"{shared_server.url}/{'' if name == 'overview' else name}?as_of=2009-11-25&action=A03")
    idle(page)
    assert barriers(page) == []

    white = page.evaluate(PAPER)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"white => {PAPER} !== white", arg=white)
    idle(page)
    assert barriers(page) == []

    page.set_viewport_size(TELEPHONE)
    assert fits(page)


def test_the_menu_names_every_page(shared_server: Server, page: Page) -> None:
    page.goto(shared_server.url)
    idle(page)

    links = page.locator('[data-testid="stSidebarNav"] a')
    expect(links).to_have_count(len(NAMES))
    assert [link.inner_text() for link in links.all() if not link.is_visible()] == []
