"""The outcome of an action, written down in the room. What is typed is kept for each action until it is recorded.

It is no form of Streamlit's, since what is typed into one is gone as soon as another action comes on the screen.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from gcdash import meetings, sentences
from gcdash.access import Verb
from gcdash.changes import Update, new_id
from gcdash.errors import GcdashError, Refusal
from gcdash.schema import Status
from gcdash.ui.controls import FIRST, LAST
from gcdash.ui.frame import View
from gcdash.ui.refusals import show_refusals
from gcdash.ui.rows import PAGES, link_to_record
from gcdash.ui.text import plain
from gcdash.ui.writing import status_label, statuses
from gcdash.updates import check, withdrawal
from gcdash.words import _

_DRAFTS, _SAID = "outcome_drafts", "outcome_said"


def ask_outcome(view: View, meeting: pd.Series, action: pd.Series) -> Update | None:
    """The outcome: a status, a line of text, a next step with owner and day. None until it is sent and right.

    A closed meeting decides nothing more, so there it is said what to do.
    """
    if meetings.is_closed(meeting):
        _show_closed(view, meeting, action)
        return None
    if not view.may(Verb.MEETING):
        return None
    key = (str(meeting["meeting"]), str(action["action_id"]))
    draft = _drafts(view).setdefault(key, new_id())
    slots: dict[str, Any] = {}
    with st.container(border=True, key=f"outcome_{draft}"):
        status = st.pills(
            _("Status"), statuses(action), format_func=status_label, help=_("Choose none, and the status stays as it was."),
            key=f"outcome_status_{draft}", on_change="ignore", persist_state="session",
        )  # fmt: skip
        text = st.text_input(_("What was said or decided"), key=f"outcome_text_{draft}", on_change="ignore", persist_state="session")
        slots["text"] = slots[""] = st.container()
        step = _ask_next_step(view, draft)
        sent = st.button(_("Record the outcome"), key=f"outcome_record_{draft}", type="primary", shortcut="Ctrl+Enter")
    _show_unrecorded(view, meeting, action)
    if not sent:
        show_refusals(draft, slots)
        return None
    if not (status or text.strip() or step):
        show_refusals(draft, slots, [Refusal(_("Nothing is written down yet."), _("Choose a status, or write what was said or decided."))])
        return None
    update, refusals = check(
        Update(
            draft, str(action["action_id"]), _day(view, meeting),
            status or Status.NOTHING_TO_REPORT, text, next_step=step,
            reported_by=str(meeting["chair"]), source=meetings.source(str(meeting["meeting"])),
        ),
        view.book, view.today,
    )  # fmt: skip
    show_refusals(draft, slots, refusals)
    return None if refusals else update


def _ask_next_step(view: View, draft: str) -> str:
    first, second, third = st.columns([3, 2, 1])
    step = first.text_input(_("Next step"), key=f"outcome_step_{draft}", on_change="ignore", persist_state="session")
    owner = second.selectbox(
        _("Who"), list(view.book.known_parties), index=None, accept_new_options=True, placeholder="—",
        key=f"outcome_owner_{draft}", on_change="ignore", persist_state="session",
    )  # fmt: skip
    day: date | None = third.date_input(
        _("By when"), None, FIRST, LAST, format="YYYY-MM-DD", key=f"outcome_day_{draft}", on_change="ignore", persist_state="session"
    )
    return meetings.next_step(step, owner or "", day)


def _drafts(view: View) -> dict[tuple[str, str], str]:
    """The ID under which each action's outcome would be recorded, by meeting and action."""
    drafts: dict[tuple[str, str], str] = view.notes.setdefault(_DRAFTS, {})
    return drafts


def unrecorded(view: View, meeting: str) -> dict[str, str]:
    """What has been typed in this visit in a meeting's room and is not recorded, by action."""
    typed = {
        action_id: " · ".join(words for field in ("text", "step") if (words := str(st.session_state.get(f"outcome_{field}_{draft}", ""))))
        for (of, action_id), draft in _drafts(view).items()
        if of == meeting
    }
    return {action_id: words for action_id, words in typed.items() if words}


def _show_unrecorded(view: View, meeting: pd.Series, action: pd.Series) -> None:
    """Which other actions have words that nobody has recorded yet."""
    if others := [action_id for action_id in unrecorded(view, str(meeting["meeting"])) if action_id != action["action_id"]]:
        st.caption(plain(_("Typed and not recorded yet: {ids}.").format(ids=", ".join(others))))


def _show_closed(view: View, meeting: pd.Series, action: pd.Series) -> None:
    said = _("This meeting is closed and its minutes are final. To decide more, open the next meeting; or record a report on this action.")
    st.info(said, icon=":material/lock:")
    with st.container(horizontal=True):
        st.page_link(st.session_state[PAGES]["meetings"], label=_("Open a meeting"), icon=":material/event:")
        link_to_record(action)
    if typed := unrecorded(view, str(meeting["meeting"])):
        lost = "; ".join(f"{action_id}: {words}" for action_id, words in typed.items())
        st.warning(plain(_("Typed and not recorded before it closed: {words}").format(words=lost)))


def save_outcome(view: View, update: Update | None) -> None:
    """Put the outcome on the disk; every other screen shows it at once. Nothing happens while there is none."""
    if update is None:
        return
    view.record([update])
    view.notes[_DRAFTS] = {of: draft for of, draft in _drafts(view).items() if draft != update.update_id}
    said = sentences.outcome(update.status, update.text, update.next_step)
    said = said if update.next_step else f"{said} · {_('no next step')}"
    say(view, update.action_id, _("Recorded for {action}: {words}").format(action=update.action_id, words=said), update.update_id)
    st.rerun()


def say(view: View, action_id: str, words: str, update_id: str = "") -> None:
    """What is to be read once the page has run again, as long as the room is at that action. ``update_id``: what can be taken back."""
    view.notes[_SAID] = (action_id, words, update_id)


def show_recorded(view: View, meeting: pd.Series, action: pd.Series) -> None:
    """What was recorded last, as long as the room is still at the action; until the meeting is closed it can be taken back."""
    at, said, update_id = view.notes.get(_SAID, ("", "", ""))
    if at != action["action_id"]:
        return
    st.success(plain(said), icon=":material/check_circle:")
    if update_id and not meetings.is_closed(meeting) and view.may(Verb.WITHDRAW_ANY, at):
        st.button(
            _("Take it back"), key=f"take_back_{update_id}", icon=":material/undo:", type="tertiary",
            on_click=_take_back, args=(view, meeting, at, update_id),
        )  # fmt: skip


def _take_back(view: View, meeting: pd.Series, action_id: str, update_id: str) -> None:
    """Withdraw what was recorded, on the same day; as soon as the button is pressed, since a run that is ended takes a press with it."""
    reason = _("Taken back in the meeting where it was recorded.")
    try:
        view.record([withdrawal(view.store.load(), update_id, reason, str(meeting["chair"]), _day(view, meeting))])
    except GcdashError as error:
        say(view, action_id, str(error))
        return
    said = _("{action}: what was recorded is taken back. It counts no more, and stays in the history.")
    say(view, action_id, said.format(action=action_id))


def _day(view: View, meeting: pd.Series) -> date:
    """The day of what is said in a meeting: its own, but never one to come."""
    return min(meetings.day_of(meeting) or view.today, view.today)
