"""A submission that was applied by mistake, withdrawn as a whole; nothing is deleted."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from gcdash import sentences
from gcdash.access import Verb
from gcdash.changes import Amendment, Change, Update, new_id
from gcdash.errors import GcdashError
from gcdash.merge.plan import SUBMISSION
from gcdash.merge.tally import Group, in_words
from gcdash.merge.undo import applied, undone
from gcdash.schema import ADDED_FIELD
from gcdash.ui.frame import View, show_error
from gcdash.ui.permits import permitted
from gcdash.ui.scene import Scene
from gcdash.ui.text import plain
from gcdash.words import _, straight


def offer_undo(view: View) -> None:
    """Choose a submission that was applied, and withdraw all that is left of it."""
    if not permitted(view, Verb.WITHDRAW_ANY):
        return
    if done := view.notes.get(_DONE):
        st.success(plain(_("{source} is withdrawn.").format(source=_named(done))))
    listed = view.once(_listed)
    if not listed:
        st.caption(_("No submission has been applied yet."))
        return
    with st.form("undo_submission"):
        st.selectbox(_("Submission"), list(listed), key="undo_source", format_func=listed.__getitem__)
        st.text_input(_("Your name"), view.person.name, key="undone_by", width=320)
        refused = st.container()
        st.caption(_("Its reports are withdrawn by new updates that say so; words that it amended are set back. The history keeps both."))
        st.form_submit_button(_("Withdraw the whole submission"), on_click=_ask, args=(view,))
    if view.notes.get(_NAMELESS):
        refused.error(_("Nobody is named. Write your name; it stands beside what is withdrawn."))
    if asked := view.notes.get(_ASKED):
        _ask_once_more(view, *asked)
    if why := view.notes.get(_WHY):
        show_error(why)


_ASKED, _NAMELESS, _DONE, _WHY = "submission_undo_asked", "submission_undo_nameless", "submission_undone", "submission_not_undone"


def _ask(view: View) -> None:
    """Keep what is asked for as soon as the button is pressed: a run that is ended on the way takes a press with it."""
    source, by = st.session_state["undo_source"], st.session_state["undone_by"]
    view.notes.update({_ASKED: (source, by) if by.strip() else None, _NAMELESS: not by.strip(), _DONE: None, _WHY: None})


def _named(source: str) -> str:
    """The file of a submission, without the mark that tells it from others of its name."""
    return straight(source.removeprefix(SUBMISSION).rpartition(" ")[0])


def _ask_once_more(view: View, source: str, by: str) -> None:
    """Say what would be withdrawn, and do it when that is confirmed."""
    try:
        counts = Counter(filter(None, map(_group, undone(view.book, source, by, view.today, new_id))))
    except GcdashError as error:
        show_error(error)
        return
    with st.container(border=True):
        st.markdown(plain(_("{source}: {what} would be withdrawn. Are you sure?").format(source=_named(source), what=in_words(counts))))
        with st.container(horizontal=True):
            st.button(_("Yes, withdraw it"), type="primary", key="undo_yes", on_click=_withdraw, args=(view, source, by))
            st.button(_("No, keep it"), key="undo_no", on_click=view.notes.pop, args=(_ASKED, None))


def _group(change: Change) -> Group | None:
    """What a person had applied that a change takes back; None for what only goes with another."""
    if isinstance(change, Update):
        return Group.REPORTS if change.withdraws else Group.NEW_ACTIONS
    return Group.AMENDMENTS if isinstance(change, Amendment) else None


def _withdraw(view: View, source: str, by: str) -> None:
    """Withdraw what is there by now, whatever was withdrawn of it while the question stood there."""
    view.notes[_ASKED] = view.notes[_WHY] = None
    try:
        view.record(undone(view.store.load(), source, by, view.today, new_id))
    except GcdashError as error:
        view.notes[_WHY] = error
        return
    view.notes[_DONE] = source


def _listed(scene: Scene) -> dict[str, str]:
    """The submissions of which something still stands, the newest first: what each is called, when it was recorded, what it brought."""
    updates, amendments = scene.book.updates, scene.book.amendments
    labels: dict[str, str] = {}
    for source in applied(scene.book)[::-1]:
        brought = updates[(updates["source"] == source) & (updates["withdraws"] == "")], amendments[amendments["source"] == source]
        day = sentences.day(pd.concat([rows["recorded_at"] for rows in brought]).min())
        new = int((brought[1]["field"] == ADDED_FIELD).sum())
        counts = {Group.REPORTS: len(brought[0]), Group.AMENDMENTS: len(brought[1]) - new, Group.NEW_ACTIONS: new}
        label = " · ".join(part for part in (_named(source), day, in_words(counts)) if part)
        labels[source] = label if label not in labels.values() else f"{label} · {source.rpartition(' ')[2]}"
    return labels
