"""Taking back what was reported: a new update that withdraws it and says why. Nothing is deleted."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from gcdash import meetings
from gcdash.access import Role, Verb, speaks_for
from gcdash.errors import GcdashError
from gcdash.ui.frame import View, show_error
from gcdash.ui.text import plain
from gcdash.ui.writing import known_name
from gcdash.updates import withdrawal
from gcdash.words import _

_WITHDRAWN = "withdrawn_of"


def offer_withdrawal(view: View, update: pd.Series) -> None:
    """A form behind a button, for whoever may withdraw the update; nothing for others, nor for what is itself a withdrawal."""
    if update["withdraws"] or not _may_withdraw(view, update):
        return
    update_id = str(update["update_id"])
    with st.popover(_("Withdraw"), icon=":material/undo:", type="tertiary"), st.form(f"withdraw_{update_id}", border=False):
        st.caption(_("It counts no more, and stays in the history with your reason."))
        if (meeting := _closed_meeting(view, str(update["source"]))) is not None:
            st.warning(plain(_("{meeting} decided this and is closed: its minutes keep it.").format(meeting=meeting)))
        reason = st.text_input(_("Why is it withdrawn?"), key=f"why_{update_id}")
        by = st.text_input(_("Your name"), known_name(view), key=f"withdrawn_by_{update_id}")
        refused = st.container()
        sent = st.form_submit_button(_("Withdraw this update"), type="primary")
    if sent:
        with refused:
            _withdraw(view, str(update["action_id"]), update_id, reason, by)


def _closed_meeting(view: View, source: str) -> str | None:
    """The name of the closed meeting that is the source of an update, if one is."""
    held = view.book.meetings
    return next((str(name) for name in held.loc[held["closed_at"].notna(), "meeting"] if meetings.source(str(name)) == source), None)


def show_withdrawn(view: View, action_id: str) -> None:
    """That an update of an action was withdrawn last in this visit."""
    if view.notes.get(_WITHDRAWN) == action_id:
        st.success(_("The update is withdrawn. It stays in the history, struck through."), icon=":material/check_circle:")


def _may_withdraw(view: View, update: pd.Series) -> bool:
    own = view.person.role == Role.FOCAL_POINT and speaks_for(view.person, str(update["party"]), view.book)
    return view.may(Verb.WITHDRAW_OWN if own else Verb.WITHDRAW_ANY, str(update["action_id"]))


def _withdraw(view: View, action_id: str, update_id: str, reason: str, by: str) -> None:
    try:
        view.record([withdrawal(view.book, update_id, reason, by, view.today)])
    except GcdashError as error:
        show_error(error)
        return
    view.notes[_WITHDRAWN] = action_id
    st.rerun()
