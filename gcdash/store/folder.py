"""Folding in the background: what people record is carried into the workbook soon after, without anybody waiting for it."""

from __future__ import annotations

import logging
import threading
import time

from gcdash.store import Store

LOG = logging.getLogger(__name__)

DEBOUNCE = 0.5
"""Seconds to wait after a change, so that several that come together go in together."""

LONGEST = 10.0
"""Seconds to wait at most after a fold, however long it took."""

RETRY = (2.0, 5.0, 10.0)
"""Seconds between tries while the workbook cannot be written; the last one again and again."""


def rest(took: float, ago: float) -> float:
    """Seconds to wait before a fold, where the last one took so many and ended so many ago: at most half of the time is spent folding."""
    return max(DEBOUNCE, min(took, LONGEST) - ago)


class Folder:
    """One thread that folds one store. ``soon()`` asks it to; it tries again by itself until nothing waits."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._wanted = threading.Event()
        self._thread = self._started()

    def soon(self) -> None:
        """Carry what waits into the workbook soon: within a second or two, or twice the time that it takes in a very large one."""
        self._wanted.set()
        if not self._thread.is_alive():  # an error that nobody foresaw ended it; what waits must not wait for ever
            self._thread = self._started()

    def _started(self) -> threading.Thread:
        thread = threading.Thread(target=self._run, name="gcdash-folder", daemon=True)
        thread.start()
        return thread

    def _run(self) -> None:
        failed, took, ended = 0, 0.0, time.monotonic()
        while True:
            self._wanted.wait(RETRY[min(failed, len(RETRY)) - 1] if failed else None)
            self._wanted.clear()
            threading.Event().wait(rest(took, time.monotonic() - ended))
            began = time.monotonic()
            try:
                done = self._store.fold()
            except Exception:  # it ends the thread, and stands in the log in its words: Python's own would quote the book
                LOG.exception("fold: an error that nobody foresaw")
                return
            LOG.info("fold: %d carried, %d waiting", done.folded, done.waiting)
            ended = time.monotonic()
            took = ended - began
            failed = failed + 1 if done.waiting else 0
