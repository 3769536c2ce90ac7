"""What pages show of a view: the answer, the figures, a chart with its table behind it, what needs attention."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from gcdash import charts, palette, progress, sentences
from gcdash.filters import named
from gcdash.schema import Standing
from gcdash.ui import address, controls
from gcdash.ui.frame import View
from gcdash.ui.rows import SCREENFUL, link_to_action, nothing, one_page, open_action
from gcdash.ui.scene import Scene
from gcdash.ui.text import plain, short, straightened
from gcdash.words import _, n_

ATTENTION_SHOWN = 6
_CHART = {"displayModeBar": False, "scrollZoom": False}


def show_answer(sentence: str) -> None:
    """The answer to the page's question, in the first line under it."""
    st.markdown(f"**{plain(sentence)}**", width="stretch")


def show_title(sentence: str, name: str) -> None:
    """What a chart shows, as a sentence made from its data, and under it what the chart is of."""
    st.subheader(plain(sentence), anchor=False)
    st.caption(name)


def how_many(view: View) -> str:
    """How many of the actions pass the filters, in words."""
    shown, everything = view.count, len(view.scene.everything)
    if not everything:
        return _("No action is shown.")
    if shown == everything:
        return n_("There is 1 action.", "All {n} actions are shown.", everything)
    return n_("{shown} of 1 action passes the filters.", "{shown} of {n} actions pass the filters.", everything, shown=shown)


_IN_A_ROW = 7
"""So many figures fit beside each other at 1366 pixels; more of them stand in two rows that are alike."""


def show_figures(view: View) -> None:
    """How many actions stand where, and of how many nobody has reported. A standing filters the page, and takes the filter away again."""
    counts = view.once(_figures)
    standings = palette.told((view.scene.unfiltered or view.scene).once(_figures))  # the same tiles, whatever is filtered
    tiles = 2 + len(standings)
    with st.grid(tiles if tiles <= _IN_A_ROW else -(-tiles // 2), min_column_width=112, gap="xsmall"):
        _figure(_("actions"), counts["actions"], "all")
        for standing in standings:
            _figure(palette.label(standing), counts[standing], str(standing))
        with st.container(border=True, height="stretch", key="figure_no_report"):
            st.markdown(_tile(f":small[:gray[{_('no report')}]]", counts["no_report"]))


def _figures(scene: Scene) -> dict[str, int]:
    return progress.figures(scene.actions)


def _figure(words: str, count: int, code: str) -> None:
    chosen = address.chosen("standing") == [code]
    call, args = (controls.clear, ()) if code == "all" else (_pick_standing, (code,))
    st.button(
        _tile(words, count),
        key=f"pick_{code}",
        type="primary" if chosen else "secondary",
        on_click=call,
        args=args,
        wrap=True,
        width="stretch",
    )


def _tile(words: str, count: int) -> str:
    """One part for a number and its word: each further one costs the server and the browser as much again."""
    return f"**{count}** {words}"


def _pick_standing(code: str) -> None:
    controls.toggle(standing=code)


Table = pd.DataFrame | Callable[[], pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart that is drawn once for all: the sentence above it, the figure, the table behind it, and its marks by name, in Markdown."""

    title: str
    figure: go.Figure
    table: pd.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)


def show_chart(figure: go.Figure, table: Table, key: str, picks: Sequence[str] = (), names: Mapping[str, str] | None = None) -> None:
    """A chart, or the ``table`` behind it, a hundred rows at a time; one that takes long is made when it is asked for.

    ``picks``: which filters a click on a mark sets, in the order of the mark's ``customdata``.
    ``names``: what the first of them can be and how it is shown; a menu beside the chart does with a keyboard what a click does.
    """
    if _ask_how(key, picks[0] if picks else "", names or {}):
        table = one_page(table() if callable(table) else table, f"{key}_table")
        st.dataframe(
            straightened(table),
            hide_index=True,
            height="content" if len(table) < SCREENFUL else "auto",
            key=f"{key}_table",
            alt=charts.alt(figure),
        )
        return
    look: Any = {"key": key, "config": _CHART, "alt": charts.alt(figure), "theme": None}  # with the theme in it, it would be drawn twice
    if picks:
        st.plotly_chart(figure, on_select=_picker(key, tuple(picks)), selection_mode="points", **look)
    else:
        st.plotly_chart(figure, **look)


_CHART_OR_TABLE = "\0"
"""What no cell of a workbook can hold."""


def _ask_how(key: str, choice: str, names: Mapping[str, str]) -> bool:
    """Whether the table is shown in place of the chart: a button, or a menu of that and the names. Boxes take a browser thrice as long."""
    as_table = f"{key}_as_table"
    shown = bool(st.session_state.get(as_table))
    words = {_CHART_OR_TABLE: _("Show as chart") if shown else _("Show as table")}

    def take() -> None:
        picked = st.session_state[f"{key}_how"] if names else _CHART_OR_TABLE
        if picked == _CHART_OR_TABLE:
            st.session_state[as_table] = not shown
        elif picked is not None:
            controls.toggle(**{choice: picked})

    if not names:
        st.button(words[_CHART_OR_TABLE], key=f"{key}_how", on_click=take, type="tertiary", icon=_ICONS[shown])
        return shown
    chosen = address.chosen(choice)
    for name, said in names.items():
        words[name] = _("Show all again") if chosen == [name] else _("Only {name}").format(name=said)
    st.menu_button(_("Show …"), list(words), key=f"{key}_how", on_click=take, format_func=words.__getitem__, type="tertiary")
    return shown


_ICONS = {False: ":material/table:", True: ":material/bar_chart:"}


def _picker(key: str, picks: tuple[str, ...]) -> Callable[[], None]:
    def pick() -> None:
        points = st.session_state[key]["selection"]["points"]
        codes = points[0].get("customdata", ()) if points else ()
        values = {name: code for name, code in zip(picks, codes, strict=False) if code}
        if "action" in values:
            open_action(values["action"])
        elif values:
            controls.toggle(**values)

    return pick


Say = Callable[[pd.DataFrame], str]


def show_counts(view: View, dimension: str, key: str, say: Say, *, shares: bool = False) -> None:
    """Standings counted by theme, owner or time scale, as bars under a sentence; a click on a bar filters the page by it."""
    name = {"theme": _("Standing by theme"), "owner": _("Standing by owner"), "timescale": _("Standing by kind of time scale")}[dimension]
    counted = view.once(_counted, dimension, say, shares)
    if counted is None:
        show_title(_("There is nothing to count."), name)
        st.info(nothing(view))
        return
    pick = {"theme": "theme", "owner": "owner", "timescale": "kind"}[dimension]
    show_title(counted.title, name)
    show_chart(counted.figure, counted.table, key, picks=(pick, "standing"), names=counted.names)


def _counted(scene: Scene, dimension: str, say: Say, shares: bool) -> Drawn | None:  # noqa: FBT001 -- a scene's makers take values in order
    counts = progress.by(scene.actions, dimension, progress.order(scene.book, dimension))
    if counts.empty:
        return None
    bars = charts.one_by_one(counts)
    names = {name: plain(f"{named(name)} ({n})") for name, n in zip(bars["name"], bars["actions"], strict=True)}
    return Drawn(say(counts), charts.standing_bars(counts, shares=shares), in_words(counts), names)


def in_words(counts: pd.DataFrame) -> pd.DataFrame:
    """A table of counts with its headings in this session's language, symbols beside the standings."""
    names = {"name": _("Name"), "actions": _("Actions"), "month": _("Month"), "what": _("What"), "months": _("Months"), "kind": _("What")}
    names |= {str(standing): palette.label(standing) for standing in Standing}
    ordered = [c for c in counts.columns if c not in set(map(str, Standing))] + [str(s) for s in palette.ORDER if str(s) in counts.columns]
    return counts[ordered].rename(columns=names)


def show_attention(view: View) -> None:
    """What needs attention, worst first: the action, how late, whose, and whether anybody has reported."""
    urgent = view.once(_urgent)
    st.subheader(_("Needs attention, worst first"), anchor=False)
    if not view.count:
        st.info(_("What is overdue, due soon or late with a report would be listed here, once there are actions to show."))
        return
    if not urgent.count:
        st.success(_("Nothing is overdue, due soon or late with a report."), icon=":material/check_circle:")
        return
    with st.container(gap=None, key="attention"):
        for action_id, head, words in urgent.first:
            link_to_action(action_id, head)
            st.markdown(words)
    if urgent.count > ATTENTION_SHOWN:
        st.caption(_("and {n} more, in the table below").format(n=urgent.count - ATTENTION_SHOWN))


@dataclass(frozen=True, slots=True)
class _Urgent:
    """How many actions need attention, and the first of them: ID, and in Markdown how late, and what and whose."""

    count: int
    first: Sequence[tuple[str, str, str]]


def _urgent(scene: Scene) -> _Urgent:
    first = progress.attention(scene.actions, ATTENTION_SHOWN)
    count = sum(scene.once(_figures)[standing] for standing in progress.ATTENTION)
    return _Urgent(count, [_in_short(action, scene.as_of) for _at, action in first.iterrows()])


def _in_short(action: pd.Series, as_of: date) -> tuple[str, str, str]:
    head = f"{palette.LOOKS[action['standing']].symbol} {action['action_id']} · {sentences.urgency(action, as_of)}"
    whose = f"{sentences.who(action)} · {sentences.reported(action)}"
    return str(action["action_id"]), plain(head), f"{plain(short(action['action']))}  \n:small[:gray[{plain(whose)}]]"
