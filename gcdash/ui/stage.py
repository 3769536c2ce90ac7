"""A meeting's room: one action a screen, in large type, and its outcome written down on the spot."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from gcdash import amendments, meetings, palette, sentences
from gcdash.access import Verb
from gcdash.amendments import Occasion
from gcdash.changes import Update, new_id
from gcdash.errors import Refusal
from gcdash.schema import Status
from gcdash.standing import reports
from gcdash.ui.controls import FIRST, LAST
from gcdash.ui.frame import View
from gcdash.ui.refusals import show_refusals
from gcdash.ui.rows import PAGES
from gcdash.ui.text import plain
from gcdash.ui.writing import status_label, statuses
from gcdash.updates import check
from gcdash.words import _

LAST_REPORTS = 3
_DRAFT, _SAID = "outcome_draft", "outcome_said"
_NEW = "new_action_draft"

_LARGE = """<style>
.st-key-stage [data-testid="stMarkdownContainer"] p {{ font-size: clamp(1.25rem, 1.9vw, 3rem); line-height: 1.35; }}
.st-key-stage h2 {{ font-size: clamp(1.5rem, 2.6vw, 4rem); line-height: 1.2; padding-top: 0; }}
.st-key-stands p {{ background: {colour}; color: {ink}; padding: 0 0.75em; border-radius: 0.25em; width: fit-content; }}
</style>"""
"""Legible from ten metres, which Streamlit's one size of type is not: it grows with the screen; the standing has its colour."""


def show_room(meeting: pd.Series | None) -> None:
    """Which meeting this is; without any, how to get one."""
    if meeting is None:
        st.info(_("No meeting is written down yet. Open one on the page Meetings; the room then goes through its agenda."))
        st.page_link(st.session_state[PAGES]["meetings"], label=_("Open a meeting"), icon=":material/event:")
        return
    closed = _("closed; what is recorded now is not in its minutes") if meetings.is_closed(meeting) else ""
    st.markdown(
        plain(" · ".join(part for part in (str(meeting["meeting"]), sentences.day(meeting["date"]), meeting["place"], closed) if part))
    )


def show_action(view: View, action: pd.Series) -> None:
    """What the room needs to know of one action: its words, whose it is, where it stands, what was said last, what is asked."""
    look = palette.LOOKS[action["standing"]]
    st.html(_LARGE.format(colour=look.colour, ink=look.ink))
    with st.container(key="stage", gap="small"):
        st.markdown(plain(str(action["theme"])))
        st.header(plain(f"{action['action_id']} · {action['action']}"), anchor=False)
        urgency = sentences.urgency(action, view.as_of)
        with st.container(key="stands"):
            st.markdown(f"**{plain(f'{look.symbol} {urgency[0].upper()}{urgency[1:]}')}**")
        due = sentences.day(action["falls_due"])
        facts = [sentences.who(action), _("due {day}").format(day=due) if due else " / ".join(str(action["timescale"]).splitlines())]
        st.markdown(plain(" · ".join(fact for fact in facts if fact)))
        for words in _last_reports(view, action):
            st.markdown(plain(words))
        st.markdown(f"*{plain(sentences.asked(action))}*")


def _last_reports(view: View, action: pd.Series) -> list[str]:
    said = reports(view.book, view.as_of)
    said = said[said["action_id"] == action["action_id"]].tail(LAST_REPORTS).iloc[::-1]
    if said.empty:
        return [_("No report yet.")]
    return [
        f"{sentences.day(day)} · {party or _('for the whole action')}: {' · '.join(part for part in (_(status), text, step) if part)}"
        for day, party, status, text, step in zip(
            said["report_date"], said["party"], said["status"], said["text"], said["next_step"], strict=True
        )
    ]


def ask_outcome(view: View, meeting: pd.Series, action: pd.Series) -> Update | None:
    """The outcome in one form: a status, a line of text, a next step with owner and day. None until it is sent and right."""
    if not view.may(Verb.MEETING):
        return None
    draft = st.session_state.setdefault(_DRAFT, {}).setdefault(action["action_id"], new_id())
    slots: dict[str, Any] = {}
    with st.form(f"outcome_{draft}", enter_to_submit=True):
        choices = statuses(action)
        status = st.radio(
            _("Status"), choices, choices.index(str(Status.NOTHING_TO_REPORT)), key=f"outcome_status_{draft}", format_func=status_label,
            horizontal=True,
        )  # fmt: skip
        text = st.text_input(_("What was said or decided"), key=f"outcome_text_{draft}")
        slots["text"] = slots[""] = st.container()
        first, second, third = st.columns([3, 2, 1])
        step = first.text_input(_("Next step"), key=f"outcome_step_{draft}")
        owner = second.selectbox(
            _("Who"), list(view.book.known_parties), index=None, key=f"outcome_owner_{draft}", accept_new_options=True, placeholder="—"
        )
        day = third.date_input(_("By"), None, FIRST, LAST, key=f"outcome_day_{draft}", format="YYYY-MM-DD")
        sent = st.form_submit_button(_("Record the outcome"), type="primary")
    if not sent:
        show_refusals(draft, slots)
        return None
    held = view.today if pd.isna(meeting["date"]) else min(meeting["date"].date(), view.today)
    update, refusals = check(
        Update(
            draft, str(action["action_id"]), held, status or "", text, next_step=meetings.next_step(step, owner or "", day),
            reported_by=str(meeting["chair"]), source=meetings.source(str(meeting["meeting"])),
        ),
        view.book, view.today,
    )  # fmt: skip
    show_refusals(draft, slots, refusals)
    return None if refusals else update


def save_outcome(view: View, update: Update | None) -> None:
    """Put the outcome on the disk; every other screen shows it at once. Nothing happens while there is none."""
    if update is None:
        return
    view.store.append([update])
    view.folder.soon()
    st.session_state[_DRAFT].pop(update.action_id, None)
    said = _("{action}: {status} is recorded.").format(action=update.action_id, status=_(update.status))
    st.session_state[_SAID] = (update.action_id, said)
    st.rerun()


def show_recorded(action: pd.Series) -> None:
    """What was recorded last, as long as the room is still at the action."""
    at, said = st.session_state.get(_SAID, ("", ""))
    if at == action["action_id"]:
        st.success(plain(said), icon=":material/check_circle:")


def offer_new_action(view: View, meeting: pd.Series, action: pd.Series | None) -> None:
    """A form for an action that is agreed in the room; it gets an ID at once."""
    if not view.may(Verb.AMEND):
        return
    draft = st.session_state.setdefault(_NEW, new_id())
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
    held = view.today if pd.isna(meeting["date"]) else meeting["date"].date()
    on = Occasion(held, str(meeting["chair"]), meetings.source(str(meeting["meeting"])))
    try:
        action_id = view.store.new_action_id(draft)
        view.store.append(amendments.agree(action_id, words, on, draft))
    except Refusal as refusal:
        show_refusals(draft, slots, [refusal])
        return
    view.folder.soon()
    st.session_state.pop(_NEW, None)
    at = "" if action is None else str(action["action_id"])
    st.session_state[_SAID] = (at, _("{id} is added; it stands on the agenda.").format(id=action_id))
    st.rerun()
