"""A real nginx with the configuration that docs/proxy shows, and beside it a door for somebody who makes up headers."""

from __future__ import annotations

import base64
import getpass
import hashlib
import ipaddress
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Page
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from browser import ROOT, free_port
from patience import answers, soon

EXAMPLES = ROOT / "docs" / "proxy"
KEY = ec.generate_private_key(ec.SECP256R1())
"""The key of this run's sites."""

TRUST = base64.b64encode(
    hashlib.sha256(KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).digest()
).decode()
"""How a browser is told to take that key, and no other, for good.

One that is told to look past every fault of a certificate begins each request anew after the fault, and on a busy machine gives some up:
ERR_TOO_MANY_RETRIES.
"""

WHO = "who"
"""The cookie that stands for having signed in at oauth2-proxy."""

MAIN = """
daemon off; user {user}; pid {folder}/pid; error_log stderr warn;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
    {doors}
}}
"""
DOOR = """
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_set_header X-Forwarded-Email sec@example.org; proxy_set_header X-Gcdash-Proxy {guess};
            proxy_set_header X-Gcdash-Client 127.0.0.1; proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $gcdash_connection;
            proxy_ssl_verify off; proxy_pass {to};
        }}
    }}
"""
"""Whoever comes in here comes with headers that somebody has made up, on pages and sockets alike."""


@dataclass(frozen=True, slots=True)
class Front:
    """The addresses: of nginx, and of the doors to it and, past it, to the dashboard itself, that add made-up headers."""

    url: str
    forged: str
    past_it: str


def example(folder: Path, app: str, desk: str, secret: str, port: int) -> Path:
    """The shipped configuration, with this machine's certificate, ports and secret in it."""
    words = (EXAMPLES / "nginx.conf").read_text("utf-8")
    certificate, key = _certificate(folder)
    for ours, theirs in {
        "/etc/ssl/gcdash/fullchain.pem": str(certificate),
        "/etc/ssl/gcdash/privkey.pem": str(key),
        "put the secret here": secret,
        "http://127.0.0.1:8501": app,
        "http://127.0.0.1:4180": desk,
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
    }.items():
        assert ours in words, ours
        words = words.replace(ours, theirs)
    site = folder / "site.conf"
    site.write_text(words)
    return site


def configured(folder: Path, doors: str = "") -> Path:
    """A whole configuration of nginx around the example that is in ``folder``."""
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(user=getpass.getuser(), folder=folder, doors=doors))
    return main


@contextmanager
def front(nginx: str, folder: Path, app: str, desk: str, secret: str) -> Iterator[Front]:
    """Start nginx before the dashboard at ``app``, where people sign in at ``desk``; end it afterwards, by its own handle."""
    port, forged, past_it = free_port(), free_port(), free_port()
    example(folder, app, desk, secret, port)
    doors = DOOR.format(port=forged, guess="a" * 32, to=f"https://127.0.0.1:{port}") + DOOR.format(port=past_it, guess="a" * 32, to=app)
    with subprocess.Popen([nginx, "-c", str(configured(folder, doors)), "-p", str(folder)]) as process:
        try:
            assert soon(lambda: process.poll() is not None or answers(f"http://127.0.0.1:{past_it}/_stcore/health")), (
                "nginx does not answer."
            )
            assert process.poll() is None, "nginx did not start."
            yield Front(f"https://127.0.0.1:{port}", f"http://127.0.0.1:{forged}", f"http://127.0.0.1:{past_it}")
        finally:
            process.terminate()


def comes_as(page: Page, who: str) -> None:
    """Be signed in at the desk, with this address."""
    page.context.add_cookies([{"name": WHO, "value": who, "domain": "127.0.0.1", "path": "/"}])


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = x509.CertificateBuilder(name, name, KEY.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
    own = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = made.add_extension(own, critical=False).sign(KEY, hashes.SHA256())
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return certificate, private


def _vouch(request: Request) -> Response:
    who = request.cookies.get(WHO)
    return Response(status_code=202, headers={"X-Auth-Request-Email": who}) if who else Response(status_code=401)


def _start(request: Request) -> Response:
    answer = RedirectResponse(request.headers["x-auth-request-redirect"])
    answer.set_cookie(WHO, "ann@example.org")
    return answer


DESK = [Route("/oauth2/auth", _vouch), Route("/oauth2/start", _start)]
"""In place of oauth2-proxy: it speaks to nginx as that does, and signs everybody in as the same person at once."""
