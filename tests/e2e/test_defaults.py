"""As it comes, and started in either way: nobody elsewhere reaches it, no other page speaks through it, nothing fills its memory."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from books import make_book
from browser import STREAMLIT, UVICORN, Server, idle, serve
from gcdash.limits import MOST_FILES
from patience import soon

SOCKET = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
SEND = """async files => {
    const token = document.cookie.match(/_streamlit_xsrf=([^;]*)/)[1], answers = []
    for (const file of files) {
        const body = new FormData()
        body.append('file', new Blob(['ID,Status']), 'list.csv')
        answers.push((await fetch(file, { method: 'PUT', body, headers: { 'X-Xsrftoken': token } })).status)
    }
    return answers }"""
AT_ONCE = 50
MOST_GROWTH = 8_000
"""Kilobytes."""


@pytest.fixture(scope="module", params=[STREAMLIT, UVICORN], ids=["streamlit", "uvicorn"])
def default_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from serve(make_book(tmp_path_factory.mktemp("defaults") / "book.xlsx"), start=request.param)


def answer(server: Server, path: str, **headers: str) -> int:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as line:
        line.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return line.getresponse().status


def memory(server: Server) -> int:
    """Kilobytes that the process holds."""
    status = Path(f"/proc/{server.process}/status")
    if not status.exists():
        pytest.skip("Only Linux says what a process holds.")
    found = re.search(r"VmRSS:\s*(\d+) kB", status.read_text("ascii"))
    assert found
    return int(found[1])


def test_it_is_not_reachable_from_another_address(default_server: Server) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # sends nothing; only finds the address that would be used
        except OSError:
            pytest.skip("This machine has no address but its own.")
        elsewhere = asked.getsockname()[0]

    with socket.create_connection(("127.0.0.1", default_server.port), timeout=5):
        pass
    with pytest.raises(ConnectionRefusedError), socket.create_connection((elsewhere, default_server.port), timeout=5):
        pass


@pytest.mark.parametrize("path", ["/", "/metrics", "/readyz", "/_stcore/health", "/_stcore/host-config", "/_stcore/stream"])
def test_a_name_that_was_made_to_point_here_is_refused(default_server: Server, path: str) -> None:
    asked = SOCKET if path.endswith("stream") else {}
    well = 101 if asked else 200

    assert soon(lambda: answer(default_server, path, Host=f"localhost:{default_server.port}", **asked) == well)
    assert answer(default_server, path, Host=f"[::1]:{default_server.port}", **asked) == well
    assert answer(default_server, path, Host="evil.example", Origin="http://evil.example", **asked) in {400, 403}


def test_a_page_from_elsewhere_opens_no_socket(default_server: Server) -> None:
    assert answer(default_server, "/_stcore/stream", Origin="http://evil.example", **SOCKET) == 403
    assert answer(default_server, "/_stcore/stream", Origin=default_server.url, **SOCKET) == 101


def test_the_eleventh_file_of_a_visit_is_refused_and_no_page_but_one_takes_any(
    default_server: Server, page: Page, complaints: list[str], size: Callable[[int, int], int]
) -> None:
    page.goto(f"{default_server.url}/spreadsheets")
    idle(page)
    with page.expect_request(lambda asked: asked.method == "PUT") as sent:
        page.set_input_files("input[type=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": b"ID,Status"})
    idle(page)
    visit = sent.value.url.rsplit("/", 1)[0]
    invented = [f"{visit}/{uuid.uuid4()}" for _file in range(MOST_FILES)]

    assert page.evaluate(SEND, invented) == [204] * (MOST_FILES - 1) + [429]

    flood(default_server, visit, 1_000)
    before = memory(default_server)
    flood(default_server, visit, size(5_000, 500_000))
    flood(default_server, "", size(5_000, 500_000))
    assert memory(default_server) - before < MOST_GROWTH

    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Themes", exact=True).click()
    expect(page.get_by_role("heading", name="Which themes move, which are stuck?")).to_be_visible()
    idle(page)
    assert page.evaluate(SEND, invented[:1]) == [403]
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Spreadsheets", exact=True).click()
    expect(page.locator("input[type=file]")).to_be_attached()
    idle(page)
    assert page.evaluate(SEND, invented) == [204] * MOST_FILES
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Themes", exact=True).click()
    expect(page.get_by_role("heading", name="Which themes move, which are stuck?")).to_be_visible()
    assert soon(lambda: "UploadedFileManager" not in metrics(default_server)), "what was sent is dropped when the page is left"

    assert {complaint.rsplit("(", 1)[0] for complaint in complaints} == {
        "console: Failed to load resource: the server responded with a status of 429 ",
        "console: Failed to load resource: the server responded with a status of 403 ",
    }
    complaints.clear()


def test_a_file_that_arrives_after_its_visit_is_over_is_not_kept(default_server: Server, page: Page) -> None:
    page.goto(f"{default_server.url}/spreadsheets")
    idle(page)
    with page.expect_request(lambda asked: asked.method == "PUT") as sent:
        page.set_input_files("input[type=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": b"ID,Status"})
    idle(page)
    folder = sent.value.url.rsplit("/", 1)[0].removeprefix(default_server.url)
    token = next(str(one["value"]) for one in page.context.cookies() if one["name"] == "_streamlit_xsrf")
    assert soon(lambda: "UploadedFileManager" in metrics(default_server))

    file = sending(folder, f"X-Xsrftoken: {token}\r\nCookie: _streamlit_xsrf={token}\r\n")
    with socket.create_connection(("127.0.0.1", default_server.port), timeout=30) as line:
        line.sendall(file[:-100])
        page.goto("about:blank")
        assert soon(lambda: "\nactive_sessions 0" in metrics(default_server))
        line.sendall(file[-100:])
        assert line.recv(65_536).startswith((b"HTTP/1.1 204", b"HTTP/1.1 400")), "taken, or refused since the visit is known no more"

    assert soon(lambda: "UploadedFileManager" not in metrics(default_server))


def metrics(server: Server) -> str:
    with urllib.request.urlopen(f"{server.url}/_stcore/metrics", timeout=10) as answered:
        return str(answered.read().decode())


def flood(server: Server, visit: str, times: int) -> None:
    """Send a file of an invented ID again and again; without a ``visit`` for one that is invented too. None is taken."""
    refused = re.compile(rb"HTTP/1\.1 (403|429) ")
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        for _batch in range(times // AT_ONCE):
            line.sendall(b"".join(sending(visit.removeprefix(server.url)) for _file in range(AT_ONCE)))
            said = b""
            while len(refused.findall(said)) < AT_ONCE:
                came = line.recv(65_536)
                assert came, said
                said += came


def sending(visit: str, headers: str = "") -> bytes:
    path = f"{visit or f'/_stcore/upload_file/{uuid.uuid4()}'}/{uuid.uuid4()}"
    body = "--b\r\nContent-Disposition: form-data; name=file; filename=list.csv\r\n\r\n" + "x" * 2_000 + "\r\n--b--\r\n"
    size = f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n"
    return f"PUT {path} HTTP/1.1\r\nHost: localhost\r\n{size}{headers}\r\n{body}".encode()
