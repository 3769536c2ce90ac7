"""Counters of this process in OpenMetrics text: how often something was done, and the seconds that it took. No words of anybody's."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from gcdash.errors import GcdashError

_LOCK = threading.Lock()
_COUNTS: Counter[str] = Counter()
_SECONDS: dict[str, float] = {}

NAMES = {"loads": "The book was read.", "folds": "Changes were carried into the workbook.", "appends": "Changes were recorded.",
         "refusals": "A change was not made, or a file not read."}  # fmt: skip


@contextmanager
def counted(name: str) -> Iterator[None]:
    """Count what is done inside, and how long it takes; what raises is counted as a refusal too."""
    began = time.monotonic()
    try:
        yield
    except GcdashError:
        _add("refusals", 0.0)
        raise
    finally:
        _add(name, time.monotonic() - began)


def _add(name: str, seconds: float) -> None:
    with _LOCK:
        _COUNTS[name] += 1
        _SECONDS[name] = _SECONDS.get(name, 0.0) + seconds


def exposition() -> str:
    """All counters as OpenMetrics text."""
    with _LOCK:
        counts, seconds = dict(_COUNTS), dict(_SECONDS)
    lines: list[str] = []
    for name, words in NAMES.items():
        lines += [f"# TYPE gcdash_{name} counter", f"# HELP gcdash_{name} {words}", f"gcdash_{name}_total {counts.get(name, 0)}"]
        lines += [f"# TYPE gcdash_{name}_seconds counter", f"gcdash_{name}_seconds_total {seconds.get(name, 0.0):.6f}"]
    return "\n".join([*lines, "# EOF", ""])
