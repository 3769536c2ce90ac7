"""What all figures share: sizes, the empty figure, how a bar looks, and text that Plotly shows as it is."""

from __future__ import annotations

import html
import itertools
import textwrap
import zlib
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from gcdash.palette import INK, MUTED, PAPER, Look
from gcdash.words import _, straight

SMALL, TEXT = 14, 16  # px: legible from the back of a meeting room
LINE, BAR, GAP, EDGE = 20, 30, 14, 44  # px: a line of text, a bar's thickness, the space between rows, room for a legend or a total
PAD = 8  # px between a bar and its name
KEY = 21.5  # px: a line of a legend
HOVER = 60  # characters on a line
SPACE = "\N{NO-BREAK SPACE}"

FONT = '"Source Sans", sans-serif'
"""What Streamlit brings along and pages are written in; the report has its own."""


class Figure(go.Figure):  # type: ignore[misc]  # Plotly ships no types; a part of our own beside each figure would be copied by Streamlit
    """A figure that keeps its values from the first time that somebody asks for them: it is finished then, and nobody changes them."""

    def to_dict(self) -> dict[str, Any]:
        """The values, not copied as Plotly does it each time that a page shows the figure, and without its template, which is blank."""
        if not hasattr(self, "_values"):
            self._values: dict[str, Any] = super().to_dict()
            del self._values["layout"]["template"]
        return self._values


def alt(figure: go.Figure) -> str:
    """One sentence that says what ``figure`` shows, for those who do not see it."""
    return str(figure.to_dict()["layout"]["meta"][0])


class Sketch:
    """A figure as it is put together, ``height`` pixels high and without marks at first; ``words`` is what ``alt`` says.

    Plotly's own check of what it is made of takes five times as long as all the rest. Tests have each kind of figure checked instead.
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
        """The figure. Streamlit hands it to Plotly a second time, with what it says of clicks and with the theme put on once more.

        Two parts keep Plotly from drawing all of it again then: where marks can be clicked, what Streamlit would say of that stands there
        already; and ``datarevision``, a number that stands for all that is drawn, says that it is still the same.
        """
        layout = {**self._layout, "annotations": self._annotations}
        if any("customdata" in trace for trace in self._traces):
            layout["clickmode"] = "event+select"
        return Figure(
            data=self._traces, layout={**layout, "datarevision": zlib.crc32(repr((self._traces, layout)).encode())}, _validate=False
        )


def _layout(height: float, words: str) -> dict[str, object]:
    """The blank template keeps a figure small (Plotly's own weighs more than the bars); the page's theme fills in the fonts."""
    axis = {"fixedrange": True, "showgrid": False, "zeroline": False, "tickfont": {"size": TEXT, "color": INK}, "automargin": True}
    return {
        "template": {},
        "meta": [words],
        "height": height,
        "margin": {"t": EDGE, "b": GAP, "l": 0, "r": EDGE, "pad": PAD},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": TEXT, "color": INK},
        "hoverlabel": {"font": {"size": TEXT, "color": INK}, "align": "left", "bgcolor": PAPER, "bordercolor": MUTED},
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


def wide(line: str) -> float:
    """About how many pixels a line of ``TEXT`` takes in ``FONT``; of letters that are not known, what a wide one takes."""
    return sum(_WIDE.get(letter, 10.7) for letter in line)


_WIDTHS = {
    3.3: " ", 4.1: "',.:;|Iijl", 5: "!()-[]f{}", 5.6: "/rt", 6.9: '"*?sz', 7.6: "Ycvxy", 8: "#$+0123456789<=>FJe~_", 8.3: "LXVagk",
    8.9: "AEKSTZ`bdhnopqu", 9.4: "BCPR", 10: "&DGK", 10.7: "HNOQU", 11.7: "Mw", 13.6: "%@Wm",
}  # fmt: skip
"""Pixels at 16, of letters that are alike: as the font has them, rounded up."""
_WIDE = {letter: pixels for pixels, letters in _WIDTHS.items() for letter in letters}


def hover(name: str, count: int, word: str, total: int) -> str:
    sentence = _("{name}: {n} {standing} of {total}").format(name=name, n=count, standing=word.lower(), total=total)
    return "<br>".join(lines(sentence, HOVER))


def lines(text: str, width: int) -> list[str]:
    """``text`` on lines of at most ``width`` characters, nothing cut, each safe to show: Plotly reads HTML and TeX."""
    return [html.escape(line, quote=False).replace("$", "&#36;") for line in textwrap.wrap(straight(text), width)] or [""]


def iso(when: pd.Timestamp) -> str:
    return f"{when:%Y-%m-%d}"
