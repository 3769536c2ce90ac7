"""A sheet's part of which only some blocks are at hand: edited and proved as if it were the sheet, its other rows left as they are packed.

The first block has the sheet's head and its headings, the last one its last rows and what stands below them. An excerpt in which all is
that an edit asks of the sheet (``excerpts`` sees to that) is edited as the sheet would be.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gcdash.store.ooxml.archive import Archive, Member
from gcdash.store.ooxml.blocks import END, Block, Blocks, Packed, are_of, not_as_packed, packed_rows, row_start, starts_with_row, unpacked


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The content of the blocks in some ``places`` of a part's, the first and the last one always; between them are gaps."""

    blocks: Blocks
    places: tuple[int, ...]
    contents: tuple[bytes, ...]

    @property
    def text(self) -> bytes:
        return b"".join(self.contents)

    def gaps(self) -> list[tuple[Block, ...]]:
        """The blocks that are not at hand: those behind each one that is."""
        return [self.blocks.all[one + 1 : other] for one, other in pairwise((*self.places, len(self.blocks.all)))]

    def after(self, groups: Sequence[tuple[Block, ...]]) -> Blocks:
        """The part's blocks with a group of new ones in the place of each that is at hand."""
        runs = (run for group, gap in zip(groups, self.gaps(), strict=True) for run in (group, gap))
        return Blocks(self.blocks.prefix, tuple(block for run in runs for block in run))


def place_of(blocks: Blocks, row: int) -> int:
    """The place of the block in which a row stands, or would."""
    return bisect_right(blocks.all, row, key=lambda block: block.row) - 1


def taken(archive: Archive, member: Member, blocks: Blocks, places: set[int]) -> Excerpt:
    """The excerpt with these places, and the first and last one. Refusal where the bytes are not those that were packed."""
    wanted = sorted(places | {0, len(blocks.all) - 1})
    starts = blocks.starts()
    return Excerpt(blocks, tuple(wanted), tuple(unpacked(archive, member, starts[at], blocks.all[at]) for at in wanted))


def packed_again(excerpt: Excerpt, archive: Archive, member: Member, text: bytes) -> Packed:
    """The part with ``text`` in the place of the excerpt's: of the blocks at hand those that differ are packed, all others are copied."""
    starts, total = excerpt.blocks.starts(), excerpt.blocks.size()
    pieces: list[bytes | memoryview] = []
    groups: list[tuple[Block, ...]] = []
    ends = [*excerpt.places[1:], len(excerpt.blocks.all)]
    for place, following, old, new in zip(excerpt.places, ends, excerpt.contents, _cut(excerpt, text, member), strict=True):
        first, last = (member.body + starts[at] for at in (place, following))
        if new == old:
            groups.append((excerpt.blocks.all[place],))
        else:
            pairs = list(packed_rows(new, excerpt.blocks.prefix, excerpt.blocks.all[place].row, total))
            groups.append(tuple(block for block, _bytes in pairs))
            pieces += [each for _block, each in pairs]
            first += excerpt.blocks.all[place].packed
        pieces.append(memoryview(archive.data)[first:last])
    return Packed((*pieces, END), excerpt.after(groups), tuple(groups))


def _cut(excerpt: Excerpt, text: bytes, member: Member) -> Iterator[bytes]:
    """A changed text in pieces, one for each block at hand: they begin with the same rows as before."""
    rows = [excerpt.blocks.all[place].row for place in excerpt.places[1:]]
    cuts = [0, *(row_start(text, excerpt.blocks.prefix, row) for row in rows), len(text)]
    if sorted(cuts) != cuts:
        raise not_as_packed(member)
    return (text[start:end] for start, end in pairwise(cuts))


def proved(excerpt: Excerpt, old: tuple[Archive, Member], new: tuple[Archive, Member], groups: Sequence[tuple[Block, ...]]) -> bytes:
    """What stands in the new package in the place of the excerpt's text. Refusal unless all else of the part is the same to the last bit.

    ``groups``: which blocks are there in the place of those at hand; that it is so is seen from the bytes.
    """
    (before, one), (after, other) = old, new
    blocks, starts = excerpt.after(groups), excerpt.blocks.starts()
    first = [group[0].row if group else None for group in groups]
    if not are_of(blocks, after, other) or first != [excerpt.blocks.all[place].row for place in excerpt.places]:
        raise not_as_packed(other)
    at, contents = 0, list[bytes]()
    for place, group, gap in zip(excerpt.places, groups, excerpt.gaps(), strict=True):
        for block in group:
            contents.append(unpacked(after, other, at, block))
            at += block.packed
            if block.row and not starts_with_row(contents[-1], blocks.prefix, block.row):
                raise not_as_packed(other)
        length, was, now = sum(block.packed for block in gap), one.body + starts[place + 1], other.body + at
        if before.data[was : was + length] != after.data[now : now + length]:
            raise not_as_packed(other)
        at += length
    return b"".join(contents)
