"""How people are known: the file that ``GCDASH_ACCESS`` names. Without one the dashboard is open to this machine, and to nobody else.

The file stands where whoever runs the dashboard puts it, never beside the workbook: a folder that others write to must not say who may
do what. A file that cannot be understood lets nobody in.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gcdash.access.addresses import address
from gcdash.errors import Unreadable
from gcdash.words import _

FILE, SECRET = "GCDASH_ACCESS", "GCDASH_PROXY_SECRET"
"""The settings of the environment: where the file is, and what the proxy proves itself by."""

SHORTEST_SECRET = 32
_KNOWN = {"mode", "coordinators", "issuers", "tenants", "max_session_hours", "proxy"}
_KNOWN_OF_PROXY = {"header", "secret_header"}


class Mode(StrEnum):
    """By what somebody is known."""

    OPEN = "open"
    LOGIN = "login"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class Access:
    """The file as values. ``coordinators``: addresses, folded; ``secret``: what a proxy sends with each request, in the header
    ``proof_header`` (the file's *secret_header*).
    """

    mode: Mode = Mode.OPEN
    coordinators: frozenset[str] = frozenset()
    issuers: frozenset[str] = frozenset()
    tenants: frozenset[str] = frozenset()
    max_session_hours: float = 12
    header: str = "x-forwarded-email"
    proof_header: str = "x-gcdash-proxy"
    secret: str = ""


def current() -> Access:
    """What holds now. Raises ``Unreadable`` in words where the file cannot be used."""
    path = os.environ.get(FILE, "")
    if not path:
        return Access()
    try:
        said = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _unusable(_("It cannot be read ({why}).").format(why=getattr(error, "strerror", None) or error)) from None
    return read(said, os.environ.get(SECRET, ""))


def read(said: Mapping[str, object], secret: str = "") -> Access:
    """The values of a file's ``[access]``. An unknown word in it is refused, since a slip must not open a door."""
    part = _table(said, "access")
    proxy = _table(part, "proxy")
    if unknown := sorted({*part} - _KNOWN | {*proxy} - _KNOWN_OF_PROXY | {*said} - {"access"}):
        raise _unusable(_("It says {words}, which means nothing there.").format(words=", ".join(unknown)))
    usual = Access()
    if part.get("mode", usual.mode) not in list(Mode):
        raise _unusable(_("The mode must be open, login or proxy."))
    hours = part.get("max_session_hours", usual.max_session_hours)
    if isinstance(hours, bool) or not isinstance(hours, (int, float)) or not hours > 0:
        raise _unusable(_("max_session_hours must be a number above 0."))
    access = Access(
        Mode(str(part.get("mode", usual.mode))), frozenset(map(_coordinator, _words(part, "coordinators"))),
        frozenset(_words(part, "issuers")), frozenset(_words(part, "tenants")), hours,
        _word(proxy, "header", usual.header).lower(), _word(proxy, "secret_header", usual.proof_header).lower(), secret,
    )  # fmt: skip
    _whole(access)
    return access


def _whole(access: Access) -> None:
    """Each mode has what it rests on."""
    if access.mode is Mode.LOGIN and not access.issuers:
        raise _unusable(_("The mode login needs issuers: the addresses of those who vouch for people."))
    if access.mode is Mode.PROXY and len(access.secret.encode()) < SHORTEST_SECRET:
        words = _("The mode proxy needs {name} in the environment, with at least {n} characters.")
        raise _unusable(words.format(name=SECRET, n=SHORTEST_SECRET))
    if access.mode is Mode.PROXY and access.header == access.proof_header:
        raise _unusable(_("header and secret_header must differ."))


def _table(said: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = said.get(name, {})
    if not isinstance(part, dict):
        raise _unusable(_("{name} must be a table.").format(name=name))
    return part


def _words(part: Mapping[str, object], name: str) -> list[str]:
    words = part.get(name, [])
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise _unusable(_("{name} must be a list of texts, none of them blank.").format(name=name))
    return words


def _word(part: Mapping[str, object], name: str, usual: str) -> str:
    word = part.get(name, usual)
    if not isinstance(word, str) or not word.isascii() or not word.replace("-", "").isalnum():
        raise _unusable(_("{name} must be the name of a header.").format(name=name))
    return word


def _coordinator(text: str) -> str:
    found = address(text)
    if not found:
        raise _unusable(_("{text} is not an e-mail address.").format(text=text))
    return found


def _unusable(why: str) -> Unreadable:
    words = _("Nobody can be let in: the access file is not in order. {why}").format(why=why)
    return Unreadable(words, _("Whoever runs the dashboard mends the file that {name} names.").format(name=FILE))
