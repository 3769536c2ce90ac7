"""A sheet's part packed in blocks of whole rows, so that one can be unpacked, and another put in its place, without the rest.

Each block is a deflate stream of its own up to a full flush (RFC 1951, 3.2.4: an empty stored block, which ends at a byte), and one empty
last block ends the member: together they are one ordinary stream, which every program unpacks as ever.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from gcdash.errors import Refusal
from gcdash.store.ooxml.archive import Archive, Member, damaged
from gcdash.store.ooxml.checksum import combined
from gcdash.words import _

BLOCK = 2**17
"""Bytes of a block before it is packed: so many are unpacked and packed again for one cell. One may grow to half as much more."""

FAST_FROM = 4_000_000
"""Larger parts are packed quickly rather than tightly: at 65 MB that saves two seconds and costs a sixth in size."""

END = b"\x03\x00"
"""The empty last block of a deflate stream."""


class Block(NamedTuple):
    """``row``: the number of its first row, 0 for the first block; ``packed``, ``size``: bytes, packed and not; ``crc``: of those."""

    row: int
    packed: int
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """How a part is packed: all its blocks in order, and the prefix of its elements."""

    prefix: bytes
    all: tuple[Block, ...]

    def crc(self) -> int:
        """The check sum of the whole part."""
        return combined((block.crc, block.size) for block in self.all)

    def size(self) -> int:
        return sum(block.size for block in self.all)

    def starts(self) -> list[int]:
        """Where each block's packed bytes start in the member's body; last, where the last one ends."""
        return list(accumulate((block.packed for block in self.all), initial=0))


@dataclass(frozen=True, slots=True)
class Packed:
    """A part's content as it is to stand in the package: ``pieces`` of packed bytes, and the blocks that they are.

    ``groups``: of these, what stands in the place of each block of an excerpt; of a part that was at hand as a whole, all in one.
    """

    pieces: tuple[bytes | memoryview, ...]
    blocks: Blocks
    groups: tuple[tuple[Block, ...], ...]


def packed_whole(data: bytes, prefix: bytes) -> Packed:
    """All of a part (UTF-8, ``plain``) in blocks."""
    pairs = list(packed_rows(data, prefix, 0, len(data)))
    blocks = tuple(block for block, _bytes in pairs)
    return Packed((*(each for _block, each in pairs), END), Blocks(prefix, blocks), (blocks,))


def packed_rows(data: bytes, prefix: bytes, row: int, total: int) -> Iterator[tuple[Block, bytes]]:
    """A piece of a part in blocks, with their bytes; the first one begins with ``row``. ``total``: the whole part's size."""
    level = 1 if total > FAST_FROM else 6
    cuts = [(row, 0), *_cuts(data, prefix), (0, len(data))]
    for (first, start), (_next, end) in pairwise(cuts):
        packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        content = data[start:end]
        made = packer.compress(content) + packer.flush(zlib.Z_FULL_FLUSH)
        yield Block(first, len(made), len(content), zlib.crc32(content)), made


def _cuts(data: bytes, prefix: bytes) -> Iterator[tuple[int, int]]:
    """The rows, by number, with which the blocks after the first begin, and where. A row is one only if it says its number first."""
    rows = re.compile(rb'<%brow\s+r="([0-9]{1,7})"(?=[\s/>])' % re.escape(prefix))
    end = data.rfind(b"</%bsheetData" % prefix)
    end = len(data) if end < 0 else end
    at = BLOCK
    while at + BLOCK // 2 < end and (found := rows.search(data, at, end)):
        yield int(found[1]), found.start()
        at = found.start() + BLOCK


def row_start(data: bytes, prefix: bytes, row: int) -> int:
    """Where the row of this number starts; -1 where none does that says its number first."""
    found = re.search(rb'<%brow\s+r="%d"(?=[\s/>])' % (re.escape(prefix), row), data)
    return found.start() if found else -1


def starts_with_row(data: bytes, prefix: bytes, row: int, at: int = 0) -> bool:
    return re.compile(rb'<%brow\s+r="%d"(?=[\s/>])' % (re.escape(prefix), row)).match(data, at) is not None


def unpacked(archive: Archive, member: Member, start: int, block: Block) -> bytes:
    """A block's content, from where its bytes ``start`` in the member's body. Refusal if it is not what was packed."""
    at = member.body + start
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(archive.data[at : at + block.packed], block.size + 1)
    except zlib.error as error:
        raise not_as_packed(member) from error
    if stream.eof or stream.unconsumed_tail or len(content) != block.size or zlib.crc32(content) != block.crc:
        raise not_as_packed(member)
    return content


def not_as_packed(member: Member) -> Refusal:
    return damaged(_("its part {name} is not what was saved").format(name=member.name))


def are_of(blocks: Blocks, archive: Archive, member: Member) -> bool:
    """Whether the blocks come to the member as its header says: its check sum, its sizes, and an end behind them."""
    end = member.body + member.packed
    sums = (blocks.crc(), blocks.size(), blocks.starts()[-1] + len(END))
    return sums == (member.crc, member.size, member.packed) and archive.data[end - len(END) : end] == END


def begin_with_rows(blocks: Blocks, content: bytes) -> bool:
    """Whether each block but the first begins, in the part's whole ``content``, with the row of its number."""
    starts = accumulate((block.size for block in blocks.all), initial=0)
    return all(starts_with_row(content, blocks.prefix, block.row, at) for at, block in zip(starts, blocks.all, strict=False) if at)
