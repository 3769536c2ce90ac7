"""How much may be sent: what the page says and what the door of the server holds every file against."""

from __future__ import annotations

from dataclasses import dataclass

MOST_FILES = 10
"""What one visit may have sent at a time."""

MOST_BYTES = 256 * 1024 * 1024
"""What is kept of all visits together."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: of one visit the files, by their IDs, and whether it may send any; of all together the bytes."""

    offered: bool
    files: frozenset[str]
    size: int
