"""What many tests start from: a copy of the shipped workbook. ``books.make_book`` makes small ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# How long one example takes says more about the machine than about the law.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def real_book(tmp_path: Path) -> Path:
    """A copy of the shipped workbook, to read and to write."""
    return Path(shutil.copy(ROOT / "data" / "actions.xlsx", tmp_path / "actions.xlsx"))
