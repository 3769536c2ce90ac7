"""XML as bytes with offsets, so that a part is changed by splices and never written anew.

Expat says whether a part is well-formed and where its elements start. In a well-formed part without comments, CDATA and processing
instructions every ``<`` starts a tag, so a regular expression reads tags exactly: that is how rows and cells are found (``plain`` blanks
those three out, place by place). A part with a DOCTYPE is refused: no spreadsheet program writes one, and entities live there.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from gcdash.store.ooxml.archive import damaged
from gcdash.words import _

DEPTH_LIMIT = 100
_TAG = re.compile(rb"""<(/?)([^\s/>]+)([^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*)>""")
_ATTRIBUTE = re.compile(rb"""([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NO_TAGS = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Text:
    """A part as UTF-8 without a byte order mark, and how it was written."""

    data: bytes
    codec: str
    mark: bytes


class Splice(NamedTuple):
    """Put ``new`` in the place of the bytes from ``start`` to ``end``."""

    start: int
    end: int
    new: bytes


class Tag(NamedTuple):
    """An element as it stands: from ``start`` to ``end``; its content from ``inner`` to ``close``. The name has its prefix."""

    name: bytes
    start: int
    inner: int
    close: int
    end: int

    @property
    def empty(self) -> bool:
        """Written as ``<name/>``."""
        return self.inner == self.end


@dataclass(slots=True)
class Element:
    """An element as expat sees it. ``path``: the local names around it; ``attributes``: by ``"namespace name"`` where they have one."""

    namespace: str
    name: str
    path: tuple[str, ...]
    attributes: dict[str, str]
    start: int
    text: str = field(default="")


def decode(raw: bytes, where: str) -> Text:
    """The part as UTF-8. Refusal where it would not come back byte for byte."""
    mark, codec = next((pair for pair in _MARKS if raw.startswith(pair[0])), (b"", ""))
    codec = codec or next((name for start, name in _UNMARKED if raw.startswith(start)), "") or _declared(raw)
    if codec == "utf-8":
        return Text(raw[len(mark) :], codec, mark)
    try:
        text = raw[len(mark) :].decode(codec)
        same = text.encode(codec) == raw[len(mark) :]
    except (UnicodeError, LookupError) as error:
        raise damaged(_("its part {name} is not in the encoding that it names").format(name=where)) from error
    if not same:
        raise damaged(_("its part {name} is not in the encoding that it names").format(name=where))
    return Text(text.encode(), codec, mark)


def encode(text: Text, data: bytes) -> bytes:
    """``data`` (UTF-8) written as ``text`` was; what its encoding lacks as character references."""
    if text.codec == "utf-8":
        return text.mark + data
    return text.mark + data.decode().encode(text.codec, "xmlcharrefreplace")


def as_written(text: Text, data: bytes) -> bytes:
    """``data`` as ``decode`` gives it back after ``encode``."""
    return data if text.codec == "utf-8" else data.decode().encode(text.codec, "xmlcharrefreplace").decode(text.codec).encode()


def _declared(raw: bytes) -> str:
    found = _DECLARED.match(raw)
    name = found[1].decode().lower() if found else "utf-8"
    return "utf-8" if name in {"utf-8", "utf8", "us-ascii", "ascii"} else name


def spliced(data: bytes, splices: Sequence[Splice]) -> bytes:
    """``data`` with every splice made; those at one place in the order given."""
    return b"".join(pieces(data, splices))


def pieces(data: bytes, splices: Sequence[Splice]) -> Iterator[memoryview | bytes]:
    """What ``spliced`` joins."""
    view, at = memoryview(data), 0
    for each in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        yield view[at : each.start]
        yield each.new
        at = each.end
    yield view[at:]


def check(data: bytes, where: str) -> None:
    """Refusal unless ``data`` (UTF-8) is well-formed XML without a DOCTYPE."""
    _parse(_parser(where), data, where)


def elements(data: bytes, where: str, names: frozenset[str] | None = None) -> list[Element]:
    """The elements (those with one of these local names), in order, with the text directly inside of each."""
    found: list[Element] = []
    path: list[str] = []
    open_ones: list[Element | None] = []
    parser = _parser(where)

    def start(full_name: str, attributes: dict[str, str]) -> None:
        namespace, _space, name = full_name.rpartition(" ")
        wanted = Element(namespace, name, tuple(path), attributes, parser.CurrentByteIndex) if names is None or name in names else None
        if wanted:
            found.append(wanted)
        if len(path) > DEPTH_LIMIT:
            raise damaged(_("its part {name} is nested too deeply").format(name=where))
        path.append(name)
        open_ones.append(wanted)

    def end(_full_name: str) -> None:
        path.pop()
        open_ones.pop()

    def characters(text: str) -> None:
        if open_ones and open_ones[-1]:
            open_ones[-1].text += text

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    parser.buffer_text = True
    _parse(parser, data, where)
    return found


def _parser(where: str) -> expat.XMLParserType:
    parser = expat.ParserCreate("UTF-8", " ")

    def doctype(*_details: object) -> None:
        raise damaged(_("its part {name} has a document type, which no workbook needs").format(name=where))

    parser.StartDoctypeDeclHandler = doctype
    return parser


def _parse(parser: expat.XMLParserType, data: bytes, where: str) -> None:
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise damaged(_("its part {name} is broken at line {line}").format(name=where, line=error.lineno)) from error


def plain(data: bytes) -> bytes:
    """``data`` with comments and instructions blanked, and CDATA made letters, each at its own length: what is left of ``<`` are tags."""
    if b"<!" not in data and data.rfind(b"<?") <= 0:
        return data
    return _NO_TAGS.sub(lambda found: (b"x" if found[0].startswith(b"<![") else b" ") * len(found[0]), data)


def tag_at(text: bytes, start: int) -> Tag:
    """The element whose tag starts there in ``text`` (of ``plain``), up to the first closing tag of its name. Refusal without one."""
    found = _TAG.match(text, start)
    if not found:
        raise damaged(_("its XML is broken"))
    if found[3].endswith(b"/"):
        return Tag(found[2], start, found.end(), found.end(), found.end())
    close = _closing(found[2]).search(text, found.end())
    if not close:
        raise damaged(_("its XML is broken"))
    return Tag(found[2], start, found.end(), close.start(), close.end())


@lru_cache
def _closing(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"</" + re.escape(name) + rb"\s*>")


def root_of(text: bytes) -> Tag:
    """The outermost element of ``text`` (of ``plain``)."""
    return tag_at(text, text.find(b"<", text.find(b"?>") + 1))


def children(text: bytes, start: int, end: int) -> Iterator[Tag]:
    """The elements that stand directly between two places of ``text`` (of ``plain``)."""
    depth = 0
    first = None
    for found in _TAG.finditer(text, start, end):
        if found[1]:
            depth -= 1
            if not depth and first:
                yield Tag(first[2], first.start(), first.end(), found.start(), found.end())
        elif found[3].endswith(b"/"):
            if not depth:
                yield Tag(found[2], found.start(), found.end(), found.end(), found.end())
        else:
            first = found if not depth else first
            depth += 1


def attributes(text: bytes, tag: Tag) -> dict[bytes, bytes]:
    """The attributes of an element, as they stand."""
    return {found[1]: found[2] or found[3] or b"" for found in _ATTRIBUTE.finditer(text, tag.start, tag.inner)}


def attribute_span(text: bytes, start: int, name: bytes) -> tuple[int, int] | None:
    """Where the value of an attribute of the tag that starts there stands; None without it."""
    found = _TAG.match(text, start)
    spans = _ATTRIBUTE.finditer(text, found.start(3), found.end(3)) if found else ()
    return next((each.span(2) if each[2] is not None else each.span(3) for each in spans if each[1] == name), None)


def prefix(name: bytes) -> bytes:
    """``x:`` of ``x:row``; nothing where the name has none."""
    return name.partition(b":")[0] + b":" if b":" in name else b""


def opened(text: bytes, tag: Tag, content: bytes) -> Splice:
    """The splice that puts ``content`` at the end of an element, opening it where it is written as ``<name/>``."""
    if not tag.empty:
        return Splice(tag.close, tag.close, content)
    slash = text.rindex(b"/", tag.start, tag.inner)
    return Splice(slash, tag.end, b">" + content + b"</" + tag.name + b">")
