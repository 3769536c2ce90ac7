"""When a page looks at what is new, is it sure that what it drew last has arrived?"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from gcdash.ui import watching


def elsewhere(ask: Callable[[dict[str, Any]], bool], notes: dict[str, Any]) -> bool:
    """The answer in a thread of its own."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(ask, notes).result()


def drawn() -> dict[str, Any]:
    notes: dict[str, Any] = {}
    watching.end_to_draw(notes)
    return notes


def test_soon_after_in_another_thread_it_is_not_and_remembers_so_until_it_is_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = drawn()
    assert elsewhere(watching._lacks_its_end, notes)

    monkeypatch.setattr(watching, "_ON_ITS_WAY", 0.0)
    assert elsewhere(watching._lacks_its_end, notes), "a file was on its way: it had to wait"
    watching.begin_to_draw(notes)
    assert not elsewhere(watching._lacks_its_end, notes)


def test_in_the_thread_that_has_drawn_it_is() -> None:
    assert not watching._lacks_its_end(drawn())


def test_a_while_after_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or an open page would draw itself again and again."""
    monkeypatch.setattr(watching, "_ON_ITS_WAY", 0.0)

    assert not elsewhere(watching._lacks_its_end, drawn())


def test_before_anything_is_drawn_it_is() -> None:
    assert not elsewhere(watching._lacks_its_end, {})
