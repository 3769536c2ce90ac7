"""The settings of the workbook: everybody sees them, and a coordinator changes them once it is said what that does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from gcdash import sentences
from gcdash.access import Verb
from gcdash.changes import CellChange
from gcdash.errors import GcdashError, Refusal
from gcdash.meetings import minutes_moved
from gcdash.setting_changes import changed, due_dates_moved, is_there, made
from gcdash.settings import BASE_DATE, DATES, DEFAULT_AS_OF, DUE_SOON_DAYS, NAMES, PLACE, REPORT_EVERY, WORKSHOP
from gcdash.ui.controls import FIRST, LAST
from gcdash.ui.frame import View, show_error
from gcdash.ui.refusals import show_refusals
from gcdash.ui.scene import Scene
from gcdash.ui.text import plain
from gcdash.words import N_, _, n_

ASKED = (N_(WORKSHOP), N_(PLACE), N_(DATES), N_(BASE_DATE), N_(DUE_SOON_DAYS), N_(REPORT_EVERY), N_(DEFAULT_AS_OF))
"""What is asked for. Not Sample: data that is made up stays marked as such."""

_ASKING, _WANTED, _DONE, _WHY = "settings_asked_for", "settings_wanted", "settings_changed", "settings_not_changed"


def show_settings(view: View) -> None:
    """Each setting and its value; for a coordinator the way to the form that changes them, which has as many parts as all the page."""
    st.subheader(_("Settings"), anchor=False)
    may = view.may(Verb.SETTINGS)
    if not (may and view.notes.get(_ASKING)):
        st.markdown("\n\n".join(f"**{plain(_(name))}:** {plain(_shown(view, name))}" for name in ASKED))
    if not may:
        return
    there = view.once(_there)
    if there and view.notes.get(_ASKING):
        _ask(view, there)
    elif there:
        st.button(_("Change the settings"), key="change_settings", on_click=view.notes.update, args=({_ASKING: True, _DONE: ""},))
    if lacking := [_(name) for name in ASKED if name not in there]:
        words = _("The sheet Settings has no row for {names}. Write the name in its first column in the workbook to set it here.")
        st.caption(plain(words.format(names=", ".join(lacking))))
    if wanted := view.notes.get(_WANTED):
        _ask_once_more(view, wanted)
    if done := view.notes.get(_DONE):
        st.success(plain(done), title=_("Recorded"), icon=":material/check_circle:")
    if why := view.notes.get(_WHY):
        show_error(why)


def _there(scene: Scene) -> list[str]:
    return [name for name in ASKED if is_there(scene.book, name)]


def _said(view: View, name: str) -> str:
    value = getattr(view.book.settings, NAMES[name])
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _shown(view: View, name: str) -> str:
    """A setting's value as people read it."""
    value = getattr(view.book.settings, NAMES[name])
    if isinstance(value, date):
        return sentences.day(value)
    return str(value or (_("today") if name == DEFAULT_AS_OF else "—"))


def _ask(view: View, names: Sequence[str]) -> None:
    draft = f"settings_{view.book.settings!r}"
    said: dict[str, str] = {}
    slots = {}
    with st.form(draft, enter_to_submit=False):
        for name in names:
            said[name] = _field(view, name, f"{draft}_{name}")
            slots[name] = st.container()
        slots[""] = st.container()
        with st.container(horizontal=True):
            sent = st.form_submit_button(_("See what would change"), type="primary", key="would_change")
            st.form_submit_button(_("Leave them"), key="leave_settings", on_click=_leave, args=(view,))
    if not sent:
        show_refusals(draft, slots)
        return
    view.notes.update({_WANTED: None, _DONE: "", _WHY: None})
    try:
        view.notes[_WANTED] = changed(view.book, {name: words for name, words in said.items() if words != _said(view, name)})
    except Refusal as refusal:
        show_refusals(draft, slots, [refusal])
        return
    show_refusals(draft, slots, [])
    if not view.notes[_WANTED]:
        st.info(_("The settings say that already."))


def _leave(view: View) -> None:
    view.notes.update({_ASKING: False, _WANTED: None, _WHY: None})


def _field(view: View, name: str, key: str) -> str:
    """What is asked for in a setting, as its cell would say it."""
    value, label = getattr(view.book.settings, NAMES[name]), _(name)
    if name in {BASE_DATE, DEFAULT_AS_OF}:
        day = st.date_input(label, value, FIRST, LAST, key=key, format="YYYY-MM-DD")
        return day.isoformat() if day else ""
    return st.text_input(label, str(value), key=key)


def _ask_once_more(view: View, wanted: Sequence[CellChange]) -> None:
    """Say what would change, and do it when that is confirmed."""
    with st.container(border=True):
        for change in wanted:
            st.markdown(plain(f"{change.key}: {change.old or _('blank')} → {change.new or _('blank')}"))
        after = made(view.book, wanted)
        moved = due_dates_moved(view.book, after, view.today)
        says = n_("1 due date moves.", "{n} due dates move.", moved) if moved else _("No due date moves.")
        if minutes := minutes_moved(view.book, after):
            says += " " + n_(
                "The minutes of 1 closed meeting will say other due dates.",
                "The minutes of {n} closed meetings will say other due dates.",
                minutes,
            )
        st.markdown(_("{says} Every page shows it at once. Are you sure?").format(says=says))
        with st.container(horizontal=True):
            st.button(_("Yes, change them"), type="primary", key="settings_yes", on_click=_change, args=(view, wanted))
            st.button(_("No, leave them"), key="settings_no", on_click=view.notes.pop, args=(_WANTED, None))


def _change(view: View, wanted: Sequence[CellChange]) -> None:
    """Record what was seen and confirmed; refused where a cell says something else by now."""
    view.notes[_WANTED] = None
    try:
        view.record(wanted)
    except GcdashError as error:
        view.notes[_WHY] = error
        return
    view.notes[_ASKING] = False
    view.notes[_DONE] = _("Changed: {names}.").format(names=", ".join(_(change.key) for change in wanted))
