"""Streamlit's page of HTML, in which all of ours are shown: it says their style, and what they need, before a browser has begun."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gcdash.web.style import STYLE

_END = b"</body>"
"""Before it, and so after the styles that Streamlit puts into the head as its page is drawn: of two alike the later one counts."""

_DRAWN_ON = ("", "overview", "themes", "owners", "time_scale", "since")
_NEEDED = ("PlotlyChart.", "DataFrame.")
"""Pages with charts and tables, and the scripts that draw these: the largest, which else wait until the first chart has come."""

_UNCHANGED = (b"accept-encoding", b"if-none-match", b"if-modified-since")
"""What an answer can be spared or shortened by. The page is small, and is ours in part."""


class Shell:
    """Write the style into the page, and for pages with charts which scripts to fetch already."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._scripts = app, _scripts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        added = f"<style>{STYLE}</style>" + (self._scripts if scope["path"].rpartition("/")[2] in _DRAWN_ON else "")
        kept: list[Message] = []

        async def told(message: Message) -> None:
            """Wait with the page until it is whole; all else goes on as it comes."""
            if message["type"] == "http.response.start" and _is_page(message):
                kept.append(message)
                return
            if not kept:
                await send(message)
                return
            kept.append(message)
            if not message.get("more_body", False):
                await _send_with(added.encode(), kept, send)

        asked = [(name, value) for name, value in scope["headers"] if name not in _UNCHANGED]
        await self._app({**scope, "headers": asked}, receive, told)


def _is_page(start: Message) -> bool:
    """Not a file that somebody takes: the report is HTML too."""
    headers = Headers(raw=start["headers"])
    return headers.get("content-type", "").startswith("text/html") and "content-disposition" not in headers


async def _send_with(added: bytes, kept: list[Message], send: Send) -> None:
    start, *parts = kept
    whole = b"".join(part.get("body", b"") for part in parts).replace(_END, added + _END, 1)
    headers = MutableHeaders(scope=start)
    headers["content-length"] = str(len(whole))
    for name in ("etag", "last-modified", "accept-ranges"):
        del headers[name]
    await send(start)
    await send({"type": "http.response.body", "body": whole})


def static() -> Traversable:
    """The folder that the installed Streamlit serves to browsers."""
    return resources.files("streamlit") / "static"


def _scripts() -> str:
    """Links to the scripts of the installed Streamlit, whose names hold a hash; relative as its own are, since a proxy may add a path."""
    names = sorted(script.name for script in (static() / "static" / "js").iterdir() if script.name.startswith(_NEEDED))
    return "".join(f'<link rel="modulepreload" href="./static/js/{name}">' for name in names if name.endswith(".js"))
