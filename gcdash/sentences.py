"""The sentences that answer a page's question, made from its figures. Numbers in them add up to what the page shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pandas as pd

from gcdash.compare import Movement
from gcdash.progress import UNASSIGNED, figures
from gcdash.schema import Confidence, Standing, Status
from gcdash.words import N_, _, n_

MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


def day(value: date | pd.Timestamp | None) -> str:
    """A day as it is shown on screen: 29 Nov 2009. Blank for none. Not by the system's locale, so it is the same everywhere."""
    if value is None or pd.isna(value):
        return ""
    return f"{value.day} {_(MONTHS[value.month - 1])} {value.year}"


def moment(value: datetime) -> str:
    """A moment, in UTC, as it is shown: 29 Nov 2009, 14:05 UTC."""
    return _("{day}, {time} UTC").format(day=day(value.date()), time=f"{value:%H:%M}")


def size(count: int) -> str:
    """How large a file of so many bytes is."""
    return _("{n} kB").format(n=f"{count / 1000:,.0f}")


def month_words(value: pd.Timestamp) -> str:
    """A month as it is shown: Nov 2009."""
    return f"{_(MONTHS[value.month - 1])} {value.year}"


A_YEAR = 365.2425
"""Days: the mean year of the Gregorian calendar."""


def days(count: int) -> str:
    """A length of time as a person says it: in days up to two years, then in whole years."""
    if count < 2 * A_YEAR:
        return n_("1 day", "{n} days", count)
    return n_("more than 1 year", "more than {n} years", int(count / A_YEAR))


def joined(parts: list[str]) -> str:
    """Parts of a sentence as one list in words."""
    some, last = ", ".join(parts[:-1]), "".join(parts[-1:])
    return _("{some} and {last}").format(some=some, last=last) if some else last


def overview(actions: pd.DataFrame, due_soon_days: int) -> str:
    """Where do we stand? Every action is counted once, so the numbers add up to the first."""
    counts = figures(actions)
    total = counts["actions"]
    if not total:
        return _("No action is shown.")
    words: dict[Standing, Callable[[int], str]] = {
        Standing.COMPLETED: lambda n: n_("1 is completed", "{n} are completed", n),
        Standing.OVERDUE: lambda n: n_("1 is overdue", "{n} are overdue", n),
        Standing.DUE_SOON: lambda n: n_("1 falls due within {days} days", "{n} fall due within {days} days", n, days=due_soon_days),
        Standing.REPORT_OVERDUE: lambda n: n_("1 has a late report", "{n} have a late report", n),
        Standing.ON_COURSE: lambda n: n_("1 is on course", "{n} are on course", n),
        Standing.ON_HOLD: lambda n: n_("1 is on hold", "{n} are on hold", n),
        Standing.CANCELLED: lambda n: n_("1 is cancelled", "{n} are cancelled", n),
    }
    said = [word(counts[standing]) for standing, word in words.items() if counts[standing]]
    return _("Of {actions}, {list}; {reported}.").format(
        actions=n_("1 action", "{n} actions", total), list=joined(said), reported=_reported(counts["no_report"], total)
    )


def _reported(without: int, total: int) -> str:
    if without == total:
        return _("nobody has reported yet")
    if without:
        return n_("1 has no report yet", "{n} have no report yet", without)
    return _("all have been reported on")


def since(moves: pd.DataFrame, start: date, end: date) -> str:
    """What has moved? Every action that there is on the last day is counted once, so the numbers add up to the first."""
    counts = moves["kind"].value_counts()
    words: dict[Movement, Callable[[int], str]] = {
        Movement.COMPLETED: lambda n: n_("1 was completed", "{n} were completed", n),
        Movement.NEWLY_OVERDUE: lambda n: n_("1 became overdue", "{n} became overdue", n),
        Movement.GONE_QUIET: lambda n: n_("1 went quiet", "{n} went quiet", n),
        Movement.MOVED: lambda n: n_("1 moved", "{n} moved", n),
        Movement.NEW: lambda n: n_("1 is new", "{n} are new", n),
        Movement.UNCHANGED: lambda n: n_("1 is unchanged", "{n} are unchanged", n),
    }
    said = [word(int(counts[kind])) for kind, word in words.items() if counts.get(kind)]
    if not said:
        return _("No action is shown.")
    return _("From {start} to {end}, of {actions}, {list}.").format(
        start=day(start), end=day(end), actions=n_("1 action", "{n} actions", len(moves)), list=joined(said)
    )


def themes(counts: pd.DataFrame) -> str:
    """Which themes move, which are stuck?"""
    if counts.empty:
        return _("No theme is shown.")
    moved = counts[counts[Standing.COMPLETED] > 0]
    late = counts[(counts[Standing.OVERDUE] + counts[Standing.REPORT_OVERDUE]) > 0]
    worst = late.assign(late=late[Standing.OVERDUE] + late[Standing.REPORT_OVERDUE]).sort_values("late", ascending=False, kind="stable")
    first = n_("1 of {all} themes has a completed action", "{n} of {all} themes have a completed action", len(moved), all=len(counts))
    if moved.empty:
        first = _("No theme has a completed action yet")
    if worst.empty:
        return _("{first}; in none is anything late.").format(first=first)
    if len(worst) == 1:
        only = _("only {theme} has something late ({late} of {actions})")
        return _("{first}; {second}.").format(
            first=first, second=only.format(theme=worst.iloc[0]["name"], late=worst.iloc[0]["late"], actions=worst.iloc[0]["actions"])
        )
    second = _("{n} have something late").format(n=len(worst))
    most = _("the most in {theme} ({late} of {actions})").format(
        theme=worst.iloc[0]["name"], late=worst.iloc[0]["late"], actions=worst.iloc[0]["actions"]
    )
    return _("{first}; {second}, {most}.").format(first=first, second=second, most=most)


def owners(counts: pd.DataFrame, actions: pd.DataFrame) -> str:
    """Who has to do what? Mentions of owners and distinct actions are both stated, since they are not the same number."""
    named = counts[counts["name"] != UNASSIGNED]
    unassigned = int(counts.loc[counts["name"] == UNASSIGNED, "actions"].sum())
    return _("{owners} {mentions} over {actions}; {unassigned}.").format(
        owners=n_("1 owner is named", "{n} owners are named", len(named)),
        mentions=n_("once", "{n} times", int(named["actions"].sum())),
        actions=n_("1 action", "{n} actions", len(actions) - unassigned),
        unassigned=n_("1 action is unassigned", "{n} actions are unassigned", unassigned),
    )


def time_scale(actions: pd.DataFrame) -> str:
    """What falls due when? Kinds of time scale, and the next date."""
    kinds = actions["timescale_kind"].value_counts()
    parts = [f"{int(kinds[kind])} {_(kind)}" for kind in ("dated", "on-going", "mixed", "unspecified", "unclear") if kinds.get(kind)]
    if not parts:
        return _("No action is shown.")
    ahead = actions[actions["standing"].isin([Standing.DUE_SOON, Standing.REPORT_OVERDUE, Standing.ON_COURSE])]
    ahead = ahead[ahead["falls_due"].notna()].sort_values("falls_due", kind="stable")
    following = _("no date lies ahead") if ahead.empty else _("the next due date is {day} ({id})").format(
        day=day(ahead.iloc[0]["falls_due"]), id=ahead.iloc[0]["action_id"]
    )  # fmt: skip
    overdue = int((actions["standing"] == Standing.OVERDUE).sum())
    late = n_("1 is overdue", "{n} are overdue", overdue) if overdue else _("none is overdue")
    return _("Time scales: {kinds}. {late}; {following}.").format(kinds=joined(parts), late=late[0].upper() + late[1:], following=following)


def urgency(action: pd.Series, as_of: date) -> str:
    """Why one action needs attention: overdue by 88 days; due in 4 days; report overdue by 2 days."""
    late = int(action["days_late"])
    if action["standing"] == Standing.OVERDUE:
        return _("overdue by {days}").format(days=days(late))
    if action["standing"] == Standing.REPORT_OVERDUE:
        return _("report overdue by {days}").format(days=days(late))
    if action["standing"] == Standing.DUE_SOON:
        left = (action["due_date"].date() - as_of).days
        return _("due in {days}").format(days=days(left)) if left else _("due today")
    return _(action["standing"])


def asked(action: pd.Series) -> str:
    """What a meeting is to settle about one action."""
    if action["standing"] == Standing.OVERDUE:
        return _("Asked: what is missing, and by when will it be done?")
    if action["standing"] == Standing.DUE_SOON:
        return _("Asked: will it be done by {day}?").format(day=day(action["falls_due"]))
    if action["standing"] == Standing.REPORT_OVERDUE:
        return _("Asked: a report; it was due by {day}.").format(day=day(action["report_due"]))
    if action["standing"] == Standing.COMPLETED:
        return _("Asked: to take note that it is completed.")
    if action["standing"] == Standing.CANCELLED:
        return _("Asked: to take note that it is cancelled.")
    return _("Asked: is there anything to report?")


def status_said(status: str, text: str, next_step: str) -> str:
    """The status that a report gives beside its words; blank where there are words that leave it as it was."""
    return "" if status == Status.NOTHING_TO_REPORT and (text or next_step) else status


def outcome(status: str, text: str, next_step: str) -> str:
    """What a report says of an action: its status, words and next step."""
    said = status_said(status, text, next_step)
    return " · ".join(part for part in (_(said) if said else "", text, next_step) if part)


def reported(action: pd.Series) -> str:
    """Who has reported on one action: no report; last report 3 Mar 2010; 7 of 20 reported."""
    last = day(action["last_reported"])
    said = _("last report {day}").format(day=last) if last else _("no report")
    if action["expected"] and action["expected_open"]:
        said += " · " + _("{n} of {all} reported, not counting classes whose parties are not listed").format(
            n=int(action["reported"]), all=int(action["expected"])
        )
    elif action["expected"] > 1:
        said += " · " + _("{n} of {all} reported").format(n=int(action["reported"]), all=int(action["expected"]))
    return said


def reading(action: pd.Series) -> str:
    """How one action's time scale and responsibility are read: due 29 Nov 2009 · WCO (to confirm) · words left over: Kenya."""
    due = _("due {day}").format(day=day(action["due_date"])) if day(action["due_date"]) else _("no due date")
    due = _("{words} (to confirm)").format(words=due) if action["due_confidence"] == Confidence.TO_CONFIRM else due
    left = _("words left over: {words}").format(words=action["condition"]) if action["condition"] else ""
    return " · ".join(part for part in (due, who(action), left) if part)


def who(action: pd.Series) -> str:
    """The owners in words: their names, or unassigned; whether that is still to confirm."""
    names = ", ".join(action["owners"]) or _("unassigned")
    return _("{names} (to confirm)").format(names=names) if action["owners_confidence"] == Confidence.TO_CONFIRM else names
