"""What stands between the network and the pages says and believes only what it should."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from gcdash.web.beginning import Beginning
from gcdash.web.headers import SecurityHeaders, policy
from gcdash.web.health import OPEN_METRICS, routes
from gcdash.web.hosts import patterns
from gcdash.web.visitors import Visitors
from loops import finished

SECRET = "s" * 32
Headers = Sequence[tuple[str, str]]


def cookie(_asked: Request) -> PlainTextResponse:
    answer = PlainTextResponse("baked")
    answer.set_cookie("plain", "1")
    answer.set_cookie("sealed", "1", secure=True)
    return answer


def heard(asked: Request) -> JSONResponse:
    return JSONResponse([[name, value] for name, value in asked.headers.items() if name.startswith("x-")])


def failing(_asked: Request) -> PlainTextResponse:
    raise LookupError("the key of the safe")


def ask(path: str, *middleware: Middleware, headers: Headers = (), scheme: str = "http") -> httpx.Response:
    doors = [*routes(Beginning(lambda: None)), Route("/cookie", cookie), Route("/heard", heard), Route("/fail", failing)]
    app = Starlette(routes=doors, middleware=list(middleware))
    line = httpx.ASGITransport(app, client=("203.0.113.7", 50_000), raise_app_exceptions=False)

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=line, base_url=f"{scheme}://localhost") as browser:
            return await browser.get(path, headers=list(headers))

    return finished(asked())


@pytest.mark.parametrize("path", ["/cookie", "/metrics", "/nowhere"])
def test_each_answer_tells_the_browser_to_run_and_fetch_nothing_else(path: str) -> None:
    said = ask(path, Middleware(SecurityHeaders)).headers

    assert "default-src 'self'" in said["content-security-policy"]
    assert (said["x-frame-options"], said["x-content-type-options"], said["referrer-policy"]) == ("DENY", "nosniff", "same-origin")
    assert "camera=()" in said["permissions-policy"]


def test_the_policy_lets_the_scripts_of_the_installed_page_run_and_no_other_inline() -> None:
    said = ask("/cookie", Middleware(SecurityHeaders)).headers["content-security-policy"]
    scripts = next(part for part in said.split("; ") if part.startswith("script-src"))
    spec = importlib.util.find_spec("streamlit")
    assert spec
    assert spec.origin
    page = (Path(spec.origin).parent / "static" / "index.html").read_text("utf-8")

    assert scripts.count("'sha256-") == len(re.findall(r"<script(?![^>]*\bsrc=)", page)) > 0
    assert "unsafe-inline" not in scripts
    assert "'unsafe-eval'" not in scripts


def test_a_host_that_is_no_name_gets_no_place_in_the_policy() -> None:
    assert "ws://localhost:8501" in policy("", "localhost:8501")
    assert policy("", "x; script-src *") == policy("", "")


@pytest.mark.parametrize(
    ("scheme", "headers", "secure"),
    [("http", [], [False, True]), ("https", [], [True, True]), ("http", [("x-forwarded-proto", "https")], [True, True])],
)
def test_a_cookie_that_is_set_over_tls_goes_back_over_tls_only(scheme: str, headers: Headers, secure: list[bool]) -> None:
    said = ask("/cookie", Middleware(SecurityHeaders), headers=headers, scheme=scheme).headers.get_list("set-cookie")

    assert ["; Secure" in one for one in said] == secure
    assert [one.count("; Secure") for one in said] == [int(one) for one in secure]


def test_an_error_in_a_route_tells_nothing() -> None:
    answer = ask("/fail", Middleware(SecurityHeaders))

    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("LOCALHOST:8501", 200), ("127.0.0.1:8501", 200), ("[::1]:8501", 200),
     ("evil.example", 400), ("localhost.evil.example", 400), ("localhost@evil.example", 400), ("", 400), ("[::2]", 400)],
)  # fmt: skip
def test_the_server_answers_to_its_own_names_only(host: str, status: int) -> None:
    named = Middleware(TrustedHostMiddleware, allowed_hosts=patterns(st.get_option("server.allowedHosts")))

    assert ask("/cookie", named, headers=[("host", host)]).status_code == status


def test_without_a_list_of_names_all_are_answered() -> None:
    named = Middleware(TrustedHostMiddleware, allowed_hosts=patterns([]))

    assert ask("/cookie", named, headers=[("host", "any.example")]).status_code == 200


def test_where_a_visit_comes_from_is_said_by_the_server_and_not_by_the_visitor() -> None:
    said = ask("/heard", Middleware(Visitors), headers=[("X-Gcdash-Client", "127.0.0.1"), ("X-Other", "kept")]).json()

    assert ["x-gcdash-client", "203.0.113.7"] in said
    assert ["x-gcdash-client", "127.0.0.1"] not in said
    assert ["x-other", "kept"] in said


@pytest.mark.parametrize(
    ("proof", "believed"),
    [([], False), ([SECRET], True), (["t" * 32], False), ([SECRET, SECRET], False), (["t" * 32, SECRET], False)],
)
def test_a_name_is_believed_only_beside_the_secret_of_the_proxy_said_once(
    proof: list[str], *, believed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = tmp_path / "access.toml"
    access.write_text("[access]\nmode = 'proxy'")
    monkeypatch.setenv("GCDASH_ACCESS", str(access))
    monkeypatch.setenv("GCDASH_PROXY_SECRET", SECRET)
    sent = [("X-Forwarded-Email", "ann@example.org"), *(("X-Gcdash-Proxy", one) for one in proof)]

    said = ask("/heard", Middleware(Visitors), headers=sent).json()

    assert (["x-forwarded-email", "ann@example.org"] in said) is believed


@pytest.mark.parametrize("rules", ["", "[access]\nmode = 'open'", "[access]\nmode = 'opn'"])
def test_no_name_is_believed_where_no_proxy_vouches(rules: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    access = tmp_path / "access.toml"
    access.write_text(rules)
    monkeypatch.setenv("GCDASH_ACCESS", str(access))
    monkeypatch.setenv("GCDASH_PROXY_SECRET", SECRET)

    said = ask("/heard", Middleware(Visitors), headers=[("X-Forwarded-Email", "ann@example.org"), ("X-Gcdash-Proxy", SECRET)]).json()

    assert [name for name, _value in said] == ["x-gcdash-client"]


def test_the_counters_are_said_in_their_own_type() -> None:
    answer = ask("/metrics")

    assert answer.headers["content-type"] == OPEN_METRICS
    assert answer.text.endswith("# EOF\n")


def test_the_shipped_settings_keep_it_on_this_machine_and_send_nothing_home() -> None:
    assert st.get_option("server.address") == "localhost"
    assert st.get_option("browser.gatherUsageStats") is False
    assert st.get_option("client.showErrorDetails") == "none"
    assert st.get_option("server.enableXsrfProtection") is True
    assert st.get_option("server.enableCORS") is True
    assert st.get_option("server.enableAgentApi") is False
    assert st.get_option("server.trustedUserHeaders") == {}
