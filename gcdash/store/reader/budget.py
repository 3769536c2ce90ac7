"""What all sheets of a workbook ask for together, held against the limits as they are met."""

from __future__ import annotations

from collections.abc import Iterable

from gcdash.store.reader.limits import Limits, Unsafe
from gcdash.store.reader.references import Range, column_letters


class Budget:
    """Counts down while the sheets are met one by one; ``take`` raises Unsafe at the one that is too much."""

    def __init__(self, limits: Limits) -> None:
        self.cells = limits.cells
        self.text = limits.text
        self.merges = limits.merges
        self.merged_cells = limits.cells

    def take(self, sheet: str, rows: int, columns: int, text: int, merges: Iterable[Range]) -> None:
        """A sheet whose values reach as far as ``rows`` and ``columns``."""
        self.cells -= rows * columns
        self.text -= text
        for top, left, bottom, right in merges:
            self.merges -= 1
            self.merged_cells -= max(0, min(bottom, rows) - top + 1) * max(0, min(right, columns) - left + 1)
        if self.cells < 0:
            raise Unsafe("cells", sheet=sheet, cell=f"{column_letters(columns)}{rows}")
        if self.text < 0:
            raise Unsafe("text", sheet=sheet)
        if self.merges < 0 or self.merged_cells < 0:
            raise Unsafe("merges", sheet=sheet)
