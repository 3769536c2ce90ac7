"""What is pinned: each pin with its hashes, none below the version that mended a known hole, and silence is no clean bill."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from packaging.version import Version

from house_rules import ROOT
from scripts.audit import PINS, told

FLOORS = {
    "streamlit": "1.54.0",  # CVE-2026-33682: asks other servers on Windows, with the user's own password hash
    "python-multipart": "0.0.27",  # CVE-2026-42561 and CVE-2026-40347
    "authlib": "1.3.2",  # the first that Streamlit's sign-in works with
}
"""The oldest version of each that may be installed, and why."""


def blocks(name: str) -> dict[str, str]:
    """Each pin of a requirements file by its name: its lines up to the next one."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.split(r"^(?=[A-Za-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
    return {re.split(r"[\[=<> ;]", block)[0]: block for block in found if block.strip()}


@pytest.mark.parametrize("name", PINS)
def test_every_pin_is_one_version_with_its_hashes(name: str) -> None:
    found = blocks(name)

    assert len(found) > 20
    assert [pin for pin, block in found.items() if not re.match(r"[\w.\[\],-]+==[\w.]+[ ;\\]", block)] == []
    assert [pin for pin, block in found.items() if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", block)] == []


@pytest.mark.parametrize(("pin", "floor"), FLOORS.items())
def test_no_pin_is_older_than_the_version_that_mended_a_hole(pin: str, floor: str) -> None:
    version = re.search(r"==([\w.]+)", blocks("requirements.txt")[pin])

    assert version
    assert Version(version.group(1)) >= Version(floor)


CLEAN: dict[str, object] = {"name": "a", "version": "1", "vulns": []}
HOLE: dict[str, object] = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
UNKNOWN: dict[str, object] = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("pins", "code", "said"),
    [
        ([CLEAN], 0, "No known hole in 1 pinned packages."),
        ([CLEAN, HOLE], 1, "b 2: CVE-1, mended in 3"),
        ([CLEAN, UNKNOWN], 2, "Not audited: it knows nothing of 1 of 2 packages, such as c."),
        ([HOLE, UNKNOWN], 1, "b 2: CVE-1, mended in 3\nNot audited: "),
    ],
)
def test_what_the_database_does_not_know_is_not_called_clean(pins: list[dict[str, object]], code: int, said: str) -> None:
    answer = told(json.dumps({"dependencies": pins, "fixes": []}))

    assert answer[0] == code
    assert answer[1].startswith(said)


def test_without_a_network_the_audit_says_so_in_one_sentence() -> None:
    nowhere = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9")
    environment = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"} | nowhere
    audit = subprocess.run(
        [sys.executable, ROOT / "scripts" / "audit.py"], env=environment, capture_output=True, text=True, check=False, timeout=120
    )

    assert (audit.returncode, audit.stderr) == (2, "")
    assert audit.stdout.startswith("Not audited: the advisory database could not be reached. Connect")
    assert audit.stdout.count("\n") == 1


class _Advisories(BaseHTTPRequestHandler):
    """Answers as the open database of advisories does (OSV, /v1/query): it has one, against whatever version of Starlette is pinned."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["package"]
        events = [{"introduced": "0"}, {"fixed": "999.1"}]
        affected = {"package": asked, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
        hole = {
            "schema_version": "1.7.0",
            "id": "GHSA-0000-0000-0000",
            "aliases": ["CVE-0000-0001"],
            "summary": "x",
            "affected": [affected],
        }
        answer = json.dumps({"vulns": [hole]} if asked["name"] == "starlette" else {}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_words: object) -> None:
        """Nothing of it is of interest."""


def test_an_advisory_against_a_pin_is_told_with_the_version_that_mends_it() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Advisories) as server:
        threading.Thread(target=server.serve_forever).start()
        told = {
            "PIP_AUDIT_VULNERABILITY_SERVICE": "osv",
            "PIP_AUDIT_OSV_URL": f"http://127.0.0.1:{server.server_port}",
            "NO_PROXY": "127.0.0.1",
        }
        audit = subprocess.run(
            [sys.executable, ROOT / "scripts" / "audit.py"], env=os.environ | told, capture_output=True, text=True, check=False, timeout=120
        )
        server.shutdown()

    pinned = re.search(r"==([\w.]+)", blocks("requirements.txt")["starlette"])
    assert pinned
    assert (audit.returncode, audit.stderr) == (1, "")
    assert audit.stdout == f"starlette {pinned[1]}: CVE-0000-0001, mended in 999.1\n"
