"""A server gives files at once, and lets visits wait until what is slow is loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from gcdash.web.beginning import Beginning, Patience
from gcdash.web.health import routes
from house_rules import ROOT
from patience import soon


class Door:
    """Tells that somebody has come, and lets them pass."""

    def __init__(self, app: ASGIApp, come: threading.Event) -> None:
        self._app, self._come = app, come

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            self._come.set()
        await self._app(scope, receive, send)


def test_a_visit_waits_until_all_is_loaded_and_files_do_not() -> None:
    come, loaded = threading.Event(), threading.Event()
    beginning = Beginning(lambda: soon(loaded.is_set) or None)

    def file(_request: object) -> PlainTextResponse:
        return PlainTextResponse("a file")

    async def visit(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("all is loaded" if beginning.over else "half of it is loaded")
        await socket.close()

    def visited() -> str:
        with client.websocket_connect("/stream") as socket:
            return socket.receive_text()

    client = TestClient(
        Starlette(
            routes=[Route("/file", file), WebSocketRoute("/stream", visit), *routes(beginning)],
            middleware=[Middleware(Door, come=come), Middleware(Patience, beginning=beginning)],
        )
    )
    beginning.begin()
    with ThreadPoolExecutor(1) as somebody:
        told = somebody.submit(visited)
        assert soon(come.is_set)
        assert client.get("/file").text == "a file"
        assert client.get("/readyz").status_code == 503
        loaded.set()
        assert told.result(60) == "all is loaded"


def test_a_visit_does_not_wait_for_the_workbook_to_be_read_and_whoever_asks_whether_all_is_ready_does() -> None:
    read = threading.Event()
    beginning = Beginning(lambda: None, lambda: soon(read.is_set) or None)

    async def visit(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("come in")
        await socket.close()

    client = TestClient(
        Starlette(routes=[WebSocketRoute("/stream", visit), *routes(beginning)], middleware=[Middleware(Patience, beginning=beginning)])
    )
    beginning.begin()
    with client.websocket_connect("/stream") as socket:
        assert socket.receive_text() == "come in"
    assert client.get("/readyz").text == "the server begins\n"
    read.set()
    assert soon(lambda: beginning.over)


def test_what_cannot_be_loaded_beforehand_keeps_nobody_out() -> None:
    def load() -> None:
        raise ModuleNotFoundError

    beginning = Beginning(load)
    beginning.begin()

    assert soon(lambda: beginning.over)


FIRST_PAGE = """
import gc, json, sys
from streamlit.testing.v1 import AppTest
import app
app.load()
frozen, libraries = gc.get_freeze_count(), {name.split(".")[0] for name in sys.modules}
page = AppTest.from_file(sys.argv[1], default_timeout=60).run()
assert not page.exception and page.title
more = {name.split(".")[0] for name in sys.modules} - libraries
print(json.dumps({"frozen": frozen, "collecting": gc.isenabled(), "more": sorted(more), "missing": sorted({*app.NEEDED} - {*sys.modules})}))
"""


def test_the_first_page_of_a_server_loads_no_library_and_what_is_loaded_before_is_never_collected(
    real_book: Path,
) -> None:
    main = str(ROOT / "gcdash" / "ui" / "main.py")
    environment = {**os.environ, "GCDASH_WORKBOOK": str(real_book)}

    answer = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE, main], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stderr
    said = json.loads(answer.stdout.splitlines()[-1])
    assert said["frozen"] > 100_000  # a program that has imported pandas and Plotly and read a book holds more
    assert said | {"frozen": 0} == {"frozen": 0, "collecting": True, "more": [], "missing": []}


def test_what_writes_files_is_not_loaded_for_the_first_visitor() -> None:
    said = "import sys, app; app.load(); print(*sorted({'pptx', 'icalendar', 'charset_normalizer'} & sys.modules.keys()))"

    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
