"""What is no longer needed is swept away, and not each time that somebody asks."""

from __future__ import annotations

import pytest

from gcdash.web import sweeping


@pytest.mark.parametrize(("seconds", "swept"), [(3600.0, 0), (0.0, 3)])
def test_it_is_swept_when_a_while_has_gone_by_and_no_sooner(monkeypatch: pytest.MonkeyPatch, seconds: float, swept: int) -> None:
    monkeypatch.setattr(sweeping, "WHILE", seconds)
    done: list[None] = []
    sweep = sweeping.NowAndThen(lambda: done.append(None))

    for _time in range(3):
        sweep()

    assert len(done) == swept
