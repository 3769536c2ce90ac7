"""The sentence above each chart: what it shows, in words made from the same figures, so that a reader can check one by the other."""

from __future__ import annotations

from datetime import date

import pandas as pd

from gcdash.compare import Movement
from gcdash.progress import FALLS_DUE, NEVER, REPORT_DUE, UNASSIGNED
from gcdash.schema import Confidence, Kind, Standing
from gcdash.sentences import day, joined
from gcdash.words import _, n_

NAMED = 3
"""How many names a sentence holds; the rest are counted."""


def late_by_theme(counts: pd.DataFrame) -> str:
    """Where what is late stands: the worst themes by name, the others together; the numbers add up."""
    late, worst, rest = _late(counts)
    if not late:
        return n_("Nothing is late.", "Nothing is late in any of the {n} themes.", len(counts))
    named = [_("{late} of {all} in {theme}").format(late=n, all=total, theme=name or _("no theme")) for name, n, total in worst]
    others = len(counts) - len(worst)
    if others:
        named.append(n_("{late} in the other theme", "{late} in the other {n} themes", others, late=rest or _("none")))
    return _("{late}: {where}.").format(late=_late_in_words(late), where=joined(named))


def late_by_kind(counts: pd.DataFrame) -> str:
    """The same by kind of time scale."""
    late, worst, rest = _late(counts)
    if not late:
        return _("Nothing is late, whatever its time scale.")
    named = [_("{late} of {all} {kind}").format(late=n, all=total, kind=_(name)) for name, n, total in worst]
    others = len(counts) - len(worst)
    if others:
        left = int(counts["actions"].sum()) - sum(total for _name, _n, total in worst)
        named.append(n_("{late} of the other one", "{late} of the {n} others", left, late=rest or _("none")))
    return _("{late}: {where}.").format(late=_late_in_words(late), where=joined(named))


def _late(counts: pd.DataFrame) -> tuple[int, list[tuple[str, int, int]], int]:
    """How many are late in all, in the worst rows (name, late, of how many), and in the others together."""
    late = counts[Standing.OVERDUE] + counts[Standing.REPORT_OVERDUE]
    worst = counts.assign(late=late)[late > 0].sort_values("late", ascending=False, kind="stable").head(NAMED)
    named = [(str(name), int(n), int(total)) for name, n, total in zip(worst["name"], worst["late"], worst["actions"], strict=True)]
    return int(late.sum()), named, int(late.sum()) - sum(n for _name, n, _total in named)


def _late_in_words(late: int) -> str:
    return n_("1 action is overdue or late with its report", "{n} actions are overdue or late with their reports", late)


def largest_theme(counts: pd.DataFrame) -> str:
    """Which theme holds most, and how much of it is done."""
    first = counts.sort_values("actions", ascending=False, kind="stable").iloc[0]
    if len(counts) == 1:
        return n_(
            "The one theme, {theme}, holds {n} action; {done} completed.", "The one theme, {theme}, holds {n} actions; {done} completed.",
            int(first["actions"]), theme=first["name"] or _("no theme"), done=int(first[Standing.COMPLETED]) or _("none"),
        )  # fmt: skip
    words = _("The largest theme, {theme}, holds {n} of {all} actions; {done} of them completed.")
    done, everything = int(first[Standing.COMPLETED]) or _("none"), int(counts["actions"].sum())
    return words.format(theme=first["name"] or _("no theme"), n=int(first["actions"]), all=everything, done=done)


def busiest_owner(counts: pd.DataFrame) -> str:
    """Who is named most often, and how many owners have something late."""
    named = counts[counts["name"] != UNASSIGNED]
    if named.empty:
        return _("No owner is named.")
    most = int(named["actions"].max())
    first = list(named.loc[named["actions"] == most, "name"])
    late = int(((named[Standing.OVERDUE] + named[Standing.REPORT_OVERDUE]) > 0).sum())
    who = joined(first) if len(first) <= NAMED else n_("{name} and 1 other", "{name} and {n} others", len(first) - 1, name=first[0])
    return _("{who} most often, in {actions}; {late}.").format(
        who=n_("{who} is named", "{who} are named", len(first), who=who),
        actions=n_("1 action", "{n} actions", most) if len(first) == 1 else n_("1 action each", "{n} actions each", most),
        late=_late_owners(late, len(named)),
    )


def _late_owners(late: int, named: int) -> str:
    if not late:
        return _("none has anything late")
    if late == named:
        return n_("the one owner has something late", "all {n} owners have something late", late)
    return n_("1 of {all} owners has something late", "{n} of {all} owners have something late", late, all=named)


def coverage(actions: pd.DataFrame, silent: int) -> str:
    """How much of what parties are asked to report has been: an action counts once for each party that is asked. ``silent``: how many
    of these have reported on none of their own; what they say of others' actions, or what is said for all, is not asked of them.
    """
    asked, said = int(actions["expected"].sum()), int(actions["reported"].sum())
    if not asked:
        return _("No party is asked to report on these actions.")
    return _("Of {asked}, one from each party on each of its own actions, {come}; {silent}.").format(
        asked=n_("1 report that is asked for", "{n} reports that are asked for", asked),
        come=n_("1 has come in", "{n} have come in", said) if said else _("none has come in"),
        silent=n_("1 party has sent none of its own", "{n} parties have sent none of theirs", silent) if silent
        else _("every party has sent one or more"),
    )  # fmt: skip


def due_dates(dated: pd.DataFrame, as_of: date, drawn: int) -> str:
    """How many dates there are, passed and ahead, how many are to confirm, and how many are not drawn one by one."""
    unsure = dated["due_confidence"] == Confidence.TO_CONFIRM
    past = int((~unsure & (dated["due_date"] < pd.Timestamp(as_of))).sum())
    parts = [
        _("{n} before {day}").format(n=past or _("none"), day=day(as_of)),
        _("{n} on it or later").format(n=len(dated) - int(unsure.sum()) - past or _("none")),
    ]
    if unsure.any():
        parts.append(n_("1 still to confirm, which makes nothing due", "{n} still to confirm, which make nothing due", int(unsure.sum())))
    dates = n_("1 action has a due date", "{n} actions have a due date", len(dated))
    said = _("{actions}: {parts}.").format(actions=dates, parts=joined(parts))
    more = len(dated) - drawn
    if more <= 0:
        return said
    nearest = _("The nearest {drawn} are drawn; {more} in the table.")
    return f"{said} {nearest.format(drawn=drawn, more=n_('1 more stands', '{n} more stand', more))}"


def completion(over_time: pd.DataFrame) -> str:
    """How many were completed by the last day."""
    last = over_time.iloc[-1]
    return n_(
        "1 of {all} was completed by {day}.", "{n} of {all} were completed by {day}.", int(last["completed"]),
        all=n_("1 action", "{n} actions", int(last["actions"])), day=day(last["day"]),
    )  # fmt: skip


def moved(counts: pd.DataFrame) -> str:
    """How many actions have changed between two days, and what most of them did."""
    changed = counts[counts["kind"] != Movement.UNCHANGED]
    total, everything = int(changed["actions"].sum()), int(counts["actions"].sum())
    if not total:
        return n_("The 1 action has not changed.", "None of the {n} actions has changed.", everything)
    first = changed.sort_values("actions", ascending=False, kind="stable").iloc[0]
    return n_(
        "1 of {all} has changed: {most} {what}.", "{n} of {all} have changed; most often: {what} ({most}).", total,
        all=n_("1 action", "{n} actions", everything), what=_(str(first["kind"])), most=int(first["actions"]),
    )  # fmt: skip


def forward(plan: pd.DataFrame, months: int, late: int) -> str:
    """What is asked for in the months ahead, and what comes first; what is late already, ``late`` of them, is asked for besides."""
    said = _ahead(plan, months)
    return f"{said}; {n_('1 action is late already', '{n} actions are late already', late)}." if late else f"{said}."


def _ahead(plan: pd.DataFrame, months: int) -> str:
    if plan.empty:
        return _("In the next {months} months nothing falls due and no report is asked for").format(months=months)
    due, report = int((plan["what"] == FALLS_DUE).sum()), int((plan["what"] == REPORT_DUE).sum())
    falls = n_("1 action falls due", "{n} actions fall due", due) if due else _("no action falls due")
    asked = n_("1 report is asked for", "{n} reports are asked for", report) if report else _("no report is asked for")
    return _("In the next {months} months {due} and {report}, the first on {day} ({id})").format(
        months=months, due=falls, report=asked, day=day(plan["day"].iloc[0]), id=plan["action_id"].iloc[0]
    )


def freshness(actions: pd.DataFrame, ages: pd.DataFrame) -> str:
    """How much on-going work has never been reported on: the kinds counted as in the bars by kind, what is closed left out by number."""
    kinds = [(n, _(kind)) for kind in (Kind.ON_GOING, Kind.MIXED) if (n := int((actions["timescale_kind"] == kind).sum()))]
    never, still_open = int(ages.loc[ages["months"] == NEVER, "actions"].sum()), int(ages["actions"].sum())
    closed = sum(n for n, _kind in kinds) - still_open
    never_said = n_("1 has never been reported on", "{n} have never been reported on", never) if never else _("all have been reported on")
    of = joined([f"{n} {kind}" for n, kind in kinds])
    if not closed:
        return _("Of {kinds}, {never}.").format(kinds=n_("{kinds} action", "{kinds} actions", still_open, kinds=of), never=never_said)
    return _("Of {kinds}, {closed}; of the other {open}, {never}.").format(
        kinds=n_("{kinds} action", "{kinds} actions", still_open + closed, kinds=of),
        closed=n_("1 is closed or on hold", "{n} are closed or on hold", closed), open=still_open, never=never_said,
    )  # fmt: skip
