"""Lossless edits of a user's workbook: bytes in, bytes out, and nothing changes but what was asked for.

The zip members that are not touched are copied raw; in those that are, bytes are put in at exact places and the rest is never written
anew, so charts, pictures, pivot tables, macros, comments, formats and the parts of other programs stay as they are. No library is used
that would load and save the workbook: those lose parts of it. Nothing here reads or writes a disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gcdash.store.ooxml.edits import AddRows, AddSheet, Edit, SetCells, Value, by_sheet
from gcdash.store.ooxml.new_sheet import with_sheets
from gcdash.store.ooxml.package import Package, as_package, open_package
from gcdash.store.ooxml.proof import verify
from gcdash.store.ooxml.rebuild import rebuild
from gcdash.store.ooxml.sheets import with_cells
from gcdash.store.ooxml.stamp import read_properties, with_stamp

__all__ = ["AddRows", "AddSheet", "Edit", "SetCells", "Value", "edit", "open_package", "read_stamp", "verify"]


def edit(package: bytes | Package, edits: Sequence[Edit], stamp: Mapping[str, str] | None = None) -> bytes:
    """The workbook with the edits made, sheets first, then each sheet's cells in the order given, then the stamp.

    ``stamp``: custom document properties to set, with names that start with ``gcdash_``. Refusal, in words, if any edit cannot be made.
    """
    book = with_sheets(as_package(package), edits)
    for sheet, together in by_sheet(edits).items():
        book = with_cells(book, sheet, together)
    book = with_stamp(book, stamp) if stamp else book
    return rebuild(book.archive, book.changed, book.added)


def read_stamp(package: bytes) -> dict[str, str]:
    """The workbook's custom document properties whose names start with ``gcdash_``."""
    return read_properties(open_package(package))
