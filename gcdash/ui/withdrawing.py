"""Taking back what was reported: a new update that withdraws it and says why. Nothing is deleted."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from gcdash.access import Role, Verb, speaks_for
from gcdash.errors import GcdashError
from gcdash.ui.frame import View, show_error
from gcdash.updates import withdrawal
from gcdash.words import _


def offer_withdrawal(view: View, update: pd.Series) -> None:
    """A form behind a button, for whoever may withdraw the update; nothing for others, nor for what is itself a withdrawal."""
    if update["withdraws"] or not _may_withdraw(view, update):
        return
    update_id = str(update["update_id"])
    with st.popover(_("Withdraw"), icon=":material/undo:", type="tertiary"), st.form(f"withdraw_{update_id}", border=False):
        st.caption(_("It counts no more, and stays in the history with your reason."))
        reason = st.text_input(_("Why does it not count?"), key=f"why_{update_id}")
        by = st.text_input(_("Your name"), view.person.name, key=f"withdrawn_by_{update_id}")
        refused = st.container()
        sent = st.form_submit_button(_("Withdraw this update"), type="primary")
    if sent:
        with refused:
            _withdraw(view, update_id, reason, by)


def _may_withdraw(view: View, update: pd.Series) -> bool:
    own = view.person.role == Role.FOCAL_POINT and speaks_for(view.person, str(update["party"]), view.book)
    return view.may(Verb.WITHDRAW_OWN if own else Verb.WITHDRAW_ANY, str(update["action_id"]))


def _withdraw(view: View, update_id: str, reason: str, by: str) -> None:
    try:
        view.record([withdrawal(view.book, update_id, reason, by, view.today)])
    except GcdashError as error:
        show_error(error)
        return
    st.rerun()
