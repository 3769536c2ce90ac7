"""A package written anew with some members changed or added: all others are copied raw, only their offsets move."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

from gcdash.errors import Refusal
from gcdash.store.ooxml import records
from gcdash.store.ooxml.archive import Archive, Member
from gcdash.store.ooxml.blocks import FAST_FROM, Packed
from gcdash.store.ooxml.records import DEFLATED, DESCRIPTOR, END, END64, ENTRY, FULL, FULL_COUNT, LOCAL, LOCATOR, STORED, UTF8
from gcdash.words import _

FIRST_DAY = (1 << 5) | 1
"""1980-01-01, the zip format's first day: new members look the same on every machine and day."""


Pieces = list[bytes | memoryview]


def rebuild(archive: Archive, changed: Mapping[str, bytes | Packed], added: Mapping[str, bytes]) -> bytes:
    """The package with the content of some members changed, and others added at the end, both by name. Refusal above 4 GB."""
    pieces: Pieces = []
    entries: dict[str, bytes] = {}
    at = 0
    for member in sorted(archive.members, key=lambda each: each.start):
        own, entry = _changed(archive, member, changed[member.name], at) if member.name in changed else _moved(archive, member, at)
        pieces += own
        entries[member.name] = entry
        at += sum(map(len, own))
    for name, content in added.items():
        block, entries[name] = _new(name, content, at)
        pieces.append(block)
        at += len(block)
    order = [*(member.name for member in archive.members), *added]
    directory = b"".join(entries[name] for name in order)
    return b"".join([*pieces, directory, _tail(archive.tail, at, len(directory), len(order))])


def _moved(archive: Archive, member: Member, at: int) -> tuple[Pieces, bytes]:
    """A member as it stands, and its directory entry with the new offset."""
    own: Pieces = [memoryview(archive.data)[member.start : member.end]]
    *_sizes, place = records.wide_fields(member.entry)
    if place is not None:
        return own, member.entry[:place] + struct.pack("<Q", at) + member.entry[place + 8 :]
    return own, ENTRY.pack(*records.entry_at(member.entry)._replace(offset=_small(at))) + member.entry[ENTRY.size :]


def _changed(archive: Archive, member: Member, content: bytes | Packed, at: int) -> tuple[Pieces, bytes]:
    """A member with new content: name, time, method and attributes stay; sizes stand in the header, no longer behind the content."""
    old, local = records.entry_at(member.entry), records.local_at(archive.data, member.start)
    if isinstance(content, Packed):
        pieces, crc, size = content.pieces, content.blocks.crc(), _small(content.blocks.size())
    else:
        pieces, crc, size = (_pack(content, member.method),), zlib.crc32(content), _small(len(content))
    packed = _small(sum(map(len, pieces)))
    name, rest = member.entry[ENTRY.size :][: old.name_length], member.entry[ENTRY.size + old.name_length :]
    extra = records.without_zip64(rest[: old.extra_length])
    local_extra = records.without_zip64(archive.data[member.body - local.extra_length : member.body])
    flags = old.flags & ~DESCRIPTOR
    header = local._replace(flags=flags, method=old.method, crc=crc, packed=packed, size=size, extra_length=len(local_extra))
    entry = old._replace(flags=flags, crc=crc, packed=packed, size=size, extra_length=len(extra), offset=_small(at))
    return [LOCAL.pack(*header) + name + local_extra, *pieces], ENTRY.pack(*entry) + name + extra + rest[old.extra_length :]


def _new(name: str, content: bytes, at: int) -> tuple[bytes, bytes]:
    raw_name, packed = name.encode(), _pack(content, DEFLATED)
    flags = 0 if name.isascii() else UTF8
    header = records.Local(
        records.LOCAL_SIGN, 20, flags, DEFLATED, 0, FIRST_DAY, zlib.crc32(content), len(packed), len(content), len(raw_name), 0
    )
    entry = records.Entry(records.ENTRY_SIGN, 20, *header[1:], 0, 0, 0, 0, _small(at))
    return LOCAL.pack(*header) + raw_name + packed, ENTRY.pack(*entry) + raw_name


def _pack(content: bytes, method: int) -> bytes:
    if method == STORED:
        return content
    packer = zlib.compressobj(1 if len(content) > FAST_FROM else 6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _tail(tail: bytes, directory: int, size: int, count: int) -> bytes:
    """The end records with the directory's new place, size and count; a record that points to zip64 keeps pointing there."""
    if tail.startswith(records.END64_SIGN):
        wide = records.end64_at(tail, 0)._replace(entries_here=count, entries=count, directory_size=size, directory=directory)
        at = wide.length + 12
        locator = records.locator_at(tail, at)._replace(end64=directory + size)
        head = END64.pack(*wide) + tail[END64.size : at] + LOCATOR.pack(*locator)
    else:
        head = b""
    last = records.end_at(tail, len(head))
    last = last._replace(
        entries_here=_unless(FULL_COUNT, last.entries_here, count),
        entries=_unless(FULL_COUNT, last.entries, count),
        directory_size=_unless(FULL, last.directory_size, _small(size)),
        directory=_unless(FULL, last.directory, _small(directory)),
    )
    return head + END.pack(*last) + tail[len(head) + END.size :]


def _unless(sentinel: int, old: int, new: int) -> int:
    return old if old == sentinel else new


def _small(number: int) -> int:
    if number >= FULL:
        raise Refusal(_("The workbook would grow beyond 4 GB."), _("Take pictures or sheets out of it that are not needed."))
    return number
