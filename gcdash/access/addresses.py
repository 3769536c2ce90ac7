"""E-mail addresses as names of people: compared letter by letter, so that nothing that only looks like one passes for it."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[a-z0-9.!#$%&'+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
LONGEST = 254
"""Characters of an address (RFC 5321, section 4.5.3.1.3, less the brackets)."""


def address(text: object) -> str:
    """``text`` as an address to compare, in small letters; blank where it is none: another alphabet, no @ or two, blanks, a ``*``."""
    if not isinstance(text, str) or not text.isascii() or len(text) > LONGEST:
        return ""
    return text.lower() if _ADDRESS.fullmatch(text.lower()) else ""


def addresses(cell: str) -> frozenset[str]:
    """The addresses in a cell of the Parties sheet; several may stand in one, with ; or , between them."""
    return frozenset(filter(None, (address(part.strip()) for part in re.split(r"[;,\n]", cell))))
