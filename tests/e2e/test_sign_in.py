"""Signing in, with a real browser at a real provider: who somebody is taken for, what does not count, and the way back to a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from books import make_book
from browser import idle
from gcdash.store.workbook import WorkbookStore
from sign_in import ACCOUNTS, ACTIONS, ANOTHER, COORDINATOR, FOCAL_POINT, NOBODY, OWNERS, PARTIES, Site, pick, sign_in, site, visit


@pytest.fixture(scope="module")
def signs_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from site(tmp_path_factory.mktemp("signs_in"), [])


@pytest.fixture(scope="module")
def warm(browser: Browser) -> Iterator[BrowserContext]:
    """One browser for all tests, which fetches the program's parts only once."""
    with browser.new_context() as context:
        yield context


@pytest.fixture
def page(warm: BrowserContext) -> Iterator[Page]:
    """A page in which nobody has signed in."""
    warm.clear_cookies()
    with warm.new_page() as fresh:
        yield fresh


TAKEN_FOR = {
    COORDINATOR: "Somebody · coordinator",
    FOCAL_POINT: "Ms A · focal point · WCO",
    ANOTHER: "Mr U · focal point · UNEP",
    NOBODY: "no party in the Parties sheet has your e-mail address",
    "E-mail not verified": "does not vouch for your e-mail address",
    "Letters that look alike": "no party in the Parties sheet has your e-mail address",
    "Two @": "no party in the Parties sheet has your e-mail address",
    "Signed in yesterday": "Your sign-in is too old. Sign in again.",
    "Another issuer": "the answer that came back does not count here",
    "For another program": "the answer that came back does not count here",
    "Expired": "the answer that came back does not count here",
    "Another key": "the answer that came back does not count here",
    "Not the provider's key": "the answer that came back does not count here",
    "Denied": "The service that you were sent to has not signed you in.",
    "Breaks off": "or since that service could not be asked about it",
}
"""What each account of the provider is told; whose sign-in is refused stays one who has not signed in."""


def test_who_signs_in_is_who_the_provider_vouches_for_and_else_a_viewer_who_is_told_why(signs_in: Site, page: Page) -> None:
    link = f"{signs_in.url}/record?action=A05"
    visit(page, link)
    with page.expect_request(re.compile("/auth/login")) as asked:
        page.get_by_role("button", name="Sign in").click()
    wrong: list[str] = []
    for who, said in TAKEN_FOR.items():
        page.context.clear_cookies()
        page.goto(asked.value.url, referer=link)
        pick(page, who)
        may = page.get_by_role("button", name="Record the update").count() == 1
        looks = page.get_by_text("You are looking only").count() == 1
        known = (who in {COORDINATOR, FOCAL_POINT}, who not in {COORDINATOR, FOCAL_POINT, ANOTHER})
        if (may, looks) != known or not page.get_by_text(said).first.is_visible():
            wrong.append(f"{who}: {page.get_by_test_id('stApp').inner_text()}")

    assert set(TAKEN_FOR) == set(ACCOUNTS)
    assert wrong == []


LEFT_OUT = [NOBODY, "E-mail not verified", "Letters that look alike", "Signed in yesterday", "Expired", "Denied", "Breaks off"]


@pytest.mark.parametrize("who", LEFT_OUT)
def test_whoever_comes_back_and_is_not_let_in_gets_a_number_that_the_log_has_beside_the_reason(
    signs_in: Site, page: Page, who: str
) -> None:
    visit(page, f"{signs_in.url}/record?action=A05")
    sign_in(page, who)

    number = re.search("tell whoever runs the dashboard the number ([0-9a-f]{8})", page.get_by_test_id("stApp").inner_text())
    assert number
    assert re.search(
        f"(error {number[1]}: a sign-in was refused, |role of {number[1]}[0-9a-f]* is viewer, was none: )", signs_in.server.said
    )
    assert "not assigned" not in signs_in.server.said

    sign_in(page, COORDINATOR)
    expect(page.get_by_role("button", name="Record the update")).to_be_visible()


def test_a_cold_link_shows_whoever_has_not_signed_in_the_frame_and_no_form(signs_in: Site, page: Page) -> None:
    visit(page, f"{signs_in.url}/record?action=A05")

    expect(page.get_by_text("You may not record updates here.")).to_be_visible()
    expect(page.get_by_role("button", name="Record the update")).to_have_count(0)


def test_signing_in_comes_back_to_the_link_that_was_opened_with_its_action_filters_and_day(signs_in: Site, page: Page) -> None:
    visit(page, f"{signs_in.url}/actions?theme=Training&as_of=2009-11-25")
    sign_in(page, COORDINATOR)

    expect(page.get_by_text("Filters: Theme: Training")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/actions\?.*theme=Training"))
    expect(page).to_have_url(re.compile("as_of=2009-11-25"))

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{signs_in.url}/")
    idle(page)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    visit(page, f"{signs_in.url}/action?action=A06")
    sign_in(page, FOCAL_POINT)
    expect(page.get_by_role("combobox", name="Action")).to_have_value("A06 · Train")
    expect(page).to_have_url(re.compile(r"/action\?action=A06"))


def test_who_is_taken_out_of_the_sheet_is_refused_at_the_next_click(signs_in: Site, page: Page) -> None:
    visit(page, f"{signs_in.url}/record?action=A05")
    sign_in(page, FOCAL_POINT)
    page.get_by_role("textbox", name="What was done").fill("Too late")
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="In progress").click()

    make_book(signs_in.server.book, actions=ACTIONS, owners=OWNERS, parties=PARTIES[1:])
    try:
        page.get_by_role("button", name="Record the update").click()
        expect(page.get_by_text("You may not record updates here.").first).to_be_visible()
    finally:
        make_book(signs_in.server.book, actions=ACTIONS, owners=OWNERS, parties=PARTIES)

    assert WorkbookStore(signs_in.server.book).load().updates.empty


def test_a_provider_that_is_trusted_no_more_makes_viewers_at_the_next_click(signs_in: Site, page: Page) -> None:
    visit(page, f"{signs_in.url}/meetings")
    sign_in(page, COORDINATOR)
    expect(page.get_by_role("button", name="Open the meeting")).to_be_visible()

    signs_in.allow(issuer="https://id.example")
    try:
        page.get_by_role("textbox", name="Name of the meeting").fill("Mine")
        page.get_by_role("button", name="Open the meeting").click()
        expect(page.get_by_text("Your sign-in comes from a service that is not trusted here.").first).to_be_visible()
    finally:
        signs_in.allow()

    assert WorkbookStore(signs_in.server.book).load().meetings.empty


def test_a_sign_in_that_another_site_asks_for_leads_to_the_first_page(signs_in: Site, page: Page) -> None:
    """Only links of this site are kept: the referrer of another, or one that a browser takes for another site, counts as none."""
    visit(page, f"{signs_in.url}/actions")
    with page.expect_request(re.compile("/auth/login")) as asked:
        page.get_by_role("button", name="Sign in").click()
    for said in ("http://evil.example/actions", f"{signs_in.url}//evil.example/", f"{signs_in.url}/\\evil.example", "http://[bad", ""):
        answer = page.request.get(asked.value.url, headers={"referer": said}, max_redirects=0)
        assert answer.status == 302
        assert "gcdash_way_back" not in str(answer.headers_array)


def test_a_service_that_cannot_be_reached_leads_back_to_the_link_with_the_reason_and_a_number(page: Page, tmp_path: Path) -> None:
    for stranded in site(tmp_path, [], provider := ExitStack()):
        provider.close()
        visit(page, f"{stranded.url}/record?action=A05")
        page.get_by_role("button", name="Sign in").click()

        told = page.get_by_text("the service that signs people in cannot be reached just now")
        expect(told).to_be_visible()
        expect(page).to_have_url(re.compile(r"/record\?action=A05"))
        number = re.search("the number ([0-9a-f]{8})", told.inner_text())
        assert number
        assert f"error {number[1]}: a sign-in was refused, unreachable" in stranded.server.said


def test_a_service_that_stops_while_somebody_signs_in_leads_back_to_the_link_with_the_reason_and_a_number(
    page: Page, tmp_path: Path
) -> None:
    """It has said where to sign in, and answers no more when it is asked whom it has signed in."""
    for stranded in site(tmp_path, [], provider := ExitStack()):
        visit(page, f"{stranded.url}/record?action=A05")
        page.get_by_role("button", name="Sign in").click()
        way_back = page.get_by_role("link", name=COORDINATOR, exact=True).get_attribute("href")
        answer = page.request.get(f"{stranded.issuer}{way_back}", max_redirects=0)
        provider.close()
        page.goto(answer.headers["location"])

        told = page.get_by_text("or since that service could not be asked about it. Sign in again.")
        expect(told).to_be_visible()
        expect(page).to_have_url(re.compile(r"/record\?action=A05"))
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        number = re.search("the number ([0-9a-f]{8})", told.inner_text())
        assert number
        assert f"error {number[1]}: a sign-in was refused, not-believed; the line before says why" in stranded.server.said
