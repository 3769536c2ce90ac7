"""What the server writes down: its own lines with the moment in UTC, and none that says who asked for what page."""

from __future__ import annotations

import re
import subprocess
import sys

from house_rules import ROOT

SPEAKING = """
import logging
{before}
from gcdash.web import logs
logs.set_up()
logs.set_up()
logging.getLogger("gcdash.access").info("granted report focal point 'A05' to 4f3a")
logging.getLogger("gcdash.access").debug("too much")
logging.getLogger("uvicorn.access").warning('203.0.113.7 - "GET /?owner=Ms+A"')
logging.getLogger("uvicorn.error").warning('%s - "WebSocket %s" [accepted]', "203.0.113.7", "/_stcore/stream")
logging.getLogger("uvicorn.error").warning("The port is taken")
"""
OURS = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO gcdash.access: granted report focal point 'A05' to 4f3a"


def said(before: str = "") -> list[str]:
    script = [sys.executable, "-c", SPEAKING.format(before=before)]
    done = subprocess.run(script, cwd=ROOT, env={"TZ": "Asia/Tokyo"}, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_grants_and_refusals_are_kept_with_their_moment_and_no_address_of_anybodys_machine() -> None:
    ours, server = said()

    assert server == "The port is taken"
    assert re.fullmatch(OURS, ours)


def test_where_whoever_runs_the_server_has_said_how_lines_look_they_look_so() -> None:
    lines = said("logging.basicConfig(format='own: %(message)s', level='INFO')")

    assert lines == ["own: granted report focal point 'A05' to 4f3a", "own: The port is taken"]
