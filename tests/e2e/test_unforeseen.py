"""An error that nobody foresaw, in the app as it is but for a page that fails: a number for who sees it, the rest in the log."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from books import make_book
from browser import ROOT, Server, serve

FAILING = """
import streamlit as st

from gcdash.errors import Unreadable
from gcdash.ui.files import File, take
from gcdash.ui.frame import page


def fail():
    raise LookupError("the key" + " of the safe")


def refuse():
    raise Unreadable("The file cannot be made.", "Close it elsewhere.")


with page("Does it fail?") as view:
    st.button("Fail in a click", on_click=fail)
    st.fragment(lambda: st.button("Fail in a part") and fail())()
    take(view, File("Fail in a download", "all.csv", "text/csv", "failing", lambda _progress: fail()))
    take(view, File("Refuse a download", "all.csv", "text/csv", "refusing", lambda _progress: refuse()))
    if st.button("Fail in the page"):
        fail()
"""
SHOWN = re.compile(r"tell whoever runs the dashboard the number ([0-9a-f]{8})\.")


@pytest.fixture(scope="module")
def failing_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("failing")
    for part in ("gcdash", "pages", ".streamlit"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", root)
    (root / "pages" / "check.py").write_text(FAILING, encoding="utf-8")
    yield from serve(make_book(root / "book.xlsx"), root=root)


@pytest.mark.parametrize("where", ["Fail in the page", "Fail in a click", "Fail in a part", "Fail in a download"])
def test_what_fails_shows_a_number_that_the_log_has_with_its_place_and_no_words(failing_server: Server, page: Page, where: str) -> None:
    page.goto(f"{failing_server.url}/check")
    page.get_by_role("button", name=where).click()
    alert = page.get_by_role("alert").filter(has_text="the number ")
    expect(alert).to_have_count(1)

    shown = SHOWN.search(alert.inner_text())
    assert shown
    before, logged = failing_server.said.split(f"ERROR gcdash.ui.failures: error {shown[1]}\n", 1)
    assert before.count("\nLookupError\n") == before.count("ERROR gcdash.ui.failures: ")  # each is told once
    assert logged.count("\nLookupError\n") == 1
    assert "Traceback" in logged
    assert re.search(r"check\.py\", line \d+, in fail\n", logged)
    assert "key of the safe" not in failing_server.said

    seen = page.content()
    assert not [leak for leak in ("LookupError", "key of the safe", "Traceback", "check.py", str(ROOT)) if leak in seen]


def test_a_file_that_cannot_be_made_says_why_in_words(failing_server: Server, page: Page) -> None:
    page.goto(f"{failing_server.url}/check")
    page.get_by_role("button", name="Refuse a download").click()

    expect(page.get_by_role("alert").filter(has_text="The file cannot be made.")).to_be_visible()
    assert "Close it elsewhere" not in failing_server.said
