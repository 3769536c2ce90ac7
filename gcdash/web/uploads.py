"""The door for files: a bounded number from each visit, a bounded amount from all, and none from who was not asked for any.

It stands before Streamlit's own, which holds the size of one file against its limit and the visit against those that it knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from gcdash.counters import refused
from gcdash.limits import MOST_BYTES, MOST_FILES, Kept

_FILE = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)/?$")
_SIZE = re.compile(r"\d{1,12}", re.ASCII)


class Uploads:
    """Refuse a file that is one too many. ``kept`` says what is there already, ``settle`` is told when a file has been taken in."""

    def __init__(self, app: ASGIApp, kept: Callable[[str], Kept], settle: Callable[[str], None]) -> None:
        self._app, self._kept, self._settle = app, kept, settle
        self._coming: Counter[tuple[str, str]] = Counter()
        """The bytes that are on their way, by visit and file."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _FILE.search(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        visit, file = found[1], found[2]
        said = Headers(scope=scope).get("content-length", "")
        if bad := self._refusal(visit, file, said):
            refused("upload", str(bad.status_code))
            await bad(scope, receive, send)
            return
        self._coming[visit, file] += int(said)
        try:
            await self._app(scope, receive, send)
        finally:
            self._coming[visit, file] -= int(said)
            self._coming += Counter()  # forgets what has arrived
            self._settle(visit)

    def _refusal(self, visit: str, file: str, said: str) -> PlainTextResponse | None:
        if not _SIZE.fullmatch(said):
            return PlainTextResponse("The size of the file must be said.\n", status_code=411)
        kept = self._kept(visit)
        if not kept.offered:
            return PlainTextResponse("No page of this visit asks for files.\n", status_code=403)
        files = kept.files | {coming for owner, coming in self._coming if owner == visit} | {file}
        if len(files) > MOST_FILES:
            return PlainTextResponse(f"At most {MOST_FILES} files at a time; take those out that are done.\n", status_code=429)
        if kept.size + self._coming.total() + int(said) > MOST_BYTES:
            return PlainTextResponse("Too many files are being read just now; try again in a few minutes.\n", status_code=507)
        return None
