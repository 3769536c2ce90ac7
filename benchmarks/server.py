"""A dashboard or the floor as it is served, in a process of its own, and visitors of it without a browser: what comes is only counted."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[1]
DASHBOARD, FLOOR = "app.py", "benchmarks/floor/served.py"
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, and its process."""

    url: str
    pid: int

    def memory(self) -> int:
        """Kilobytes of memory that the server holds."""
        command = ["ps", "-o", "rss=", "-p", str(self.pid)]
        said = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 -- a fixed command
        return int(said.stdout)


@contextlib.contextmanager
def served(script: str, book: Path) -> Iterator[Served]:
    """``DASHBOARD`` on a book, or ``FLOOR``; ready to be visited, and ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.address", "127.0.0.1"]
    environment = {**os.environ, "GCDASH_WORKBOOK": str(book)}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as process:  # noqa: S603 -- this very program
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield Served(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 -- our own server
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@contextlib.contextmanager
def visit(there: Served) -> Iterator[ClientConnection]:
    """One visitor's connection."""
    address = there.url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE) as connection:  # type: ignore[list-item]  # a name
        yield connection


def run(connection: ClientConnection, page: str = "") -> int:
    """Have the script run as a click does, until the page is whole; how many bytes came."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    connection.send(asked.SerializeToString())
    came = 0
    while True:
        data = connection.recv(timeout=PATIENCE)
        came += len(data)
        said = ForwardMsg()
        said.ParseFromString(bytes(data))  # type: ignore[arg-type]  # Streamlit sends bytes only
        if said.WhichOneof("type") == "script_finished":
            assert said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY, page
            return came
