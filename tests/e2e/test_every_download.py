"""Every button of every page that gives a file, pressed in a browser: what the files are called, and what does not come of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from addressed import addressed_book, addresses, contents
from browser import Server, idle, serve
from house_rules import pages
from poisoned import TEXTS, poisoned_book

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.(xlsx|csv|docx|pptx|html|ics|zip)")
DRAFTS = "Download reminders"
"""What holds addresses, and is made for that."""


def served(make: Callable[[Path], Path], folder: Path) -> Iterator[Server]:
    yield from serve(make(folder / "book.xlsx"))


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Server]:
    yield from served(poisoned_book, tmp_path)


@pytest.fixture
def addressed(tmp_path: Path) -> Iterator[Server]:
    yield from served(addressed_book, tmp_path)


def taken(page: Page, server: Server, name: str, whom: str) -> Iterator[tuple[str, str, bytes]]:
    """Of each file that a page offers its button, its name and its bytes. On *Spreadsheets* also the file for somebody, and the receipt
    for that file when it has come back.
    """
    page.goto(f"{server.url}/{'' if name == 'overview' else name}?as_of=2009-12-01&since=2009-06-01&action=A01")
    idle(page)
    if name == "spreadsheets":
        page.get_by_role("combobox", name="For whom").click()
        page.get_by_role("option").filter(has_text=whom).first.click()
        expect(page.get_by_role("button", name="Download the file", exact=True)).to_be_visible()
        idle(page)
    yield from pressed(page)
    if name == "spreadsheets":
        come_back(page)
        yield from pressed(page, "Download the receipt")


def pressed(page: Page, only: str = "") -> Iterator[tuple[str, str, bytes]]:
    for button in page.get_by_test_id("stDownloadButton").get_by_role("button").filter(has_text=only).all():
        with page.expect_download() as saved:
            button.click()
        yield button.inner_text().splitlines()[-1], saved.value.suggested_filename, Path(saved.value.path()).read_bytes()


def come_back(page: Page) -> None:
    """Fill in the file for somebody, send it and apply what it says."""
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download the file", exact=True).click()
    file = Path(saved.value.path()).with_name(saved.value.suggested_filename)
    saved.value.save_as(file)
    book = openpyxl.load_workbook(file)
    columns = {cell.value: cell.column for cell in book["Report"][1]}
    for heading, words in (("New status", "In progress"), ("Report date", "2009-11-20"), ("What was done", TEXTS[0])):
        book["Report"].cell(2, columns[heading], words)
    book.save(file)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("button", name="Apply 1 report")).to_be_enabled()
    name = page.locator(".st-key-applied_by").get_by_role("textbox")
    name.fill("Ms A")
    name.press("Enter")
    idle(page)
    page.get_by_role("button", name="Apply 1 report").click()
    expect(page.get_by_role("button", name="Download the receipt")).to_be_visible()


def test_no_file_brings_anything_about_and_each_has_a_name_of_plain_letters(hostile: Server, page: Page) -> None:
    page.on("dialog", lambda box: box.dismiss())
    asked_for: list[str] = []
    page.on("request", lambda asked: asked_for.append(asked.url))
    found = {name: [(label, file) for label, file, _data in taken(page, hostile, name, "window.__x")] for name in _names()}

    assert [url for url in asked_for if re.search("fetched|invalid", url)] == []
    assert page.evaluate("window.__x") is None
    assert [file for files in found.values() for _label, file in files if not NAME.fullmatch(file)] == []
    assert sum(map(len, found.values())) > 25
    assert {"receipt.xlsx"} <= {file for _label, file in found["spreadsheets"]}


def test_no_file_holds_an_address_from_the_parties_sheet_but_the_drafts_to_them(addressed: Server, page: Page) -> None:
    held = {
        (label, part): addresses(content)
        for name in _names()
        for label, file, data in taken(page, addressed, name, "Kenya")
        for part, content in contents(file, data).items()
    }

    assert {label for (label, _part), found in held.items() if found} == {DRAFTS}
    assert {part.split("/")[0] for _label, part in held} >= {"receipt.xlsx"}
    assert len({label for label, _part in held}) > 10


def _names() -> list[str]:
    return [path.stem for path in pages()]
