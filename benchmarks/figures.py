"""What a benchmark says: a thing measured beside another one in the same run, several times, as a ratio with its spread."""

from __future__ import annotations

import resource
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice


@dataclass(frozen=True, slots=True)
class Figure:
    """``what`` at one ``size``, ``ours`` and ``theirs`` pairs of one run each; ``aim`` for the ratio, in words.

    Both are in ``unit``; where nothing else is said it is milliseconds of CPU.
    """

    what: str
    size: str
    against: str
    aim: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    unit: str = "ms"

    def ratios(self) -> list[float]:
        return [mine / other for mine, other in zip(self.ours, self.theirs, strict=True)]

    def row(self) -> dict[str, object]:
        ratios = self.ratios()
        return {
            "what": self.what,
            "size": self.size,
            "ours": round(statistics.median(self.ours), 1),
            "against": self.against,
            "theirs": round(statistics.median(self.theirs), 1),
            "unit": self.unit,
            "ratio": _short(statistics.median(ratios)),
            "lowest": _short(min(ratios)),
            "highest": _short(max(ratios)),
            "aim": self.aim,
        }


def _short(ratio: float) -> float:
    """With as many digits as say something, also of a small one."""
    return round(ratio, 4 if ratio < _SMALL else 2)


_SMALL = 0.1
"""What most small ratios are held against."""


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of processor time that ``work`` takes, in this process and in the children that it waits for."""
    before = _spent()
    work()
    return 1000 * (_spent() - before)


def _spent() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def beside(
    ours: Callable[[], object], theirs: Callable[[], object], runs: int, ready: Callable[[], object] = bool
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Both measured, in turns, so that what else the machine does meets both; ``ready`` goes before each turn and is not measured."""
    pairs = []
    for _run in range(runs):
        ready()
        pairs.append((cpu(ours), max(cpu(theirs), 0.01)))
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)


def apart(
    ours: Callable[[], object], theirs: Sequence[float], runs: int, ready: Callable[[], object] = bool
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Ours measured several times beside what the other one took, which is too slow to be measured as often."""
    mine = []
    for _run in range(runs):
        ready()
        mine.append(cpu(ours))
    return tuple(mine), tuple(islice(cycle(theirs), runs))
