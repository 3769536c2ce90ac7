"""How far a piece of work is: told now and then while it is done, so that whoever waits knows what is left, and can leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

Progress = Callable[[float, str], None]
"""Is told how much is done, of 1, and what is being done. What it raises ends the work, of which nothing is left behind."""

EVERY = 100
"""Rows between two words."""

_Part = TypeVar("_Part")


def tell_nobody(_done: float, _what: str) -> None:
    """For those who do not ask."""


def stretch(progress: Progress, begin: float, end: float) -> Progress:
    """For a part of the work, which takes what is to be done from ``begin`` to ``end``."""
    return lambda done, what: progress(begin + (end - begin) * done, what)


@dataclass
class Steps:
    """The parts of a piece of work, ``total`` of them, counted as they are done. ``words`` say so, with {n} and {all} in them."""

    tell: Progress
    total: int
    words: str
    every: int = EVERY
    done: int = 0

    def through(self, parts: Iterable[_Part], name: str = "") -> Iterator[_Part]:
        """Some of the parts, each counted after it is done; ``name`` stands for {name} in the words."""
        for part in parts:
            yield part
            self.done += 1
            if self.done % self.every == 0:
                said = self.words.format(name=name, n=f"{self.done:,}", all=f"{self.total:,}")
                self.tell(min(self.done / self.total, 1.0), said)
