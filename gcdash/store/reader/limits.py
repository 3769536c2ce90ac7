"""How much a spreadsheet may ask of us before it is refused: every figure in one place.

Standard library only: the guarded child imports this too.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_ROW = 1_048_576
"""Last row of a sheet, by Excel's published specifications."""
MAX_COLUMN = 16_384
"""Last column of a sheet, XFD."""
MAX_DEPTH = 64
"""Elements inside elements. Spreadsheet programs write about a dozen."""

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps for one file. Sizes are bytes, times are seconds; ``reasons.REASONS`` has the sentence for each."""

    size: int
    """The file itself."""
    members: int
    """Parts inside the file."""
    unpacked: int
    """All parts together, unpacked."""
    elements: int
    """XML elements in a part that has to be read one by one."""
    cells: int
    """Last used row times last used column, added up over the sheets: what a reader makes room for."""
    text: int
    """Characters in all cells together: one long shared text can stand in a million cells."""
    merges: int
    """Merged ranges in all sheets together."""
    memory: int
    """Address space of the child that reads the file."""
    cpu: int
    """Processor time of that child."""
    wall: int
    """Waiting time after which that child is ended."""


BOOK = Limits(
    size=200 * MIB,
    members=10_000,
    unpacked=1024 * MIB,
    elements=60_000_000,
    cells=6_000_000,
    text=400_000_000,
    merges=100_000,
    memory=3072 * MIB,
    cpu=90,
    wall=120,
)
"""The workbook itself: 50,000 actions or 100,000 updates, and what its users keep beside them."""

UPLOAD = Limits(
    size=10 * MIB,
    members=1_000,
    unpacked=100 * MIB,
    elements=1_000_000,
    cells=1_000_000,
    text=32_000_000,
    merges=20_000,
    memory=256 * MIB,
    cpu=8,
    wall=20,
)
"""What somebody sends in."""


class Unsafe(Exception):
    """The file is not read. ``code`` is a key of ``reasons.REASONS``; ``facts`` fill its sentence."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
