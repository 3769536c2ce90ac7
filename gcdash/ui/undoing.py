"""A submission that was applied by mistake, withdrawn as a whole; nothing is deleted."""

from __future__ import annotations

import streamlit as st

from gcdash.access import Verb
from gcdash.changes import new_id
from gcdash.errors import GcdashError
from gcdash.merge.plan import SUBMISSION
from gcdash.merge.undo import applied, undone
from gcdash.ui.frame import View, show_error
from gcdash.ui.permits import permitted
from gcdash.ui.scene import Scene
from gcdash.ui.text import plain
from gcdash.words import _


def offer_undo(view: View) -> None:
    """Choose a submission that was applied, and withdraw all that is left of it."""
    if not permitted(view, Verb.WITHDRAW_ANY):
        return
    sources = view.once(_applied)
    if not sources:
        st.caption(_("No submission has been applied yet."))
        return
    with st.form("undo_submission"):
        source = st.selectbox(_("Submission"), sources[::-1], format_func=lambda said: said.removeprefix(SUBMISSION))
        by = st.text_input(_("Your name"), view.person.name, key="undone_by", width=320)
        st.caption(_("Its reports are withdrawn by new updates that say so; words that it amended are set back. The history keeps both."))
        sent = st.form_submit_button(_("Withdraw the whole submission"))
    if sent:
        try:
            view.store.append(undone(view.book, source, by, view.today, new_id))
        except GcdashError as error:
            show_error(error)
            return
        view.folder.soon()
        st.session_state["submission_undone"] = source
        st.rerun()
    if said := st.session_state.get("submission_undone"):
        st.success(plain(_("{source} is withdrawn.").format(source=said.removeprefix(SUBMISSION))))


def _applied(scene: Scene) -> tuple[str, ...]:
    return applied(scene.book)
