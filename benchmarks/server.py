"""A dashboard or the floor as it is served, in a process of its own, and visitors of it without a browser: what comes is only counted."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).resolve().parents[1]
DASHBOARD, FLOOR = "app.py", "benchmarks/floor/served.py"
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, and its process."""

    url: str
    pid: int

    def memory(self) -> int:
        """Kilobytes of memory that the server holds, as Linux says it (proc_pid_status(5))."""
        said = Path(f"/proc/{self.pid}/status").read_text()
        return next(int(line.split()[1]) for line in said.splitlines() if line.startswith("VmRSS:"))


@contextlib.contextmanager
def served(script: str, book: Path) -> Iterator[Served]:
    """``DASHBOARD`` on a book, or ``FLOOR``; ready to be visited, and ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.address", "127.0.0.1"]
    environment = {**os.environ, "GCDASH_WORKBOOK": str(book)}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield Served(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            if httpx.get(url, timeout=5).is_success:
                return
        except httpx.TransportError:  # nobody listens yet
            if time.monotonic() > until:
                raise
        time.sleep(0.05)  # asked without a pause, it would start more slowly for our asking


@contextlib.contextmanager
def visit(there: Served) -> Iterator[ClientConnection]:
    """One visitor's connection."""
    address = there.url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=PATIENCE) as connection:
        yield connection


def run(connection: ClientConnection, page: str = "") -> int:
    """Have the script run as a click does, until the page is whole; how many bytes came."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    connection.send(asked.SerializeToString())
    came = 0
    while True:
        data = connection.recv(timeout=PATIENCE, decode=False)
        came += len(data)
        said = ForwardMsg()
        said.ParseFromString(data)
        if said.WhichOneof("type") == "script_finished":
            assert said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY, page
            return came
