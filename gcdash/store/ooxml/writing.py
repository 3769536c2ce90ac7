"""A workbook's bytes with edits made in them, the sheets that were changed packed in blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gcdash.store.ooxml.archive import key
from gcdash.store.ooxml.blocks import Packed, packed_whole
from gcdash.store.ooxml.edits import Edit, by_sheet
from gcdash.store.ooxml.excerpt import packed_again
from gcdash.store.ooxml.new_sheet import with_sheets
from gcdash.store.ooxml.package import Package, as_package
from gcdash.store.ooxml.rebuild import rebuild
from gcdash.store.ooxml.records import DEFLATED
from gcdash.store.ooxml.sheets import with_cells
from gcdash.store.ooxml.stamp import with_stamp
from gcdash.store.ooxml.worksheet import Worksheet


class Written(NamedTuple):
    """The workbook's bytes, and how those of its members are packed that are in blocks and were changed."""

    data: bytes
    packed: Mapping[str, Packed]


def edit(package: bytes | Package, edits: Sequence[Edit], stamp: Mapping[str, str] | None = None) -> bytes:
    """The workbook with the edits made, sheets first, then each sheet's cells in the order given, then the stamp.

    ``stamp``: custom document properties to set, with names that start with ``gcdash_``. Refusal, in words, if any edit cannot be made.
    """
    return written(package, edits, stamp).data


def written(package: bytes | Package, edits: Sequence[Edit], stamp: Mapping[str, str] | None = None) -> Written:
    """The same, and how it is packed."""
    book = with_sheets(as_package(package), edits)
    for sheet, together in by_sheet(edits).items():
        book = with_cells(book, sheet, together)
    book = with_stamp(book, stamp) if stamp else book
    packed = _packed(book)
    return Written(rebuild(book.archive, {**book.changed, **packed}, book.added), packed)


def _packed(book: Package) -> dict[str, Packed]:
    """The changed sheets in blocks: of an excerpt those that are changed, else all, where the sheet is one that can be read in parts."""
    found = {}
    for part, sheet in book.sheets.items():
        member = book.names.get(key(part))
        if member is None or member.name not in book.changed:
            continue
        content = book.changed[member.name]
        if member.name in book.excerpts:
            found[member.name] = packed_again(book.excerpts[member.name], book.archive, member, content)
        elif member.method == DEFLATED and isinstance(sheet, Worksheet) and _stands_in_rows(book, member.name, sheet):
            found[member.name] = packed_whole(content, sheet.prefix)
    return found


def _stands_in_rows(book: Package, name: str, sheet: Worksheet) -> bool:
    """Whether each row can be read without the others, and by itself: no formula fills cells elsewhere, no comment hides a tag."""
    text = book.texts[name]
    return (text.codec, text.mark) == ("utf-8", b"") and sheet.lexed is sheet.data and not sheet.arrays
