"""A dashboard where people sign in, with the provider that vouches for them, and the way through both in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from books import Row, make_book
from browser import Server, idle, serve
from provider import CLIENT, HOUR, SECRET, Account, account, answering, listening, provide
from proxy import DESK, comes_as, front

COORDINATOR, FOCAL_POINT, ANOTHER, NOBODY = "The coordinator", "WCO's focal point", "UNEP's focal point", "Somebody else"
ACCOUNTS = {
    COORDINATOR: account("sec@example.org"),
    FOCAL_POINT: account("Ann@Example.org"),
    ANOTHER: account("ulf@example.org"),
    NOBODY: account("eve@example.org"),
    "E-mail not verified": account("sec@example.org", email_verified=False),
    "Letters that look alike": account("s\u0435c@example.org"),
    "Two @": account("sec@example.org@evil.example"),
    "Signed in yesterday": Account(account("sec@example.org").claims, {"iat": -24 * HOUR}),
    "Another issuer": account("sec@example.org", iss="https://id.example"),
    "For another program": account("sec@example.org", aud="another"),
    "Expired": Account(account("sec@example.org").claims, {"exp": -HOUR}),
    "Another key": Account(account("sec@example.org").claims, signs="another"),
    "Not the provider's key": Account(account("sec@example.org").claims, signs="shared"),
    "Denied": Account(denies=True),
    "Breaks off": Account(account("sec@example.org").claims, breaks=True),
}

OWNERS: list[Row] = [{"owner": "WCO", "kind": "organisation"}, {"owner": "UNEP", "kind": "organisation"}]
PARTIES: list[Row] = [
    {"party": "WCO", "focal_point": "Ms A", "email": "ann@example.org"},
    {"party": "UNEP", "focal_point": "Mr U", "email": "ulf@example.org"},
]
ACTIONS: list[Row] = [
    {"action_id": "A05", "theme": "Networks", "action": "Use networks", "timescale": "3", "responsibility": "WCO"},
    {"action_id": "A06", "theme": "Training", "action": "Train", "timescale": "on-going", "responsibility": "UNEP"},
    {"action_id": "A07", "theme": "Training", "action": "Say who", "timescale": "on-going", "responsibility": "Whoever can"},
    {"action_id": "A08", "theme": "Networks", "action": "Share lists", "timescale": "on-going", "responsibility": "WCO"},
    {"action_id": "A09", "theme": "Networks", "action": "Share names", "timescale": "on-going", "responsibility": "WCO"},
]


SECRETARIAT = "'sec@example.org'"


@dataclass(frozen=True, slots=True)
class Site:
    """A running dashboard where people sign in, the file that says who may what, and its address; the provider, or blank behind a proxy."""

    server: Server
    access: Path
    url: str
    issuer: str = ""

    def allow(self, coordinators: str = SECRETARIAT, issuer: str = "") -> None:
        """Write the access file anew, as whoever runs the dashboard would."""
        allow(self.access, issuer or self.issuer, coordinators)


def allow(access: Path, issuer: str, coordinators: str = SECRETARIAT) -> None:
    mode = f"mode = 'login'\nissuers = ['{issuer}']" if issuer else "mode = 'proxy'"
    access.write_text(f"[access]\n{mode}\ncoordinators = [{coordinators}]\n")


def book_for(folder: Path, updates: list[Row]) -> Path:
    return make_book(folder / "book.xlsx", actions=ACTIONS, updates=updates, owners=OWNERS, parties=PARTIES, settings={"Place": "Delhi"})


def proxied_site(nginx: str, folder: Path, updates: list[Row]) -> Iterator[Site]:
    """Start a dashboard behind nginx, where people are signed in by a cookie."""
    access, secret = folder / "access.toml", "s" * 40
    allow(access, "")
    with listening() as (door, desk), answering(door, DESK):
        for server in serve(book_for(folder, updates), GCDASH_ACCESS=str(access), GCDASH_PROXY_SECRET=secret):
            with front(nginx, folder, server.url, desk, secret) as running:
                yield Site(server, access, running.url)


def site(folder: Path, updates: list[Row], provider: ExitStack | None = None) -> Iterator[Site]:
    """Start the provider and a dashboard that trusts it. ``provider``: what ends the provider, before the dashboard ends."""
    access, secrets = folder / "access.toml", folder / "secrets.toml"
    book = book_for(folder, updates)
    with provider or ExitStack() as running:
        issuer = running.enter_context(provide(ACCOUNTS))
        secrets.write_text(
            f"[auth]\nredirect_uri = 'http://127.0.0.1:{{port}}/oauth2callback'\ncookie_secret = '{'c' * 32}'\n"
            f"client_id = '{CLIENT}'\nclient_secret = '{SECRET}'\nserver_metadata_url = '{issuer}/.well-known/openid-configuration'\n"
        )
        allow(access, issuer)
        for server in serve(book, "--secrets.files", str(secrets), GCDASH_ACCESS=str(access)):
            yield Site(server, access, server.url, issuer)


def visit(page: Page, url: str) -> None:
    page.goto(url)
    idle(page)


def enter(site: Site, page: Page, who: str) -> None:
    """Come in as somebody, by the way that the site has."""
    if not site.issuer:
        comes_as(page, str(ACCOUNTS[who].claims["email"]))
    visit(page, f"{site.url}/check")
    if site.issuer:
        sign_in(page, who)


def sign_in(page: Page, who: str) -> None:
    """Sign in from the page that is open, as whom the provider offers by this name."""
    page.get_by_role("button", name="Sign in").click()
    pick(page, who)


def pick(page: Page, who: str) -> None:
    """At the provider, be somebody; and wait until the dashboard is there again."""
    page.get_by_role("link", name=who, exact=True).click()
    expect(page.get_by_test_id("stApp")).to_be_visible()
    idle(page)
