"""An address at which there is no page: that is said in the dashboard's own words, with the way on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from browser import Server, barriers, idle


@pytest.mark.parametrize("address", ["nowhere", "Overview", "a%20page%3Cb%3E", "overview.py"])
def test_where_there_is_no_page_the_way_to_the_overview_is_shown(shared_server: Server, page: Page, address: str) -> None:
    page.goto(f"{shared_server.url}/{address}")
    idle(page)

    expect(page.get_by_text("There is no page at this address.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert barriers(page) == []
    page.get_by_test_id("stMain").get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", name="Where do we stand?")).to_be_visible()
    idle(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Themes").click()
    expect(page.get_by_text("There is no page at this address.")).to_have_count(0)


def test_the_first_page_is_found_by_its_name_too_with_what_the_address_says_of_filters(shared_server: Server, page: Page) -> None:
    page.goto(f"{shared_server.url}/overview?as_of=2009-12-01&theme=MEA-specific")
    idle(page)

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Of 2 actions")).to_be_visible()
