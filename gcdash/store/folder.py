"""Folding in the background: what people record is carried into the workbook soon after, without anybody waiting for it."""

from __future__ import annotations

import logging
import threading

from gcdash.store import Store

LOG = logging.getLogger(__name__)

DEBOUNCE = 0.5
"""Seconds to wait after a change, so that several that come together go in together."""

RETRY = (2.0, 5.0, 10.0)
"""Seconds between tries while the workbook cannot be written; the last one again and again."""


class Folder:
    """One thread that folds one store. ``soon()`` asks it to; it tries again by itself until nothing waits."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._wanted = threading.Event()
        self._thread = self._started()

    def soon(self) -> None:
        """Carry what waits into the workbook within a second or two."""
        self._wanted.set()
        if not self._thread.is_alive():  # an error that nobody foresaw ended it; what waits must not wait for ever
            self._thread = self._started()

    def _started(self) -> threading.Thread:
        thread = threading.Thread(target=self._run, name="gcdash-folder", daemon=True)
        thread.start()
        return thread

    def _run(self) -> None:
        failed = 0
        while True:
            self._wanted.wait(RETRY[min(failed, len(RETRY)) - 1] if failed else None)
            self._wanted.clear()
            threading.Event().wait(DEBOUNCE)
            try:
                done = self._store.fold()
            except Exception:  # it ends the thread, and stands in the log in its words: Python's own would quote the book
                LOG.exception("fold: an error that nobody foresaw")
                return
            LOG.info("fold: %d carried, %d waiting", done.folded, done.waiting)
            failed = failed + 1 if done.waiting else 0
