"""The members of two packages compared: what may not change must be the same to the last bit, header, order, times and flags included."""

from __future__ import annotations

from collections.abc import Collection

from gcdash.store.ooxml import records
from gcdash.store.ooxml.archive import Archive, Member, key
from gcdash.store.ooxml.records import DESCRIPTOR, END, ENTRY


def same_order(old: Archive, new: Archive, added: int) -> bool:
    """Whether ``new`` has the members of ``old``, in its two orders, then ``added`` more, and its comment."""
    if len(new.members) != len(old.members) + added:
        return False
    kept = new.members[: len(old.members)]
    listed = [member.name for member in old.members] == [member.name for member in kept]
    stored = _stored(new.members)[: len(kept)] == _stored(old.members)
    return listed and stored and _comment(old) == _comment(new)


def _stored(members: Collection[Member]) -> list[str]:
    return [member.name for member in sorted(members, key=lambda member: member.start)]


def _comment(archive: Archive) -> bytes:
    """What a person or program has put at the very end."""
    at = archive.tail.rindex(records.END_SIGN)
    return archive.tail[at + END.size :]


def changed(old: Archive, new: Archive) -> set[str]:
    """The members, by ``key``, that are not the same to the last bit; for packages in the same order."""
    return {key(one.name) for one, other in zip(old.members, new.members, strict=False) if not _same(old, one, new, other)}


def _same(old: Archive, one: Member, new: Archive, other: Member) -> bool:
    """Whether all bytes of a member are the same: its own, and its directory entry but for the offset."""
    return _entry(one) == _entry(other) and old.data[one.start : one.end] == new.data[other.start : other.end]


def _entry(member: Member) -> bytes:
    *_sizes, place = records.wide_fields(member.entry)
    entry = member.entry if place is None else member.entry[:place] + member.entry[place + 8 :]
    return ENTRY.pack(*records.entry_at(entry)._replace(offset=0)) + entry[ENTRY.size :]


def well_made(archive: Archive, member: Member) -> bool:
    """Whether a member's header says the same as its directory entry."""
    local, entry = records.local_at(archive.data, member.start), records.entry_at(member.entry)
    return local[2:9] == entry[3:10] and not entry.flags & DESCRIPTOR


def same_facts(one: Member, other: Member) -> bool:
    """Whether a member whose content changed kept its time, its method, its attributes and its flags."""
    old, new = records.entry_at(one.entry), records.entry_at(other.entry)
    kept = ("made_by", "needs", "method", "time", "date", "disk", "internal", "external")
    return all(getattr(old, name) == getattr(new, name) for name in kept) and old.flags & ~DESCRIPTOR == new.flags
