"""A small OpenID provider: whoever is asked to sign in picks one of its accounts. Some of them are what an attacker would send."""

from __future__ import annotations

import base64
import hashlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "gcdash", "told to nobody but the dashboard"
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Account:
    """What the provider says of somebody: claims besides the usual ones, some of which are moments in seconds from now.

    ``signs``: with the key that it publishes, with another of the same name, or with what it shares with the dashboard.
    """

    claims: Mapping[str, object] = field(default_factory=dict)
    from_now: Mapping[str, int] = field(default_factory=dict)
    signs: str = "published"
    denies: bool = False
    """It signs nobody in, and says so with the person's name."""
    breaks: bool = False
    """It answers, and then gives out its keys no more."""


def account(email: str, **claims: object) -> Account:
    return Account({"sub": email, "email": email, "email_verified": True, "name": "Somebody"} | claims)


class _Desk:
    """The four places of the protocol. A code is good once, for whoever holds the secret and the verifier that belong to it."""

    def __init__(self, url: str, accounts: Mapping[str, Account]) -> None:
        self._url, self._accounts = url, accounts
        self._asked: dict[str, Mapping[str, str]] = {}
        self._broken = False

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self._discovery),
            Route("/authorize", self._authorize),
            Route("/picked", self._picked),
            Route("/token", self._token, methods=["POST"]),
            Route("/keys", self._keys),
        ]

    def _discovery(self, _request: Request) -> Response:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return JSONResponse(
            {"issuer": self._url, "code_challenge_methods_supported": ["S256"], "id_token_signing_alg_values_supported": ["RS256"]}
            | {name: f"{self._url}/{place}" for name, place in places.items()}
        )

    def _authorize(self, request: Request) -> Response:
        query = dict(request.query_params)
        links = (f'<li><a href="/picked?{urlencode(query | {"who": who})}">{who}</a>' for who in self._accounts)
        return HTMLResponse(f'<html lang="en"><title>Who are you?</title><link rel="icon" href="data:,"><ul>{"".join(links)}</ul>')

    def _picked(self, request: Request) -> Response:
        query = dict(request.query_params)
        if self._accounts[query["who"]].denies:
            said = {"error": "access_denied", "error_description": f"{query['who']}, eve@example.org, is not assigned"}
            return RedirectResponse(f"{query['redirect_uri']}?{urlencode(said | {'state': query['state']})}")
        code = hashlib.sha256(repr(sorted(query.items())).encode()).hexdigest()
        self._asked[code] = query
        return RedirectResponse(f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}")

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        asked = self._asked.pop(str(form["code"]), None)
        proof = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if not asked or request.headers.get("authorization") != f"Basic {proof}" or not _verified(asked, str(form["code_verifier"])):
            return JSONResponse({"error": "invalid_grant"}, 400)
        who = self._accounts[asked["who"]]
        token, self._broken = self._id_token(who, asked["nonce"]), who.breaks
        return JSONResponse({"access_token": "unused", "token_type": "Bearer", "id_token": token})

    def _id_token(self, who: Account, nonce: str) -> str:
        now = int(time.time())
        usual = {"iss": self._url, "aud": CLIENT, "nonce": nonce, "iat": now, "exp": now + HOUR}
        moments = {name: now + seconds for name, seconds in who.from_now.items()}
        if who.signs == "shared":
            return jwt.encode({"alg": "HS256"}, {**usual, **who.claims, **moments}, OctKey.import_key(SECRET))
        return jwt.encode({"alg": "RS256", "kid": "1"}, {**usual, **who.claims, **moments}, _key(who.signs))

    def _keys(self, _request: Request) -> Response:
        if self._broken:
            return Response("Out of order", 503)
        return JSONResponse({"keys": [_key("published").as_dict(private=False)]})


@cache
def _key(_name: str) -> RSAKey:
    """Each name's own key; all go by the same ID."""
    return RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})


def _verified(asked: Mapping[str, str], verifier: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]


@contextmanager
def provide(accounts: Mapping[str, Account]) -> Iterator[str]:
    """Start the provider, and end it afterwards. It goes by its address, which is the issuer too."""
    with listening() as (door, url), answering(door, _Desk(url, accounts).routes()):
        yield url


@contextmanager
def listening() -> Iterator[tuple[socket.socket, str]]:
    """A port of this machine, and its address."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        yield door, f"http://127.0.0.1:{door.getsockname()[1]}"


@contextmanager
def answering(door: socket.socket, routes: list[Route]) -> Iterator[None]:
    """Answer at a port, in a thread of its own."""
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
