"""An action that is agreed in the room."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from gcdash import amendments, meetings
from gcdash.access import Verb
from gcdash.amendments import Occasion
from gcdash.changes import new_id
from gcdash.errors import Refusal
from gcdash.ui.frame import View
from gcdash.ui.outcomes import say
from gcdash.ui.refusals import show_refusals
from gcdash.words import _

_DRAFT = "new_action_draft"


def offer_new_action(view: View, meeting: pd.Series, action: pd.Series | None) -> None:
    """A form for an action that is agreed in the room; it gets an ID at once."""
    if not view.may(Verb.AMEND):
        return
    draft = st.session_state.setdefault(_DRAFT, new_id())
    with st.popover(_("Agree a new action"), icon=":material/add:"), st.form(f"new_action_{draft}", enter_to_submit=False):
        themes = list(dict.fromkeys(view.everything["theme"]))
        words = {
            "theme": st.selectbox(_("Theme"), themes, index=None, accept_new_options=True, key=f"new_theme_{draft}") or "",
            "action": st.text_area(_("Action"), key=f"new_words_{draft}"),
            "timescale": st.text_input(_("Time scale"), key=f"new_timescale_{draft}", placeholder=_("6 months, on-going, 2010-12-31")),
            "responsibility": st.text_input(_("Responsibility"), key=f"new_responsibility_{draft}"),
        }
        slots = {"": st.container()}
        if not st.form_submit_button(_("Add the action"), type="primary"):
            show_refusals(draft, slots)
            return
    on = Occasion(meetings.day_of(meeting) or view.today, str(meeting["chair"]), meetings.source(str(meeting["meeting"])))
    try:
        action_id = view.store.new_action_id(draft)
        view.store.append(amendments.agree(action_id, words, on, draft))
    except Refusal as refusal:
        show_refusals(draft, slots, [refusal])
        return
    view.folder.soon()
    st.session_state.pop(_DRAFT, None)
    at = "" if action is None else str(action["action_id"])
    say(at, _("{id} is added; it stands on the agenda.").format(id=action_id))
    st.rerun()
