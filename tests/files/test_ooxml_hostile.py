"""Workbooks made to harm, and workbooks damaged by chance: edited so that the proof holds, or refused in words; never anything else."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterable

import hostile
from gcdash.errors import Refusal
from gcdash.store.ooxml import AddRows, AddSheet, Edit, SetCells, edit, read_stamp, verify
from gcdash.store.reader import UPLOAD, Unreadable, read

STAMP = {"gcdash_book": "b", "gcdash_generation": "1"}
EDITS: list[Edit] = [
    AddRows("Updates", ({1: "u9", 3: datetime.date(2024, 5, 6), 4: "new\nlines"},)),
    SetCells("Updates", {(2, 4): "changed", (3, 1): None}),
    AddSheet("Meetings", ("Meeting",), (("M1",),)),
]

SLOW = (
    *("a million blank rows", "an attribute of 40 MB", "a comment of 50 MB", "400,000 cells, element by element"),
    *("2 million rows", "16,384 columns", "a million comments", "one text in 200,000 cells"),
)
"""Those that take a second or more; a night has time for them."""


def outcome(data: bytes) -> str:
    """``edited``, ``refused``, or what else came of it."""
    try:
        after = edit(data, EDITS, STAMP)
        verify(data, after, EDITS, STAMP)
    except Refusal as refusal:
        return "refused" if refusal.message and refusal.hint else f"refused without words: {refusal}"
    except Exception as error:  # noqa: BLE001 -- whatever it is, it would end a fold
        return repr(error)
    return "edited" if read_stamp(after) == STAMP else "not stamped"


def odd_ones(files: Iterable[hostile.Hostile]) -> tuple[set[str], list[tuple[str, str, float]]]:
    """Which outcomes there were, and the files that were neither edited nor refused in words, or took long."""
    kinds, odd = set(), []
    for name, _says, data in files:
        start = time.process_time()
        came = outcome(data)
        spent = time.process_time() - start
        kinds.add(came)
        if came not in {"edited", "refused"} or spent > 10:
            odd.append((name, came, spent))
    return kinds, odd


def test_a_hostile_workbook_is_edited_or_refused_in_words(size: Callable[[int, int], int]) -> None:
    kinds, odd = odd_ones(one for one in hostile.files() if one[0] not in SLOW[size(0, len(SLOW)) :])

    assert kinds == {"edited", "refused"} and odd == []


def test_a_workbook_damaged_by_chance_is_edited_or_refused_in_words(size: Callable[[int, int], int]) -> None:
    kinds, odd = odd_ones(hostile.mutations(size(240, 2000)))

    assert kinds == {"edited", "refused"} and odd == []


def test_what_was_edited_in_spite_of_damage_can_still_be_read(size: Callable[[int, int], int]) -> None:
    lost = []
    for name, _says, data in hostile.mutations(size(12, 400), seed=7):
        try:
            before = len(read(data, UPLOAD))
            after = edit(data, EDITS, STAMP)
        except (Unreadable, Refusal):
            continue
        if len(read(after, UPLOAD)) != before + 1:
            lost.append(name)

    assert lost == []
