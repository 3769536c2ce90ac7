"""What a browser is told about our pages: run our own scripts only, fetch from nowhere else, stand in no other page's frame."""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gcdash.web.shell import static

_INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_HOST = re.compile(r"[\w.:\[\]-]{1,255}", re.ASCII)
_REFUSED = ("camera", "geolocation", "microphone", "payment", "usb")


class SecurityHeaders:
    """Add them to each answer; the hashes of the scripts in Streamlit's own page are those of the release that is installed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._hashes = app, " ".join(_hashes())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        secure = scope.get("scheme") == "https" or asked.get("x-forwarded-proto") == "https"

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), asked.get("host", ""))
                if secure:
                    message["headers"] = [(name, _secure(name, value)) for name, value in message["headers"]]
            await send(message)

        await self._app(scope, receive, told)

    def _add(self, headers: MutableHeaders, host: str) -> None:
        headers["content-security-policy"] = policy(self._hashes, host)
        headers["x-frame-options"] = "DENY"
        headers["x-content-type-options"] = "nosniff"
        headers["referrer-policy"] = "same-origin"  # to nobody else; our own server finds the way back by it
        headers["permissions-policy"] = ", ".join(f"{name}=()" for name in _REFUSED)


def policy(hashes: str, host: str) -> str:
    """The content security policy. Not every browser takes 'self' to allow a socket, so the host that was asked for is named."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {hashes} blob:; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'{sockets}; worker-src 'self' blob:; "
        "frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'"
    )


def _hashes() -> list[str]:
    page = (static() / "index.html").read_bytes()
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in _INLINE.findall(page)]


def _secure(name: bytes, value: bytes) -> bytes:
    """A cookie that was set over TLS goes back over TLS only."""
    return value + b"; Secure" if name.lower() == b"set-cookie" and b"; secure" not in value.lower() else value
