"""The shared strings of a workbook: the lengths that bound a sheet's text, and a part that the reader of cells can trust.

The count in the part's root decides how much memory that reader asks for, so the root is replaced.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

from gcdash.store.reader.limits import Limits, Unsafe
from gcdash.store.reader.markup import Attributes, escaped, local, scan

_ROOT = re.compile(rb"(?:<\?xml[^>]*\?>)?\s*<sst(?: [^<>]*)?>")


@dataclass(frozen=True, slots=True)
class Strings:
    """``part`` is ready to be read; ``lengths`` are bytes, each no less than the characters of that string."""

    part: bytes
    lengths: array[int]


NONE = Strings(b"<sst></sst>", array("L"))


def strings(part: bytes, name: str, limits: Limits) -> Strings:
    """The shared strings in ``part`` (UTF-8). Raises Unsafe."""
    found = _plain(part) or _plain(_rewritten(part, name, limits))
    if found is None:
        raise Unsafe("damaged", part=name)
    return found


def _plain(part: bytes) -> Strings | None:
    """As most programs write it: one ``si`` after the other, each opened and closed in full. None if it is not."""
    root = _ROOT.match(part)
    body = part[root.end() :].strip() if root else b""
    if not body.endswith(b"</sst>") or any(odd in body for odd in (b"<!", b"<?", b"<si/>")):
        return None
    lengths = array("L", map(len, body.split(b"</si>")[:-1]))
    if body.count(b"<si>") != len(lengths) or (lengths and not (body.startswith(b"<si>") and body.count(b"</si><si>") == len(lengths) - 1)):
        return None
    return Strings(b"<sst>" + body, lengths)


def _rewritten(part: bytes, name: str, limits: Limits) -> bytes:
    """Comments, character data sections and prefixes resolved, pronunciation and formatting left out."""
    pieces = ["<sst>"]
    inside: list[str] = []

    def start(tag: str, _attributes: Attributes) -> None:
        inside.append(local(tag))
        if inside[-1] == "si":
            pieces.append('<si><t xml:space="preserve">')

    def end(tag: str) -> None:
        inside.pop()
        if local(tag) == "si":
            pieces.append("</t></si>")

    def text(words: str) -> None:
        if inside[-1] == "t" and "si" in inside and "rPh" not in inside:
            pieces.append(escaped(words))

    scan(part, name, limits, start=start, end=end, text=text)
    return "".join([*pieces, "</sst>"]).encode()
