"""Two books served by one process never show each other's rows, even while their versions are the same word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from books import make_book
from gcdash.filters import Filters
from gcdash.ui import frame

DAY = date(2009, 12, 1)
SAME = "the same version"


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    return {
        name: str(make_book(tmp_path / f"{name}.xlsx", actions=[{"action_id": name, "action": "Do it", "timescale": "3 months"}]))
        for name in ("North", "South")
    }


def test_two_books_of_one_version_keep_their_rows_apart(places: dict[str, str]) -> None:
    for name, where in places.items():
        scene = frame._scene(where, SAME, DAY, Filters())
        assert list(scene.everything["action_id"]) == [name]
        assert list(frame._book(where, SAME).actions["action_id"]) == [name]
        assert list(scene.completed().index) == [name]


def test_two_books_of_one_version_keep_their_problems_apart(places: dict[str, str], tmp_path: Path) -> None:
    faulty = make_book(tmp_path / "faulty.xlsx", actions=[{"action_id": "A01", "action": "Do it", "due_date_set": "soon"}])

    assert frame._problems(places["North"], SAME, DAY) == ()
    assert len(frame._problems(str(faulty), SAME, DAY)) == 1
