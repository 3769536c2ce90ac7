"""How far a plan is: told now and then while its rows are compared, so that whoever waits knows what is left, and can leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from gcdash.words import _

Progress = Callable[[float, str], None]
"""Is told how much is done, of 1, and what is being done. What it raises ends the work, of which nothing is left behind."""

EVERY = 100
"""Rows between two words."""

_Row = TypeVar("_Row")


def tell_nobody(_done: float, _what: str) -> None:
    """For those who do not ask."""


@dataclass
class Steps:
    """The rows of all files of a plan, ``total`` of them, counted as they are done."""

    tell: Progress
    total: int
    done: int = 0

    def through(self, rows: Iterable[_Row], name: str) -> Iterator[_Row]:
        """The rows of one file, each counted after it is done."""
        for row in rows:
            yield row
            self.done += 1
            if self.done % EVERY == 0:
                said = _("Comparing {name}: {n} of {all} rows").format(name=name, n=f"{self.done:,}", all=f"{self.total:,}")
                self.tell(self.done / self.total, said)
