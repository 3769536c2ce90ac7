"""A meeting's room: one action a screen, in large type."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from gcdash import meetings, palette, sentences
from gcdash.standing import reports
from gcdash.ui.frame import View, show_whose
from gcdash.ui.rows import PAGES
from gcdash.ui.scene import Scene
from gcdash.ui.text import plain
from gcdash.words import _

LAST_REPORTS = 3

_LARGE = """<style>
.st-key-stage [data-testid="stMarkdownContainer"] p {{ font-size: clamp(1.25rem, 1.9vw, 3rem); line-height: 1.35; }}
.st-key-stage h2 {{ font-size: clamp(1.5rem, 2.6vw, 4rem); line-height: 1.2; padding-top: 0; }}
.st-key-stands p {{ background: {colour}; color: {ink}; padding: 0 0.75em; border-radius: 0.25em; width: fit-content; }}
[class*="st-key-outcome_status"] [data-selected] p {{ color: CanvasText; font-weight: 600; }}
</style>"""
"""Legible from ten metres, which Streamlit's one size of type is not: it grows with the screen; the standing has its colour, and the
status that is chosen stands out by more than a pale blue on another."""


def show_room(view: View, meeting: pd.Series | None) -> None:
    """Which meeting this is; without any, how to get one. The menu steps aside only for a meeting that is going on."""
    if meeting is None or meetings.is_closed(meeting):
        st.navigation(list(st.session_state[PAGES].values()), position="sidebar", expanded=True)
        show_whose(view.book, view.store)
    if meeting is None:
        st.info(_("No meeting is written down yet. Open one on the page Meetings; the room then goes through its agenda."))
        st.page_link(st.session_state[PAGES]["meetings"], label=_("Open a meeting"), icon=":material/event:")
        return
    closed = _("closed") if meetings.is_closed(meeting) else ""
    st.markdown(
        plain(" · ".join(part for part in (str(meeting["meeting"]), sentences.day(meeting["date"]), meeting["place"], closed) if part))
    )


def show_action(view: View, action: pd.Series) -> None:
    """What the room needs to know of one action: its words, whose it is, where it stands, what was said last, what is asked."""
    look = palette.LOOKS[action["standing"]]
    st.html(_LARGE.format(colour=look.colour, ink=look.ink))
    with st.container(key="stage", gap="small"):
        st.markdown(plain(str(action["theme"])))
        st.header(plain(f"{action['action_id']} · {str(action['action']).lstrip('·•- ')}"), anchor=False)
        urgency = sentences.urgency(action, view.as_of)
        with st.container(key="stands"):
            st.markdown(f"**{plain(f'{look.symbol} {urgency[0].upper()}{urgency[1:]}')}**")
        due = sentences.day(action["falls_due"])
        facts = [sentences.who(action), _("due {day}").format(day=due) if due else " / ".join(str(action["timescale"]).splitlines())]
        st.markdown(plain(" · ".join(fact for fact in facts if fact)))
        for words in _last_reports(view, action):
            st.markdown(plain(words))
        st.markdown(f"*{plain(sentences.asked(action))}*")


def _reports(scene: Scene) -> pd.DataFrame:
    return reports(scene.book, scene.as_of)


def _last_reports(view: View, action: pd.Series) -> list[str]:
    said = view.once(_reports)
    said = said[said["action_id"] == action["action_id"]].tail(LAST_REPORTS).iloc[::-1]
    if said.empty:
        return [_("No report yet.")]
    return [
        f"{sentences.day(day)} · {party or _('for the whole action')}: " + sentences.outcome(status, text, step)
        for day, party, status, text, step in zip(
            said["report_date"], said["party"], said["status"], said["text"], said["next_step"], strict=True
        )
    ]
