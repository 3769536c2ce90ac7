"""The palette holds what the look promises: seen, told apart, and readable, on paper and by every eye."""

from __future__ import annotations

import gettext
import itertools
import re
import tomllib
from contextvars import copy_context
from pathlib import Path

import numpy as np
import pytest

from gcdash import words
from gcdash.palette import ACCENT, LOOKS, ORDER, Look, label
from gcdash.schema import Standing, Status

THEME = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
BACKGROUNDS = [THEME[mode][key] for mode in ("light", "dark") for key in ("backgroundColor", "secondaryBackgroundColor")]

# Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation of color vision deficiency",
# severity 1.0; to be applied to linear RGB.
EYES = {
    "full colour": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}
APART = 15.0
"""CIE 1976 Delta E: 2.3 is the least difference that an eye notices side by side, and legends need several times that."""

# The characters up to U+27BF that Unicode's emoji-data.txt lists as Emoji: a font may draw them as coloured pictures.
EMOJI = re.compile(
    "[#*0-9©®‼⁉™ℹ↔-↙↩↪⌚⌛⌨⏏⏩-⏳⏸-⏺Ⓜ▪▫▶◀◻-◾☀-☄☎☑☔☕☘☝☠☢☣☦☪☮☯☸-☺♀♂♈-♓♟♠♣♥♦♨♻♾♿⚒-⚗⚙⚛⚜⚠⚡⚧⚪⚫⚰⚱⚽⚾⛄⛅⛈⛎⛏⛑⛓⛔⛩⛪"
    "⛰-⛵⛷-⛺⛽✂✅✈-✍✏✒✔✖✝✡✨✳✴❄❇❌❎❓-❕❗❣❤➕-➗➡➰➿]"
)


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2.2."""
    light, dark = sorted((float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, eye: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of ``colour`` as ``eye`` sees it."""
    to_xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
    xyz = to_xyz @ np.clip(eye @ linear(colour), 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def closest(words_shown: list[str], eye: np.ndarray) -> tuple[float, str, str]:
    return min(
        (float(np.linalg.norm(lab(LOOKS[a].colour, eye) - lab(LOOKS[b].colour, eye))), a, b)
        for a, b in itertools.combinations(words_shown, 2)
    )


@pytest.mark.parametrize("word", LOOKS)
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_every_colour_stands_out_from_light_and_dark_pages(word: str, background: str) -> None:
    assert contrast(LOOKS[word].colour, background) >= 3


@pytest.mark.parametrize("word", LOOKS)
def test_a_count_can_be_read_on_its_bar(word: str) -> None:
    assert contrast(LOOKS[word].ink, LOOKS[word].colour) >= 4.5


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("kind", [Standing, Status])
def test_any_two_colours_are_told_apart_by_every_eye(kind: type[Standing | Status], eye: str) -> None:
    distance, one, other = closest([str(word) for word in kind], EYES[eye])

    assert distance >= APART, f"{one} and {other} are {distance:.1f} apart"


def test_every_standing_and_status_has_a_look_and_the_order_names_each_standing_once() -> None:
    assert set(LOOKS) == {*Standing, *Status}
    assert sorted(ORDER) == sorted(Standing)


def test_symbols_differ_and_none_can_turn_into_an_emoji() -> None:
    symbols = [look.symbol for look in LOOKS.values()]

    assert len(set(symbols)) == len(symbols)
    assert not EMOJI.search("".join(symbols))
    assert all(len(symbol) == 1 for symbol in symbols)


@pytest.mark.parametrize("kind", [Standing, Status])
def test_patterns_differ_within_a_chart(kind: type[Standing | Status]) -> None:
    patterns = [LOOKS[word].pattern for word in kind]

    assert len(set(patterns)) == len(patterns)


def test_the_theme_shows_the_palette_in_its_order() -> None:
    chart_colours = THEME["chartCategoricalColors"]

    assert chart_colours[: len(ORDER)] == [LOOKS[standing].colour for standing in ORDER]
    assert len(chart_colours) >= 10
    assert THEME["primaryColor"] == ACCENT


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_accent_and_the_text_are_legible_in_both_themes(mode: str) -> None:
    colours = THEME[mode]

    assert contrast("#ffffff", ACCENT) >= 4.5
    for background in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
        assert contrast(ACCENT, background) >= 3
        assert contrast(colours["linkColor"], background) >= 4.5
        assert contrast(colours["textColor"], background) >= 12


def test_a_label_is_the_symbol_and_the_word() -> None:
    assert label(Standing.OVERDUE) == "● Overdue"
    assert label("No report yet") == "◌ No report yet"


def test_a_label_speaks_the_language_in_use() -> None:
    class French(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return {"Overdue": "En retard"}.get(message, message)

    def shown() -> str:
        words.use(French())
        return label(Standing.OVERDUE)

    assert copy_context().run(shown) == "● En retard"


def test_a_look_cannot_be_changed_by_who_uses_it() -> None:
    with pytest.raises(AttributeError):
        LOOKS["Overdue"].colour = "#000000"
    assert isinstance(LOOKS["Overdue"], Look)
