"""Waiting for what another process will do, without guessing how long it takes."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Callable


def soon(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it comes to hold within so many seconds."""
    deadline = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < deadline:
        threading.Event().wait(0.1)
    return held


def answers(url: str) -> bool:
    """Whether a server answers there, and says that all is well."""
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except OSError:  # nobody listens yet
        return False
