"""A zip package in memory, of which every member can be copied raw: compressed bytes, order, times and flags stay as they are.

Python's ``zipfile`` cannot copy raw, so the central directory is read here. A member's bytes are all from its local header to the next one,
which includes data descriptors and padding. Packages on which programs disagree (two members of one name, data before the first member,
overlaps) are refused.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from gcdash.errors import Refusal
from gcdash.store.ooxml import records
from gcdash.store.ooxml.records import DEFLATED, ENCRYPTED, END, ENTRY, FULL_COUNT, LOCAL, LOCATOR, STORED, UTF8
from gcdash.words import _

MEMBER_LIMIT = 256 * 2**20
TOTAL_LIMIT = 2**30


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the package.

    ``entry``: its bytes in the central directory. ``start`` to ``end``: its own, header included; ``body``: where its content starts.
    """

    name: str
    entry: bytes
    start: int
    end: int
    body: int
    method: int
    crc: int
    packed: int
    size: int


@dataclass(frozen=True, slots=True)
class Archive:
    """``members`` in the central directory's order; ``tail`` is what stands after it (the end records and the comment)."""

    data: bytes
    members: tuple[Member, ...]
    tail: bytes


def damaged(detail: str) -> Refusal:
    return Refusal(
        _("The workbook is damaged: {detail}.").format(detail=detail),
        _("Open it in Excel or LibreOffice, save it as a new .xlsx file, and use that file."),
    )


def key(name: str) -> str:
    """A member's name as programs compare it: without case, slashes one way."""
    return name.replace("\\", "/").lstrip("/").casefold()


def read_archive(data: bytes) -> Archive:
    """The package's members. Refusal if it is damaged, protected, or not read alike by every program."""
    try:
        start, end, count = _directory(data)
        entries = _entries(data, start, end, count)
        members = tuple(_member(data, *span) for span in _spans(entries, start))
    except struct.error as error:
        raise damaged(_("its list of parts is cut short")) from error
    _check_names(members)
    if sum(member.size for member in members) > TOTAL_LIMIT:
        raise damaged(_("its parts are too large to be a workbook's"))
    return Archive(data, members, data[end:])


def unpack(archive: Archive, member: Member) -> bytes:
    """The member's content, checked against its size and its check sum. Refusal if either is wrong."""
    if member.size > MEMBER_LIMIT:
        raise damaged(_("its part {name} is too large").format(name=member.name))
    content = archive.data[member.body : member.body + member.packed]
    if member.method == DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = stream.decompress(content, member.size + 1)
        except zlib.error as error:
            raise damaged(_("its part {name} cannot be unpacked").format(name=member.name)) from error
        if not stream.eof or stream.unused_data:  # what it unpacks to may be right all the same, and not every reader sees it so
            raise damaged(_("its part {name} does not end where it should").format(name=member.name))
    if len(content) != member.size or zlib.crc32(content) != member.crc:
        raise damaged(_("its part {name} is not what was saved").format(name=member.name))
    return content


def _directory(data: bytes) -> tuple[int, int, int]:
    """Where the central directory starts and ends, and how many entries it says it has."""
    at = data.rfind(records.END_SIGN, max(0, len(data) - END.size - FULL_COUNT))
    if at < 0:
        raise damaged(_("its end is missing"))
    last = records.end_at(data, at)
    if at + END.size + last.comment_length != len(data):
        raise damaged(_("something stands after its end"))
    end, start, size, count = at, last.directory, last.directory_size, last.entries
    if data[max(0, at - LOCATOR.size) : at].startswith(records.LOCATOR_SIGN):
        end = records.locator_at(data, at - LOCATOR.size).end64
        wide = records.end64_at(data, end)
        start, size, count = wide.directory, wide.directory_size, wide.entries
        if wide.signature != records.END64_SIGN or end + wide.length + 12 != at - LOCATOR.size:
            raise damaged(_("its end is missing"))
    if start + size != end:
        raise damaged(_("something stands before its start"))
    return start, end, count


def _entries(data: bytes, start: int, end: int, count: int) -> list[bytes]:
    entries = []
    at = start
    while at < end:
        fields = records.entry_at(data, at)
        size = ENTRY.size + fields.name_length + fields.extra_length + fields.comment_length
        if fields.signature != records.ENTRY_SIGN:
            break
        entries.append(data[at : at + size])
        at += size
    if at != end or len(entries) != count:
        raise damaged(_("its list of parts is wrong"))
    return entries


def _spans(entries: list[bytes], directory: int) -> Iterable[tuple[bytes, int, int]]:
    """Each entry with where its member starts and where the next one does."""
    offsets = [records.wide_fields(entry)[2] for entry in entries]
    starts = sorted(offsets)
    if starts[:1] != [0]:
        raise damaged(_("something stands before its start"))
    following = dict(zip(starts, [*starts[1:], directory], strict=True))
    return [(entry, offset, following[offset]) for entry, offset in zip(entries, offsets, strict=True)]


def _member(data: bytes, entry: bytes, start: int, end: int) -> Member:
    fields, local = records.entry_at(entry), records.local_at(data, start)
    size, packed, *_place = records.wide_fields(entry)
    raw_name = entry[ENTRY.size : ENTRY.size + fields.name_length]
    name = raw_name.decode("utf-8" if fields.flags & UTF8 else "cp437", "replace")
    body = start + LOCAL.size + local.name_length + local.extra_length
    if local.signature != records.LOCAL_SIGN or not data.startswith(raw_name, start + LOCAL.size) or local.name_length != len(raw_name):
        raise damaged(_("its list of parts is wrong"))
    if body + packed > end:
        raise damaged(_("its parts overlap"))
    if (fields.flags | local.flags) & ENCRYPTED:
        raise Refusal(_("The workbook is protected with a password."), _("Remove the password in the program that set it, then try again."))
    if fields.method not in {STORED, DEFLATED}:
        raise damaged(_("its part {name} is packed in a way that workbooks do not use").format(name=name))
    return Member(name, entry, start, end, body, fields.method, fields.crc, packed, size)


def _check_names(members: tuple[Member, ...]) -> None:
    seen = set()
    for member in members:
        path = member.name.replace("\\", "/")
        if key(path) in seen:
            raise damaged(_("it has two parts with the name {name}, and programs disagree on which one counts").format(name=member.name))
        if "\0" in path or re.match("/|[A-Za-z]:", path) or ".." in path.split("/"):
            raise damaged(_("its part {name} points outside of the workbook").format(name=member.name))
        seen.add(key(path))
