"""When a fold in the background begins: soon, and never so often that it is most of what the machine does."""

from __future__ import annotations

import pytest

from gcdash.store.folder import DEBOUNCE, LONGEST, rest


@pytest.mark.parametrize(
    ("took", "ago", "waits"),
    [(0.1, 60.0, DEBOUNCE), (2.0, 0.0, 2.0), (2.0, 1.0, 1.0), (2.0, 9.0, DEBOUNCE), (600.0, 0.0, LONGEST)],
    ids=["after a short one", "after a long one", "a while after a long one", "long after a long one", "after a very long one"],
)
def test_a_fold_waits_as_long_as_the_one_before_took_and_what_comes_after_a_pause_is_not_kept_waiting(
    took: float, ago: float, waits: float
) -> None:
    assert rest(took, ago) == waits
