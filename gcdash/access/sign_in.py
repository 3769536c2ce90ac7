"""Why somebody who went to sign in is not signed in: a cookie that our server writes, and the words for it."""

from __future__ import annotations

import re
from enum import StrEnum

from gcdash.words import N_, _

COOKIE = "gcdash_refused"


class Refused(StrEnum):
    """Who refuses: the service that people are sent to, or the dashboard what the service is said to have answered; or nobody is there."""

    UNREACHABLE = "unreachable"
    DENIED = "denied"
    NOT_BELIEVED = "not-believed"


_WORDS = {
    Refused.UNREACHABLE: N_(
        "You are not signed in: the service that signs people in cannot be reached just now. Try again in some minutes."
    ),
    Refused.DENIED: N_("The service that you were sent to has not signed you in. Sign in again, or ask the secretariat whether you may."),
    Refused.NOT_BELIEVED: N_(
        "You are not signed in: the answer that came back does not count here, since it is too old, meant for somebody else or not from "
        "the service that is trusted, or since that service could not be asked about it. Sign in again."
    ),
}
_COOKIE = re.compile(rf"({'|'.join(Refused)})\.([0-9a-f]{{8}})", re.ASCII)


def written(why: Refused, number: str) -> str:
    """What the cookie holds; ``number`` stands in the log too."""
    return f"{why}.{number}"


def in_words(cookie: str) -> str:
    """Why, what to do and the number; blank where the cookie is none of ours."""
    found = _COOKIE.fullmatch(cookie)
    return with_number(_(_WORDS[Refused(found[1])]), found[2]) if found else ""


def with_number(why: str, number: str) -> str:
    return why + " " + _("If that is not right, or stays so, tell whoever runs the dashboard the number {n}.").format(n=number)
