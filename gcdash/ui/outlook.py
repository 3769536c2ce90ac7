"""What falls due when: the timeline, the forward plan, and how fresh the reports on on-going work are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from gcdash import captions, charts, palette, progress, sentences
from gcdash.ui.frame import View
from gcdash.ui.shown import in_words, show_chart, show_title
from gcdash.ui.text import fitted, short
from gcdash.words import _

MONTHS_AHEAD = (3, 6, 12)


def show_timeline(view: View) -> None:
    """Dated actions along the time, with the day of the agreement and the as-of date."""
    dated = view.actions[view.actions["due_date"].notna()].sort_values("due_date")
    if dated.empty:
        show_title(_("No action in this view has a due date."), _("Due dates"))
        st.info(_("Dates that are read from the time scales, or set in the column Due date, stand here."))
        return
    drawn = charts.timeline_rows(dated, view.as_of)
    show_title(captions.due_dates(dated, view.as_of, len(drawn)), _("Due dates"))
    show_chart(charts.timeline(dated, view.book.settings.base_date, view.as_of), lambda: _dates(dated), "timeline", picks=("action",))


def _dates(dated: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({
        _("ID"): dated["action_id"], _("Action"): [short(text) for text in dated["action"]],
        _("Due date"): dated["due_date"].map(sentences.day),
        _("Due date: how sure"): dated["due_confidence"].map(_), _("Standing"): dated["standing"].map(palette.label),
    })  # fmt: skip


def show_forward(view: View) -> None:
    """What falls due and what must be reported in the months ahead, as bars and as rows."""
    title = st.container(gap="small")
    months = st.radio(_("Months ahead"), MONTHS_AHEAD, 1, key="months_ahead", bind="query-params", format_func=_months, horizontal=True)
    plan = progress.forward(view.actions, view.as_of, int(months or 6))
    with title:
        show_title(captions.forward(plan, int(months or 6), int((view.actions["days_late"] > 0).sum())), _("Forward plan"))
    if plan.empty:
        return
    counts = plan.groupby(["month", "what"], as_index=False).size().rename(columns={"size": "actions"})
    show_chart(charts.forward(counts), in_words(counts), "forward")
    _show_plan(plan.head(_PLAN_ROWS))
    if len(plan) > _PLAN_ROWS:
        st.caption(_("and {n} more, after these").format(n=len(plan) - _PLAN_ROWS))


def _show_plan(plan: pd.DataFrame) -> None:
    rows = pd.DataFrame({
        _("Day"): plan["day"].map(sentences.day), _("What"): plan["what"].map(_), _("ID"): plan["action_id"],
        _("Action"): [fitted(text, 390) for text in plan["action"]], _("Owners"): plan["owners_text"].replace("", _(progress.UNASSIGNED)),
    })  # fmt: skip
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
    ages = progress.freshness(view.actions, view.as_of)
    name = _("On-going work, by months since the last report")
    if not int(ages["actions"].sum()):
        show_title(_("No on-going work is open in this view."), name)
        st.info(_("While there is some, this chart shows how long ago each was reported on."))
        return
    show_title(captions.freshness(view.actions, ages), name)
    show_chart(charts.freshness(ages), in_words(ages), "freshness")


def show_completion(view: View) -> None:
    """Completed actions over time, once there are updates."""
    over_time = view.completion()
    if over_time.empty or view.actions.empty:
        show_title(_("Nothing has been reported by {day}.").format(day=sentences.day(view.as_of)), _("Completion over time"))
        st.info(_("Once updates are recorded, this chart shows how many actions were completed when."))
        return
    show_title(captions.completion(over_time), _("Completion over time"))
    table = over_time.assign(day=over_time["day"].map(sentences.day)).rename(
        columns={"day": _("Day"), "completed": _("Completed"), "actions": _("Actions")}
    )
    show_chart(charts.completion(over_time), table, "completion")
