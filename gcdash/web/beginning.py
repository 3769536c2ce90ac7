"""How a server begins: what is slow to load is loaded beside the first files that a browser fetches, and a visit waits for it.

One thread loads it, and nobody else before that is done: of two that import the same, one can find it half made. The same thread then reads
the workbook, and no visit waits for that: it says how far that is.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

LOG = logging.getLogger(__name__)


class Beginning:
    """``load`` what is slow, then ``read`` what visits will show, once."""

    def __init__(self, load: Callable[[], None], read: Callable[[], None] = lambda: None) -> None:
        self._load, self._read = load, read
        self._loaded, self._done = threading.Event(), threading.Event()

    def begin(self) -> None:
        threading.Thread(target=self._run, name="gcdash-beginning", daemon=True).start()

    def _run(self) -> None:
        for work, done in ((self._load, self._loaded), (self._read, self._done)):
            try:
                work()
            except Exception:  # whatever it was, the first page meets it too and says so
                LOG.exception("not all could be loaded beforehand")
            finally:
                done.set()

    @property
    def over(self) -> bool:
        """Whether all is loaded and read."""
        return self._done.is_set()

    async def wait(self) -> None:
        """Until all is loaded, read or not."""
        if not self._loaded.is_set():
            await asyncio.to_thread(self._loaded.wait)


class Patience:
    """Let visits wait until all is loaded; files are given at once."""

    def __init__(self, app: ASGIApp, beginning: Beginning) -> None:
        self._app, self._beginning = app, beginning

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._beginning.wait()
        await self._app(scope, receive, send)
