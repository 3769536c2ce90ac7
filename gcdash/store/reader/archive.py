"""The zip file around a workbook: checked before anything in it is read.

Also safe in the server's own process: nothing but zlib is at work, and never on more than ``Limits`` allow.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from gcdash.store.reader.limits import MIB, Limits, Unsafe

_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError, NotImplementedError, RuntimeError)
"""What ``zipfile`` raises on a damaged file; a name that is not Unicode is a ValueError."""

_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = 30
_ENCRYPTED = 0x01 | 0x40 | 0x2000


@dataclass(frozen=True, slots=True)
class Archive:
    """An open package. ``members`` are known by their folded name: lower case, forward slashes."""

    zip: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]


def folded(name: str) -> str:
    """Part names do not depend on case (ECMA-376 part 2); some old programs write backslashes."""
    return name.replace("\\", "/").lower()


def open_archive(data: bytes, limits: Limits) -> Archive:
    """The package in ``data``; nothing is unpacked yet. Raises Unsafe."""
    if data.count(_ENTRY) > 2 * limits.members:  # before zipfile makes an object of each; other data may look like an entry
        raise Unsafe("members", limit=limits.members)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        raise Unsafe("cut") from None
    members = [member for member in package.infolist() if not member.is_dir()]
    if len(members) > limits.members:
        raise Unsafe("members", limit=limits.members)
    if sum(member.file_size for member in members) > limits.unpacked:
        raise Unsafe("unpacked", limit=limits.unpacked // MIB)
    _check_packing(members)
    return Archive(package, _by_name(members))


def _check_packing(members: Iterable[zipfile.ZipInfo]) -> None:
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise Unsafe("locked")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unsafe("packing")
    for one, following in pairwise(sorted(members, key=lambda member: member.header_offset)):
        if one.header_offset + _LOCAL_HEADER + one.compress_size > following.header_offset:
            raise Unsafe("packing")


def _by_name(members: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for member in members:
        name = folded(member.filename)
        if name.startswith("/") or ".." in name.split("/") or "\0" in member.orig_filename:
            raise Unsafe("path", part=member.filename)
        if name in found:
            raise Unsafe("names", part=member.filename)
        found[name] = member
    return found


def unpack(archive: Archive, name: str) -> bytes:
    """The bytes of one part, checked by its sum; no more is unpacked than it claims. Raises Unsafe, also when there is none."""
    try:
        member = archive.members[folded(name)]
        with archive.zip.open(member) as packed:
            return packed.read(max(member.file_size, 1))  # without a size zipfile would unpack all, and cut it off then
    except (KeyError, *_BROKEN):
        raise Unsafe("damaged", part=name) from None


def claimed(archive: Archive, names: Iterable[str]) -> int:
    """Bytes of these parts once they are unpacked, as the package says."""
    return sum(member.file_size for name in names if (member := archive.members.get(folded(name))))


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A new package with just these parts, not compressed: it is read at once and thrown away."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()
