"""The follow-up as slides: where we stand, theme by theme, what is overdue, what has moved, what comes. All of it can be edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pandas as pd

from gcdash import compare, palette, progress, sentences
from gcdash.exports.deck import Bars, Column, Deck, Marked, Row, add_bars, add_figures
from gcdash.exports.excerpt import Excerpt
from gcdash.exports.package import PACKING
from gcdash.exports.wording import left_out
from gcdash.schema import Confidence, Standing
from gcdash.steps import Progress, Steps, stretch, tell_nobody
from gcdash.words import _, n_

MOST_BARS, MOST_ROWS = 10, 20
"""So many themes have a bar and slides of their own, and so many rows are listed of each: a longer list is read in a spreadsheet."""
_THEMES, _AHEAD = 0.5, 0.7
"""How much of the work is done when the slides of the themes stand, and all but those of the months ahead."""
LATE = (Standing.OVERDUE, Standing.REPORT_OVERDUE)


def to_pptx(excerpt: Excerpt, progress: Progress = tell_nobody) -> bytes:
    """The filtered actions as a presentation; what has moved is in it where the excerpt names a day to compare with."""
    deck = Deck(excerpt.title, excerpt.true_for())
    deck.cover(excerpt.title, (excerpt.occasion, excerpt.true_for()), (f"{name}: {said}" for name, said in excerpt.facts().items()))
    _add_where_we_stand(deck, excerpt)
    themes = list(excerpt.by_theme())
    own = themes if len(themes) <= MOST_BARS + 1 else themes[:MOST_BARS]
    steps = Steps(stretch(progress, 0.0, _THEMES), len(own), _("Drawing theme {n} of {all}"), every=1)
    for theme, actions in steps.through(own):
        _add_theme(deck, theme, actions)
    progress(_THEMES, _("Drawing what is overdue"))
    _add_late(deck, excerpt)
    if excerpt.since:
        _add_moves(deck, excerpt, excerpt.since)
    progress(_AHEAD, _("Drawing the months ahead"))
    _add_forward(deck, excerpt)
    progress(PACKING, _("Packing the file"))
    return deck.save()


def _add_where_we_stand(deck: Deck, excerpt: Excerpt) -> None:
    counts = progress.figures(excerpt.actions)
    shown = [(counts["actions"], _("actions")), *((counts[standing], palette.label(standing)) for standing in palette.told(counts))]
    bars = _by_theme(excerpt.actions)
    notes = [*(f"{word}: {n}" for n, word in shown), _("No report yet: {n}").format(n=counts["no_report"]), *bars.lines()]
    slide = deck.slide(_("Where do we stand?"), excerpt.answer, notes)
    add_figures(slide, shown, 2.05)
    if bars.names:
        add_bars(slide, bars, 3.1)


def _by_theme(actions: pd.DataFrame) -> Bars:
    """A bar for each theme; beyond ten the rest are added up in one last bar."""
    counts = progress.by(actions, "theme")
    if len(counts) > MOST_BARS + 1:
        rest = counts.iloc[MOST_BARS:]
        more = {**rest.sum(numeric_only=True), "name": n_("and {n} more", "and {n} more", len(rest))}
        counts = pd.concat([counts.iloc[:MOST_BARS], pd.DataFrame([more])], ignore_index=True)
    names = [str(name) or _("No theme") for name in counts["name"]]
    return Bars(names, [(_(standing), palette.LOOKS[standing], [int(n) for n in counts[standing]]) for standing in palette.ORDER])


def _add_theme(deck: Deck, theme: str, actions: pd.DataFrame) -> None:
    columns = (
        Column(_("ID"), 1.0, 2), Column(_("Action"), 5.1, 3), Column(_("Due date"), 1.75, 2), Column(_("Owners"), 2.38, 3),
        Column(_("Standing"), 2.1),
    )  # fmt: skip
    whole = len(actions) <= MOST_ROWS
    rows: list[Row] = [
        (str(action["action_id"]), action["action"], _when(action), sentences.who(action), _mark(action))
        for _at, action in (actions if whole else progress.by_need(actions).head(MOST_ROWS)).iterrows()
    ]
    said = "" if whole else _("The {n} of {all} actions that need attention first").format(n=MOST_ROWS, all=f"{len(actions):,}")
    deck.table(theme, columns, [*rows, *_rest(len(actions))], _by_theme(actions).lines(), said)


def _rest(count: int) -> list[Row]:
    """The row that ends a list of which only the first are shown; none where all of them are."""
    return [(left_out(count - MOST_ROWS),)] if count > MOST_ROWS else []


def _when(action: pd.Series) -> str:
    """The due date, or what there is instead of one."""
    when = sentences.day(action["due_date"])
    if when and action["due_confidence"] == Confidence.TO_CONFIRM:
        return _("{day}, to confirm").format(day=when)
    return when or _(action["timescale_kind"])


def _mark(action: pd.Series) -> Marked:
    return Marked(palette.LOOKS[action["standing"]], _(action["standing"]))


def _add_late(deck: Deck, excerpt: Excerpt) -> None:
    """What is overdue, and whose report is, worst first."""
    late = progress.attention(excerpt.actions)
    late = late[late["standing"].isin(LATE)]
    if late.empty:
        deck.slide(_("Overdue or report overdue"), _("Nothing is overdue, and no report is late."))
        return
    columns = (
        Column(_("ID"), 1.0, 2),
        Column(_("Action"), 4.83, 3),
        Column(_("Standing"), 2.1),
        Column(_("How late"), 2.0, 2),
        Column(_("Owners"), 2.4, 3),
    )
    rows: list[Row] = [
        (str(action["action_id"]), action["action"], _mark(action), sentences.days(int(action["days_late"])), sentences.who(action))
        for _at, action in late.head(MOST_ROWS).iterrows()
    ]
    counts = late["standing"].value_counts()
    words: dict[Standing, Callable[[int], str]] = {
        Standing.OVERDUE: lambda n: n_("1 action is overdue", "{n} actions are overdue", n),
        Standing.REPORT_OVERDUE: lambda n: n_("1 report is overdue", "{n} reports are overdue", n),
    }
    said = _("{list}.").format(list=sentences.joined([word(int(counts[one])) for one, word in words.items() if counts.get(one)]))
    only: dict[tuple[Standing, ...], str] = {(Standing.OVERDUE,): _("Overdue"), (Standing.REPORT_OVERDUE,): _("Report overdue")}
    title = only.get(tuple(one for one in words if counts.get(one)), _("Overdue or report overdue"))
    deck.table(title, columns, [*rows, *_rest(len(late))], [said], said)


def _add_moves(deck: Deck, excerpt: Excerpt, since: date) -> None:
    """What has become of the actions since a day; those that have not moved are only counted."""
    moves = compare.since(excerpt.book, since, excerpt.as_of).merge(excerpt.actions[["action_id", "action"]], on="action_id")
    title, said = _("Since {day}").format(day=sentences.day(since)), sentences.since(moves, since, excerpt.as_of)
    moved = moves[moves["kind"] != compare.Movement.UNCHANGED]
    if moved.empty:
        deck.slide(title, said)
        return
    columns = (
        Column(_("ID"), 1.0, 2),
        Column(_("Action"), 5.13, 3),
        Column(_("What"), 2.0),
        Column(_("Before"), 2.1),
        Column(_("Now"), 2.1),
    )
    rows: list[Row] = [
        (row[0], row[1], _(row[2]), _stood(row[3]), _stood(row[4]))
        for row in moved[["action_id", "action", "kind", "from", "to"]].head(MOST_ROWS).itertuples(index=False)
    ]
    deck.table(title, columns, [*rows, *_rest(len(moved))], [said], said)


def _stood(standing: str) -> str | Marked:
    return Marked(palette.LOOKS[standing], _(standing)) if standing else _("not there yet")


def _add_forward(deck: Deck, excerpt: Excerpt) -> None:
    """What falls due and what must be reported in the months ahead: by month, by month and owner, then one by one."""
    plan = excerpt.plan()
    title = n_("The next month", "The next {n} months", excerpt.months_ahead)
    if plan.empty:
        deck.slide(title, _("Nothing falls due, and no report is asked for."))
        return
    bars = _by_month(plan, excerpt.as_of, excerpt.months_ahead)
    counts = plan["what"].value_counts()
    words: dict[str, Callable[[int], str]] = {
        progress.FALLS_DUE: lambda n: n_("1 action falls due", "{n} actions fall due", n),
        progress.REPORT_DUE: lambda n: n_("1 report is asked for", "{n} reports are asked for", n),
    }
    said = _("{list}.").format(list=sentences.joined([word(int(counts[one])) for one, word in words.items() if counts.get(one)]))
    add_bars(deck.slide(title, said, [said, *bars.lines()]), bars, 2.1, upright=True)
    owners = (Column(_("Month"), 1.5), Column(_("Owner"), 3.0, 2), Column(_("Falls due"), 3.3, 3), Column(_("Report due"), 4.53, 3))
    by_owner: list[Row] = list(excerpt.plan_by_owner())
    deck.table(_("The months ahead, by month and owner"), owners, [*by_owner[:MOST_ROWS], *_rest(len(by_owner))])
    columns = (
        Column(_("ID"), 1.0, 2),
        Column(_("Day"), 1.75),
        Column(_("What"), 1.75),
        Column(_("Action"), 5.35, 3),
        Column(_("Owners"), 2.48, 3),
    )
    deck.table(_("The months ahead, day by day"), columns, [*_plan_rows(plan.head(MOST_ROWS)), *_rest(len(plan))])


def _by_month(plan: pd.DataFrame, as_of: date, months_ahead: int) -> Bars:
    """A bar for each month, also for those in which nothing is asked for."""
    months = pd.date_range(as_of.replace(day=1), periods=months_ahead + 1, freq="MS")
    counts = plan.pivot_table("action_id", "month", "what", "count").reindex(months).fillna(0)
    looks = {progress.FALLS_DUE: palette.LOOKS[Standing.DUE_SOON], progress.REPORT_DUE: palette.LOOKS[Standing.REPORT_OVERDUE]}
    names = [sentences.month_words(month) for month in counts.index]
    return Bars(names, [(_(what), look, [int(n) for n in counts[what]]) for what, look in looks.items() if what in counts])


def _plan_rows(plan: pd.DataFrame) -> Iterator[Row]:
    for _at, action in plan.iterrows():
        yield str(action["action_id"]), sentences.day(action["day"]), _(action["what"]), action["action"], sentences.who(action)
