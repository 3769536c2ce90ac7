"""The guard over the browser hears what it must, or the other browser tests would prove nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from browser import barriers, fits
from overheard import told, typed


@pytest.mark.parametrize(
    ("script", "heard"),
    [
        ("console.error('spoilt')", "console: spoilt"),
        ("setTimeout(() => { throw new Error('broken') })", "script: broken"),
        ("fetch('http://elsewhere.invalid/font').catch(() => 0)", "off this machine: http://elsewhere.invalid/font"),
        ("new WebSocket('ws://elsewhere.invalid/stream')", "off this machine: ws://elsewhere.invalid/stream"),
    ],
)
def test_what_a_browser_complains_of_is_heard(page: Page, complaints: list[str], script: str, heard: str) -> None:
    page.set_content(f"<script>{script}; setTimeout(() => document.title = 'said', 50)</script>")
    page.wait_for_function("document.title === 'said'")

    assert heard in complaints

    complaints.clear()


def test_what_the_policy_stops_is_heard(page: Page, complaints: list[str]) -> None:
    forbidding = "<meta http-equiv=Content-Security-Policy content=\"img-src 'none'\"><img src='data:,'>"

    with page.expect_console_message(lambda said: said.text.startswith("policy")):
        page.goto(f"data:text/html,{forbidding}")

    assert "console: policy: img-src" in complaints

    complaints.clear()


def test_a_log_that_names_somebody_or_holds_a_comment_is_noticed() -> None:
    said = "2026-05-05 INFO granted report to 4f3a\n2026-05-05 ERROR ann@example.org: Somebody's comment\n"

    assert told(said, ["Somebody's comment", "Another comment"]) == ["ann@example.org", "Somebody's comment"]
    assert {"Half a sentence", "Sent by mistake", "Train the trainers"} <= set(typed()), "what a test types into a form"
    assert told("2026-05-05 INFO form: Half a sentence\n") == ["Half a sentence"]


def test_a_picture_without_words_is_a_barrier(page: Page) -> None:
    page.set_content(
        '<html lang="en"><title>One picture</title><main><h1>One picture</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></main>'
    )

    assert any(found.startswith("image-alt") for found in barriers(page))


@pytest.mark.parametrize(("wide", "seen"), [("300px", True), ("900px", False)])
def test_a_part_that_must_be_scrolled_sideways_is_noticed(page: Page, wide: str, *, seen: bool) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_content(f'<main data-testid="stMain" style="overflow: auto"><div style="width: {wide}">A table</div></main>')

    assert fits(page) is seen


def test_a_breach_of_a_pages_policy_is_heard(page: Page, complaints: list[str]) -> None:
    page.set_content(
        """<meta http-equiv="Content-Security-Policy" content="img-src 'none'"><img alt="" src="data:image/gif;base64,AAAA">"""
    )
    page.wait_for_function("document.images[0].complete")

    assert any("Content Security Policy" in complaint for complaint in complaints)

    complaints.clear()
