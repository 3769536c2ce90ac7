"""What changed between two texts, word by word, for a person to see at a glance."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

_WORDS = re.compile(r"\s+|[^\W_]+|[\W_]")
MOST_WORDS = 3_000
"""Longer texts are shown as a whole: comparing takes the square of their length."""


class Part(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


class Piece(NamedTuple):
    """A piece of text. Those kept and gone together are the old text, those kept and new the new one."""

    part: Part
    words: str


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in the order in which they are read."""
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(left), len(right)) > MOST_WORDS:
        return _pieces(old, new)
    pieces: list[Piece] = []
    for tag, start, end, from_, to in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        before, after = "".join(left[start:end]), "".join(right[from_:to])
        pieces += [Piece(Part.KEPT, before)] if tag == "equal" else _pieces(before, after)
    return tuple(pieces)


def _pieces(old: str, new: str) -> tuple[Piece, ...]:
    return tuple(piece for piece in (Piece(Part.GONE, old), Piece(Part.NEW, new)) if piece.words)
