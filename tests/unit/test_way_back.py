"""Signing in ends at the link that was opened: only one of this site, and only when this site's own page asked for it."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from gcdash.access import sign_in
from gcdash.access.sign_in import Refused
from gcdash.web.way_back import COOKIE, SIGNED_IN, WayBack, is_here

HERE = "https://gcdash.example"


def _to_first_page(request: Request) -> RedirectResponse:
    """As Streamlit answers: whom it signs in gets its cookie, and it repeats what the provider has said."""
    answer = RedirectResponse("/", 302, {"x-said": str(request.url.query)})
    if request.url.path == "/oauth2callback":
        answer.set_cookie(SIGNED_IN.removesuffix("="), "x", max_age=60 if request.query_params.get("code") == "good" else 0)
    return answer


def _unreachable(_request: Request) -> Response:
    """As Streamlit answers while nobody is there to sign people in."""
    return Response("Authentication error", status_code=400)


ROUTES = [Route("/base/auth/login", _unreachable)] + [
    Route(path, _to_first_page) for path in ("/auth/login", "/oauth2callback", "/elsewhere")
]


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


@pytest.mark.parametrize(
    ("referrer", "to"), [(f"{HERE}/base/action?action=A05", "/base/action?action=A05"), ("https://evil.example/", "/base/")]
)
def test_where_nobody_can_be_asked_it_leads_back_and_says_so(referrer: str, to: str) -> None:
    answer = client().get("/base/auth/login?provider=x", headers={"referer": referrer})

    assert (answer.status_code, answer.headers["location"]) == (303, to)
    assert "cannot be reached" in sign_in.in_words(answer.cookies[sign_in.COOKIE])


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


@pytest.mark.parametrize(("query", "why"), [("error=access_denied&state=1", Refused.DENIED), ("code=bad&state=1", Refused.NOT_BELIEVED)])
def test_who_comes_back_without_being_signed_in_brings_the_reason_and_a_number_of_the_log(
    query: str, why: Refused, caplog: pytest.LogCaptureFixture
) -> None:
    browser = client()
    browser.get(f"/oauth2callback?{query}")

    said, number = browser.cookies[sign_in.COOKIE].split(".")
    assert said == why
    assert f"error {number}: a sign-in was refused, {why}" in caplog.text
    assert number in sign_in.in_words(browser.cookies[sign_in.COOKIE])

    browser.get("/oauth2callback?code=good&state=2")
    assert sign_in.COOKIE not in browser.cookies


def test_who_comes_back_from_signing_out_was_refused_nothing() -> None:
    browser = client()
    browser.get("/oauth2callback?state=1")

    assert sign_in.COOKIE not in browser.cookies


def test_the_free_words_of_a_provider_do_not_reach_the_log() -> None:
    said = "error=access_denied&error_description=eve%40example.org&error_uri=x&state=a%2Fb"

    assert client().get(f"/oauth2callback?{said}").headers["x-said"] == "error=access_denied&state=a%2Fb"
    assert client().get("/oauth2callback?error=eve%40example.org").headers["x-said"] == "error=another"


@pytest.mark.parametrize("cookie", ["", "denied", "denied.<b>", "else.01234567", "denied.01234567 "])
def test_a_cookie_that_is_none_of_ours_says_nothing(cookie: str) -> None:
    assert sign_in.in_words(cookie) == ""
