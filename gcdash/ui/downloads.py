"""What people take away: each kind of file with what it is good for, made when it is asked for."""

from __future__ import annotations

from datetime import date

import streamlit as st

from gcdash import sentences
from gcdash.access import Verb
from gcdash.exports.actions import file_name
from gcdash.exports.excerpt import Excerpt, taken
from gcdash.exports.media import MEDIA, Medium
from gcdash.exports.reminders import drafts, due_reminders, pack
from gcdash.ui.frame import View
from gcdash.ui.text import plain
from gcdash.words import _, n_


def what_is_in_them(view: View) -> str:
    """What each of the files holds."""
    return n_(
        "1 action, as it stood on {day}, in each of these files.",
        "{n} actions, as they stood on {day}, in each of these files.",
        len(view.actions),
        day=sentences.day(view.as_of),
    )


def offer_files(view: View, since: date | None) -> None:
    """One row for each kind of file; all of them hold what is filtered, as it was on the as-of date, and say so."""
    st.caption(plain(_excerpt(view).true_for()))
    for medium in MEDIA:
        _offer(medium, view, since)
    if not view.may(Verb.REMIND):
        return
    with _row(_("One draft of an e-mail for each party with something overdue, due soon or unreported. Nothing is sent.")):
        st.download_button(
            _("Download reminders"), lambda: _reminders(view), f"{file_name(view.book, view.as_of)}-reminders.zip", "application/zip",
            key="take_reminders", on_click="ignore", icon=":material/download:", width="stretch",
        )  # fmt: skip


def _offer(medium: Medium, view: View, since: date | None) -> None:
    too_many = len(view.actions) > medium.most
    with _row(" ".join([_(medium.good_for), *([medium.how_to_fit()] if too_many else [])])):
        st.download_button(
            _("Download {kind}").format(kind=_(medium.name)), lambda: medium.file(_taken(view, since)),
            f"{file_name(view.book, view.as_of)}{medium.suffix}", medium.mime, disabled=too_many,
            key=f"take{medium.suffix}", on_click="ignore", icon=":material/download:", width="stretch",
        )  # fmt: skip


def _row(words: str) -> st.delta_generator.DeltaGenerator:
    """A place for a button, with words beside it."""
    button, beside = st.columns([1, 3], vertical_alignment="center")
    beside.markdown(plain(words))
    return button


def _excerpt(view: View) -> Excerpt:
    return Excerpt(view.book, view.store.state().name, view.as_of, view.filters, view.actions)


def _taken(view: View, since: date | None) -> Excerpt:
    return taken(view.store, view.book, view.as_of, view.filters, view.actions, since)


def _reminders(view: View) -> bytes:
    return pack(drafts(_excerpt(view), due_reminders(_excerpt(view))))
