"""What falls due when: the timeline, the forward plan, and how fresh the reports on on-going work are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from gcdash import charts, progress, sentences
from gcdash.exports.actions import as_table
from gcdash.ui.frame import View
from gcdash.ui.shown import in_words, show_chart
from gcdash.ui.text import plain
from gcdash.words import _, n_

MONTHS_AHEAD = (3, 6, 12)


def show_timeline(view: View) -> None:
    """Dated actions along the time, with the day of the agreement and the as-of date."""
    dated = view.actions[view.actions["due_date"].notna()].sort_values("due_date")
    st.subheader(_("Due dates"), anchor=False)
    if dated.empty:
        st.info(_("No action in this view has a due date. Dates read from the time scales or set in Due date stand here."))
        return
    unsure = int((dated["due_confidence"] == "to confirm").sum())
    said = n_("1 action has a date", "{n} actions have a date", len(dated))
    st.caption(said + (_("; {n} of them is still to confirm and never counts as due.").format(n=unsure) if unsure else "."))
    table = as_table(dated)[["action_id", "action", "timescale", "due_date", "due_confidence", "standing"]]
    show_chart(charts.timeline(dated, view.book.settings.base_date, view.as_of), table, "timeline", picks=("action",))


def show_forward(view: View) -> None:
    """What falls due and what must be reported in the months ahead, as bars and as rows."""
    st.subheader(_("Forward plan"), anchor=False)
    months = st.radio(_("Months ahead"), MONTHS_AHEAD, 1, key="months_ahead", bind="query-params", format_func=_months, horizontal=True)
    plan = progress.forward(view.actions, view.as_of, int(months or 6))
    due, report = int((plan["what"] == progress.FALLS_DUE).sum()), int((plan["what"] == progress.REPORT_DUE).sum())
    falls, asked = n_("1 action falls due", "{n} actions fall due", due), n_("1 report is asked for", "{n} reports are asked for", report)
    st.markdown(plain(_("In the next {months} months {due} and {report}.").format(months=months, due=falls, report=asked)))
    if plan.empty:
        return
    counts = plan.groupby(["month", "what"], as_index=False).size().rename(columns={"size": "actions"})
    show_chart(charts.forward(counts), in_words(counts), "forward")
    rows = pd.DataFrame({
        _("Day"): plan["day"].map(sentences.day), _("What"): plan["what"].map(_), _("ID"): plan["action_id"],
        _("Action"): plan["action"], _("Owners"): plan["owners_text"],
    })  # fmt: skip
    st.dataframe(rows.head(200), hide_index=True, key="forward_rows", row_height=52, alt=_("What is asked for in the months ahead"))


def _months(count: int) -> str:
    return _("{n} months").format(n=count)


def show_freshness(view: View) -> None:
    """On-going work is never overdue, but it goes quiet: months since the last report."""
    ages = progress.freshness(view.actions, view.as_of)
    total, never = int(ages["actions"].sum()), int(ages.loc[ages["months"] == progress.NEVER, "actions"].sum())
    st.subheader(_("On-going work, by months since the last report"), anchor=False)
    if not total:
        st.info(_("No open on-going action in this view. Once there are some, this chart shows how long ago each was reported on."))
        return
    st.markdown(plain(_("Of {all}, {never} never been reported on.").format(
        all=n_("1 on-going action", "{n} on-going actions", total), never=n_("1 has", "{n} have", never))))  # fmt: skip
    show_chart(charts.freshness(ages), in_words(ages), "freshness")


def show_completion(view: View) -> None:
    """Completed actions over time, once there are updates."""
    over_time = view.completion()
    st.subheader(_("Completion over time"), anchor=False)
    if over_time.empty:
        st.caption(_("Once updates are recorded, this chart shows how many actions were completed when."))
        return
    done, everything = int(over_time["completed"].iloc[-1]), int(over_time["actions"].iloc[-1])
    st.markdown(
        plain(_("{done} of {all} actions were completed by {day}.").format(done=done, all=everything, day=sentences.day(view.as_of)))
    )
    table = over_time.assign(day=over_time["day"].map(sentences.day)).rename(
        columns={"day": _("Day"), "completed": _("Completed"), "actions": _("Actions")}
    )
    show_chart(charts.completion(over_time), table, "completion")
