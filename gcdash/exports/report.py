"""The follow-up as a report in one file: opens offline in any browser, charts that answer to the pointer, tables, and a good print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from xml.etree.ElementTree import Element

import pandas as pd

from gcdash import charts, compare, palette, progress, sentences
from gcdash.exports.excerpt import Excerpt
from gcdash.exports.package import PACKING
from gcdash.exports.web_page import Page, table, tag
from gcdash.exports.wording import first_of, left_out
from gcdash.schema import ACTIONS, ORIGINAL
from gcdash.steps import Progress, Steps, stretch, tell_nobody
from gcdash.words import _, n_

MOST_ROWS, MOST_ACTIONS = 500, 10_000
"""So many rows stand in a table of answers, and so many actions in their own words: a browser is slow with more."""
_TOLD = 0.5
"""How much of the work is done when the answers are drawn and told; the actions in their own words take the rest."""


def to_html(excerpt: Excerpt, progress: Progress = tell_nobody) -> bytes:
    """The filtered actions as a page; what has moved is in it where the excerpt names a day to compare with."""
    page = Page(excerpt.title)
    _add_answer(page, excerpt)
    for add in Steps(stretch(progress, 0.0, _TOLD), len(_PARTS), _("Drawing part {n} of {all}"), every=1).through(_PARTS):
        add(page, excerpt)
    if excerpt.since:
        _add_moves(page, excerpt, excerpt.since)
    _add_actions(page, excerpt, stretch(progress, _TOLD, PACKING))
    page.add(tag("footer", tag("h2", _("This file")), table((_("What"), _("Says")), excerpt.facts().items(), _("This file"))))
    progress(PACKING, _("Packing the file"))
    return page.save()


def _add_answer(page: Page, excerpt: Excerpt) -> None:
    counts = progress.figures(excerpt.actions)
    shown = [(counts["actions"], _("actions")), *((counts[standing], palette.label(standing)) for standing in palette.told(counts))]
    page.add(tag("h1", excerpt.title), tag("p", excerpt.occasion), tag("p", excerpt.true_for()))
    if excerpt.book.settings.sample:
        page.add(tag("p", _("SAMPLE data: made up for trying things out. No party has reported any of it."), class_="sample"))
    page.add(tag("p", excerpt.answer, class_="answer"))
    page.add(tag("ul", *(tag("li", tag("b", str(count)), word) for count, word in shown), class_="figures"))
    page.add(tag("p", _("No report yet from {n} of {all}.").format(n=counts["no_report"], all=counts["actions"])))


def _add_themes(page: Page, excerpt: Excerpt) -> None:
    counts = progress.by(excerpt.actions, "theme")
    page.add(tag("h2", _("Standing by theme")), tag("p", sentences.themes(counts)))
    _add_counts(page, counts, _("Theme"))


def _add_owners(page: Page, excerpt: Excerpt) -> None:
    counts = progress.by(excerpt.actions, "owner", progress.order(excerpt.book, "owner"))
    page.add(tag("h2", _("Standing by owner")), tag("p", sentences.owners(counts, excerpt.actions)))
    page.add(
        tag("p", _("An action with several owners counts once for each of them, so these bars do not add up to the number of actions."))
    )
    _add_counts(page, counts, _("Owner"))


def _add_counts(page: Page, counts: pd.DataFrame, heading: str) -> None:
    """Bars, and behind them their table."""
    if counts.empty:
        return
    page.add_chart(charts.standing_bars(counts))
    names = [str(standing) for standing in palette.ORDER]
    rows: list[list[str | int]] = [
        [_(name), *map(int, numbers)] for name, *numbers in counts[["name", "actions", *names]].itertuples(index=False)
    ]
    _add_behind(page, (heading, _("Actions"), *map(palette.label, names)), rows)


def _add_behind(page: Page, headings: tuple[str, ...], rows: Iterable[Sequence[str | int]]) -> None:
    page.add(tag("details", tag("summary", _("Show as table")), table(headings, rows, headings[0])))


def _add_attention(page: Page, excerpt: Excerpt) -> None:
    asks = progress.attention(excerpt.actions)
    heading = _("Needs attention, worst first")
    page.add(tag("h2", heading))
    if asks.empty:
        page.add(tag("p", _("Nothing is overdue, due soon or late with a report.")))
        return
    rows = [
        (str(action["action_id"]), action["action"], palette.label(action["standing"]), sentences.urgency(action, excerpt.as_of),
         sentences.who(action), sentences.reported(action))
        for _at, action in asks.head(MOST_ROWS).iterrows()
    ]  # fmt: skip
    page.add(table((_("ID"), _("Action"), _("Standing"), _("How late"), _("Owners"), _("Reports")), rows, heading), *_rest(len(asks)))


def _rest(count: int) -> list[Element]:
    """The line below a table that shows only the first of so many rows; none where it shows all."""
    return [tag("p", left_out(count - MOST_ROWS))] if count > MOST_ROWS else []


def _add_due_dates(page: Page, excerpt: Excerpt) -> None:
    dated = excerpt.actions[excerpt.actions["due_date"].notna()]
    page.add(tag("h2", _("Due dates")), tag("p", sentences.time_scale(excerpt.actions)))
    if len(dated):
        page.add_chart(charts.timeline(dated, excerpt.book.settings.base_date, excerpt.as_of))


def _add_forward(page: Page, excerpt: Excerpt) -> None:
    plan = excerpt.plan()
    due, report = int((plan["what"] == progress.FALLS_DUE).sum()), int((plan["what"] == progress.REPORT_DUE).sum())
    falls, asked = n_("1 action falls due", "{n} actions fall due", due), n_("1 report is asked for", "{n} reports are asked for", report)
    page.add(tag("h2", _("Forward plan")))
    page.add(tag("p", _("In the next {months} months {due} and {report}.").format(months=excerpt.months_ahead, due=falls, report=asked)))
    if plan.empty:
        return
    page.add_chart(charts.forward(plan.groupby(["month", "what"], as_index=False).size().rename(columns={"size": "actions"})))
    rows = [
        (sentences.day(action["day"]), _(action["what"]), str(action["action_id"]), action["action"], sentences.who(action))
        for _at, action in plan.head(MOST_ROWS).iterrows()
    ]
    by_owner = excerpt.plan_by_owner()
    page.add(tag("h3", _("By month and owner")))
    page.add(table((_("Month"), _("Owner"), _("Falls due"), _("Report due")), by_owner[:MOST_ROWS], _("By month and owner")))
    page.add(*_rest(len(by_owner)))
    page.add(tag("h3", _("Day by day")))
    page.add(table((_("Day"), _("What"), _("ID"), _("Action"), _("Owners")), rows, _("Day by day")), *_rest(len(plan)))


def _add_freshness(page: Page, excerpt: Excerpt) -> None:
    ages = progress.freshness(excerpt.actions, excerpt.as_of)
    if ages["actions"].sum():
        page.add(tag("h2", _("On-going work, by months since the last report")))
        page.add_chart(charts.freshness(ages))


def _add_completion(page: Page, excerpt: Excerpt) -> None:
    over_time = progress.completion(progress.completed(excerpt.book, excerpt.as_of), excerpt.actions["action_id"])
    if len(over_time):
        page.add(tag("h2", _("Completion over time")))
        page.add_chart(charts.completion(over_time, excerpt.book.meetings))


_PARTS: tuple[Callable[[Page, Excerpt], None], ...] = (
    _add_themes, _add_attention, _add_due_dates, _add_forward, _add_freshness, _add_completion, _add_owners,
)  # fmt: skip


def _add_moves(page: Page, excerpt: Excerpt, since: date) -> None:
    moves = compare.since(excerpt.book, since, excerpt.as_of).merge(excerpt.actions[["action_id", "action"]], on="action_id")
    heading = _("Since {day}").format(day=sentences.day(since))
    page.add(tag("h2", heading), tag("p", sentences.since(moves, since, excerpt.as_of)))
    moved = moves[moves["kind"] != compare.Movement.UNCHANGED]
    rows = [
        (str(action_id), words, _(kind), *(palette.label(one) if one else _("not there yet") for one in stood))
        for action_id, words, kind, *stood in moved[["action_id", "action", "kind", "from", "to"]].head(MOST_ROWS).itertuples(index=False)
    ]
    if rows:
        page.add(table((_("ID"), _("Action"), _("What"), _("Before"), _("Now")), rows, heading), *_rest(len(moved)))


def _add_actions(page: Page, excerpt: Excerpt, progress: Progress) -> None:
    """Every action in its own words, theme by theme."""
    page.add(tag("h2", _("The actions")))
    if excerpt.actions.empty:
        page.add(tag("p", _("No action is shown.")))
    listed = excerpt.listed(MOST_ACTIONS)
    if said := first_of(len(listed.actions), len(excerpt.actions)):
        page.add(tag("p", said))
    headings = (_("ID"), *(_(ACTIONS.column(name).heading) for name in ORIGINAL), _("Status"))
    steps = Steps(progress, len(listed.actions), _("Writing action {n} of {all}"))
    for theme, actions in listed.by_theme():
        rows = [
            (str(action["action_id"]), *(str(action[name]) for name in ORIGINAL), "\n".join(excerpt.stands(action)))
            for _at, action in steps.through(actions.iterrows())
        ]
        page.add(tag("h3", theme), table(headings, rows, theme))
