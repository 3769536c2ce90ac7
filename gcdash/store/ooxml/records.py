"""The records of a zip file (APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3) as named fields."""

from __future__ import annotations

import struct
from typing import NamedTuple

STORED, DEFLATED = 0, 8
ENCRYPTED, DESCRIPTOR, UTF8 = 0x0001, 0x0008, 0x0800
FULL, FULL_COUNT = 0xFFFFFFFF, 0xFFFF
"""A value that stands in the zip64 record instead."""


class Local(NamedTuple):
    """The header before a member's bytes."""

    signature: bytes
    needs: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name_length: int
    extra_length: int


class Entry(NamedTuple):
    """A member's line in the central directory."""

    signature: bytes
    made_by: int
    needs: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name_length: int
    extra_length: int
    comment_length: int
    disk: int
    internal: int
    external: int
    offset: int


class End(NamedTuple):
    """The last record of all."""

    signature: bytes
    disk: int
    directory_disk: int
    entries_here: int
    entries: int
    directory_size: int
    directory: int
    comment_length: int


class End64(NamedTuple):
    """The same with room for large numbers; stands before ``Locator``."""

    signature: bytes
    length: int
    made_by: int
    needs: int
    disk: int
    directory_disk: int
    entries_here: int
    entries: int
    directory_size: int
    directory: int


class Locator(NamedTuple):
    """Where ``End64`` is; stands before ``End``."""

    signature: bytes
    disk: int
    end64: int
    disks: int


LOCAL = struct.Struct("<4s5H3L2H")
ENTRY = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
END64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")
LOCAL_SIGN, ENTRY_SIGN, END_SIGN, END64_SIGN, LOCATOR_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"


def local_at(data: bytes, at: int) -> Local:
    return Local._make(LOCAL.unpack_from(data, at))


def entry_at(data: bytes, at: int = 0) -> Entry:
    return Entry._make(ENTRY.unpack_from(data, at))


def end_at(data: bytes, at: int) -> End:
    return End._make(END.unpack_from(data, at))


def end64_at(data: bytes, at: int) -> End64:
    return End64._make(END64.unpack_from(data, at))


def locator_at(data: bytes, at: int) -> Locator:
    return Locator._make(LOCATOR.unpack_from(data, at))


def wide_fields(entry: bytes) -> tuple[int, int, int, int | None]:
    """Size, packed size and offset of a directory entry, from its zip64 field where they are there; last, where in it the offset is."""
    fields = entry_at(entry)
    at = _zip64(entry, ENTRY.size + fields.name_length, fields.extra_length)
    values = [fields.size, fields.packed, fields.offset]
    place = None
    for index, value in enumerate(values):
        if value == FULL and at is not None:
            (values[index],) = struct.unpack_from("<Q", entry, at)
            place = at
            at += 8
    return values[0], values[1], values[2], place if fields.offset == FULL else None


def without_zip64(extra: bytes) -> bytes:
    """The extra field without its zip64 part."""
    at = _zip64(extra, 0, len(extra))
    if at is None:
        return extra
    (length,) = struct.unpack_from("<H", extra, at - 2)
    return extra[: at - 4] + extra[at + length :]


def _zip64(block: bytes, start: int, length: int) -> int | None:
    at = start
    while at + 4 <= start + length:
        kind, size = struct.unpack_from("<2H", block, at)
        if kind == 1:
            return at + 4
        at += 4 + size
    return None
