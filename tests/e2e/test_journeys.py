"""The main job, done with a real browser on the real workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from browser import Server, barriers, idle, watch
from house_rules import pages

DAY = "as_of=2009-11-25"
NAMES = [path.stem for path in pages()]


def path_of(name: str) -> str:
    """The first page stands at the root of the address."""
    return "" if name == "overview" else name


def visit(page: Page, url: str) -> None:
    page.goto(url)
    idle(page)


def fill_in(page: Page, status: str, text: str) -> None:
    """Choose a status and type what was done, in the form for an update."""
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name=status).click()
    page.get_by_role("textbox", name="What was done").fill(text)


def test_a_cold_deep_link_shows_the_frame_the_filter_and_the_rows(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/themes?{DAY}&theme=Capacity+Building")

    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(len(NAMES))
    expect(page.get_by_text("Filters: Theme: Capacity Building")).to_be_visible()
    expect(page.get_by_text("1 action, as filtered above")).to_be_visible()


def test_a_click_on_a_bar_filters_and_the_button_clears(shared_server: Server, page: Page) -> None:
    visit(page, f"{shared_server.url}/?{DAY}")
    page.locator(".st-key-by_theme .barlayer .point path").first.click(force=True)

    expect(page.get_by_text("Filters: Theme: Communication")).to_be_visible()
    assert "theme=Communication" in page.url

    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_text("16 actions, as filtered above")).to_be_visible()


def test_a_figure_filters_by_the_keyboard_alone(shared_server: Server, page: Page) -> None:
    visit(page, f"{shared_server.url}/?{DAY}")
    page.get_by_role("button", name="Overdue", exact=False).first.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("1 action, as filtered above")).to_be_visible()


def test_an_update_is_found_on_three_pages_and_in_the_workbook(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/record?action=A05")
    fill_in(page, "Completed", "Flyers went out.")
    page.get_by_role("button", name="Record the update").dblclick()

    expect(page.get_by_text("Recorded", exact=True)).to_be_visible()
    visit(page, f"{server.url}/action?action=A05")
    expect(page.get_by_text("Flyers went out.")).to_be_visible()
    expect(page.get_by_text("History: 1 update")).to_be_visible()
    visit(page, f"{server.url}/")
    expect(page.get_by_text("1 is completed")).to_be_visible()
    visit(page, f"{server.url}/actions?status=Completed")
    expect(page.get_by_text("1 of 16 actions pass the filters.")).to_be_visible()
    page.wait_for_function("() => true")
    rows = [row[5] for row in openpyxl.load_workbook(server.book)["Updates"].iter_rows(min_row=2, values_only=True) if row[0]]
    assert rows == ["Flyers went out."]


def test_both_downloads_hold_what_is_filtered(shared_server: Server, page: Page, tmp_path: Path) -> None:
    visit(page, f"{shared_server.url}/actions?theme=MEA-specific")
    for label, name in (("Download Excel", "rows.xlsx"), ("Download CSV", "rows.csv")):
        with page.expect_download() as begun:
            page.get_by_role("button", name=label).click()
        begun.value.save_as(tmp_path / name)

    sheet = openpyxl.load_workbook(tmp_path / "rows.xlsx").worksheets[0]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["A07", "A08"]
    assert list(pd.read_csv(tmp_path / "rows.csv", encoding="utf-8-sig")["action_id"]) == ["A07", "A08"]


def test_what_one_records_another_sees_without_losing_what_is_typed(
    server: Server, page: Page, browser: Browser, complaints: list[str]
) -> None:
    visit(page, f"{server.url}/record?action=A06")
    page.get_by_role("textbox", name="What was done").fill("half a sentence")
    other = browser.new_page()
    watch(other, complaints)
    visit(other, f"{server.url}/record?action=A06")
    fill_in(other, "In progress", "Trainers were trained.")
    other.get_by_role("button", name="Record the update").click()

    expect(page.get_by_text("last report")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("textbox", name="What was done")).to_have_value("half a sentence")
    other.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_no_page_has_a_barrier_of_ours(shared_server: Server, page: Page, name: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    visit(page, f"{shared_server.url}/{path_of(name)}?{DAY}&action=A03")

    assert barriers(page) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_wider_than_a_telephone(shared_server: Server, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{shared_server.url}/{path_of(name)}?{DAY}&action=A03")

    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_confirmed_reading_is_in_the_workbook_and_counts(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/action?{DAY}&action=A03")
    page.get_by_role("button", name="Confirm this date").click()

    expect(page.get_by_text("● Overdue")).to_be_visible()
    visit(page, f"{server.url}/check?{DAY}")
    expect(page.get_by_text("2 readings wait to be confirmed")).to_be_visible()


def test_a_workbook_saved_by_another_program_is_seen_within_fifteen_seconds(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/?{DAY}")
    copy = openpyxl.load_workbook(server.book)
    copy["Actions"].delete_rows(17)
    copy.save(server.book)

    expect(page.get_by_text("Of 15 actions")).to_be_visible(timeout=15_000)
