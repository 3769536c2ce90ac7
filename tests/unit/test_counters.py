"""What the server says of itself to the programs that look after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gcdash.counters import counted, exposition
from gcdash.errors import Refusal
from gcdash.web.beginning import Beginning
from gcdash.web.health import ready
from patience import soon


def count(name: str) -> float:
    return next(float(line.split()[1]) for line in exposition().splitlines() if line.startswith(f"gcdash_{name}_total "))


def test_what_is_done_is_counted_and_timed_and_a_refusal_is_counted_too() -> None:
    done, refused = count("folds"), count("refusals")

    with pytest.raises(Refusal), counted("folds"):
        raise Refusal("No.")

    assert (count("folds"), count("refusals")) == (done + 1, refused + 1)
    assert exposition().endswith("# EOF\n")
    assert "gcdash_folds_seconds_total" in exposition()


def test_the_server_is_ready_while_its_workbook_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = tmp_path / "book.xlsx"
    monkeypatch.setenv("GCDASH_WORKBOOK", str(book))
    beginning = Beginning(lambda: None)
    beginning.begin()
    soon(lambda: beginning.over)
    assert ready(beginning).status_code == 503

    book.write_bytes(b"")

    assert ready(beginning).status_code == 200
