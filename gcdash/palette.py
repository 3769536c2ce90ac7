"""How each standing and each status looks: colour, ink, symbol and pattern, in one fixed order. Data only.

One colour serves light and dark pages alike: against the theme's backgrounds, light and dark, each has a contrast of 3:1 or
more, and each pair of standings stays apart for readers who see no red, no green or no blue. Colour never speaks alone: the
symbol (a plain text character, never an emoji) goes with the word, the pattern survives a black-and-white print.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gcdash.schema import Standing, Status
from gcdash.words import _


@dataclass(frozen=True, slots=True)
class Look:
    """``colour`` of a bar or symbol, ``ink`` of the text upon it, ``symbol`` beside the word, Plotly ``pattern`` shape ("" is plain)."""

    colour: str
    ink: str
    symbol: str
    pattern: str


BLACK, WHITE = "#000000", "#ffffff"

INK, PAPER = "#14181d", "#fefefe"
"""Text and page in charts. Pages show them as the theme has it, light or dark, and so does the report; elsewhere they are what they say."""

ACCENT = "#2f6fc4"
"""The one accent: buttons, links on white, and bars that show no standing. White text on it reads at 4.5:1."""

MUTED = "#7c8c98"
"""What stands back: a line or bar that others are compared with."""

ORDER = (
    Standing.COMPLETED,
    Standing.OVERDUE,
    Standing.DUE_SOON,
    Standing.REPORT_OVERDUE,
    Standing.ON_COURSE,
    Standing.ON_HOLD,
    Standing.CANCELLED,
)
"""The order of the standings in every bar, legend, row of figures and table: what is done, what needs attention, the rest."""

LOOKS: dict[str, Look] = {
    Standing.COMPLETED: Look("#409454", BLACK, "✓", "/"),
    Standing.OVERDUE: Look("#d03834", WHITE, "●", "x"),
    Standing.DUE_SOON: Look("#c86400", BLACK, "▲", "\\"),
    Standing.REPORT_OVERDUE: Look("#9c60ac", BLACK, "◆", "."),
    Standing.ON_COURSE: Look("#5088ec", BLACK, "○", ""),
    Standing.ON_HOLD: Look(MUTED, BLACK, "‖", "|"),
    Standing.CANCELLED: Look("#706c60", WHITE, "✕", "-"),
    Status.NO_REPORT: Look("#a448b4", WHITE, "◌", "."),
    Status.NOT_STARTED: Look("#c87800", BLACK, "□", "\\"),
    Status.IN_PROGRESS: Look("#5088ec", BLACK, "►", ""),
    Status.DATED_PART_DONE: Look("#784cf4", WHITE, "◧", "x"),
    Status.NOTHING_TO_REPORT: Look("#8c6420", WHITE, "▬", "+"),
}
"""By word. A word that is both a standing and a status (Completed, On hold, Cancelled) looks the same as either."""


def label(word: str) -> str:
    """The symbol and the translated word of a standing or status: ``● Overdue``."""
    return f"{LOOKS[word].symbol} {_(word)}"


def marked(word: str, said: str) -> str:
    """The symbol of a standing or status, and what is said of it in place of its word alone: ``● Overdue by 88 days``."""
    return f"{LOOKS[word].symbol} {said[0].upper()}{said[1:]}"


def told(counts: Mapping[str, int]) -> tuple[Standing, ...]:
    """The standings that a view's figures name, in the fixed order: the rare ones only where there are some."""
    rare = {Standing.ON_HOLD, Standing.CANCELLED}
    return tuple(standing for standing in ORDER if counts[standing] or standing not in rare)
