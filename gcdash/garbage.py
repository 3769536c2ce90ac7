"""Python's collector of garbage, kept from looking through what is none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No looks for garbage while much is made that stays: of a workbook with 50,000 actions a fifth of the time goes into them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
