"""What many tests start from: a copy of the shipped workbook. ``books.make_book`` makes small ones.

Some tests repeat one thing many times: a few dozen at each change, a thousand at night (``--nightly``).
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from overheard import Ear

# How long one example takes says more about the machine than about the law.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightly", action="store_true", help="repeat as often as the figures in docs/safety.md say")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--nightly"):
        for item in items:
            item.add_marker(pytest.mark.timeout(7200))


@pytest.fixture
def size(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How often: ``size(50, 1000)`` is the first at each change and the second at night."""
    return lambda small, nightly: nightly if request.config.getoption("--nightly") else small


@pytest.fixture
def real_book(tmp_path: Path) -> Path:
    """A copy of the shipped workbook, to read and to write."""
    return Path(shutil.copy(ROOT / "data" / "actions.xlsx", tmp_path / "actions.xlsx"))


@pytest.fixture(autouse=True)
def overheard() -> Iterator[None]:
    """What the program says in its log while a test runs: no e-mail address, and none of the words that tests type or write."""
    ear, ours = Ear(), logging.getLogger("gcdash")
    before = ours.level
    ours.setLevel(logging.INFO)
    logging.getLogger().addHandler(ear)
    yield
    logging.getLogger().removeHandler(ear)
    ours.setLevel(before)
    assert ear.told == []
