"""A running dashboard and the browser that looks at it: start and end, wait, listen, and look for barriers."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, TimeoutError, WebSocket  # noqa: A004 -- Playwright's own

from gcdash.access import Role
from gcdash.errors import GcdashError
from gcdash.store.workbook import WorkbookStore
from overheard import told
from patience import answers, soon

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60

HARMLESS = re.compile(r"/[^/]+/_stcore/(health|host-config)$")
"""On a deep link Streamlit first looks for its server under the page's own path, and logs two 404s."""

POLICY = "addEventListener('securitypolicyviolation', broken => console.error(`policy: ${broken.effectiveDirective}`))"
"""Says aloud what the content security policy has stopped, whether or not the browser would."""

STREAMLITS_OWN = {
    "aria-dialog-name": "a passing notice (toast)",
    "aria-prohibited-attr": "a diagram while it is loading",
    "svg-img-alt": "the small line in a metric",
}
"""What axe calls serious in elements that Streamlit draws and no option of ours can mend, by rule. Anything else is ours."""


STREAMLIT = ("streamlit", "run", "app.py", "--server.port")
UVICORN = ("uvicorn", "app:app", "--port")
"""The two ways to start it, with its own settings; the port comes last."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running dashboard: its port, the workbook that it serves, its process and where its output goes."""

    port: int
    book: Path
    process: int
    output: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        return self.output.read_text("utf-8", errors="replace")


def serve(book: Path, *options: str, start: Sequence[str] = STREAMLIT, root: Path = ROOT, **settings: str) -> Iterator[Server]:
    """Start the app on ``book``, wait until it is healthy, and end it afterwards, by its own handle.

    ``options`` are the server's, ``settings`` those of the environment. Its output must name nobody, and hold nothing that somebody has
    written into the book.
    """
    port = free_port()
    environment = {**os.environ, "GCDASH_WORKBOOK": str(book), **settings}
    with (
        tempfile.NamedTemporaryFile() as said,
        subprocess.Popen(
            [sys.executable, "-m", *start, str(port), *options], cwd=root, env=environment, stdout=said, stderr=subprocess.STDOUT
        ) as process,
    ):
        server = Server(port, book, process.pid, Path(said.name))
        try:
            soon(lambda: process.poll() is not None or answers(f"{server.url}/_stcore/health"), START_SECONDS)
            if process.poll() is not None:
                pytest.fail("The server did not start.")
            yield server
        finally:
            _end(process)
            print(server.said)  # noqa: T201 -- pytest shows it beside a failure
        assert told(server.said, _written(book)) == []


_SOMEBODYS = 6
"""Characters; shorter words than that could be anybody's."""


def _written(book: Path) -> list[str]:
    """Comments and names in a book, also those that still wait to be carried into it; of one that cannot be read there are none."""
    try:
        kept = WorkbookStore(book).load()
    except GcdashError:
        return []
    words = {*kept.updates["text"], *kept.updates["reported_by"], *kept.parties["focal_point"]}
    return [text for text in words if len(text) >= _SOMEBODYS and text not in set(Role)]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()


def watch(page: Page, found: list[str]) -> None:
    """Add the complaints of ``page`` to ``found``: for a second browser of a test."""

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and not HARMLESS.search(message.location.get("url", "")):
            found.append(f"console: {message.text}")

    def leaving(asked: Request | WebSocket) -> None:
        if not re.match(r"(http|ws)s?://127\.0\.0\.1[:/]|data:|blob:", asked.url):
            found.append(f"off this machine: {asked.url}")

    page.add_init_script(POLICY)
    page.on("console", console)
    page.on("pageerror", lambda error: found.append(f"script: {error}"))
    page.on("request", leaving)
    page.on("websocket", leaving)


def idle(page: Page) -> None:
    """Wait until the page is connected, its run has finished, and every part that is fetched late (charts, tables) has been drawn.

    What was pressed last is first given two frames: only then does the page say that it asks for a run.
    """
    next_frames(page)
    page.wait_for_function(
        """() => { const app = document.querySelector('[data-testid=stApp]');
        return app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
            && app.querySelector('h1') && !app.querySelector('[data-testid=stSkeleton], [data-stale=true]') }""",
        timeout=30_000,
    )


def next_frames(page: Page) -> None:
    """Wait until what stands on the page is painted."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def boxes(page: Page) -> dict[str, list[float]]:
    """Where each button of the page stands, by its key; the one that saves a file has taken the place of the one that asked for it."""
    found: dict[str, list[float]] = page.evaluate(_BOXES)
    return found


_BOXES = """() => Object.fromEntries([...document.querySelectorAll('[data-testid=stMain] button')]
    .filter(button => !button.closest('[data-testid=stBottom]'))
    .map(button => [button.closest('[class*=st-key-]')?.className.match(/st-key-(?:save_)?(\\S+)/)[1], button])
    .filter(([key]) => key)
    .map(([key, button]) => [key, (({x, y, width, height}) => [x, y, width, height])(button.getBoundingClientRect())]))"""


def fits(page: Page) -> bool:
    """Whether the page, and the part of it that scrolls, come to be no wider than what is seen of them."""
    try:
        page.wait_for_function(
            """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
            .filter(part => part).every(part => part.scrollWidth <= part.clientWidth)""",
            timeout=5_000,
        )
    except TimeoutError:
        return False
    return True


def barriers(page: Page) -> list[str]:
    """What axe finds on the page that is serious or critical and not Streamlit's own."""
    found = Axe().run(page).response["violations"]
    ours = (one for one in found if one["impact"] in {"serious", "critical"} and one["id"] not in STREAMLITS_OWN)
    return [f"{one['id']}: {one['help']}: {node['html'][:200]}" for one in ours for node in one["nodes"]]
