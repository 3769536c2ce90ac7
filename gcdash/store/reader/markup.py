"""The XML of a part: brought to UTF-8, and streamed through expat with the things refused that only attackers write."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from xml.parsers import expat

from gcdash.store.reader.limits import MAX_DEPTH, Limits, Unsafe

Attributes = dict[str, str]

_DECLARATION = re.compile(r"\ufeff?<\?xml[^>]*>")
_ENCODING = re.compile(rb"""<\?xml[^>]{1,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_KNOWN = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "iso-8859-15": "iso8859-15",
    "windows-1252": "cp1252",
}


def utf8(part: bytes, name: str) -> bytes:
    """The part as UTF-8: XML allows others, and the reader of cells would see an empty sheet. Raises Unsafe."""
    encoding = _encoding(part, name)
    if encoding == "utf-8":
        return part
    try:
        text = part.decode(encoding)
    except ValueError:
        raise Unsafe("damaged", part=name) from None
    declaration = _DECLARATION.match(text)
    return text[declaration.end() if declaration else 0 :].lstrip("\ufeff").encode()


def _encoding(part: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if part.startswith(mark):
            return encoding
    declared = _ENCODING.match(part)
    known = _KNOWN.get(declared[1].decode().lower()) if declared else "utf-8"
    if known is None:
        raise Unsafe("encoding", part=name)
    return known


def local(name: str) -> str:
    """The name without its namespace: strict and transitional files differ only there."""
    return name.rpartition(" ")[2]


def escaped(words: str) -> str:
    """Text as it may stand in an element."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _nothing(*_arguments: object) -> None:
    pass


def scan(
    part: bytes,
    name: str,
    limits: Limits,
    *,
    start: Callable[[str, Attributes], None] = _nothing,
    end: Callable[[str], None] = _nothing,
    text: Callable[[str], None] = _nothing,
) -> None:
    """Stream ``part`` (UTF-8) through expat; element names are ``uri local``. Raises Unsafe: ill-formed, a DOCTYPE, too deep, too large."""
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    depth = elements = 0

    def on_start(tag: str, attributes: Attributes) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > MAX_DEPTH:
            raise Unsafe("depth", part=name)
        if elements > limits.elements:
            raise Unsafe("elements", part=name)
        start(tag, attributes)

    def on_end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(tag)

    def on_doctype(*_declaration: object) -> None:
        raise Unsafe("doctype", part=name)

    parser.StartElementHandler, parser.EndElementHandler = on_start, on_end
    parser.StartDoctypeDeclHandler = on_doctype
    if text is not _nothing:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError):  # ValueError: expat gives up on a byte sequence
        raise Unsafe("damaged", part=name) from None
