"""Behind a real nginx, with the configuration that docs/proxy shows: its word counts with the secret, and nobody else's does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from books import make_book
from browser import free_port, serve
from gcdash.access.settings import Mode, read
from gcdash.store.workbook import WorkbookStore
from provider import answering, listening
from proxy import DESK, EXAMPLES, Front, comes_as, configured, example, front
from scripts import programs
from sign_in import ACTIONS, OWNERS, PARTIES, visit

SECRET = "s" * 40
LINK = "record?action=A05&as_of=2009-11-25"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_book(tmp_path_factory.mktemp("proxied") / "book.xlsx", actions=ACTIONS, owners=OWNERS, parties=PARTIES)


@pytest.fixture(scope="module")
def proxied(nginx: str, book: Path) -> Iterator[Front]:
    access = book.with_name("access.toml")
    access.write_text((EXAMPLES / "access.toml").read_text("utf-8").replace("secretariat@example.org", "sec@example.org"))
    with listening() as (door, desk), answering(door, DESK):
        for server in serve(book, GCDASH_ACCESS=str(access), GCDASH_PROXY_SECRET=SECRET):
            with front(nginx, book.parent, server.url, desk, SECRET) as running:
                yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def test_whoever_signs_in_before_it_comes_back_to_the_link_and_writes_in_their_name(proxied: Front, page: Page, book: Path) -> None:
    visit(page, f"{proxied.url}/{LINK}")

    expect(page.get_by_text("Ms A · focal point · WCO")).to_be_visible()
    assert page.url == f"{proxied.url}/{LINK}"
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="In progress").click()
    page.get_by_role("button", name="Record the update").click()
    expect(page.get_by_text("Recorded", exact=True)).to_be_visible()
    (row,) = WorkbookStore(book).load().updates.to_dict("records")
    assert (row["party"], row["reported_by"], row["verified"]) == ("WCO", "Ms A", "yes")
    assert all(cookie["secure"] for cookie in page.context.cookies() if cookie["name"].startswith("_streamlit"))


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("sec@example.org", "coordinator"),
        ("ulf@example.org", "Mr U · focal point · UNEP"),
        ("eve@example.org", "no party in the Parties sheet has your e-mail address"),
    ],
)
def test_what_the_proxy_says_counts(proxied: Front, page: Page, who: str, said: str) -> None:
    comes_as(page, who)
    visit(page, f"{proxied.url}/{LINK}")

    expect(page.get_by_text(said).first).to_be_visible()


def test_headers_from_outside_are_replaced_by_the_proxy(proxied: Front, page: Page) -> None:
    """The door beyond adds a coordinator's address to every request, the socket's too."""
    comes_as(page, "eve@example.org")
    visit(page, f"{proxied.forged}/{LINK}")

    expect(page.get_by_text("no party in the Parties sheet has your e-mail address").first).to_be_visible()


def test_past_the_proxy_a_made_up_header_makes_a_viewer(proxied: Front, page: Page) -> None:
    visit(page, f"{proxied.past_it}/{LINK}")

    expect(page.get_by_text("You have not come through the sign-in of this site.").first).to_be_visible()
    expect(page.get_by_role("button", name="Record the update")).to_have_count(0)


@pytest.mark.parametrize("path", ["metrics", "_stcore/metrics", "oauth2/auth"])
def test_figures_and_the_question_who_somebody_is_are_not_for_the_outside(proxied: Front, page: Page, path: str) -> None:
    comes_as(page, "sec@example.org")

    assert page.request.get(f"{proxied.url}/{path}", ignore_https_errors=True).status == 404


def test_the_examples_are_in_order(nginx: str, tmp_path: Path) -> None:
    said = tomllib.loads((EXAMPLES / "oauth2-proxy.cfg").read_text("utf-8"))
    access = read(tomllib.loads((EXAMPLES / "access.toml").read_text("utf-8")), SECRET)
    site = (EXAMPLES / "nginx.conf").read_text("utf-8")

    assert (access.mode, access.coordinators) == (Mode.PROXY, {"secretariat@example.org"})
    assert {access.header, access.proof_header} <= set(site.lower().split())
    assert said["http_address"] in site
    assert (said["cookie_secure"], said["set_xauthrequest"], said["insecure_oidc_allow_unverified_email"]) == (True, True, False)
    example(tmp_path, "http://127.0.0.1:1", "http://127.0.0.1:2", SECRET, free_port())
    assert programs._run(nginx, "-t", "-q", "-c", str(configured(tmp_path)), "-p", str(tmp_path)).stderr == ""
