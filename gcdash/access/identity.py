"""Who somebody is and what that makes them here, from what is known of their visit. In doubt a viewer, and told why."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gcdash.access import Person, Role
from gcdash.access.addresses import address, addresses
from gcdash.access.settings import Access, Mode
from gcdash.schema import fold
from gcdash.words import _

if TYPE_CHECKING:  # a server answers before it has loaded pandas
    from gcdash.book import Book

CLIENT = "x-gcdash-client"
"""The header in which our own server says where a visit comes from; one that came from outside is dropped."""

FORWARDED = ("forwarded", "via", "x-forwarded-", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip")
"""How headers begin that something between us and the visitor has written."""

NOBODY = "anonymous"
"""By this name the log knows whoever has not signed in."""

CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of a visit: the moment, in UTC, its headers, small-lettered, and what a sign-in has vouched for.

    Without any header nothing is known of whence it comes: Streamlit has none of a visit that is over.
    """

    now: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, object] = field(default_factory=dict)


def who(visit: Visit, access: Access, book: Book) -> Person:
    """The person behind a visit. The book is asked each time, so that who is taken out of it is out."""
    if access.mode is Mode.LOGIN:
        return _signed_in(visit, access, book)
    if access.mode is Mode.PROXY:
        return _behind_proxy(visit, access, book)
    return _at_this_machine(visit)


def _viewer(why: str, subject: str = NOBODY, name: str = "") -> Person:
    return Person(Role.VIEWER, subject, name, why=why)


# -- open


def _at_this_machine(visit: Visit) -> Person:
    """Full rights for whoever sits at this machine: nothing between, and asked for by this machine's own name."""
    if is_local(visit.headers):
        return Person(Role.COORDINATOR, "this-machine")
    return _viewer(_("Only people at the computer that runs the dashboard may write, as nobody signs in here. Send reports to them."))


def is_local(headers: Mapping[str, str]) -> bool:
    passed_on = any(name.startswith(FORWARDED) for name in headers)
    return not passed_on and _is_loopback(headers.get(CLIENT, "")) and _is_loopback(_host(headers.get("host", "")))


def _host(said: str) -> str:
    try:
        return urlsplit(f"//{said}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


# -- login


def _signed_in(visit: Visit, access: Access, book: Book) -> Person:
    claims = visit.claims
    if claims.get("is_logged_in") is not True:
        return _viewer(_("Sign in to report."))
    subject = _subject(f"{claims.get('iss')}|{claims.get('sub')}")
    if why := _not_vouched_for(claims, access, visit.now):
        return _viewer(why, subject)
    return _of_address(address(claims.get("email")), str(claims.get("name") or ""), subject, access, book)


def _not_vouched_for(claims: Mapping[str, object], access: Access, now: datetime) -> str:
    """Why a sign-in does not count. Streamlit has checked its signature when it was made, and asks nothing afterwards."""
    if claims.get("iss") not in access.issuers or not claims.get("sub"):
        return _("Your sign-in comes from a service that is not trusted here. Ask the secretariat which one is.")
    if access.tenants and claims.get("tid") not in access.tenants:
        return _("Your sign-in comes from an organisation that is not trusted here. Ask the secretariat which one is.")
    if claims.get("email_verified") is not True:
        return _("The service that you signed in with does not vouch for your e-mail address. Confirm it there and sign in again.")
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, (int, float)) or not _is_fresh(issued, access.max_session_hours, now):
        return _("Your sign-in is too old. Sign in again.")
    return ""


def _is_fresh(issued: float, hours: float, now: datetime) -> bool:
    age = now.replace(tzinfo=UTC).timestamp() - issued
    return -CLOCKS_DIFFER.total_seconds() <= age <= hours * 3600


# -- proxy


def _behind_proxy(visit: Visit, access: Access, book: Book) -> Person:
    if not is_from_proxy(visit.headers, access):
        return _viewer(_("You have not come through the sign-in of this site."))
    known = address(visit.headers.get(access.header, ""))
    if not known:
        return _viewer(_("The sign-in of this site says no e-mail address of yours that can be used. Ask the secretariat."))
    return _of_address(known, "", _subject(known, access.secret), access, book)


def is_from_proxy(headers: Mapping[str, str], access: Access) -> bool:
    """Whether a request carries the proxy's secret; compared in a time that says nothing about it."""
    said = headers.get(access.proof_header, "")
    return bool(access.secret) and hmac.compare_digest(said.encode(), access.secret.encode())


# -- both


def _of_address(known: str, name: str, subject: str, access: Access, book: Book) -> Person:
    """Coordinators stand in the access file and nowhere else; focal points in the Parties sheet."""
    rows = book.parties[[bool(known) and known in addresses(cell) for cell in book.parties["email"]]]
    names = (text for text in (*rows["focal_point"], name) if text.strip() and "@" not in text)  # names are shown to all, addresses not
    named = next(names, "")  # else what somebody is here: no part of an address is a name
    if known and known in access.coordinators:
        return Person(Role.COORDINATOR, subject, named or _(Role.COORDINATOR), verified=True)
    parties = frozenset(party for party in rows["party"] if fold(party))
    if parties:
        return Person(Role.FOCAL_POINT, subject, named or _(Role.FOCAL_POINT), parties, verified=True)
    why = _("You are signed in, but no party in the Parties sheet has your e-mail address. Ask the secretariat.")
    return _viewer(why, subject, named or _(Role.VIEWER))


def _subject(text: str, key: str = "") -> str:
    """A name for the log that tells people apart and says nothing else about them."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:16]
