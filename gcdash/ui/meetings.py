"""The meetings of a book: open one, see what each decided, close it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from gcdash import meetings, sentences
from gcdash.access import Verb
from gcdash.changes import Meeting, new_id
from gcdash.errors import GcdashError, Refusal
from gcdash.exports.minutes import to_docx
from gcdash.exports.package import DOCX, stem
from gcdash.meetings import Minutes
from gcdash.ui.controls import FIRST, LAST
from gcdash.ui.files import File, take
from gcdash.ui.frame import View, show_error
from gcdash.ui.outcomes import unrecorded
from gcdash.ui.permits import permitted
from gcdash.ui.refusals import show_refusals
from gcdash.ui.rows import PAGES, first_of_page, one_page
from gcdash.ui.scene import meetings_held, meetings_open
from gcdash.ui.text import plain, short
from gcdash.words import _, n_

_DRAFT, _CLOSED = "meeting_draft", "meeting_closed"
SEEN = 10
"""So many meetings are shown at a time, each with its forms and files."""
_NAMED = 3


def in_words(view: View) -> str:
    """How many meetings there were, and whether one is open."""
    held, still = view.once(meetings_held), view.once(meetings_open)
    if held.empty:
        return _("No meeting is written down yet. Open one below; its agenda is made from where the actions stand.")
    going_on = _("none is open")
    if len(still):
        more = len(still) - _NAMED
        names = [*still["meeting"].head(_NAMED), *([n_("1 more", "{n} more", more)] if more > 0 else [])]
        going_on = n_("1 is open: {names}", "{n} are open: {names}", len(still), names=sentences.joined(names))
    return _("{meetings}; {open}.").format(meetings=n_("1 meeting", "{n} meetings", len(held)), open=going_on)


def ask_meeting(view: View) -> Meeting | None:
    """The form that opens a meeting; None until it is sent and right. Sent twice, it is one meeting."""
    if not permitted(view, Verb.MEETING):
        return None
    draft = view.notes.setdefault(_DRAFT, new_id())
    with st.form(f"meeting_{draft}", enter_to_submit=False):
        first, second = st.columns([3, 1])
        name = first.text_input(_("Name of the meeting"), key=f"name_{draft}", placeholder=_("First follow-up meeting"))
        day = second.date_input(_("Date"), view.today, FIRST, LAST, key=f"date_{draft}", format="YYYY-MM-DD")
        left, right = st.columns(2)
        place = left.text_input(_("Place"), key=f"place_{draft}")
        chair = right.text_input(_("Chair"), key=f"chair_{draft}")
        present = st.text_input(_("Present"), key=f"present_{draft}", help=_("Names with ; between them; more can follow on closing."))
        slots = {"": st.container()}
        sent = st.form_submit_button(_("Open the meeting"), type="primary")
    if not sent:
        show_refusals(draft, slots)
        return None
    try:
        return meetings.opened(view.book, Meeting(draft, name, day or view.today, place, chair, present))
    except Refusal as refusal:
        show_refusals(draft, slots, [refusal])
        return None


def save_meeting(view: View, meeting: Meeting | None) -> None:
    """Record the meeting and go into its room. Nothing happens while there is none."""
    if meeting is None:
        return
    view.record([meeting])
    view.notes.pop(_DRAFT, None)
    st.switch_page(st.session_state[PAGES]["meeting"], query_params=_room(view, meeting.meeting, pd.Timestamp(meeting.date)))


def _room(view: View, name: str, day: pd.Timestamp) -> dict[str, str]:
    """The address of a meeting's room: what is shown there is true for the meeting's day."""
    usual = view.book.settings.default_as_of or view.today
    return {"meeting": name} | ({} if pd.isna(day) or day.date() == usual else {"as_of": day.date().isoformat()})


def show_meetings(view: View) -> None:
    """Each meeting, the latest first: when, where and who, what it decided, the way into its room, and closing it."""
    held = view.once(meetings_held)
    first = first_of_page(len(held), "meetings", SEEN)
    for _at, meeting in held.iloc[first : first + SEEN].iterrows():
        with st.container(border=True, key=f"meeting_of_{_at}"):
            _show_meeting(view, meeting)


def _show_meeting(view: View, meeting: pd.Series) -> None:
    name = str(meeting["meeting"])
    minutes = view.minutes(name)
    st.subheader(plain(name), anchor=False)
    chair = _("chaired by {name}").format(name=meeting["chair"]) if meeting["chair"] else ""
    state = _("closed") if meetings.is_closed(meeting) else _("open")
    st.caption(plain(" · ".join(part for part in (state, sentences.day(meeting["date"]), meeting["place"], chair) if part)))
    st.markdown(plain(decided(minutes)))
    if view.notes.get(_CLOSED) == name:
        st.success(_("Closed. Its minutes are final; download them here, now or at any time."), icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            st.session_state[PAGES]["meeting"], label=_("Into the room"), icon=":material/co_present:",
            query_params=_room(view, name, meeting["date"]),
        )  # fmt: skip
        offer_minutes(view, name)
    if not meetings.is_closed(meeting) and view.may(Verb.MEETING):
        _offer_closing(view, meeting)
    if len(minutes.decisions):
        with st.expander(_("Decisions")):
            _show_decisions(minutes.decisions, name)


def decided(minutes: Minutes) -> str:
    """What a meeting decided, in one sentence of numbers."""
    parts = [
        n_("1 decision", "{n} decisions", len(minutes.decisions)),
        n_("1 new action", "{n} new actions", len(minutes.added)),
        n_("1 action noted as settled", "{n} actions noted as settled", len(minutes.settled)),
        n_("1 carried over", "{n} carried over", len(minutes.carried_over)),
    ]
    return f"{sentences.joined(parts)}."


def _show_decisions(decisions: pd.DataFrame, name: str) -> None:
    """Each in a paragraph, a hundred at a time."""
    said = [
        f"{decision.action_id} {short(str(decision.action), 60)}: "
        + sentences.outcome(str(decision.status), str(decision.text), str(decision.next_step))
        for decision in one_page(decisions, f"decisions_{name}").itertuples()
    ]
    st.markdown("\n\n".join(map(plain, said)))


def _offer_closing(view: View, meeting: pd.Series) -> None:
    name = str(meeting["meeting"])
    with st.popover(_("Close the meeting"), icon=":material/lock:"):
        st.caption(_("Closing freezes the minutes: they hold what is recorded until now, and can be made again at any time."))
        if typed := unrecorded(view, name):
            st.warning(plain(_("Typed in the room and not recorded: {ids}.").format(ids=", ".join(typed))))
        present = st.text_area(_("Present"), str(meeting["present"]), key=f"closing_present_{name}", help=_("Names with ; between them."))
        if st.button(_("Close now"), key=f"close_{name}", type="primary"):
            _close(view, name, present)


def _close(view: View, name: str, present: str) -> None:
    try:
        view.store.fold()  # what was typed by hand until now has then a time of recording, and stands in the minutes
        view.record(meetings.closing(view.book, name, present, view.moment()))
    except GcdashError as error:
        show_error(error)
        return
    view.notes[_CLOSED] = name
    st.rerun()


def offer_minutes(view: View, name: str) -> None:
    """The minutes as a Word document, made when asked for."""
    take(view, File(
        _("Minutes (Word)"), f"{stem(_('minutes') + ' ' + name)}.docx", DOCX, f"minutes_{name}",
        lambda _progress: to_docx(view.minutes(name), view.book.settings),
    ))  # fmt: skip
