"""Asynchronous work in tests that are not: in a thread of its own, since the browser's tests leave a loop running in the main one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What the work gives, once it is done."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, work).result()
