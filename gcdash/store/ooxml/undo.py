"""Edits undone: what is left of a part when exactly the cells, rows, ranges or properties that an edit may touch are cut out of it.

Two parts with the same remains differ in nothing else. An element written as ``<name/>`` and the same one opened count as alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence

from gcdash.store.ooxml.cells import Cell
from gcdash.store.ooxml.heights import ATTRIBUTE, is_fixed
from gcdash.store.ooxml.markup import Splice, Tag, attribute_span, attributes, elements, opened, pieces, plain, root_of, spliced, tag_at
from gcdash.store.ooxml.tables import Table
from gcdash.store.ooxml.worksheet import Row, Worksheet


def without_cells(sheet: Worksheet, cuts: Sequence[Splice]) -> bytes:
    """The BLAKE2b sum (no copy is made) of a sheet without what is cut out of its rows and without the ranges that it states."""
    more = [opened(sheet.lexed, sheet.body, b"")] if sheet.body.empty else []
    for tag in (sheet.dimension, sheet.filter):
        span = attribute_span(sheet.lexed, tag, b"ref") if tag is not None else None
        more += [Splice(*span, b"")] if span else []
    digest = hashlib.blake2b()
    for piece in pieces(sheet.data, [*cuts, *more]):
        digest.update(piece)
    return digest.digest()


def without(
    sheet: Worksheet, row: Row, there: Iterable[Cell], columns: Collection[int], *, fresh: bool = False, taller: bool = False
) -> Iterator[Splice]:
    """What cuts the cells of some ``columns`` out of those that are ``there`` in a row.

    ``fresh``: and the row, if only those made it; ``taller``: and its height, unless it is fixed.
    """
    tag = tag_at(sheet.lexed, row.start)
    cut = [Splice(cell.start, cell.end, b"") for cell in there if cell.column in columns]
    given = attributes(sheet.lexed, tag)
    height = ATTRIBUTE.search(sheet.lexed, tag.start, tag.inner) if taller and not is_fixed(given) else None
    if fresh and not _left(tag, cut) and [name for name in given if not (height and name == b"ht")] == [b"r"]:
        yield Splice(tag.start, tag.end, b"")
        return
    yield from cut
    if height:
        yield Splice(*height.span(), b"")
    if tag.empty:
        yield opened(sheet.lexed, tag, b"")
    if span := attribute_span(sheet.lexed, row.start, b"spans"):
        yield Splice(*span, b"")


def _left(tag: Tag, cuts: list[Splice]) -> int:
    """How many bytes of an element's content the cuts leave."""
    return tag.close - tag.inner - sum(cut.end - cut.start for cut in cuts)


def without_range(table: Table) -> bytes:
    """A table's part without the ranges that grow."""
    lexed = plain(table.text.data)
    spans = [attribute_span(lexed, tag, b"ref") for tag in table.tags]
    spans.append(attribute_span(lexed, table.tags[0], b"insertRow"))
    return spliced(table.text.data, [Splice(*span, b"") for span in spans if span])


def without_properties(data: bytes, part: str, names: Collection[str]) -> bytes:
    """A part of custom properties without those of these names."""
    lexed = plain(data)
    root = root_of(lexed)
    found = [each for each in elements(data, part, frozenset({"property"})) if each.attributes.get("name") in names]
    tags = [tag_at(lexed, each.start) for each in found]
    cuts = [Splice(tag.start, tag.end, b"") for tag in tags]
    return spliced(data, [*cuts, opened(lexed, root, b"")] if root.empty else cuts)


def is_insertion(old: bytes, new: bytes) -> bool:
    """Whether ``new`` is ``old`` with bytes put in at one place."""
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    return len(new) >= len(old) and new.endswith(old[same:])
