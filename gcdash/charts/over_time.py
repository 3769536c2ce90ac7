"""Figures along a time axis: what was completed when, and what is due when."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from gcdash.charts.figure import EDGE, HOVER, LINE, SMALL, SPACE, Sketch, bar, hover, iso, lines, rows
from gcdash.palette import LOOKS, MUTED, ORDER
from gcdash.schema import Confidence, Standing
from gcdash.sentences import day, joined, month_words
from gcdash.words import _, n_

HEIGHT, SYMBOL, BAND, CLEAR = 240, 24, 24, 5  # px
NAME = 28  # characters of a meeting's name
LABEL = 46  # characters of an action's first words: one line of a telephone
MOST_ROWS, MOST_DATES, MOST_TICKS = 12, 40, 4
TO_CONFIRM = "?"
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 12000)
BAR_TIME = 29 * 24 * 3600 * 1000  # ms: a month's bar is 29 days wide


def completion(over_time: pd.DataFrame, meetings: pd.DataFrame | None = None) -> go.Figure:
    """Completed actions beside all actions as steps over time, each line named at its end, and an upright line on the day of each meeting.

    ``over_time``: ``day`` (datetime64), ``actions``, ``completed``, in the order of days. ``meetings``: ``date``, ``meeting``; the days
    beyond the steps are left out, and the latest few are named.
    """
    if over_time.empty:
        return Sketch(HEIGHT, _("Nothing to show.")).finished()
    days, everything, done = list(over_time["day"]), *([int(n) for n in over_time[name]] for name in ("actions", "completed"))
    words = _("Completed over time: {n} of {all} on {day}.").format(n=done[-1], all=everything[-1], day=day(days[-1]))
    sketch = Sketch(HEIGHT, words)
    green, tick = LOOKS[Standing.COMPLETED].colour, LOOKS[Standing.COMPLETED].symbol
    below = "top" if done[-1] > 0.8 * everything[-1] else "bottom"  # its name stays clear of the other line
    _mark_steps(sketch, dict(zip(days, everything, strict=True)), lambda n: n_("1 action", "{n} actions", n), (MUTED, "bottom"))
    _mark_steps(sketch, dict(zip(days, done, strict=True)), lambda n: f"{tick} {_('{n} completed').format(n=n)}", (green, below))
    beyond = iso(days[-1] + (days[-1] - days[0]) / 100 + pd.Timedelta(days=1))
    sketch.set(xaxis=_months(days[0], days[-1]) | {"range": [iso(days[0]), beyond]}, margin={"t": EDGE, "b": EDGE, "r": 0})
    most = max(*everything, 1)
    if meetings is not None:
        held = meetings[meetings["date"].between(days[0], days[-1])].sort_values("date", kind="stable")
        _mark_meetings(sketch, held, most, days[0] + (days[-1] - days[0]) / 2)
    sketch.set(yaxis={"range": [-most / 40, most * 1.02], "visible": False})
    return sketch.finished()


def _mark_meetings(sketch: Sketch, held: pd.DataFrame, most: int, middle: pd.Timestamp) -> None:
    """A dotted line for each meeting; the latest few are named below the top, each on a line of its own, and all where one points."""
    days, names = [pd.Timestamp(when) for when in held["date"]], [str(name) for name in held["meeting"]]
    for when in days:
        _mark_day(sketch, when, [(0, most)])
    sketch.mark(
        "scatter", x=[iso(when) for when in days], y=[0] * len(days), mode="markers",
        marker={"size": SYMBOL // 2, "color": MUTED, "symbol": "diamond"},
        hovertext=["<br>".join([day(when), *lines(name, HOVER)]) for when, name in zip(days, names, strict=True)], hoverinfo="text",
        showlegend=False, cliponaxis=False,
    )  # fmt: skip
    for place, (when, name) in enumerate(list(zip(days, names, strict=True))[-MOST_TICKS:]):
        side = "left" if when <= middle else "right"
        _put_name(sketch, when, lines(textwrap.shorten(name, NAME, placeholder=" …"), HOVER)[0], (side, -LINE * (place + 1)))


def timeline(actions: pd.DataFrame, base_date: date | None, as_of: date) -> go.Figure:
    """The dated actions of ``timeline_rows`` at their due dates, the earliest on top; more than forty dates are counted by month instead.

    ``actions``: ``action_id``, ``action``, ``due_date`` (datetime64), ``due_confidence``, ``standing``. Upright lines mark the day of
    the agreement, where there is one, and the as-of date; they leave out the lines of words. ``customdata``: ``[action_id, standing]``,
    or ``[month, standing]``.
    """
    dated = timeline_rows(actions, as_of)
    if dated.empty:
        return Sketch(HEIGHT, _("Nothing to show.")).finished()
    marks = [(pd.Timestamp(when), text) for when, text in ((base_date, _("agreed {day}")), (as_of, _("as of {day}"))) if when]
    days = [*dated["due_date"], *(when for when, _text in marks)]
    first, last = min(days), max(days)
    middle, margin = first + (last - first) / 2, max((last - first) / 20, pd.Timedelta(days=3))
    sketch = _by_month(dated, [when for when, _text in marks]) if len(dated) > MOST_ROWS else _by_action(dated, marks)
    for place, (when, text) in enumerate(marks):
        _put_name(sketch, when, text.format(day=day(when)), ("left" if when <= middle else "right", -place * LINE))
    sketch.set(xaxis=_months(first, last) | {"range": [iso(first - margin), iso(last + margin)]})
    return sketch.finished()


def timeline_rows(actions: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The actions that a timeline shows, by due date: the dozen nearest to the as-of date, or all where so many can only be counted."""
    dated = actions[actions["due_date"].notna()].sort_values(["due_date", "action_id"], kind="stable")
    if len(dated) > MOST_DATES:
        return dated
    away = (dated["due_date"] - pd.Timestamp(as_of)).abs()
    return dated[dated.index.isin(away.nsmallest(MOST_ROWS).index)]


def _mark_steps(sketch: Sketch, counts: dict[pd.Timestamp, int], words: Callable[[int], str], look: tuple[str, str]) -> None:
    """A line of steps, named at its end by ``words`` for its last count. ``look``: its colour, and how its name is anchored."""
    colour, anchor = look
    days = [iso(when) for when in counts]
    sketch.mark(
        "scatter",
        x=days,
        y=list(counts.values()),
        mode="lines",
        line={"shape": "hv", "width": 4, "color": colour},
        hovertext=[f"{day(when)}: {words(n)}" for when, n in counts.items()],
        hoverinfo="text",
        showlegend=False,
        cliponaxis=False,
    )
    last = list(counts.values())[-1]
    sketch.name(x=days[-1], y=last, text=words(last) + SPACE, xanchor="right", yanchor=anchor)


def _by_action(dated: pd.DataFrame, marks: Sequence[tuple[pd.Timestamp, str]]) -> Sketch:
    """Three lines for each action: its ID, date and standing; its first words; and its symbol at the due date."""
    ids, texts, dues, standings = (list(dated[name]) for name in ("action_id", "action", "due_date", "standing"))
    sure = [confidence != Confidence.TO_CONFIRM for confidence in dated["due_confidence"]]
    looks = [
        (LOOKS[standing].symbol, LOOKS[standing].colour) if it else (TO_CONFIRM, MUTED)
        for standing, it in zip(standings, sure, strict=True)
    ]
    labels = [_label(*row, sure=certain) for *row, certain in zip(ids, texts, dues, standings, sure, strict=True)]
    middles, height = rows([[*label, ""] for label in labels])
    tops = [middle - LINE * (len(label) + 1) / 2 for middle, label in zip(middles, labels, strict=True)]
    below = [top + LINE * len(label) + CLEAR for top, label in zip(tops, labels, strict=True)]
    sketch = Sketch(2 * LINE + height + EDGE, _in_words(dated))
    for place, (when, _text) in enumerate(marks):
        _mark_day(sketch, when, [(LINE * (place - 2), tops[0] - 2), *zip(below, [*(top - 2 for top in tops[1:]), height], strict=True)])
    sketch.mark(
        "scatter",
        x=[iso(due) for due in dues],
        y=[y + BAND / 2 for y in below],
        mode="text",
        text=[symbol for symbol, _colour in looks],
        textfont={"size": SYMBOL, "color": [colour for _symbol, colour in looks]},
        customdata=[list(pair) for pair in zip(ids, standings, strict=True)],
        hovertext=["<br>".join(lines(f"{action_id} {text}", HOVER)) for action_id, text in zip(ids, texts, strict=True)],
        hoverinfo="text",
        showlegend=False,
        cliponaxis=False,
    )
    for top, label in zip(tops, labels, strict=True):
        sketch.name(x=0, xref="paper", xanchor="left", y=top, yanchor="top", align="left", text="<br>".join(label))
    sketch.set(yaxis={"range": [height, -2 * LINE], "visible": False}, margin={"t": 0, "r": 0, "b": EDGE})
    return sketch


def _label(action_id: str, text: str, due: pd.Timestamp, standing: str, *, sure: bool) -> list[str]:
    """Two lines: what is due when and how it stands, and its first words. A date that nobody has confirmed has no part in the standing."""
    when = f"{day(due)} · {_(standing).lower()}" if sure else _("{day}, to confirm").format(day=day(due))
    first = lines(f"{action_id} · {when}", HOVER)[0]
    return [f"<b>{first}</b>", *lines(textwrap.shorten(text, LABEL, placeholder=" …"), HOVER)[:1]]


def _mark_day(sketch: Sketch, when: pd.Timestamp, pieces: Sequence[tuple[float, float]]) -> None:
    """An upright dotted line at one day, in pieces from and to, so that it crosses no words."""
    heights = [y for piece in pieces for y in (*piece, None)]
    sketch.mark(
        "scatter", x=[iso(when)] * len(heights), y=heights, mode="lines", line={"color": MUTED, "width": 1.5, "dash": "dot"},
        hoverinfo="skip", showlegend=False, cliponaxis=False,
    )  # fmt: skip


def _by_month(dated: pd.DataFrame, marks: Sequence[pd.Timestamp]) -> Sketch:
    """One upright stacked bar for each month, in the middle of the month."""
    months = dated["due_date"].dt.to_period("M").dt.to_timestamp()
    totals = months.value_counts()
    sketch = Sketch(2 * HEIGHT, _in_words(dated))
    for standing in ORDER:
        some = months[dated["standing"] == standing].value_counts().sort_index()
        _mark_months(sketch, standing, {pd.Timestamp(month): int(n) for month, n in zip(some.index, some, strict=True)}, totals)
    for when in marks:
        _mark_day(sketch, when, [(0, int(totals.max()) * 1.25)])
    sketch.set(yaxis={"range": [0, int(totals.max()) * 1.25], "visible": False})
    return sketch


def _mark_months(sketch: Sketch, standing: str, counts: dict[pd.Timestamp, int], totals: pd.Series[int]) -> None:
    if counts:
        sketch.mark(
            "bar",
            x=[iso(month + pd.Timedelta(days=14)) for month in counts],
            y=list(counts.values()),
            width=BAR_TIME,
            text=[str(n) for n in counts.values()],
            customdata=[[iso(month), standing] for month in counts],
            hovertext=[hover(month_words(month), n, _(standing), int(totals[month])) for month, n in counts.items()],
            **bar(LOOKS[standing], _(standing)),
        )


def _put_name(sketch: Sketch, when: pd.Timestamp, words: str, place: tuple[str, int]) -> None:
    """Words beside the upper end of the line at one day. ``place``: on which side, and how many pixels from the top."""
    anchor, shift = place
    sketch.name(x=iso(when), xanchor=anchor, y=1, yref="paper", yanchor="top", yshift=shift, text=words, font={"size": SMALL})


def _months(first: pd.Timestamp, last: pd.Timestamp) -> dict[str, object]:
    """A time axis on which a few months are named, the same ones at any width."""
    months: Sequence[pd.Timestamp] = list(pd.date_range(first, last, freq="MS", normalize=True)) or [first]
    step = next(step for step in MONTH_STEPS if len(months) <= MOST_TICKS * step)
    named = [month for month in months if (month.year * 12 + month.month - 1) % step == 0] or months[:1]
    words = [month_words(month) for month in named]
    return {"type": "date", "tickangle": 0, "tickvals": [iso(month) for month in named], "ticktext": words}


def _in_words(dated: pd.DataFrame) -> str:
    counts = dated["standing"].value_counts()
    return _("Timeline of {dates} from {first} to {last}: {standings}.").format(
        dates=n_("1 due date", "{n} due dates", len(dated)),
        first=day(dated["due_date"].iloc[0]),
        last=day(dated["due_date"].iloc[-1]),
        standings=joined([f"{counts[one]} {_(one).lower()}" for one in ORDER if one in counts]),
    )
