"""What the server writes down: its own lines with the moment in UTC, none that says who asked for what page, no words of anybody's."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from house_rules import ROOT

SPEAKING = """
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
FAILING = """
from gcdash.store.folder import Folder
from gcdash.ui.failures import noted
{before}
from gcdash.web import logs
logs.set_up()
logs.set_up()

SAID = "ann@example.org: The list was sent"

def convert():
    raise ValueError(SAID)

class Store:
    def fold(self):
        convert()

try:
    try:
        convert()
    except ValueError as error:
        raise TypeError(SAID) from error
except TypeError as error:
    print(noted(error))
    logging.getLogger("streamlit.dataframe_util").warning("No table", exc_info=error)
folder = Folder(Store())
folder.soon()
folder._thread.join(30)
logging.getLogger("gcdash.access").info("granted report to %s", "A05\\n2009-11-25 granted all\\r\\u2028\\x85to ann")
"""
OURS = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO gcdash.access: granted report focal point 'A05' to 4f3a"


BY_THEMSELVES = "logging.basicConfig(format='own: %(message)s', level='INFO')"


def ran(script: str) -> tuple[str, str]:
    """What a program writes on its two streams."""
    command = [sys.executable, "-c", f"import logging\n{script}"]
    done = subprocess.run(command, cwd=ROOT, env={"TZ": "Asia/Tokyo"}, capture_output=True, encoding="utf-8", check=True)
    return done.stdout, done.stderr


def said(before: str = "") -> list[str]:
    out, log = ran(SPEAKING.format(before=before))
    assert out == ""
    return log.splitlines()


def test_grants_and_refusals_are_kept_with_their_moment_and_no_address_of_anybodys_machine() -> None:
    ours, server = said()

    assert server == "The port is taken"
    assert re.fullmatch(OURS, ours)


def test_where_whoever_runs_the_server_has_said_how_lines_look_they_look_so() -> None:
    lines = said(BY_THEMSELVES)

    assert lines == ["own: granted report focal point 'A05' to 4f3a", "own: The port is taken"]


@pytest.mark.parametrize("before", ["", BY_THEMSELVES])
def test_an_error_stands_there_with_its_number_its_kind_and_its_place_and_no_word_of_what_it_says(before: str) -> None:
    out, log = ran(FAILING.format(before=before))

    assert f"error {out.strip()}\n" in log
    assert "fold: an error that nobody foresaw\n" in log
    assert log.count("Traceback (most recent call last):") == 5, "an error with its cause, twice, and one by itself"
    assert (log.count("\nValueError\n"), log.count("\nTypeError\n")) == (3, 2)
    assert len(re.findall(r'File "<string>", line \d+, in convert', log)) == 3
    assert [word for word in ("ann@example.org", "The list was sent") if word in log] == []


@pytest.mark.parametrize("before", ["", BY_THEMSELVES])
def test_whatever_is_named_in_a_line_makes_no_second_one(before: str) -> None:
    _out, log = ran(FAILING.format(before=before))

    assert log.splitlines()[-1].endswith("granted report to A05\\n2009-11-25 granted all\\n\\n\\nto ann")
