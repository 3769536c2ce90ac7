"""The main job, done with a real browser on the real workbook."""

from __future__ import annotations

import codecs
import os
import re
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
from playwright.sync_api import Browser, Page, expect

from books import make_book
from browser import Server, idle, watch
from gcdash.store.workbook import WorkbookStore
from gcdash.ui.rows import FIRST_SEEN, USUAL, WIDTHS
from house_rules import pages
from patience import soon

DAY = "as_of=2009-11-25"
MEA = "MEA-specific"
HEADINGS, ROW = 36, 68
"""Heights in a table of actions, in pixels: of its headings, of a row."""


def visit(page: Page, url: str) -> None:
    page.goto(url)
    idle(page)


def fill_in(page: Page, status: str, text: str) -> None:
    """Choose a status and type what was done, in the form for an update."""
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name=status).click()
    page.get_by_role("textbox", name="What was done").fill(text)


def rows_of(book: Path, sheet: str) -> list[dict[str, object]]:
    """A sheet's rows by heading, as another program reads them, once what waits is in the workbook."""
    assert WorkbookStore(book).fold().waiting == 0
    headings, *rows = openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows if any(row)]


def test_a_cold_deep_link_shows_the_frame_the_filter_and_the_rows(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/themes?{DAY}&theme=Capacity+Building")

    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(len(pages()))
    expect(page.get_by_text("Filters: Theme: Capacity Building")).to_be_visible()
    expect(page.get_by_text("1 action, as filtered above")).to_be_visible()


def test_a_click_on_a_bar_filters_and_the_button_clears(shared_server: Server, page: Page) -> None:
    visit(page, f"{shared_server.url}/?{DAY}")
    page.locator(".st-key-by_theme .barlayer .point path").first.click(force=True)

    expect(page.get_by_text("Filters: Theme: Communication")).to_be_visible()
    expect(page.get_by_text("1 action, as filtered above")).to_be_visible()
    expect(page).to_have_url(re.compile("theme=Communication.*standing=Overdue"))

    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_text("16 actions, as filtered above")).to_be_visible()
    expect(page).not_to_have_url(re.compile("theme="))


def test_an_as_of_date_that_is_typed_is_taken_with_its_button(shared_server: Server, page: Page) -> None:
    visit(page, f"{shared_server.url}/themes")
    page.get_by_role("button", name="As of").click()
    page.get_by_role("spinbutton", name="year, As-of date").click()
    page.keyboard.type("20091125")
    page.get_by_role("button", name="Show this day").click()

    expect(page.get_by_role("button", name="As of 25 Nov 2009")).to_be_visible()
    expect(page).to_have_url(re.compile("as_of=2009-11-25"))


def test_the_keyboard_reaches_the_filter_that_a_click_on_a_bar_sets(shared_server: Server, page: Page) -> None:
    visit(page, f"{shared_server.url}/themes?{DAY}")
    filters, theme = page.get_by_role("button", name="Filters: none"), page.get_by_role("combobox", name="Theme")
    search = page.get_by_role("textbox", name="Search")
    filters.focus()
    page.keyboard.press("Enter")
    expect(theme).to_be_visible()

    def tab_reaches_search() -> bool:
        """Once what has just opened is part of the way that Tab goes, a moment after it is to be seen."""
        filters.focus()
        page.keyboard.press("Tab")
        return bool(search.evaluate("box => box === document.activeElement"))

    assert soon(tab_reaches_search)
    page.keyboard.press("Tab")
    expect(theme).to_be_focused()
    page.keyboard.type(MEA)
    page.keyboard.press("Enter")

    expect(page.get_by_text("2 actions, as filtered above")).to_be_visible()
    expect(page).to_have_url(re.compile(f"theme={MEA}"))


def test_a_word_typed_into_a_filter_chooses_itself_and_not_what_it_is_part_of(shared_server: Server, page: Page) -> None:
    visit(page, f"{shared_server.url}/actions?{DAY}")
    page.get_by_role("button", name="Filters: none").click()
    page.get_by_role("combobox", name="Standing").click()
    page.keyboard.type("Overdue")
    expect(page.get_by_role("option")).to_have_text(["Overdue", "Report overdue"])
    page.keyboard.press("Enter")

    expect(page.get_by_text("Filters: Standing: Overdue")).to_be_visible()
    expect(page).to_have_url(re.compile("standing=Overdue$"))


def test_a_menu_beside_a_chart_does_with_a_keyboard_what_a_click_does(shared_server: Server, page: Page) -> None:
    visit(page, f"{shared_server.url}/?{DAY}")
    page.get_by_role("button", name="Show …").press("Enter")
    expect(page.get_by_role("menuitem").first).to_have_attribute("data-focused", "true")
    while not page.get_by_role("menuitem", name=f"Only {MEA}").get_attribute("data-focused"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_text("2 actions, as filtered above")).to_be_visible()
    page.get_by_role("combobox", name="Open an action").focus()
    page.keyboard.type("A08")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="What happened to this one?")).to_be_visible()
    expect(page).to_have_url(re.compile("/action.*action=A08"))


def test_the_columns_that_matter_fit_on_a_screen_of_1366(shared_server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    visit(page, f"{shared_server.url}/?{DAY}")

    table = page.get_by_test_id("stDataFrame").bounding_box()

    assert table and table["width"] >= sum(WIDTHS[name] for name in USUAL[:FIRST_SEEN])
    assert {"action_id", "action", "theme", "owners_text", "standing", "due_date", "last_reported"} == set(USUAL[:FIRST_SEEN])


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
    assert [(row["Action ID"], row["Status"], row["Update"]) for row in rows_of(server.book, "Updates")] == [
        ("A05", "Completed", "Flyers went out.")
    ]
    assert {row["ID"] for row in rows_of(server.book, "Actions") if row["Latest status"] == "Completed"} == {"A05"}


def test_the_button_in_a_row_opens_its_action(shared_server: Server, page: Page) -> None:
    visit(page, f"{shared_server.url}/themes?{DAY}&theme={MEA}")
    table = page.get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    table.click(position={"x": 30, "y": HEADINGS + ROW + ROW / 2})

    expect(page.get_by_role("heading", name="What happened to this one?")).to_be_visible()
    expect(page).to_have_url(re.compile("/action.*action=A08"))
    expect(page.get_by_text("MEA Secretariats; WCO (certain)")).to_be_visible()


def test_both_downloads_hold_what_is_filtered(shared_server: Server, page: Page, tmp_path: Path) -> None:
    visit(page, f"{shared_server.url}/actions?{DAY}&theme={MEA}")
    for label, name in (("Download Excel", "rows.xlsx"), ("Download CSV", "rows.csv")):
        with page.expect_download() as begun:
            page.get_by_role("button", name=label).click()
        begun.value.save_as(tmp_path / name)

    book = openpyxl.load_workbook(tmp_path / "rows.xlsx")
    about = dict(book["About"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert [row[0] for row in book["Actions"].iter_rows(min_row=2, values_only=True)] == ["A07", "A08"]
    assert (about["As of"], about["Filters"]) == ("2009-11-25", f"Theme: {MEA}")
    assert (tmp_path / "rows.csv").read_bytes().startswith(codecs.BOM_UTF8)
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


def test_a_confirmed_reading_is_in_the_workbook_and_counts(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/action?{DAY}&action=A03")
    page.get_by_role("button", name="Confirm this date").click()

    expect(page.get_by_text("● Overdue")).to_be_visible()
    visit(page, f"{server.url}/check?{DAY}")
    expect(page.get_by_text("2 readings wait to be confirmed")).to_be_visible()
    due = {row["ID"]: row["Due date"] for row in rows_of(server.book, "Actions")}["A03"]
    assert isinstance(due, datetime) and due.date() == date(2009, 8, 29)


def test_a_workbook_saved_by_another_program_is_seen_within_fifteen_seconds(server: Server, page: Page, tmp_path: Path) -> None:
    visit(page, f"{server.url}/?{DAY}")
    action = {"action_id": "A01", "theme": "Training", "action": "Train the trainers", "timescale": "3 months"}
    os.replace(make_book(tmp_path / "saved.xlsx", actions=[action]), server.book)

    expect(page.get_by_text("Of 1 action, 1 is overdue")).to_be_visible(timeout=15_000)
