"""A plan on the screen: what each row of a submission would add or change, what conflicts, what is refused; each to take or leave."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from gcdash.changes import Amendment, NewAction, Update
from gcdash.merge.form import heading
from gcdash.merge.plan import Choice, Entry, Kind, Plan, Unit
from gcdash.ui.receiving import settle
from gcdash.ui.text import compared, plain
from gcdash.words import _, n_

WORDS: Mapping[Kind, Callable[[], str]] = {
    Kind.ADDED: lambda: _("Added"),
    Kind.CHANGED: lambda: _("Changed"),
    Kind.CONFLICT: lambda: _("Conflicts"),
    Kind.REFUSED: lambda: _("Refused"),
    Kind.UNCHANGED: lambda: _("Unchanged"),
}
MOST_SHOWN = 50
"""Conflicts, or amended texts, that are shown one by one at a time; conflicts after them follow when these are settled."""


def show_plan(plan: Plan) -> None:
    """The plan by kind: conflicts to settle first, then what is added and changed, what is refused, what stays."""
    counts = {kind: len(plan.by_kind[kind]) for kind in WORDS}
    there = [kind for kind in WORDS if counts[kind]]
    if not there:
        st.info(_("The files hold nothing that could be read as a report or an action."))
        return
    first = Kind.CONFLICT if plan.open_conflicts else there[0]
    kind = st.radio(
        _("Show"), there, there.index(first) if first in there else 0, key="plan_kind", horizontal=True,
        format_func=lambda kind: f"{WORDS[kind]()} ({counts[kind]})",
    )  # fmt: skip
    if kind is Kind.CONFLICT:
        _show_conflicts(plan)
    elif kind in {Kind.ADDED, Kind.CHANGED}:
        _show_units(plan, kind)
    else:
        _show_entries(plan.by_kind[kind])


def _of_unit(plan: Plan) -> dict[int, list[Entry]]:
    parts: dict[int, list[Entry]] = {}
    for entry in plan.entries:
        if entry.unit >= 0:
            parts.setdefault(entry.unit, []).append(entry)
    return parts


def _show_units(plan: Plan, kind: Kind) -> None:
    """One row for each report, changed cell or new action, with a box to take or leave it."""
    parts = _of_unit(plan)
    units = list(dict.fromkeys(entry.unit for entry in plan.by_kind[kind] if entry.unit >= 0))
    rows = [
        {
            "take": unit in plan.taken, "id": parts[unit][0].action_id, "party": parts[unit][0].party, "what": _what(plan.units[unit]),
            "words": _in_words(plan.units[unit]), "where": f"{parts[unit][0].file}, {_('row {n}').format(n=parts[unit][0].row)}",
        }
        for unit in units
    ]  # fmt: skip
    shown = hashlib.sha256("".join(plan.units[unit].question for unit in units).encode()).hexdigest()
    edited = st.data_editor(
        pd.DataFrame(rows), hide_index=True, key=f"take_{kind}_{shown[:16]}", disabled=["id", "party", "what", "words", "where"],
        alt=_("What the files bring, with a box to take or leave each"),
        column_config={
            "take": st.column_config.CheckboxColumn(_("Take"), width=60),
            "id": st.column_config.TextColumn(_("ID"), width=70),
            "party": st.column_config.TextColumn(_("Party"), width=120),
            "what": st.column_config.TextColumn(_("What"), width=120),
            "words": st.column_config.TextColumn(_("The file says"), width=420),
            "where": st.column_config.TextColumn(_("From"), width=170),
        },
    )  # fmt: skip
    _show_words(plan, units)
    wanted = dict(zip(units, edited["take"], strict=True))
    changed = {unit: Choice.THEIRS if take else Choice.OURS for unit, take in wanted.items() if take != (unit in plan.taken)}
    if changed:
        settle(plan, changed)
        st.rerun()


def _what(unit: Unit) -> str:
    if isinstance(unit.draft, Update):
        return _("report")
    return _("new action") if isinstance(unit.draft, NewAction) else heading(unit.draft.field)


def _in_words(unit: Unit) -> str:
    """What a unit says, in one line."""
    draft = unit.draft
    if isinstance(draft, Amendment):
        parts: tuple[str, ...] = (draft.new or _("blank"),)
    elif isinstance(draft, NewAction):
        parts = (draft.theme, draft.action, draft.timescale, draft.responsibility)
    else:
        status = _(draft.status) if draft.status else ""
        parts = (draft.report_date.isoformat(), status, draft.text, draft.next_step, draft.evidence)
    return " · ".join(part for part in parts if part)


def _show_words(plan: Plan, units: Sequence[int]) -> None:
    """Each amended cell word by word: what is gone struck through, what is new bold."""
    amended = [plan.units[unit].draft for unit in units]
    for draft in [draft for draft in amended if isinstance(draft, Amendment)][:MOST_SHOWN]:
        st.markdown(f"**{plain(draft.action_id)} · {plain(heading(draft.field))}**  \n{compared(draft.old, draft.new)}")


def _show_conflicts(plan: Plan) -> None:
    """Each conflict with both sides in words, and a choice between them; all alike with one click."""
    parts = _of_unit(plan)
    units = [unit for unit in dict.fromkeys(entry.unit for entry in plan.by_kind[Kind.CONFLICT]) if unit >= 0]
    if len(plan.open_conflicts) > 1:
        with st.container(horizontal=True):
            for choice, words in ((Choice.OURS, _("Keep the book in all open ones")), (Choice.THEIRS, _("Take the file in all open ones"))):
                st.button(words, key=f"all_{choice}", on_click=settle, args=(plan, dict.fromkeys(plan.open_conflicts, choice)))
    shown = sorted(units, key=lambda unit: unit not in plan.open_units)[:MOST_SHOWN]
    for unit in shown:
        _show_conflict(plan, unit, parts[unit])
    if len(units) > len(shown):
        st.caption(n_("and 1 more", "and {n} more", len(units) - len(shown)))


def _show_conflict(plan: Plan, at: int, parts: Sequence[Entry]) -> None:
    unit, first = plan.units[at], parts[0]
    with st.container(border=True, key=f"conflict_{at}"):
        head = " · ".join(
            part for part in (first.action_id, first.party, _what(unit), f"{first.file}, {_('row {n}').format(n=first.row)}") if part
        )
        st.markdown(f"**{plain(head)}**")
        for reason in dict.fromkeys(entry.reason for entry in parts if entry.reason):
            st.caption(plain(reason))
        for entry in (entry for entry in parts if entry.kind is Kind.CONFLICT):
            st.markdown(f"{plain(heading(entry.field))}: {_side(_('the book'), entry.old)} · {_side(_('the file'), entry.new)}")
        options = [Choice.THEIRS, Choice.OURS, *([Choice.BOTH] if unit.can_be_both else [])]
        labels = {Choice.THEIRS: _("take the file"), Choice.OURS: _("keep the book"), Choice.BOTH: _("both, as two updates")}
        chosen = plan.choices.get(at)
        picked = st.radio(
            _("What stands for {what}").format(what=plain(head)), options, options.index(chosen) if chosen in options else None,
            key=f"settle_{at}_{unit.question}", format_func=labels.__getitem__, horizontal=True, label_visibility="collapsed",
        )  # fmt: skip
        if picked is not None and picked is not chosen:
            settle(plan, {at: picked})
            st.rerun()


def _side(whose: str, said: str) -> str:
    return f"{whose}: **{plain(said or _('blank'))}**"


def _show_entries(entries: Sequence[Entry]) -> None:
    """Cells with nothing to choose: where they stand, what they say, why they are refused."""
    rows = [
        {
            _("ID"): e.action_id,
            _("Column"): heading(e.field),
            _("Cell"): e.cell,
            _("In the file"): e.new,
            _("Why"): e.reason,
            _("File"): e.file,
        }
        for e in entries[:MOST_ROWS]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=_("Cells of the files"))
    if len(entries) > MOST_ROWS:
        st.caption(_("The first {n} of {all}; the receipt counts all.").format(n=MOST_ROWS, all=len(entries)))


MOST_ROWS = 500
