"""Signing in ends at the link that was opened: only one of this site, and only when this site's own page asked for it."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from gcdash.web.way_back import COOKIE, WayBack, is_here

HERE = "https://gcdash.example"


def _to_first_page(_request: Request) -> RedirectResponse:
    return RedirectResponse("/", 302)


ROUTES = [Route(path, _to_first_page) for path in ("/auth/login", "/oauth2callback", "/elsewhere")]


def client() -> TestClient:
    return TestClient(Starlette(routes=ROUTES, middleware=[Middleware(WayBack)]), base_url=HERE, follow_redirects=False)


def came_back(referrer: str) -> str:
    browser = client()
    browser.get("/auth/login?provider=x", headers={"referer": referrer})
    return browser.get("/oauth2callback?code=1").headers["location"]


@pytest.mark.parametrize(
    "link",
    ["/action?action=A05&as_of=2009-11-25", "/themes?theme=Capacity+Building&theme=R%C3%A9seau%3B%20x", "/", "/base/action?x=%2F%2Fy"],
)
def test_it_ends_at_the_link_that_was_opened(link: str) -> None:
    assert came_back(HERE + link) == link


@pytest.mark.parametrize(
    "referrer",
    [
        "", "https://evil.example/action", f"{HERE}.evil.example/", f"{HERE}//evil.example/", f"{HERE}/\\evil.example", "http://[bad",
        f"{HERE}/{'x' * 3000}", f"{HERE}",
    ],
)  # fmt: skip
def test_else_it_ends_at_the_first_page(referrer: str) -> None:
    assert came_back(referrer) == "/"


@pytest.mark.parametrize("link", ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "", "/\r\nb", "/ a"])
def test_a_cookie_that_names_another_site_leads_nowhere(link: str) -> None:
    browser = client()
    browser.cookies.set(COOKIE, link.replace("/", "%2F").replace(":", "%3A").replace("\r\n", "%0D%0A").replace(" ", "%20"))

    assert not is_here(link)
    assert browser.get("/oauth2callback").headers["location"] == "/"


def test_the_cookie_is_no_business_of_scripts_lasts_minutes_and_is_gone_after_the_return() -> None:
    browser = client()
    said = browser.get("/auth/login", headers={"referer": f"{HERE}/check"}).headers["set-cookie"]
    assert {"HttpOnly", "Max-Age=600", "SameSite=lax"} <= set(said.split("; "))

    browser.get("/oauth2callback")
    assert COOKIE not in browser.cookies


def test_other_pages_are_left_alone() -> None:
    answer = client().get("/elsewhere", headers={"referer": f"{HERE}/check"})

    assert "set-cookie" not in answer.headers
    assert answer.headers["location"] == "/"
