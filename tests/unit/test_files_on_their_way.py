"""A file that was made for a browser is fetched before the page runs again by itself."""

from __future__ import annotations

from typing import Any

import pytest

from gcdash.ui.failures import is_on_its_way, on_its_way


def test_the_page_waits_while_a_file_is_made_and_for_a_while_until_it_is_fetched() -> None:
    notes: dict[str, Any] = {}
    assert not is_on_its_way(notes)

    with on_its_way(notes):
        assert is_on_its_way(notes)

    assert is_on_its_way(notes)


def test_a_file_that_cannot_be_made_keeps_the_page_from_nothing() -> None:
    notes: dict[str, Any] = {}

    with pytest.raises(ValueError, match="no file"), on_its_way(notes):
        raise ValueError("no file")

    assert not is_on_its_way(notes)
