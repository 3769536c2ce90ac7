"""What the last fold of this process wrote: known as long as the workbook has that hash, so that it is not found out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gcdash.store import ooxml
from gcdash.store.summaries import Settled


@dataclass(frozen=True, slots=True)
class Written:
    """The workbook's hash (blank: nothing is known), how its sheets are packed, and what its summary columns are known to say."""

    digest: str = ""
    blocks: Mapping[str, ooxml.Blocks] = field(default_factory=dict)
    settled: Settled | None = None

    def of(self, digest: str) -> Written:
        """What is known of the workbook with this hash."""
        return self if self.digest == digest else Written()

    def edited(self, before: bytes, stamp: Mapping[str, str], edits: Sequence[ooxml.Edit]) -> ooxml.Edited:
        """The workbook's bytes after the edits, proved; those ``before`` were proved when they were written."""
        return ooxml.edited(ooxml.open_package(before, proved=bool(self.digest), blocks=self.blocks), edits, stamp)
