"""A plan on the screen: what each row of a submission would add or change, what conflicts, what is refused; each to take or leave."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from gcdash.changes import Amendment, NewAction, Update
from gcdash.merge.form import heading
from gcdash.merge.plan import Choice, Plan, Unit
from gcdash.merge.tally import Bundle, Group
from gcdash.ui.proposal import Proposal
from gcdash.ui.rows import PAGE_ROWS, first_of_page
from gcdash.ui.text import compared, plain, straightened
from gcdash.words import _

WORDS: Mapping[Group, Callable[[], str]] = {
    Group.CONFLICTS: lambda: _("Conflicts"),
    Group.AMENDMENTS: lambda: _("Changes to what was agreed"),
    Group.REPORTS: lambda: _("Reports"),
    Group.NEW_ACTIONS: lambda: _("New actions"),
    Group.REFUSED: lambda: _("Refused rows"),
    Group.UNCHANGED: lambda: _("Unchanged cells"),
}
MOST_SHOWN = 20
"""Conflicts that are shown at a time: each is several parts of the page. Those that are open come first."""


def show_plan(proposal: Proposal) -> None:
    """The plan by group: conflicts to settle first, then what would change what was agreed, what is reported, what is refused."""
    groups = proposal.groups
    there = [group for group in WORDS if groups[group]]
    if not there:
        st.info(_("The files hold nothing that could be read as a report or an action."))
        return
    group = _ask_group(proposal, there)
    if group is Group.CONFLICTS:
        _show_conflicts(proposal, groups[group])
    elif group is Group.REFUSED:
        _show_refused(groups[group])
    elif group is Group.UNCHANGED:
        _show_unchanged(groups[group])
    else:
        _show_units(proposal, group, groups[group])


_CHOSEN = "plan_group"
"""Which group somebody looks through, and of which files by which senders: for others it is asked anew."""


def _ask_group(proposal: Proposal, there: Sequence[Group]) -> Group:
    """The group to show. A box of other groups or counts is another box: in the one before nothing of it would be ticked."""
    files = tuple((file.sha256, file.party) for file in proposal.plan.files)
    labels = {group: f"{WORDS[group]()} ({len(proposal.groups[group])})" for group in there}
    of, chosen = st.session_state.get(_CHOSEN, ((), None))
    at = there.index(chosen) if of == files and chosen in labels else _first(proposal.plan, there)
    key = f"{_CHOSEN}_{hashlib.sha256(repr((files, labels)).encode()).hexdigest()[:16]}"
    return st.radio(
        _("Show"), there, at, key=key, horizontal=True, format_func=labels.__getitem__,
        on_change=lambda: st.session_state.update({_CHOSEN: (files, st.session_state[key])}),
    )  # fmt: skip


def _first(plan: Plan, there: Sequence[Group]) -> int:
    """What is open at first: conflicts while one asks, else reports, and what else there is only where there are none."""
    wanted = (*([Group.CONFLICTS] if plan.open_conflicts else []), Group.REPORTS, Group.AMENDMENTS, Group.NEW_ACTIONS, Group.REFUSED)
    return next((there.index(group) for group in wanted if group in there), 0)


def _show_units(proposal: Proposal, group: Group, bundles: Sequence[Bundle]) -> None:
    """One row for each report, changed cell or new action, with a box to take or leave it; for changes of what was agreed, all at once."""
    if group is Group.AMENDMENTS:
        _offer_all(proposal, bundles)
    plan, page = proposal.plan, _one_page(bundles, group)
    units = [bundle[0].unit for bundle in page]
    rows = [
        {
            "take": unit in plan.taken, "id": first.action_id, "party": first.party, "what": _what(plan.units[unit]),
            "words": _in_words(plan.units[unit]), "where": f"{first.file}, {_('row {n}').format(n=first.row)}",
        }
        for unit, (first, *_rest) in zip(units, page, strict=True)
    ]  # fmt: skip
    shown = hashlib.sha256("".join(plan.units[unit].question for unit in units).encode()).hexdigest()
    edited = st.data_editor(
        straightened(pd.DataFrame(rows)), hide_index=True, key=f"take_{group}_{shown[:16]}_{st.session_state.get(_ALL_AT_ONCE, 0)}",
        disabled=["id", "party", "what", "words", "where"], alt=_("What the files bring, with a box to take or leave each"),
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
        proposal.settle(changed)
        st.rerun()


_ALL_AT_ONCE = "submission_all_at_once"
"""How often all boxes were set at once: a table whose boxes were set by hand keeps those, so a new one takes its place."""


def _offer_all(proposal: Proposal, bundles: Sequence[Bundle]) -> None:
    st.caption(_("They change the words, owners or due dates of the workbook from today on. Tick those that were agreed."))
    with st.container(horizontal=True):
        for choice, words in ((Choice.THEIRS, _("Tick all")), (Choice.OURS, _("Tick none"))):
            st.button(words, key=f"tick_{choice}", on_click=_choose_all, args=(proposal, bundles, choice))


def _choose_all(proposal: Proposal, bundles: Sequence[Bundle], choice: Choice) -> None:
    proposal.settle({bundle[0].unit: choice for bundle in bundles})
    st.session_state[_ALL_AT_ONCE] = st.session_state.get(_ALL_AT_ONCE, 0) + 1


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
    drafts = [plan.units[unit].draft for unit in units]
    amended = [
        f"**{plain(draft.action_id)} · {plain(heading(draft.field))}**  \n{compared(draft.old, draft.new)}"
        for draft in drafts
        if isinstance(draft, Amendment)
    ]
    if amended:
        st.markdown("\n\n".join(amended))


def _show_conflicts(proposal: Proposal, bundles: Sequence[Bundle]) -> None:
    """Each conflict with both sides in words, and a choice between them; all alike with one click."""
    plan = proposal.plan
    if len(plan.open_conflicts) > 1:
        with st.container(horizontal=True):
            for choice, words in ((Choice.OURS, _("Keep the book in all open ones")), (Choice.THEIRS, _("Take the file in all open ones"))):
                st.button(words, key=f"all_{choice}", on_click=proposal.settle, args=(dict.fromkeys(plan.open_conflicts, choice),))
    for bundle in _one_page(sorted(bundles, key=lambda bundle: bundle[0].unit not in plan.open_units), Group.CONFLICTS, MOST_SHOWN):
        _show_conflict(proposal, bundle)


def _show_conflict(proposal: Proposal, parts: Bundle) -> None:
    plan, first, at = proposal.plan, parts[0], parts[0].unit
    unit = plan.units[at]
    with st.container(border=True, key=f"conflict_{at}"):
        head = " · ".join(
            part for part in (first.action_id, first.party, _what(unit), f"{first.file}, {_('row {n}').format(n=first.row)}") if part
        )
        st.markdown(f"**{plain(head)}**")
        for reason in dict.fromkeys(entry.reason for entry in parts if entry.reason):
            st.caption(plain(reason))
        for entry in parts:
            st.markdown(f"{plain(heading(entry.field))}: {_side(_('the book'), entry.old)} · {_side(_('the file'), entry.new)}")
        options = [Choice.THEIRS, Choice.OURS, *([Choice.BOTH] if unit.can_be_both else [])]
        labels = {Choice.THEIRS: _("take the file"), Choice.OURS: _("keep the book"), Choice.BOTH: _("both, as two updates")}
        chosen = plan.choices.get(at)
        picked = st.radio(
            _("What stands for {what}").format(what=plain(head)), options, options.index(chosen) if chosen in options else None,
            key=f"settle_{at}_{unit.question}", format_func=labels.__getitem__, horizontal=True, label_visibility="collapsed",
        )  # fmt: skip
        if picked is not None and picked is not chosen:
            proposal.settle({at: picked})
            st.rerun()


def _side(whose: str, said: str) -> str:
    return f"{whose}: **{plain(said or _('blank'))}**"


def _show_refused(bundles: Sequence[Bundle]) -> None:
    """One row for each row of a file that is refused: where it stands, what it says, and the whole reason, wrapped."""
    rows = [
        {
            _("ID"): plain(first.action_id),
            _("Where"): plain(f"{first.file}, {_('row {n}').format(n=first.row)}: {', '.join(entry.cell for entry in bundle)}"),
            _("In the file"): plain(" · ".join(entry.new for entry in bundle if entry.new)),
            _("Why"): plain(first.reason),
        }
        for bundle, first in ((bundle, bundle[0]) for bundle in _one_page(bundles, Group.REFUSED))
    ]
    st.table(pd.DataFrame(rows), hide_index=True, alt=_("Rows of the files that are refused, and why"))


def _show_unchanged(bundles: Sequence[Bundle]) -> None:
    """Cells with nothing to choose: where they stand, what they say, why they stay."""
    rows = [
        {
            _("ID"): e.action_id,
            _("Column"): heading(e.field),
            _("Cell"): e.cell,
            _("In the file"): e.new,
            _("Why"): e.reason,
            _("File"): e.file,
        }
        for (e,) in _one_page(bundles, Group.UNCHANGED)
    ]
    st.dataframe(straightened(pd.DataFrame(rows)), hide_index=True, alt=_("Cells of the files"))


def _one_page(bundles: Sequence[Bundle], group: Group, rows: int = PAGE_ROWS) -> Sequence[Bundle]:
    """The things of the page that is turned to, where there are too many for one."""
    first = first_of_page(len(bundles), f"plan_{group.replace(' ', '_')}", rows)
    return bundles[first : first + rows]
