"""The form that records an update: it asks, lets the rules of ``gcdash.updates`` decide, and saves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from gcdash import palette, sentences
from gcdash.access import Role, Verb, spoken_for
from gcdash.changes import Update, new_id
from gcdash.ui.controls import FIRST, LAST
from gcdash.ui.frame import View
from gcdash.ui.permits import permitted
from gcdash.ui.refusals import show_refusals
from gcdash.ui.text import plain
from gcdash.ui.writing import REPORTER, status_label, statuses
from gcdash.updates import check, strange_party
from gcdash.words import _, straight

_DRAFT, _RECEIPT, _NOTE = "draft_id", "receipt", "receipt_note"


def describe_action(action: pd.Series, view: View) -> str:
    """One line on where an action stands, for the top of a form."""
    standing = palette.marked(action["standing"], sentences.urgency(action, view.as_of))
    return " · ".join([standing, sentences.who(action), sentences.reported(action)])


def ask_update(view: View, action: pd.Series) -> Update | None:
    """The form. Its update ID is made when it is shown, so whatever is sent twice is one update. None until it is sent and right."""
    if not permitted(view, Verb.REPORT, str(action["action_id"])):
        return None
    draft = view.notes.setdefault(_DRAFT, new_id())
    slots: dict[str, Any] = {}
    with st.form(f"update_{draft}", enter_to_submit=False):
        first, second, third = st.columns(3)
        with first:
            anybody = view.person.role != Role.FOCAL_POINT
            party = st.selectbox(
                _("Party that reports"), _parties(view, action) if anybody else spoken_for(view.person, view.book),
                index=None if anybody else 0, key=f"party_{draft}", accept_new_options=anybody, format_func=straight,
                placeholder=_("The whole action"), help=_("Leave it blank to speak for the whole action: the secretariat, the meeting."),
            )  # fmt: skip
            slots["party"] = st.container()
        with second:
            status = st.selectbox(
                _("Status"), statuses(action), index=None, key=f"status_{draft}", format_func=status_label, placeholder=_("Choose")
            )
            slots["status"] = st.container()
        with third:
            day = st.date_input(_("Report date"), view.today, FIRST, LAST, key=f"day_{draft}", format="YYYY-MM-DD")
            slots["report_date"] = st.container()
        text = st.text_area(_("What was done"), key=f"text_{draft}", help=_("Completed asks for it."))
        slots["text"] = st.container()
        left, right = st.columns(2)
        with left:
            next_step = st.text_input(_("Next step"), key=f"next_{draft}")
            slots["next_step"] = st.container()
        with right:
            evidence = st.text_input(_("Evidence link"), key=f"evidence_{draft}", placeholder="https://")
            slots["evidence"] = st.container()
        reporter = st.text_input(_("Reported by"), view.notes.get(REPORTER, view.person.name), key=f"by_{draft}")
        slots["reported_by"] = slots[""] = st.container()
        sent = st.form_submit_button(_("Record the update"), type="primary")
    if not sent:
        show_refusals(draft, slots)
        return None
    view.notes[REPORTER] = reporter
    update = Update(
        draft, str(action["action_id"]), day or view.today, status or "", text, party or "", next_step, evidence, reporter
    )  # fmt: skip
    update, refusals = check(update, view.book, view.today)
    show_refusals(draft, slots, refusals)
    return None if refusals else update


def _parties(view: View, action: pd.Series) -> list[str]:
    """Those who are expected to report on the action first, then everybody else."""
    expected, _whole = view.book.expected(action["owners"])
    known = view.book.known_parties
    return [party for party in known if party in expected] + [party for party in known if party not in expected]


def save_update(view: View, update: Update | None) -> None:
    """Put the update on the disk, then say so; the form starts afresh. Nothing happens while there is none."""
    if update is None:
        return
    receipt = view.record([update])
    view.notes[_RECEIPT] = (update.action_id, receipt.ids[0], update.status, update.report_date)
    view.notes[_NOTE] = strange_party(view.book, update.party)
    view.notes.pop(_DRAFT, None)
    st.rerun()


def show_receipt(view: View) -> None:
    """What was recorded last in this visit, with its ID."""
    if said := view.notes.get(_RECEIPT):
        action_id, update_id, status, day = said
        words = _("{action}: {status}. Update ID {id}. It counts in every view of {day} and later, and goes into the workbook by itself.")
        told = words.format(action=action_id, status=_(status), id=update_id, day=sentences.day(day))
        st.success(plain(told), title=_("Recorded"), icon=":material/check_circle:")
    if note := view.notes.get(_NOTE):
        st.warning(plain(note), icon=":material/info:")
