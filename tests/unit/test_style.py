"""What charts show of the page's colour is the page's colour."""

from __future__ import annotations

import tomllib
from pathlib import Path

from gcdash.web.style import GROUND

SETTINGS = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"


def test_the_ground_of_charts_is_that_of_the_page_in_light_and_dark() -> None:
    theme = tomllib.loads(SETTINGS.read_text("utf-8"))["theme"]

    assert (theme["light"]["backgroundColor"], theme["dark"]["backgroundColor"]) == GROUND
