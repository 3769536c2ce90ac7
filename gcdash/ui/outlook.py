"""What falls due when: the timeline, the forward plan, and how fresh the reports on on-going work are."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from gcdash import captions, charts, palette, progress, sentences
from gcdash.ui.frame import View
from gcdash.ui.scene import Scene
from gcdash.ui.shown import Drawn, in_words, show_chart, show_title
from gcdash.ui.text import fitted, short
from gcdash.words import _

MONTHS_AHEAD = (3, 6, 12)


def show_timeline(view: View) -> None:
    """Dated actions along the time, with the day of the agreement and the as-of date."""
    if view.once(_dated).empty:
        show_title(_("No action in this view has a due date."), _("Due dates"))
        st.info(_("Dates that are read from the time scales, or set in the column Due date, stand here."))
        return
    title, figure = view.once(_timeline)
    show_title(title, _("Due dates"))
    show_chart(figure, lambda: view.once(_dates), "timeline", picks=("action",))


def _dated(scene: Scene) -> pd.DataFrame:
    return scene.actions[scene.actions["due_date"].notna()].sort_values("due_date")


def _timeline(scene: Scene) -> tuple[str, go.Figure]:
    dated = scene.once(_dated)
    drawn = charts.timeline_rows(dated, scene.as_of)
    figure = charts.timeline(dated, scene.book.settings.base_date, scene.as_of)
    return captions.due_dates(dated, scene.as_of, len(drawn)), figure


def _dates(scene: Scene) -> pd.DataFrame:
    dated = scene.once(_dated)
    return pd.DataFrame({
        _("ID"): dated["action_id"], _("Action"): [short(text) for text in dated["action"]],
        _("Due date"): dated["due_date"].map(sentences.day),
        _("Due date is"): dated["due_confidence"].map(_), _("Standing"): dated["standing"].map(palette.label),
    })  # fmt: skip


def show_forward(view: View) -> None:
    """What falls due and what must be reported in the months ahead, as bars and as rows."""
    title = st.container(gap="small")
    months = st.radio(_("Months ahead"), MONTHS_AHEAD, 1, key="months_ahead", bind="query-params", format_func=_months, horizontal=True)
    forward = view.once(_forward, int(months or 6))
    with title:
        show_title(forward.title, _("Forward plan"))
    if not forward.count:
        return
    show_chart(forward.figure, forward.table, "forward")
    _show_plan(forward.first)
    if forward.count > _PLAN_ROWS:
        st.caption(_("and {n} more, after these").format(n=forward.count - _PLAN_ROWS))


@dataclass(frozen=True, slots=True)
class _Forward(Drawn):
    """What is asked for in the months ahead: ``count`` things, and the first of them as rows."""

    count: int = 0
    first: pd.DataFrame = field(default_factory=pd.DataFrame)


def _forward(scene: Scene, months: int) -> _Forward:
    plan = progress.forward(scene.actions, scene.as_of, months)
    counts = plan.groupby(["month", "what"], as_index=False).size().rename(columns={"size": "actions"})
    title, first = captions.forward(plan, months), _plan_rows(plan.head(_PLAN_ROWS))
    return _Forward(title, charts.forward(counts), in_words(counts), count=len(plan), first=first)


def _plan_rows(plan: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        _("Day"): plan["day"].map(sentences.day), _("What"): plan["what"].map(_), _("ID"): plan["action_id"],
        _("Action"): [fitted(text, 390) for text in plan["action"]], _("Owners"): plan["owners_text"].replace("", _(progress.UNASSIGNED)),
    })  # fmt: skip


def _show_plan(rows: pd.DataFrame) -> None:
    widths = {_("Day"): 100, _("What"): 100, _("ID"): 60, _("Action"): 390, _("Owners"): 290}
    config = {name: st.column_config.TextColumn(name, width=width) for name, width in widths.items()}
    st.dataframe(
        rows, hide_index=True, key="forward_rows", row_height=68, column_config=config, alt=_("What is asked for in the months ahead")
    )


_PLAN_ROWS = 200


def _months(count: int) -> str:
    return _("{n} months").format(n=count)


def show_freshness(view: View) -> None:
    """On-going work is never overdue, but it goes quiet: months since the last report."""
    name = _("On-going work, by months since the last report")
    fresh = view.once(_freshness)
    if fresh is None:
        show_title(_("No on-going work is open in this view."), name)
        st.info(_("While there is some, this chart shows how long ago each was reported on."))
        return
    show_title(fresh.title, name)
    show_chart(fresh.figure, fresh.table, "freshness")


def _freshness(scene: Scene) -> Drawn | None:
    ages = progress.freshness(scene.actions, scene.as_of)
    if not int(ages["actions"].sum()):
        return None
    return Drawn(captions.freshness(scene.actions, ages), charts.freshness(ages), in_words(ages))


def show_completion(view: View) -> None:
    """Completed actions over time, once there are updates."""
    completion = view.once(_completion)
    if completion is None:
        show_title(_("Nothing has been reported by {day}.").format(day=sentences.day(view.as_of)), _("Completion over time"))
        st.info(_("Once updates are recorded, this chart shows how many actions were completed when."))
        return
    show_title(completion.title, _("Completion over time"))
    show_chart(completion.figure, completion.table, "completion")


def _completion(scene: Scene) -> Drawn | None:
    over_time = progress.completion(scene.completed(), scene.actions["action_id"])
    if over_time.empty or scene.actions.empty:
        return None
    table = over_time.assign(day=over_time["day"].map(sentences.day)).rename(
        columns={"day": _("Day"), "completed": _("Completed"), "actions": _("Actions")}
    )
    return Drawn(captions.completion(over_time), charts.completion(over_time), table)
