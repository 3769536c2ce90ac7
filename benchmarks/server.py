"""A dashboard or the floor as it is served, in a process of its own, and visitors of it without a browser: what comes is only counted."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).resolve().parents[1]
DASHBOARD, PLAIN = ROOT / "app.py", ROOT / "benchmarks/plain/app.py"
FLOOR, PARTS = ROOT / "benchmarks/floor/served.py", ROOT / "benchmarks/floor/parts_served.py"
"""One page with one figure; pages with the very parts of ours, for which nothing is computed."""

PATIENCE = 120
QUIET = 12
"""So many milliseconds without work, and a server has done what a click asks of it."""


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its address, and its process."""

    url: str
    pid: int

    def memory(self) -> int:
        """Kilobytes of memory that the server holds, as Linux says it (proc_pid_status(5))."""
        said = Path(f"/proc/{self.pid}/status").read_text()
        return next(int(line.split()[1]) for line in said.splitlines() if line.startswith("VmRSS:"))

    def cpu(self, work: Callable[[], object]) -> float:
        """Milliseconds of processor time that the server spends on ``work``, and on what it does afterwards until it is quiet."""
        before = self._quiet()
        work()
        return self._quiet() - before

    def _quiet(self) -> float:
        now = self._spent()
        while True:
            time.sleep(QUIET / 1000)  # nothing tells from outside that it is quiet, but that its clock stands still for so long
            before, now = now, self._spent()
            if now - before < QUIET / 100:
                return now

    def _spent(self) -> float:
        """Another process's clock, as Linux numbers it (clock_getcpuclockid(3))."""
        return time.clock_gettime_ns(~self.pid << 3 | 2) / 1_000_000


@contextlib.contextmanager
def served(script: Path, book: Path) -> Iterator[Served]:
    """``DASHBOARD`` on a book or a floor, with our settings, or ``PLAIN`` with Streamlit's own; ready to be visited, then ended."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--server.headless", "true"]  # no browser is opened
    environment = {**os.environ, "GCDASH_WORKBOOK": str(book), "PYTHONPATH": str(ROOT)}
    quiet, settings = subprocess.DEVNULL, script.parent if script == PLAIN else ROOT
    with subprocess.Popen(command, cwd=settings, env=environment, stdout=quiet, stderr=quiet) as process:
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


def path(page: str) -> str:
    """Where a page stands: the first one at the address itself."""
    return "" if page == "overview" else page


class Visitor:
    """Somebody's browser, as far as the server knows: which pages there are, what it has kept, and what stands on the page."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._session = ""
        self._pages: dict[str, str] = {}
        self._kept: dict[str, ForwardMsg] = {}
        self.shown: list[Element] = []
        self.parts: list[bytes] = []
        self.messages = 0

    def run(self, page: str = "", query: str = "", *said: WidgetState) -> int:
        """Have the script run as a click does, until the page is whole; how many bytes came. ``said``: what widgets say."""
        asked = BackMsg()
        rerun = asked.rerun_script
        page = path(page)
        rerun.page_name, rerun.page_script_hash, rerun.query_string = page, self._pages.get(page, ""), query
        rerun.cached_message_hashes.extend(self._kept)
        rerun.widget_states.widgets.extend(said)
        self.shown, self.parts, self.messages, came = [], [], 0, 0
        for answer in self._answers(asked):
            came += int(answer.ByteSize())
            self._take(answer)
            if answer.WhichOneof("type") == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                if answer.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise Failed(page)
                return came
        raise Failed(page)

    def fetch(self, file_id: str) -> str:
        """Have a file made, as a press on its button does; where it is then."""
        asked = BackMsg()
        asked.backend_operation_request.session_id, asked.backend_operation_request.request_id = self._session, file_id
        asked.backend_operation_request.deferred_file.file_id = file_id
        made = next(answer for answer in self._answers(asked) if answer.HasField("backend_operation_response")).backend_operation_response
        if made.error_msg:
            raise Failed(made.error_msg)
        return made.deferred_file.url

    def _answers(self, asked: BackMsg) -> Iterator[ForwardMsg]:
        """What the server says to that, for as long as somebody listens."""
        self._connection.send(asked.SerializeToString())
        while True:
            yield ForwardMsg.FromString(self._connection.recv(timeout=PATIENCE, decode=False))

    def _take(self, answer: ForwardMsg) -> None:
        self.messages += 1
        if answer.metadata.cacheable:
            self._kept[answer.hash] = answer
        answer = self._kept.get(answer.ref_hash, answer)  # what the browser has is not sent again
        self._session = answer.new_session.initialize.session_id or self._session
        self._pages |= {known.url_pathname: known.page_script_hash for known in answer.navigation.app_pages}
        element = answer.delta.new_element
        if element.HasField("exception") or element.alert.format == Alert.ERROR:  # to Streamlit that is success too
            raise Failed(f"{element.alert.title} {element.alert.body}{element.exception.message}")
        self.shown.append(element)
        if answer.WhichOneof("type") == "delta":
            part = ForwardMsg(delta=answer.delta)
            part.metadata.delta_path.extend(answer.metadata.delta_path)
            self.parts.append(part.SerializeToString())

    @property
    def charts(self) -> dict[str, str]:
        """The specification of each chart on the page that takes clicks, by its ID."""
        charts = [element.plotly_chart for element in self.shown]
        return {chart.id: chart.spec for chart in charts if chart.selection_mode}

    def button(self, label: str) -> WidgetState:
        """What the button says when it is pressed."""
        return WidgetState(id=next(there.button.id for there in self.shown if there.button.label == label), trigger_value=True)


def record(visitor: Visitor, pages: Sequence[str], query: str, book: Path) -> None:
    """Keep beside the book what each page sends, for ``PARTS`` to send it again."""
    kept = {}
    for page in pages:
        visitor.run(page, query)
        kept[page] = [base64.b64encode(part).decode() for part in visitor.parts]
    book.with_suffix(".parts").write_text(json.dumps(kept))


class Failed(Exception):
    """A page that shows an error, or does not come to its end."""


@contextlib.contextmanager
def visit(there: Served) -> Iterator[Visitor]:
    """One visitor."""
    address = there.url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=PATIENCE) as connection:
        yield Visitor(connection)
