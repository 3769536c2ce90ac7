"""Two states of a sheet without what they share: of 100,000 rows, a proof then looks at those that were to change.

A run of whole rows that stands in both, byte for byte and between the same neighbours, cannot hold a difference, and what is well-formed
without it is well-formed with it: it was so in the sheet that was checked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection

from gcdash.store.ooxml.markup import attribute_span, plain, tag_at
from gcdash.store.ooxml.worksheet import Worksheet, body_start


def without_shared(sheet: Worksheet, new: bytes, numbers: Collection[int]) -> tuple[bytes, bytes] | None:
    """The data of ``sheet`` and ``new`` without the rows that are none of ``numbers`` and alike; None where they do not line up.

    ``sheet`` must have passed ``check``; ``new`` need not.
    """
    old, rows, body = sheet.data, sheet.rows, sheet.body
    if not rows or sheet.lexed is not old or plain(new) is not new:
        return None
    at = rows[0].start + body_start(new) - body.start  # in ``new``, where the row that is next in ``old`` should be
    one, other = [old[: rows[0].start]], [new[:at]]
    seen = 0
    for number in (*sorted(numbers), None):
        first = len(rows) if number is None else bisect_left(rows, number, key=lambda row: row.number)
        start, end = (rows[n].start if n < len(rows) else body.close for n in (seen, first))
        if old[start:end] != new[at : at + end - start] or not new.startswith((b"<%brow" % sheet.prefix, b"</"), at + end - start):
            return None
        at, seen = at + end - start, first
        if first == len(rows):
            break
        if attribute_span(new, at, b"r") is None or attribute_span(old, rows[first].start, b"r") is None:
            return None  # a row that does not say its number has it from the rows above, which may be left out
        following = new.find(b"<", tag_at(new, at).end)
        other.append(new[at:following])
        at = following
        if rows[first].number == number:
            seen = first + 1
            one.append(old[rows[first].start : rows[seen].start if seen < len(rows) else body.close])
    return b"".join([*one, old[body.close :]]), b"".join([*other, new[at:]])
