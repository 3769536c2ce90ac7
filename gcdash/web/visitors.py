"""Whence a visit comes, said by our own server: what a visitor claims about that, or about who they are, is dropped."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from gcdash.access.identity import CLIENT, is_from_proxy
from gcdash.access.settings import Access, Mode, current
from gcdash.errors import GcdashError


class Visitors:
    """Write where a request comes from into a header; keep a proxy's words on who sends it only with its secret."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"}:
            client = scope.get("client")
            scope = {**scope, "headers": [*_believed(scope["headers"]), (CLIENT.encode(), (client[0] if client else "unknown").encode())]}
        await self._app(scope, receive, send)


def _believed(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    access = _access()
    names = [name.decode("latin-1").lower() for name, _value in headers]
    said = {name: value.decode("latin-1") for name, (_name, value) in zip(names, headers, strict=True)}
    once = names.count(access.header) <= 1 and names.count(access.proof_header) <= 1
    dropped = {CLIENT}
    if access.mode is not Mode.PROXY or not once or not is_from_proxy(said, access):
        dropped |= {access.header, access.proof_header}
    return [header for name, header in zip(names, headers, strict=True) if name not in dropped]


def _access() -> Access:
    """The rules; where they cannot be read nobody is believed, and the pages say why."""
    try:
        return current()
    except GcdashError:
        return Access()
