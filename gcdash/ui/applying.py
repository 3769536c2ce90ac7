"""A plan that is recorded: all of it or nothing, once no conflict is open and somebody is named; then its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from gcdash.errors import GcdashError, Refusal
from gcdash.exports.package import XLSX
from gcdash.exports.receipt import COLUMNS, receipt
from gcdash.merge.plan import Plan
from gcdash.merge.tally import Group, taken
from gcdash.merge.undo import is_left
from gcdash.steps import Progress
from gcdash.submission import apply
from gcdash.ui.files import CELLS_IN_EXCEL, File, offer
from gcdash.ui.frame import View, show_error
from gcdash.ui.proposal import Proposal
from gcdash.ui.receiving import uploaded
from gcdash.ui.scene import Scene
from gcdash.ui.text import plain
from gcdash.ui.waiting import ask_to_write, is_asked_to_write
from gcdash.words import _, n_

_APPLIED, _NAME, _WHY = "submission_applied", "reporter", "submission_not_applied"


def offer_apply(view: View, proposal: Proposal) -> None:
    """Record what the plan takes, all or nothing, once no conflict is open; then the receipt.

    What is recorded is the plan as it was on the screen: it is handed to the button, which is pressed before the page runs again.
    """
    plan = proposal.plan
    open_now, brings = len(plan.open_conflicts), taken(plan)
    of, why = view.notes.get(_WHY, ((), None))
    why = why if of == _files(plan) else None
    by = view.notes.get(_NAME, view.person.name)
    st.text_input(_("Your name"), by, key="applied_by", width=320)
    nameless = isinstance(why, Refusal) and why.field == "reported_by"
    if nameless:
        st.error(plain(str(why)))
    if open_now:
        st.caption(n_("1 conflict is to be settled first.", "{n} conflicts are to be settled first.", open_now))
    if left := sum(bundle[0].unit not in plan.taken for bundle in proposal.groups[Group.AMENDMENTS]):
        st.info(
            n_("1 change to what was agreed is not ticked yet.", "{n} changes to what was agreed are not ticked yet.", left),
            icon=":material/edit_note:",
        )
    applied = view.notes.get(_APPLIED)
    done = is_asked_to_write(view.notes) or (applied is not None and applied.plan.version == plan.version)
    words = _("Apply {what}").format(what=brings) if brings else _("Nothing to apply")
    cannot = bool(open_now) or not brings or done
    st.button(words, type="primary", disabled=cannot, key="apply_plan", on_click=_ask, args=(view, plan))
    if why and not nameless:
        show_error(why)


def _ask(view: View, plan: Plan) -> None:
    by = st.session_state["applied_by"].strip()
    if not by:
        why = Refusal(_("Nobody is named."), _("Write your name; it stands beside what is recorded."), field="reported_by")
        view.notes[_WHY] = _files(plan), why
        return
    view.notes[_NAME] = by
    sent = uploaded()
    ask_to_write(view.notes, _("Recording {what} …").format(what=taken(plan)), lambda tell: _apply(view, plan, by, sent, tell))


def _apply(view: View, plan: Plan, by: str, sent: frozenset[str], tell: Progress) -> None:
    view.notes.pop(_WHY, None)
    try:
        recorded = apply(view.store, plan, by, view.today, tell)
    except GcdashError as error:
        view.notes[_WHY] = _files(plan), error
        return
    if recorded:
        view.notes[_APPLIED] = _Applied(plan, by, view.store.state().name, view.today, sent)
        view.folder.soon()


@dataclass(frozen=True, eq=False)
class _Applied:
    """A plan that was recorded: by whom, into which workbook, when, and which uploads were on the page."""

    plan: Plan
    by: str
    book: str
    on: date
    sent: frozenset[str]


def _files(plan: Plan) -> tuple[str, ...]:
    return tuple(file.sha256 for file in plan.files)


def show_applied(view: View) -> None:
    """What was applied last in this visit, with its receipt, while something of it stands; once other files came, that it was before."""
    applied: _Applied | None = view.notes.get(_APPLIED)
    if applied is None or not any(view.once(_stands, file.source, view.today) for file in applied.plan.files):
        return
    plan, names = applied.plan, ", ".join(file.name for file in applied.plan.files)
    said = plain(_("Recorded from {names}: {what}.").format(names=names, what=taken(plan)))
    if uploaded() <= applied.sent:
        st.success(said, title=_("Applied"), icon=":material/check_circle:")
    else:
        st.info(said, title=_("Applied before the files below came"), icon=":material/info:")
    file = File(
        _("Download the receipt"), "receipt.xlsx", XLSX, "receipt",
        lambda _progress: receipt(plan, applied.book, applied.by, applied.on), (plan.version, _files(plan)),
    )  # fmt: skip
    offer(view, file, at_once=len(plan.entries) * len(COLUMNS) <= CELLS_IN_EXCEL)


def _stands(scene: Scene, source: str, today: date) -> bool:
    return is_left(scene.book, source, today)
