"""A plan that is recorded: all of it or nothing, once no conflict is open and somebody is named; then its receipt."""

from __future__ import annotations

import streamlit as st

from gcdash.errors import GcdashError, Refusal
from gcdash.exports.package import XLSX
from gcdash.exports.receipt import receipt
from gcdash.merge.plan import Plan
from gcdash.merge.tally import Group, taken
from gcdash.submission import apply
from gcdash.ui.frame import View, show_error
from gcdash.ui.proposal import Proposal
from gcdash.ui.text import plain
from gcdash.words import _, n_

_RECEIPT, _NAME, _WHY = "submission_receipt", "reporter", "submission_not_applied"


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
    cannot = bool(open_now) or not brings
    words = _("Apply {what}").format(what=brings) if brings else _("Nothing to apply")
    st.button(words, type="primary", disabled=cannot, key="apply_plan", on_click=_apply, args=(view, plan))
    if why and not nameless:
        show_error(why)


def _apply(view: View, plan: Plan) -> None:
    by = st.session_state["applied_by"].strip()
    try:
        if not by:
            raise Refusal(_("Nobody is named."), _("Write your name; it stands beside what is recorded."), field="reported_by")
        view.notes[_NAME] = by
        view.notes.pop(_WHY, None)
        recorded = apply(view.store, plan, by, view.today)
    except GcdashError as error:
        view.notes[_WHY] = _files(plan), error
        return
    if recorded:
        made = receipt(plan, view.store.state().name, by, view.today)
        view.notes[_RECEIPT] = (made, taken(plan), [file.name for file in plan.files])
        view.folder.soon()


def _files(plan: Plan) -> tuple[str, ...]:
    return tuple(file.sha256 for file in plan.files)


def show_applied(view: View) -> None:
    """What was applied last in this visit, with its receipt."""
    if applied := view.notes.get(_RECEIPT):
        made, what, names = applied
        words = _("Recorded from {names}: {what}.").format(names=", ".join(names), what=what)
        st.success(plain(words), title=_("Applied"), icon=":material/check_circle:")
        st.download_button(
            _("Download the receipt"), made, "receipt.xlsx", XLSX,
            key="receipt", on_click="ignore", icon=":material/receipt_long:",
        )  # fmt: skip
