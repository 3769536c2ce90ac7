"""What Streamlit no longer needs is swept away once in a while, and not at the end of each run.

A file that a press has made is needed by no page, nor is the button that a page has just drawn anew. So a file was gone where any two
visitors' pages ran before its own browser had fetched it, and a press that met a run of its page brought none.
"""

from __future__ import annotations

import time
from collections.abc import Callable

WHILE = 60.0
"""Seconds between two sweeps: far more than a press takes to be heard, and its file to be fetched."""


class NowAndThen:
    """``sweep``, unless that was done a little while ago: for all who would have it done each time."""

    def __init__(self, sweep: Callable[[], None]) -> None:
        self._sweep, self._last = sweep, time.monotonic()

    def __call__(self) -> None:
        if time.monotonic() - self._last >= WHILE:
            self._last = time.monotonic()
            self._sweep()
