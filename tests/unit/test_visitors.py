"""What our own server believes of a request's headers, on pages and sockets alike, in each mode."""

from __future__ import annotations

from pathlib import Path

import pytest
from httpx import Headers
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from gcdash.web.visitors import Visitors

SECRET = "s" * 32
NAMES = ("x-gcdash-client", "x-forwarded-email", "x-gcdash-proxy")
FORGED = [("X-Gcdash-Client", "127.0.0.1"), ("X-Forwarded-Email", "sec@example.org")]


async def _page(request: Request) -> JSONResponse:
    return JSONResponse({name: request.headers.getlist(name) for name in NAMES})


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json({name: socket.headers.getlist(name) for name in NAMES})


def believed(headers: list[tuple[str, str]]) -> dict[str, list[str]]:
    """What reaches the app, by a page and by a socket; it must be the same."""
    app = Starlette(routes=[Route("/", _page), WebSocketRoute("/socket", _socket)], middleware=[Middleware(Visitors)])
    client = TestClient(app, client=("192.0.2.7", 1), headers=Headers(headers))
    with client.websocket_connect("/socket") as socket:
        by_socket: dict[str, list[str]] = socket.receive_json()
    assert client.get("/").json() == by_socket
    return by_socket


@pytest.fixture
def behind_a_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "access.toml"
    file.write_text("[access]\nmode = 'proxy'")
    monkeypatch.setenv("GCDASH_ACCESS", str(file))
    monkeypatch.setenv("GCDASH_PROXY_SECRET", SECRET)
    return file


def test_in_the_open_mode_nobody_is_believed_and_the_server_says_whence_a_visit_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GCDASH_ACCESS", raising=False)

    assert believed([*FORGED, ("X-Gcdash-Proxy", SECRET)]) == {
        "x-gcdash-client": ["192.0.2.7"], "x-forwarded-email": [], "x-gcdash-proxy": [],
    }  # fmt: skip


@pytest.mark.usefixtures("behind_a_proxy")
def test_the_proxys_word_is_kept_with_its_secret() -> None:
    assert believed([*FORGED, ("X-Gcdash-Proxy", SECRET)])["x-forwarded-email"] == ["sec@example.org"]


@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.parametrize("more", [[], [("X-Gcdash-Proxy", "a" * 32)], [("X-Gcdash-Proxy", SECRET)] * 2])
def test_without_it_or_said_twice_nothing_is_kept(more: list[tuple[str, str]]) -> None:
    assert believed([*FORGED, *more]) == {"x-gcdash-client": ["192.0.2.7"], "x-forwarded-email": [], "x-gcdash-proxy": []}


@pytest.mark.usefixtures("behind_a_proxy")
def test_an_address_that_comes_twice_is_none() -> None:
    assert believed([*FORGED, FORGED[1], ("X-Gcdash-Proxy", SECRET)])["x-forwarded-email"] == []


def test_rules_that_cannot_be_read_make_nobody_believed(behind_a_proxy: Path) -> None:
    behind_a_proxy.write_text("mode =")

    assert believed([*FORGED, ("X-Gcdash-Proxy", SECRET)])["x-forwarded-email"] == []
