"""Lossless edits of a user's workbook: bytes in, bytes out, and nothing changes but what was asked for.

The zip members that are not touched are copied raw; in those that are, bytes are put in at exact places and the rest is never written
anew, so charts, pictures, pivot tables, macros, comments, formats and the parts of other programs stay as they are. No library is used
that would load and save the workbook: those lose parts of it. Nothing here reads or writes a disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from gcdash.errors import Refusal
from gcdash.store.ooxml.blocks import Blocks
from gcdash.store.ooxml.edits import AddRows, AddSheet, Edit, SetCells, Value
from gcdash.store.ooxml.excerpts import with_excerpts
from gcdash.store.ooxml.package import Package, open_package
from gcdash.store.ooxml.proof import verify
from gcdash.store.ooxml.stamp import read_properties
from gcdash.store.ooxml.writing import edit, written

__all__ = ["AddRows", "AddSheet", "Blocks", "Edit", "Edited", "SetCells", "Value", "edit", "edited", "open_package", "read_stamp", "verify"]


@dataclass(frozen=True, slots=True)
class Edited:
    """A workbook's bytes after its edits, proved (none where nothing was to be edited), and the numbers of the rows added, by sheet.

    ``blocks``: how the sheets are packed that gcdash has written, by the names of their members.
    """

    data: bytes = b""
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    blocks: Mapping[str, Blocks] = field(default_factory=dict)


def edited(package: Package, edits: Sequence[Edit], stamp: Mapping[str, str]) -> Edited:
    """The edits made and proved, in excerpts of the sheets where those will do. Refusal, in words, if any edit cannot be made."""
    with suppress(Refusal):  # whatever it is about, the whole sheets say it, or do better
        if (some := with_excerpts(package, edits)).excerpts:
            return _proved(some, edits, stamp)
    return _proved(package, edits, stamp)


def _proved(package: Package, edits: Sequence[Edit], stamp: Mapping[str, str]) -> Edited:
    after = written(package, edits, stamp)
    numbers = verify(package, after.data, edits, stamp, after.packed)
    return Edited(after.data, numbers, {**package.blocks, **{name: packed.blocks for name, packed in after.packed.items()}})


def read_stamp(package: bytes) -> dict[str, str]:
    """The workbook's custom document properties whose names start with ``gcdash_``."""
    return read_properties(open_package(package))
