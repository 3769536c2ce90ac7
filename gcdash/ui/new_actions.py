"""An action that is agreed in the room."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from gcdash import amendments, meetings, sentences
from gcdash.access import Verb
from gcdash.amended import as_it_was
from gcdash.amendments import Occasion
from gcdash.changes import new_id
from gcdash.errors import Refusal
from gcdash.schema import fold
from gcdash.ui.frame import View
from gcdash.ui.outcomes import say
from gcdash.ui.refusals import show_refusals
from gcdash.ui.scene import Scene
from gcdash.words import _, straight

_DRAFT, _NEW_THEME = "new_action_draft", ""


def offer_new_action(view: View, meeting: pd.Series, action: pd.Series | None) -> None:
    """Ask for an action that is agreed in the room; it gets an ID at once. A closed meeting agrees nothing more."""
    if meetings.is_closed(meeting) or not view.may(Verb.AMEND):
        return
    draft = view.notes.setdefault(_DRAFT, new_id())
    day = meetings.day_of(meeting) or view.today
    with st.popover(_("Agree a new action"), icon=":material/add:", key=f"new_action_{draft}"):  # the next one is closed
        words = _ask_words(view, draft, day)
        slots = {"": st.container()}
        if not st.button(_("Add the action"), key=f"new_add_{draft}", type="primary"):
            show_refusals(draft, slots)
            return
    on = Occasion(day, str(meeting["chair"]), meetings.source(str(meeting["meeting"])))
    try:
        action_id = view.store.new_action_id(draft)
        view.record(amendments.agree(action_id, words, on, draft))
    except Refusal as refusal:
        show_refusals(draft, slots, [refusal])
        return
    view.notes.pop(_DRAFT, None)
    at = "" if action is None else str(action["action_id"])
    say(view, at, _added(view, action_id, day))
    st.rerun()


def _added(view: View, action_id: str, day: date) -> str:
    """That it is added, and how its words are read, while whoever has said them is in the room."""
    said = _("{id} is added; it stands on the agenda.").format(id=action_id)
    action = as_it_was(view.store.load(), day).action(action_id)
    return said if action is None else said + " " + _("Read as: {words}.").format(words=sentences.reading(action))


def _ask_words(view: View, draft: str, day: date) -> dict[str, str]:
    """The new action's words. Like those of an outcome they stay when another action comes on the screen."""
    theme = _ask_theme(view, draft)
    action = st.text_area(_("Action"), key=f"new_words_{draft}", on_change="ignore", persist_state="session")
    counts = _("A span such as 6 months counts from the day of this meeting, {day}.").format(day=sentences.day(day))
    timescale = st.text_input(
        _("Time scale"), key=f"new_timescale_{draft}", placeholder=_("6 months, on-going, 2010-12-31"), help=counts,
        on_change="ignore", persist_state="session",
    )  # fmt: skip
    responsibility = st.text_input(_("Responsibility"), key=f"new_responsibility_{draft}", on_change="ignore", persist_state="session")
    return {"theme": theme, "action": action, "timescale": timescale, "responsibility": responsibility}


def _themes(scene: Scene) -> tuple[str, ...]:
    return tuple(str(theme) for theme in scene.everything["theme"].unique() if theme)


def _ask_theme(view: View, draft: str) -> str:
    """One of the themes that there are, or, only when asked for, a new one. In other letters an old one is still the old one."""
    themes = view.once(_themes)
    chosen: str | None = st.selectbox(
        _("Theme"), [*themes, _NEW_THEME], index=None, key=f"new_theme_{draft}", persist_state="session", placeholder=_("Choose"),
        format_func=lambda theme: straight(theme) or _("None of these: a new theme"),
    )  # fmt: skip
    if chosen != _NEW_THEME:
        return chosen or ""
    said = st.text_input(_("New theme"), key=f"new_theme_words_{draft}", on_change="ignore", persist_state="session")
    return {fold(theme): theme for theme in themes}.get(fold(said), said)
