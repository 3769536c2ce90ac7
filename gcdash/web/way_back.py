"""The way back after signing in. Streamlit ends every sign-in at its first page; whoever opened a link is brought back to that link."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAVES, RETURNS = "/auth/login", "/oauth2callback"
"""How the paths end on which Streamlit sends somebody to sign in, and takes them back."""

COOKIE, SECONDS = "gcdash_way_back", 600
_LONGEST = 2000
_HERE = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""A link within this site; what begins with two strokes, or has a backslash, a browser takes for another site."""


class WayBack:
    """Keep the link in a cookie when somebody leaves to sign in, and send them there when they return.

    The browser says the link itself: the sign-in is asked for from the page that the link shows, and the referrer is told to us only.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.endswith((LEAVES, RETURNS)):
            await self._app(scope, receive, send)
            return
        leaves = path.endswith(LEAVES)
        link = _opened(Headers(scope=scope)) if leaves else unquote(Request(scope).cookies.get(COOKIE, ""))

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and is_here(link):
                headers = MutableHeaders(scope=message)
                headers.append("set-cookie", _cookie(quote(link, safe=""), SECONDS) if leaves else _cookie("", 0))
                if not leaves and "location" in headers:
                    headers["location"] = link
            await send(message)

        await self._app(scope, receive, told)


def is_here(link: str) -> bool:
    """Whether a link leads to a page of this site."""
    return len(link) <= _LONGEST and _HERE.fullmatch(link) is not None


def _opened(headers: Headers) -> str:
    """The link of the page that asks for the sign-in; blank where another site does."""
    try:
        said = urlsplit(headers.get("referer", ""))
    except ValueError:
        return ""
    return (f"{said.path}?{said.query}" if said.query else said.path) if said.netloc == headers.get("host") else ""


def _cookie(value: str, seconds: int) -> str:
    answer = Response()
    answer.set_cookie(COOKIE, value, max_age=seconds, httponly=True, samesite="lax")
    return answer.headers["set-cookie"]
