"""As it comes, and started in either way: nobody elsewhere reaches it, no other page speaks through it, nothing fills its memory."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import ipaddress
import os
import re
import socket
import threading
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from books import make_book
from browser import STREAMLIT, UVICORN, Server, idle, serve
from gcdash.limits import MOST_FILES
from patience import soon

LAST_WORDS = (b"No page of this visit asks for files.\n", b"take those out that are done.\n")
"""How refusals end."""

SOCKET = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
SEND = """async files => {
    const token = document.cookie.match(/_streamlit_xsrf=([^;]*)/)[1], answers = []
    for (const file of files) {
        const body = new FormData()
        body.append('file', new Blob(['ID,Status']), 'list.csv')
        answers.push((await fetch(file, { method: 'PUT', body, headers: { 'X-Xsrftoken': token } })).status)
    }
    return answers }"""
BROUGHT = """async picture => {
    const stopped = []
    addEventListener('securitypolicyviolation', broken => stopped.push(broken.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'window.__x = 1'
    const image = new Image()
    const drawn = new Promise(over => { image.onload = image.onerror = over })
    image.src = picture
    document.body.append(image)
    document.body.append(script)
    await drawn
    return stopped }"""
"""Puts a script and a picture of another site into the page; says what was stopped, once the picture is there or will not come."""

LINES, AT_ONCE = 4, 200
"""Connections that stay open, and requests that go out on each before an answer is waited for."""

MOST_GROWTH = 4_000
"""Kilobytes: at the smallest flood a hundred bytes of each request that was refused."""


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


def test_it_listens_on_this_machine_s_own_addresses_only(default_server: Server) -> None:
    """Whether or not the machine has another address: the system says on which ones the process listens."""
    if not Path("/proc/net/tcp").exists():
        pytest.skip("Only Linux says where a process listens.")
    heard = list(listening(default_server.process))

    assert heard
    assert [str(address) for address in heard if not (getattr(address, "ipv4_mapped", None) or address).is_loopback] == []


def listening(process: int) -> Iterator[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """The addresses on which a process waits for connections."""
    doors = {link for link in map(os.readlink, Path(f"/proc/{process}/fd").iterdir()) if link.startswith("socket:")}
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text("ascii").splitlines()[1:]:
            _number, address, _other, state, *rest = line.split()
            if state == "0A" and f"socket:[{rest[5]}]" in doors:
                words = bytes.fromhex(address.split(":")[0])
                yield ipaddress.ip_address(b"".join(words[at : at + 4][::-1] for at in range(0, len(words), 4)))


@pytest.mark.parametrize("path", ["/", "/record", "/static/js/index", "/_stcore/health", "/metrics", "/nowhere.js", "/media/"])
def test_each_answer_tells_the_browser_to_run_and_fetch_nothing_else(default_server: Server, page: Page, path: str) -> None:
    if path == "/media/":
        page.goto(f"{default_server.url}/downloads")
        with page.expect_download() as saved:
            page.get_by_role("button", name="Download CSV").click()
        url = saved.value.url
    elif path.startswith("/static"):
        with page.expect_response(re.compile(path)) as fetched:
            page.goto(default_server.url)
        url = fetched.value.url
    else:
        url = default_server.url + path
    assert path in url
    said = page.request.get(url).headers

    rules = dict(rule.split(" ", 1) for rule in said["content-security-policy"].split("; "))
    assert (rules["default-src"], rules["frame-ancestors"], rules["object-src"]) == ("'self'", "'none'", "'none'")
    assert rules["img-src"] == "'self' data: blob:"
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"} & set(rules["script-src"].split())
    assert (said["x-frame-options"], said["x-content-type-options"], said["referrer-policy"]) == ("DENY", "nosniff", "same-origin")


def test_a_script_and_a_picture_that_somebody_has_brought_into_the_page_are_stopped(
    default_server: Server, page: Page, complaints: list[str], elsewhere: Elsewhere
) -> None:
    page.goto(default_server.url)
    idle(page)
    assert complaints == []
    stopped = page.evaluate(BROUGHT, f"{elsewhere.url}/beacon.png")

    assert {"script-src-elem", "img-src"} <= set(stopped)
    assert page.evaluate("window.__x") is None
    assert elsewhere.asked == []
    assert {"console: policy: script-src-elem", "console: policy: img-src"} <= set(complaints)
    complaints.clear()


def test_in_the_frame_of_another_page_it_stays_blank(
    default_server: Server, page: Page, complaints: list[str], elsewhere: Elsewhere
) -> None:
    elsewhere.page = f'<iframe src="{default_server.url}"></iframe><iframe src="/own"></iframe>'
    page.goto(f"{elsewhere.url}/around")
    own = page.frame_locator("iframe >> nth=1").get_by_text("A page of another site")
    expect(own).to_be_visible()

    assert sorted(elsewhere.asked) == ["/around", "/own"]
    assert soon(lambda: any("frame-ancestors" in complaint for complaint in complaints))
    assert page.frame_locator("iframe >> nth=0").get_by_test_id("stApp").count() == 0
    complaints.clear()


@dataclass
class Elsewhere:
    """Another site: what it was asked for, and the page that it gives at /around."""

    url: str
    asked: list[str] = field(default_factory=list)
    page: str = ""


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/favicon.ico":
                return
            site.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write((site.page if self.path == "/around" else "A page of another site").encode())

        def log_message(self, *_said: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        site = Elsewhere(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site
        server.shutdown()


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

    flood(default_server, visit, 2_000)
    flood(default_server, "", 2_000)
    before = memory(default_server)
    flood(default_server, visit, size(20_000, 500_000))
    flood(default_server, "", size(20_000, 500_000))
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
    """Send an empty file of an invented ID again and again; without a ``visit`` for one that is invented too. None is taken."""
    refused, path = re.compile(rb"HTTP/1\.1 (?:403|429) "), visit.removeprefix(server.url)
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=60)) for _line in range(LINES)]
        for _batch in range(times // (LINES * AT_ONCE)):
            for line in lines:
                line.sendall(b"".join(sending(path, body="") for _file in range(AT_ONCE)))
            for line in lines:
                said = b""
                while len(refused.findall(said)) < AT_ONCE or not said.endswith(LAST_WORDS):
                    came = line.recv(262_144)
                    assert came, said
                    said += came


FILE = "--b\r\nContent-Disposition: form-data; name=file; filename=list.csv\r\n\r\n" + "x" * 2_000 + "\r\n--b--\r\n"


def sending(visit: str, headers: str = "", body: str = FILE) -> bytes:
    path = f"{visit or f'/_stcore/upload_file/{uuid.uuid4()}'}/{uuid.uuid4()}"
    size = f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n"
    return f"PUT {path} HTTP/1.1\r\nHost: localhost\r\n{size}{headers}\r\n{body}".encode()
