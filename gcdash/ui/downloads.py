"""What people take away: each kind of file with what it is good for, made when it is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from gcdash import sentences
from gcdash.access import Verb
from gcdash.exports import reminded
from gcdash.exports.actions import file_name
from gcdash.exports.excerpt import Excerpt, taken
from gcdash.exports.media import MEDIA, Medium
from gcdash.exports.reminders import drafts, due_reminders, pack, spreadsheets, without_address
from gcdash.steps import Progress
from gcdash.submission.origin import origin_of_book
from gcdash.ui.failures import tell_page
from gcdash.ui.files import FEW, File, offer
from gcdash.ui.frame import View
from gcdash.ui.text import plain
from gcdash.words import _, n_

_TAKEN, _SENT = "reminders_taken", "reminders_sent"


def what_is_in_them(view: View) -> str:
    """What each of the files holds."""
    return n_(
        "1 action, as it stood on {day}, in each of these files.",
        "{n} actions, as they stood on {day}, in each of these files.",
        view.count,
        day=sentences.day(view.as_of),
    )


def offer_files(view: View, since: date | None, months: int) -> None:
    """One row for each kind of file; all of them hold what is filtered, as it was on the as-of date, and say so."""
    st.caption(plain(_excerpt(view).true_for()))
    for medium in MEDIA:
        _offer(medium, view, since, months)
    if view.may(Verb.REMIND):
        _offer_reminders(view)


def _offer_reminders(view: View) -> None:
    """The drafts, and once they are made the question whether they went out."""
    with _row(
        _("One draft of an e-mail, with its spreadsheet, for each party with something overdue, due soon or unreported. Nothing is sent.")
    ):
        name = f"{file_name(view.book, view.as_of)}-reminders.zip"
        file = File(_("Download reminders"), name, "application/zip", "take_reminders", lambda progress: _drafts(view, progress))
        offer(view, file, wide=True, at_once=view.count <= FEW)
    known = len(view.book.reminders)
    if known:
        st.caption(n_("1 reminder went out before and is left out.", "{n} reminders went out before and are left out.", known))
    _ask_whether_sent(view)


def _due(view: View) -> pd.DataFrame:
    return due_reminders(_excerpt(view), reminded.already(view.book))


def _drafts(view: View, progress: Progress) -> bytes:
    view.store.require(Verb.REMIND)  # they hold addresses, and the page may have stood open since somebody's role was taken away
    due = _due(view)
    made = pack(drafts(_excerpt(view), due, spreadsheets(view.book, origin_of_book(view.store), view.today), progress))
    view.notes[_TAKEN] = (due, view.as_of, without_address(_excerpt(view), due))  # what they ask for: only that can have gone out
    view.notes.pop(_SENT, None)
    tell_page(view.notes)
    return made


def _ask_whether_sent(view: View) -> None:
    if said := view.notes.get(_SENT):
        st.success(plain(said), icon=":material/check_circle:")
    due, made_on, unaddressed = view.notes.get(_TAKEN, (pd.DataFrame(), None, ""))
    if due.empty:
        return
    with st.container(border=True, key="sent"):
        whom = n_("{n} party", "{n} parties", due["party"].nunique())
        words = n_("The drafts remind {whom} of 1 thing.", "The drafts remind {whom} of {n} things.", len(due), whom=whom)
        st.markdown(plain(words + " " + _("Once you have sent them, say so: nobody is then reminded of the same thing again.")))
        if unaddressed:
            st.warning(plain(unaddressed), icon=":material/info:")
        with st.container(horizontal=True):
            if st.button(_("These went out"), key="record_sent", type="primary", icon=":material/mark_email_read:"):
                view.record(reminded.as_changes(due, made_on))
                view.notes[_SENT] = n_("1 reminder is recorded.", "{n} reminders are recorded.", len(due))
                view.notes.pop(_TAKEN, None)
                st.rerun()
            st.button(_("They did not"), key="forget_sent", on_click=view.notes.pop, args=(_TAKEN, None))


def _offer(medium: Medium, view: View, since: date | None, months: int) -> None:
    with _row(_(medium.good_for)):
        file = File(
            _("Download {kind}").format(kind=_(medium.name)), f"{file_name(view.book, view.as_of)}{medium.suffix}", medium.mime,
            f"take{medium.suffix}", lambda progress: medium.make(replace(_taken(view, since), months_ahead=months), progress),
            (since, months),
        )  # fmt: skip
        offer(view, file, wide=True, at_once=view.count <= medium.at_once)


def _row(words: str) -> st.delta_generator.DeltaGenerator:
    """A place for a button, with words beside it."""
    button, beside = st.columns([1, 3], vertical_alignment="center")
    beside.markdown(plain(words))
    return button


def _excerpt(view: View) -> Excerpt:
    return Excerpt(view.book, view.store.state().name, view.as_of, view.filters, view.actions)


def _taken(view: View, since: date | None) -> Excerpt:
    return taken(view.store, view.book, view.as_of, view.filters, view.actions, since)
