"""The forms that write: record an update, confirm a reading. Each asks, lets the rules of ``gcdash.updates`` decide, and saves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from gcdash import filters as filtering
from gcdash import palette, sentences
from gcdash.access import Role, Verb, spoken_for
from gcdash.changes import CellChange, Update, new_id
from gcdash.errors import GcdashError
from gcdash.filters import Filters
from gcdash.schema import Confidence
from gcdash.ui import address
from gcdash.ui.controls import FIRST, LAST, show_unknown
from gcdash.ui.frame import View, show_error
from gcdash.ui.permits import permitted
from gcdash.ui.refusals import show_refusals
from gcdash.ui.rows import nothing
from gcdash.ui.text import plain, short
from gcdash.updates import check, confirmation, reportable, strange_party
from gcdash.words import _

MOST_LISTED = 500
"""How many actions a box offers: each is sent to the browser with its words."""

_DRAFT, _RECEIPT, _NOTE, _CONFIRMED, _NAME = "draft_id", "receipt", "receipt_note", "confirmed", "reporter"


def ask_action(view: View, ask: str) -> pd.Series | None:
    """Which action: one box that finds it by ID or words; None while none is chosen, with ``ask`` in its place."""
    if view.everything.empty:
        st.info(nothing(view))
        return None
    chosen = address.recall("action", list(view.everything["action_id"]))
    titles = _listed(view, chosen)
    key = address.in_step("action", chosen[0] if chosen else None)

    def take() -> None:
        picked = st.session_state[key]
        address.choose("action", [picked] if picked else ())

    st.selectbox(
        _("Action"), list(titles), index=None, key=key, on_change=take, placeholder=_("Type an ID or words of the action"),
        format_func=lambda action_id: f"{action_id} · {short(titles[action_id])}",
    )  # fmt: skip
    address.write("action")
    show_unknown("action")
    if not chosen:
        st.info(ask)
        return None
    return view.everything[view.everything["action_id"] == chosen[0]].iloc[0]


def _listed(view: View, chosen: list[str]) -> dict[str, str]:
    """The actions in the box, by ID: all of them, or of very many the first that hold the words asked for, and the one chosen."""
    found = view.everything
    if len(found) > MOST_LISTED:
        words = st.text_input(_("Find an action"), key="find_action", placeholder=_("Type an ID or words of the action"))
        found = filtering.apply(Filters(search=words), found, view.book, view.as_of) if words else found
        st.caption(_("{n} of {all} actions in the box below").format(n=min(len(found), MOST_LISTED), all=len(view.everything)))
    listed = pd.concat([found.head(MOST_LISTED), view.everything[view.everything["action_id"].isin(chosen)]])
    return dict(zip(listed["action_id"], listed["action"], strict=True))


def ask_update(view: View, action: pd.Series) -> Update | None:
    """The form. Its update ID is made when it is shown, so whatever is sent twice is one update. None until it is sent and right."""
    if not permitted(view, Verb.REPORT, str(action["action_id"])):
        return None
    draft = st.session_state.setdefault(_DRAFT, new_id())
    slots: dict[str, Any] = {}
    with st.form(f"update_{draft}", enter_to_submit=False):
        first, second, third = st.columns(3)
        with first:
            anybody = view.person.role != Role.FOCAL_POINT
            party = st.selectbox(
                _("Party that reports"), _parties(view, action) if anybody else spoken_for(view.person, view.book),
                index=None if anybody else 0, key=f"party_{draft}", accept_new_options=anybody,
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
        reporter = st.text_input(_("Reported by"), st.session_state.get(_NAME, view.person.name), key=f"by_{draft}")
        slots["reported_by"] = slots[""] = st.container()
        sent = st.form_submit_button(_("Record the update"), type="primary")
    if not sent:
        show_refusals(draft, slots)
        return None
    st.session_state[_NAME] = reporter
    update = Update(
        draft, str(action["action_id"]), day or view.today, status or "", text, party or "", next_step, evidence, reporter
    )  # fmt: skip
    update, refusals = check(update, view.book, view.today)
    show_refusals(draft, slots, refusals)
    return None if refusals else update


def status_label(status: str) -> str:
    return palette.label(status)


def _parties(view: View, action: pd.Series) -> list[str]:
    """Those who are expected to report on the action first, then everybody else."""
    expected, _whole = view.book.expected(action["owners"])
    known = view.book.known_parties
    return [party for party in known if party in expected] + [party for party in known if party not in expected]


def statuses(action: pd.Series) -> list[str]:
    return list(reportable(str(action["timescale_kind"])))


def save_update(view: View, update: Update | None) -> None:
    """Put the update on the disk, then say so; the form starts afresh. Nothing happens while there is none."""
    if update is None:
        return
    receipt = view.store.append([update])
    view.folder.soon()
    st.session_state[_RECEIPT] = (update.action_id, receipt.ids[0], update.status, update.report_date)
    st.session_state[_NOTE] = strange_party(view.book, update.party)
    st.session_state.pop(_DRAFT, None)
    st.rerun()


def show_receipt() -> None:
    """What was recorded last in this visit, with its ID."""
    if said := st.session_state.get(_RECEIPT):
        action_id, update_id, status, day = said
        words = _("{action}: {status}. Update ID {id}. It counts in every view of {day} and later, and goes into the workbook by itself.")
        told = words.format(action=action_id, status=_(status), id=update_id, day=sentences.day(day))
        st.success(plain(told), title=_("Recorded"), icon=":material/check_circle:")
    if note := st.session_state.get(_NOTE):
        st.warning(plain(note), icon=":material/info:")


def offer_confirmation(view: View, action: pd.Series) -> None:
    """What was just confirmed of one action, and forms for its readings that are still to confirm."""
    show_confirmed(str(action["action_id"]))
    ask_confirmation(view, action)


def show_confirmed(action_id: str = "") -> None:
    """What was confirmed last in this visit, of this action or of any."""
    of, said = st.session_state.get(_CONFIRMED, ("", ""))
    if said and action_id in {"", of}:
        st.success(plain(said), title=_("Recorded"), icon=":material/check_circle:")


def ask_confirmation(view: View, action: pd.Series) -> None:
    """A form for each reading of one action that is still to confirm; nothing where all is certain, or who looks may not confirm."""
    if not view.may(Verb.CONFIRM):
        return
    if action["due_confidence"] == Confidence.TO_CONFIRM:
        _confirm_due_date(view, action)
    if action["owners_confidence"] == Confidence.TO_CONFIRM:
        _confirm_owners(view, action)


def _confirm_due_date(view: View, action: pd.Series) -> None:
    suggested: date | None = None if pd.isna(action["due_date"]) else action["due_date"].date()
    with st.form(f"due_{action['action_id']}"):
        st.markdown(
            _("**Due date to confirm.** The time scale says: {words}").format(words=plain(" / ".join(action["timescale"].splitlines())))
        )
        st.caption(plain(action["due_note"]))
        day = st.date_input(_("Due date"), suggested, FIRST, LAST, key=f"due_day_{action['action_id']}", format="YYYY-MM-DD")
        with st.container(horizontal=True):
            yes = st.form_submit_button(_("Confirm this date"), type="primary", key=f"due_yes_{action['action_id']}")
            no = st.form_submit_button(_("No due date"), key=f"due_none_{action['action_id']}")
    if yes and not day:
        st.error(_('Choose a day, or press "No due date".'))
    elif yes or no:
        _save(view, action, "due_date_set", "none" if no or not day else day.isoformat())


def _confirm_owners(view: View, action: pd.Series) -> None:
    with st.form(f"owners_{action['action_id']}"):
        st.markdown(_("**Owners to confirm.** The responsibility says: {words}").format(words=plain(short(action["responsibility"]))))
        names = st.multiselect(
            _("Owners"), list(dict.fromkeys([*view.book.registry.kinds, *action["owners"]])), list(action["owners"]),
            key=f"owners_names_{action['action_id']}", accept_new_options=True, placeholder=_("Choose owners"),
        )  # fmt: skip
        with st.container(horizontal=True):
            yes = st.form_submit_button(_("Confirm these owners"), type="primary", key=f"owners_yes_{action['action_id']}")
            no = st.form_submit_button(_("No owner"), key=f"owners_none_{action['action_id']}")
    if yes and not names:
        st.error(_('Choose at least one owner, or press "No owner".'))
    elif yes or no:
        _save(view, action, "owners_set", "none" if no else "; ".join(names))


def _save(view: View, action: pd.Series, field: str, words: str) -> None:
    """Put a confirmed reading on the disk and say so; ``words`` is *none* for no date or nobody."""
    who, action_id = view.person.name or st.session_state.get(_NAME, ""), str(action["action_id"])
    try:
        change = confirmation(view.book, action_id, field, words, who)
        view.store.append([change])
    except GcdashError as error:
        show_error(error)
        return
    view.folder.soon()
    by = _("confirmed by {name}").format(name=who) if who else _("confirmed")
    st.session_state[_CONFIRMED] = (action_id, f"{_told(change)}, {by}.")
    st.rerun()


def _told(change: CellChange) -> str:
    """A confirmed reading in words."""
    none = change.new == "none"
    if change.field == "due_date_set":
        words = _("{id} has no due date") if none else _("{id}'s due date is {said}")
        return words.format(id=change.key, said="" if none else sentences.day(date.fromisoformat(change.new)))
    words = _("{id} has no owner") if none else _("{id} is with {said}")
    return words.format(id=change.key, said=change.new)


def describe_action(action: pd.Series, view: View) -> str:
    """One line on where an action stands, for the top of a form."""
    standing = palette.marked(action["standing"], sentences.urgency(action, view.as_of))
    return " · ".join([standing, sentences.who(action), sentences.reported(action)])
