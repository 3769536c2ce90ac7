"""While much is made that stays nobody looks for garbage, and afterwards somebody does, whatever happened."""

from __future__ import annotations

import gc

import pytest

from gcdash.garbage import uncollected


def test_garbage_is_collected_again_also_after_an_error() -> None:
    @uncollected()
    def failing() -> None:
        raise LookupError(gc.isenabled())

    with pytest.raises(LookupError, match="False"):
        failing()

    assert gc.isenabled()


def test_one_within_another_leaves_it_to_the_outer_one() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()

    assert gc.isenabled()
