"""Horizontal bars: where the actions stand, what comes up, how old the reports are."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from gcdash.charts.figure import BAR, EDGE, GAP, KEY, PAD, SPACE, Sketch, bar, hover, iso, lines, rows, wide
from gcdash.palette import ACCENT, INK, LOOKS, ORDER, WHITE, Look
from gcdash.progress import FALLS_DUE, REPORT_DUE
from gcdash.schema import Standing
from gcdash.sentences import month_words
from gcdash.words import _, n_

NARROW, WIDE = 22, 36  # characters on a line: of a short name, of a long one
MOST_BARS, MOST_SAID = 20, 8


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of all bars: its ``code`` for clicks, its ``word`` for readers, its look, and a count for each bar."""

    code: str
    word: str
    look: Look
    counts: list[int]


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: its name in the frame, the name that is shown, its middle in pixels from the top, and its total."""

    name: str
    shown: str
    middle: float
    total: int


def standing_bars(counts: pd.DataFrame, *, shares: bool = False) -> go.Figure:
    """Stacked bars of standings, one bar for each row, the first on top; beyond twenty the rest are added up in one last bar.

    ``counts``: ``name``, ``actions`` (the total), and a column of counts for each ``Standing``. With ``shares`` all bars are
    equally long; the counts in them stay counts. ``customdata``: ``[name, standing]``; the name is blank for the added-up rest.
    """
    drawn = _first_and_rest(counts)
    names = [str(name) for name in drawn["name"]]
    shown = [_(name) or _("no theme") for name in names]
    if len(drawn) < len(counts):
        shown[-1] = _more(len(counts) - MOST_BARS)
    series = [Series(str(standing), _(standing), LOOKS[standing], [int(n) for n in drawn[standing]]) for standing in ORDER]
    return _bars(names, shown, series, shares=shares)


def forward(plan: pd.DataFrame) -> go.Figure:
    """What falls due and what must be reported, a stacked bar for each month, the soonest on top.

    ``plan``: ``month`` (datetime64, its first day), ``what`` (``falls due`` or ``report due``), and ``actions`` (a count; each row is
    one action where there is no such column). ``customdata``: ``[month as 2009-11-01, what]``.
    """
    counts = plan.assign(actions=plan.get("actions", 1)).pivot_table("actions", "month", "what", "sum", fill_value=0)
    counts = counts.reindex(columns=[FALLS_DUE, REPORT_DUE], fill_value=0)
    looks = {FALLS_DUE: LOOKS[Standing.DUE_SOON], REPORT_DUE: LOOKS[Standing.REPORT_OVERDUE]}
    series = [Series(what, _(what), look, [int(n) for n in counts[what]]) for what, look in looks.items()]
    months = [pd.Timestamp(month) for month in counts.index]
    return _bars([iso(month) for month in months], [month_words(month) for month in months], series)


def freshness(months: pd.DataFrame) -> go.Figure:
    """How long ago the last report was: ``months`` (``0-3``, …, ``never reported``) and ``actions``; one plain bar for each row."""
    shown = [_("{n} months").format(n=_(name)) if name[:1].isdigit() else _(name) for name in map(str, months["months"])]
    return _plain_bars(months, "months", shown)


def movements(counts: pd.DataFrame) -> go.Figure:
    """What the actions did between two days: ``kind`` (a ``Movement``) and ``actions``; one plain bar for each row."""
    return _plain_bars(counts, "kind", [_(str(kind)) for kind in counts["kind"]])


def _plain_bars(counts: pd.DataFrame, column: str, shown: Sequence[str]) -> go.Figure:
    names = [str(name) for name in counts[column]]
    return _bars(names, shown, [Series("", _("actions"), Look(ACCENT, WHITE, "", ""), [int(n) for n in counts["actions"]])])


def one_by_one(counts: pd.DataFrame) -> pd.DataFrame:
    """The rows that have a bar of their own: the first twenty, or all where the others would be one or none."""
    return counts if len(counts) <= MOST_BARS + 1 else counts.iloc[:MOST_BARS]


def _first_and_rest(counts: pd.DataFrame) -> pd.DataFrame:
    """The rows that have a bar of their own, and one that adds up the others, if there are any."""
    own = one_by_one(counts)
    if len(own) == len(counts):
        return counts
    rest = counts.iloc[len(own) :].sum(numeric_only=True).to_dict() | {"name": ""}
    return pd.concat([own, pd.DataFrame([rest])], ignore_index=True)


def _bars(names: Sequence[str], shown: Sequence[str], series: Sequence[Series], *, shares: bool = False) -> go.Figure:
    """Bars, stacked where there are several series, the totals at their ends; ``names`` for clicks, ``shown`` to read."""
    labels = [lines(name, min(WIDE, max(NARROW, len(name) // 3 + 4))) for name in shown]
    middles, height = rows(labels)
    totals = [sum(counts) for counts in zip(*(one.counts for one in series), strict=True)]
    bars = [Row(*row) for row in zip(names, shown, middles, totals, strict=True)]
    drawn = [one for one in series if any(one.counts)]
    above = max(EDGE, math.ceil(10 + KEY * -(-len(drawn) // 2))) if len(series) > 1 else 0  # px: a legend, two to a line where it is narrow
    sketch = Sketch(height + above + GAP, _in_words(bars, series))
    for one in drawn:
        _mark_segments(sketch, one, bars, shares=shares)
    _mark_ends(sketch, bars, shares=shares)
    beside = math.ceil(max((wide(html.unescape(line)) for label in labels for line in label), default=0)) + PAD + 1
    sketch.set(showlegend=bool(above), margin={"t": above, "l": beside, "b": 0}, xaxis={"visible": False, "rangemode": "tozero"})
    sketch.set(yaxis={"range": [height + GAP, 0], "tickvals": middles, "ticktext": ["<br>".join(label) for label in labels]})
    return sketch.finished()


def _mark_segments(sketch: Sketch, one: Series, bars: Sequence[Row], *, shares: bool) -> None:
    """One colour of all bars; where its count is zero nothing is drawn. A series without code has its counts at the ends only."""
    some = [(row, count) for row, count in zip(bars, one.counts, strict=True) if count]
    sketch.mark(
        "bar",
        orientation="h",
        y=[row.middle for row, _count in some],
        x=[count / row.total if shares else count for row, count in some],
        width=BAR,
        customdata=[[row.name, one.code] for row, _count in some],
        text=[str(count) for _row, count in some] if one.code else None,
        hovertext=[hover(row.shown, count, one.word, row.total) for row, count in some] if one.code else None,
        **bar(one.look, one.word),
    )


def _mark_ends(sketch: Sketch, bars: Sequence[Row], *, shares: bool) -> None:
    """The total at the end of each bar."""
    sketch.mark(
        "scatter",
        x=[1 if shares and row.total else row.total for row in bars],
        y=[row.middle for row in bars],
        mode="text",
        text=[f"{SPACE}<b>{row.total}</b>" for row in bars],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
        selected={"textfont": {"color": INK}},
        unselected={"textfont": {"color": INK}},
    )


def _in_words(bars: Sequence[Row], series: Sequence[Series]) -> str:
    """``Bars: Capacity Building 1 (1 on course); …``: the first few, and how many more there are."""
    said = []
    for at, row in enumerate(bars[:MOST_SAID]):
        parts = [f"{one.counts[at]} {one.word.lower()}" for one in series if one.code and one.counts[at]]
        said.append(f"{row.shown} {row.total}" + (f" ({', '.join(parts)})" if parts else ""))
    if len(bars) > MOST_SAID:
        said.append(_more(len(bars) - MOST_SAID))
    return _("Bars: {rows}.").format(rows="; ".join(said)) if said else _("Nothing to show.")


def _more(count: int) -> str:
    return n_("and {n} more", "and {n} more", count)
