"""What falls due when: the timeline, the forward plan, and how fresh the reports on on-going work are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from gcdash import captions, charts, palette, progress, sentences
from gcdash.exports import forward_plan
from gcdash.filters import named
from gcdash.ui import address
from gcdash.ui.controls import show_unknown
from gcdash.ui.files import Table, offer_table
from gcdash.ui.frame import View
from gcdash.ui.rows import PAGE_ROWS, first_of_page
from gcdash.ui.scene import Scene, packed
from gcdash.ui.shown import Drawn, in_words, show_chart, show_title
from gcdash.ui.text import fitted, plain, short
from gcdash.words import _, n_

MONTHS, MONTH = "months_ahead", "month"


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
        _("Due date: how sure"): dated["due_confidence"].map(_), _("Standing"): dated["standing"].map(palette.label),
    })  # fmt: skip


def show_forward(view: View) -> None:
    """What falls due and what must be reported in the months ahead, as bars and as rows."""
    title = st.container(gap="small")
    months = ask_months()
    forward = view.once(_forward, months)
    with title:
        show_title(forward.title, _("Forward plan"))
    if not forward.count:
        return
    month = _picked_month(forward.names)
    show_chart(forward.figure, forward.table, "forward", picks=(MONTH,), names=forward.names)
    asked = view.once(_asked, months, month)
    if month:
        st.caption(_("Only {month}; a click on its bar shows all months again.").format(month=forward.names[month]))
    by_owner, day_by_day = st.tabs([_("By month and owner"), _("Day by day")], key="plan_as", on_change="rerun")
    if by_owner.open:
        with by_owner:
            st.table(view.once(_by_owner, months, month, first_of_page(asked.owners, "plan_by_owner")))
    if day_by_day.open:
        with day_by_day:
            _show_plan(view.once(_day_by_day, months, month, first_of_page(asked.count, "plan_by_day")))
    _offer_plan(view, months)


def _picked_month(names: Mapping[str, str]) -> str:
    """The month that a click has chosen, as in ``names``; blank for all."""
    said = address.recall(MONTH)
    address.choose(MONTH, [month for month in said if month in names])
    address.write(MONTH)
    return next(iter(address.chosen(MONTH)), "")


@dataclass(frozen=True, slots=True)
class _Forward(Drawn):
    """What is asked for in the months ahead, in bars: ``count`` things."""

    count: int = 0


def _forward(scene: Scene, months: int) -> _Forward:
    plan = scene.once(_planned, months)
    counts = plan.groupby(["month", "what"], as_index=False).size().rename(columns={"size": "actions"})
    names = {f"{month:%Y-%m-%d}": sentences.month_words(month) for month in sorted(plan["month"].unique())}
    late = int((scene.actions["days_late"] > 0).sum())
    return _Forward(captions.forward(plan, months, late), charts.forward(counts), in_words(counts), names, count=len(plan))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for, in all the months ahead or in one: ``count`` things, and ``owners`` rows by month and owner."""

    count: int
    owners: int


def _asked(scene: Scene, months: int, month: str) -> _Asked:
    return _Asked(len(scene.once(_planned_in, months, month)), len(scene.once(_ahead, months, month)))


def _ahead(scene: Scene, months: int, month: str) -> pd.DataFrame:
    return progress.by_month_and_owner(scene.once(_planned_in, months, month), progress.order(scene.book, "owner"))


def _planned_in(scene: Scene, months: int, month: str) -> pd.DataFrame:
    plan = scene.once(_planned, months)
    return plan[plan["month"] == month] if month else plan


def _planned(scene: Scene, months: int) -> pd.DataFrame:
    return progress.forward(scene.actions, scene.as_of, months, scene.book.settings.report_every_months)


def ask_months() -> int:
    """How many months the forward plan looks ahead; kept in the address."""
    said = address.recall(MONTHS, [str(count) for count in progress.MONTHS_AHEAD])
    show_unknown(MONTHS)
    months = int(said[0]) if said else progress.MONTHS_AHEAD[1]
    key = address.in_step(MONTHS, months)
    st.radio(_("Months ahead"), progress.MONTHS_AHEAD, key=key, on_change=_take_months, format_func=_months, horizontal=True)
    address.write(MONTHS)
    return months


def _take_months() -> None:
    address.choose(MONTHS, [str(st.session_state[address.widget_key(MONTHS)])])


def _by_owner(scene: Scene, months: int, month: str, first: int) -> pd.DataFrame:
    """A table of words, which also prints well; an action with several owners stands with each of them."""
    shown = scene.once(_ahead, months, month).iloc[first : first + PAGE_ROWS]
    return pd.DataFrame({
        _("Month"): shown["month"].map(sentences.month_words), _("Owner"): [plain(_(owner)) for owner in shown["owner"]],
        _("Falls due"): shown[progress.FALLS_DUE].map(_some), _("Report due"): shown[progress.REPORT_DUE].map(_some),
    }).set_index(_("Month"))  # fmt: skip


def _some(ids: str) -> str:
    """The first of the actions that one owner is asked about in a month; the plan to take away has them all."""
    named = ids.split(", ")
    more = len(named) - _NAMED
    return plain(", ".join(named[:_NAMED]) + (" " + n_("and {n} more", "and {n} more", more) if more > 0 else ""))


_NAMED = 20


def _offer_plan(view: View, months: int) -> None:
    """The plan to print and to work on, made when asked for."""
    plan = view.once(_planned, months)
    table = Table(
        lambda: forward_plan.as_table(plan, progress.order(view.book, "owner")), 2 * len(plan), forward_plan.COLUMNS,
        _("Forward plan"), "plan", "-forward-plan", months,
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        offer_table(view, table, _("Download the plan (Excel)"), _("Download the plan (CSV)"))
        st.caption(_("A row for each owner of each thing asked, ready to print; slides and report hold the plan too."))


def _day_by_day(scene: Scene, months: int, month: str, first: int) -> pa.Table:
    plan = scene.once(_planned_in, months, month).iloc[first : first + PAGE_ROWS]
    return packed(pd.DataFrame({
        _("Day"): plan["day"].map(sentences.day), _("What"): plan["what"].map(_), _("ID"): plan["action_id"],
        _("Action"): [fitted(text, 390) for text in plan["action"]], _("Owners"): plan["owners_text"].replace("", _(progress.UNASSIGNED)),
    }))  # fmt: skip


def _show_plan(rows: pa.Table) -> None:
    widths = {_("Day"): 100, _("What"): 100, _("ID"): 60, _("Action"): 390, _("Owners"): 290}
    config = {name: st.column_config.TextColumn(name, width=width) for name, width in widths.items()}
    st.dataframe(
        rows,
        hide_index=True,
        key="forward_rows",
        row_height=68,
        column_config=config,
        alt=_("What is asked for in the months ahead"),
    )


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
    show_chart(fresh.figure, fresh.table, "freshness", picks=("silence",), names=fresh.names)


def _freshness(scene: Scene) -> Drawn | None:
    ages = progress.freshness(scene.actions, scene.as_of)
    if not int(ages["actions"].sum()):
        return None
    names = {name: f"{named(name)} ({n})" for name, n in zip(ages["months"], ages["actions"], strict=True) if n}
    return Drawn(captions.freshness(scene.actions, ages), charts.freshness(ages), in_words(ages), names)


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
    return Drawn(captions.completion(over_time), charts.completion(over_time, scene.book.meetings), table)
