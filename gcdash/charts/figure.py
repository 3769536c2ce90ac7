"""What all figures share: sizes, the empty figure, how a bar looks, and text that Plotly shows as it is."""

from __future__ import annotations

import html
import itertools
import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from gcdash.palette import Look
from gcdash.words import _, straight

SMALL, TEXT = 14, 16  # px: legible from the back of a meeting room
LINE, BAR, GAP, EDGE = 20, 30, 14, 44  # px: a line of text, a bar's thickness, the space between rows, room for a legend or a total
KEY = 24  # px: a line of a legend
HOVER = 60  # characters on a line
SPACE = "\N{NO-BREAK SPACE}"

INK, PAPER = "#000037", "#000038"
"""Text and page. In its pages Streamlit puts the theme's own colours, light or dark, in the place of these two; elsewhere they are
what they say, nearly black. Streamlit's usual colour for text in charts is a grey too faint to read."""


class Figure(go.Figure):  # type: ignore[misc]  # Plotly ships no types; a part of our own beside each figure would be copied by Streamlit
    """A figure that keeps its values from the first time that somebody asks for them: it is finished then, and nobody changes them."""

    def to_dict(self) -> dict[str, Any]:
        """The values, not copied as Plotly does it each time that a page shows the figure."""
        if not hasattr(self, "_values"):
            self._values: dict[str, Any] = super().to_dict()
        return self._values


def alt(figure: go.Figure) -> str:
    """One sentence that says what ``figure`` shows, for those who do not see it."""
    return str(figure.layout.meta["alt"])


class Sketch:
    """A figure as it is put together, ``height`` pixels high and without marks at first; ``words`` is what ``alt`` says.

    Plotly checks a figure once, when it is finished: checked at each step, it took three times as long.
    """

    def __init__(self, height: float, words: str) -> None:
        self._traces: list[dict[str, object]] = []
        self._annotations: list[dict[str, object]] = []
        self._layout = _layout(height, words)

    def mark(self, kind: str, **look: object) -> None:
        """Marks of one kind, ``bar`` or ``scatter``: what Plotly calls a trace."""
        self._traces.append({"type": kind, **look})

    def name(self, **look: object) -> None:
        """Words at a place in the figure: what Plotly calls an annotation."""
        self._annotations.append({"showarrow": False, **look})

    def set(self, **parts: object) -> None:
        """Parts of the layout; what else was said of them stays."""
        for name, part in parts.items():
            before = self._layout.get(name)
            self._layout[name] = {**before, **part} if isinstance(before, dict) and isinstance(part, dict) else part

    def finished(self) -> Figure:
        return Figure(data=self._traces, layout={**self._layout, "annotations": self._annotations})


def _layout(height: float, words: str) -> dict[str, object]:
    """The blank template keeps a figure small (Plotly's own weighs more than the bars); the page's theme fills in the fonts."""
    axis = {"fixedrange": True, "showgrid": False, "zeroline": False, "tickfont": {"size": TEXT, "color": INK}, "automargin": True}
    return {
        "template": {},
        "meta": {"alt": words},
        "height": height,
        "margin": {"t": EDGE, "b": GAP, "l": 0, "r": EDGE},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": TEXT, "color": INK},
        "hoverlabel": {"font": {"size": TEXT, "color": INK}, "align": "left"},
        "legend": _LEGEND,
        "xaxis": axis,
        "yaxis": axis,
        "barmode": "stack",
        "uniformtext": {"minsize": SMALL, "mode": "hide"},
        "dragmode": False,
    }


_LEGEND = {
    "orientation": "h",
    "x": 0,
    "xref": "container",
    "y": 1,
    "yref": "container",
    "yanchor": "top",
    "maxheight": 1000,  # pixels: on a phone it takes its place from the bars and does not scroll
    "traceorder": "normal",
    "font": {"size": SMALL, "color": INK},
    "itemclick": False,
    "itemdoubleclick": False,
}


def bar(look: Look, word: str) -> dict[str, object]:
    """How a bar of one colour looks. Its text has a halo of the bar's colour, so that it reads on the pattern."""
    pattern = {"shape": look.pattern, "fgcolor": look.ink, "fgopacity": 0.25, "fillmode": "overlay", "size": 8, "solidity": 0.15}
    return {
        "name": f"{look.symbol} {word}",
        "marker": {"color": look.colour, "line": {"color": PAPER, "width": 1}, "pattern": pattern if look.pattern else None},
        "textfont": {"size": TEXT, "color": look.ink, "shadow": ", ".join([f"0 0 3px {look.colour}"] * 3)},
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "hoverinfo": "text",
        # A click filters, it does not fade the rest. Plotly reads both of these once one of them is there.
        "selected": {"marker": {"opacity": 1}, "textfont": {"color": look.ink}},
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": look.ink}},
    }


def rows(labels: Sequence[Sequence[str]]) -> tuple[list[float], float]:
    """The middle of each row and the height of all, in pixels: a row is as high as the lines of its label need."""
    heights = [max(BAR, LINE * len(lines)) + GAP for lines in labels]
    middles = [end - height / 2 for end, height in zip(itertools.accumulate(heights), heights, strict=True)]
    return middles, sum(heights) or BAR


def hover(name: str, count: int, word: str, total: int) -> str:
    sentence = _("{name}: {n} {standing} of {total}").format(name=name, n=count, standing=word.lower(), total=total)
    return "<br>".join(lines(sentence, HOVER))


def lines(text: str, width: int) -> list[str]:
    """``text`` on lines of at most ``width`` characters, nothing cut, each safe to show: Plotly reads HTML and TeX."""
    return [html.escape(line, quote=False).replace("$", "&#36;") for line in textwrap.wrap(straight(text), width)] or [""]


def iso(when: pd.Timestamp) -> str:
    return f"{when:%Y-%m-%d}"
