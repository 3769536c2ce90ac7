"""The way back after signing in. Streamlit ends every sign-in at its first page; whoever opened a link is brought back to that link.

It also says nothing, or nothing that helps, to whoever is not signed in: a cookie tells the page why, and a number that the log has too.
"""

from __future__ import annotations

import logging
import re
import secrets
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gcdash.access import sign_in
from gcdash.access.sign_in import Refused

LOG = logging.getLogger(__name__)

LEAVES, RETURNS = "/auth/login", "/oauth2callback"
"""How the paths end on which Streamlit sends somebody to sign in, and takes them back."""

BAD_REQUEST, SEE_OTHER = 400, 303
"""Answers of this number or above are refusals; with the other a browser goes on to the page that is named."""

COOKIE, SECONDS = "gcdash_way_back", 600
SIGNED_IN = "_streamlit_user="
"""How the cookie begins by which Streamlit knows who is signed in. An answer that does not set it has signed in nobody."""

ERRORS = {
    "access_denied", "account_selection_required", "consent_required", "interaction_required", "invalid_request", "invalid_scope",
    "login_required", "server_error", "temporarily_unavailable", "unauthorized_client", "unsupported_response_type",
}  # fmt: skip
"""What a provider can say instead (RFC 6749, section 4.1.2.1; OpenID Connect Core, section 3.1.2.6). Streamlit writes it into the log."""

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
        said = [] if leaves else _without_words(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if leaves and message["status"] >= BAD_REQUEST:
                    message["status"] = SEE_OTHER
                    headers["location"] = link if is_here(link) else path.removesuffix(LEAVES) + "/"
                    headers.append("set-cookie", _refused(Refused.UNREACHABLE))
                if dict(said).keys() & {"code", "error"}:  # whoever comes back from signing out brings neither
                    _tell(headers, said)
                if is_here(link):
                    headers.append("set-cookie", _cookie(COOKIE, quote(link, safe=""), SECONDS) if leaves else _cookie(COOKIE, "", 0))
                    if not leaves and "location" in headers:
                        headers["location"] = link
            await send(message)

        await self._app(scope if leaves else {**scope, "query_string": urlencode(said).encode()}, receive, told)


def _without_words(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the provider says, less its free words: they can name somebody, and would go into the log."""
    kept = [(name, value) for name, value in said if name not in {"error_description", "error_uri"}]
    return [(name, value if name != "error" or value in ERRORS else "another") for name, value in kept]


def _tell(headers: MutableHeaders, said: list[tuple[str, str]]) -> None:
    """Tell the page, and the log, that this answer signs in nobody, where that is so."""
    if any(cookie.startswith(SIGNED_IN) and "max-age=0" not in cookie.lower() for cookie in headers.getlist("set-cookie")):
        headers.append("set-cookie", _cookie(sign_in.COOKIE, "", 0))
        return
    headers.append("set-cookie", _refused(Refused.DENIED if "error" in dict(said) else Refused.NOT_BELIEVED))


def _refused(why: Refused) -> str:
    """The cookie that says why nobody is signed in, with the number under which the log has it."""
    number = secrets.token_hex(4)
    LOG.warning("error %s: a sign-in was refused, %s; the line before says why", number, why)
    return _cookie(sign_in.COOKIE, sign_in.written(why, number), SECONDS)


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


def _cookie(name: str, value: str, seconds: int) -> str:
    answer = Response()
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax")
    return answer.headers["set-cookie"]
