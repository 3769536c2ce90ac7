"""What this process does, how often and in how many seconds: a line of the log each, and counters in OpenMetrics text.

No words of anybody's are in either.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from gcdash.errors import GcdashError

LOG = logging.getLogger(__name__)
_LOCK = threading.Lock()
_COUNTS: Counter[str] = Counter()
_SECONDS: dict[str, float] = {}

TIMED = {"loads": "The book was read.", "folds": "Changes were carried into the workbook.", "appends": "Changes were recorded.",
         "restores": "An older version was put back."}  # fmt: skip
REFUSALS = "A change was not made, or a file not read."


@contextmanager
def counted(name: str) -> Iterator[None]:
    """Count what is done inside, and how long it takes; what raises is counted as a refusal too."""
    began = time.monotonic()
    try:
        yield
    except GcdashError as error:
        refused(name, f"{type(error).__name__} {error.field}")
        raise
    finally:
        seconds = time.monotonic() - began
        with _LOCK:
            _COUNTS[name] += 1
            _SECONDS[name] = _SECONDS.get(name, 0.0) + seconds
        LOG.info("%s: %.2f s", name, seconds)


def refused(name: str, why: str) -> None:
    """Count a refusal that is decided here: of what, and why in a word of ours."""
    with _LOCK:
        _COUNTS["refusals"] += 1
    LOG.info("%s: refused, %s", name, why)


def exposition() -> str:
    """All counters as OpenMetrics text."""
    with _LOCK:
        counts, seconds = dict(_COUNTS), dict(_SECONDS)
    lines: list[str] = []
    for name, words in {**TIMED, "refusals": REFUSALS}.items():
        lines += [f"# TYPE gcdash_{name} counter", f"# HELP gcdash_{name} {words}", f"gcdash_{name}_total {counts.get(name, 0)}"]
    for name in TIMED:
        lines += [f"# TYPE gcdash_{name}_seconds counter", f"gcdash_{name}_seconds_total {seconds.get(name, 0.0):.6f}"]
    return "\n".join([*lines, "# EOF", ""])
