"""What forms that write ask: which action, which status; and those that confirm a reading, let the rules decide, and save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from gcdash import filters as filtering
from gcdash import palette, sentences
from gcdash.access import Verb
from gcdash.amendments import confirm
from gcdash.errors import GcdashError
from gcdash.filters import Filters
from gcdash.schema import Confidence
from gcdash.ui import address
from gcdash.ui.controls import FIRST, LAST, show_unknown
from gcdash.ui.frame import View, show_error
from gcdash.ui.rows import nothing
from gcdash.ui.scene import Scene, action_of, places
from gcdash.ui.text import plain, short
from gcdash.updates import reportable
from gcdash.words import _, straight

MOST_LISTED = 500
"""How many actions a box offers: each is sent to the browser with its words."""

_CONFIRMED, REPORTER = "confirmed", "reporter"


def ask_action(view: View, ask: str) -> pd.Series | None:
    """Which action: one box that finds it by ID or words; None while none is chosen, with ``ask`` in its place."""
    if view.everything.empty:
        st.info(nothing(view))
        return None
    chosen = address.recall("action", view.once(places))
    listed = _listed(view, chosen)
    key = address.in_step("action", chosen[0] if chosen else None)

    def take() -> None:
        picked = st.session_state[key]
        address.choose("action", [picked] if picked else ())

    st.selectbox(
        _("Action"), list(listed), index=None, key=key, on_change=take, placeholder=_("Type an ID or words of the action"),
        format_func=listed.__getitem__,
    )  # fmt: skip
    address.write("action")
    show_unknown("action")
    if not chosen:
        st.info(ask)
        return None
    return action_of(view.scene, chosen[0])


def _listed(view: View, chosen: list[str]) -> dict[str, str]:
    """The actions in the box, by ID: all of them, or of very many the first that hold the words asked for, and the one chosen."""
    words = ""
    if len(view.everything) > MOST_LISTED:
        words = st.text_input(_("Find an action"), key="find_action", placeholder=_("Type an ID or words of the action"))
    listed = view.once(titles, words)
    if len(view.everything) > MOST_LISTED:
        st.caption(_("{n} of {all} actions in the box below").format(n=len(listed), all=len(view.everything)))
    return dict(listed) | {action_id: title(action_id, action_of(view.scene, action_id)["action"]) for action_id in chosen}


def titles(scene: Scene, words: str) -> dict[str, str]:
    """What the first actions that hold these words are called in a box, by ID."""
    found = filtering.apply(Filters(search=words), scene.everything, scene.book, scene.as_of) if words else scene.everything
    first = found.head(MOST_LISTED)
    return {action_id: title(action_id, text) for action_id, text in zip(first["action_id"], first["action"], strict=True)}


def title(action_id: str, text: str) -> str:
    return f"{straight(action_id)} · {short(text)}"


def status_label(status: str) -> str:
    return palette.label(status)


def statuses(action: pd.Series) -> list[str]:
    return list(reportable(str(action["timescale_kind"])))


def offer_confirmation(view: View, action: pd.Series) -> None:
    """What was just confirmed of one action, and forms for its readings that are still to confirm."""
    show_confirmed(view, str(action["action_id"]))
    ask_confirmation(view, [action])


def show_confirmed(view: View, action_id: str = "") -> None:
    """What was confirmed last in this visit, of this action or of any."""
    of, said = view.notes.get(_CONFIRMED, ("", ""))
    if said and action_id in {"", of}:
        st.success(plain(said), title=_("Recorded"), icon=":material/check_circle:")


def ask_confirmation(view: View, actions: Sequence[pd.Series], *, named: bool = False) -> None:
    """A form for each reading of these actions that is to confirm; nothing where all is certain, or who looks may not confirm.

    ``named``: each action's forms stand under its ID and words.
    """
    may = view.may(Verb.CONFIRM)
    who = ask_name(view, "confirmed_by") if may and any(map(_unsure, actions)) else ""
    for action in actions:
        if named:
            st.markdown(plain(f"{action['action_id']} · {short(action['action'])}"))
        if may and action["due_confidence"] == Confidence.TO_CONFIRM:
            _confirm_due_date(view, action, who)
        if may and action["owners_confidence"] == Confidence.TO_CONFIRM:
            _confirm_owners(view, action, who)


def _unsure(action: pd.Series) -> bool:
    return Confidence.TO_CONFIRM in {action["due_confidence"], action["owners_confidence"]}


def _confirm_due_date(view: View, action: pd.Series, who: str) -> None:
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
        _save(view, action, "due_date_set", "none" if no or not day else day.isoformat(), who)


def _confirm_owners(view: View, action: pd.Series, who: str) -> None:
    with st.form(f"owners_{action['action_id']}"):
        st.markdown(_("**Owners to confirm.** The responsibility says: {words}").format(words=plain(short(action["responsibility"]))))
        names = st.multiselect(
            _("Owners"), list(dict.fromkeys([*view.book.registry.kinds, *action["owners"]])), list(action["owners"]),
            key=f"owners_names_{action['action_id']}", accept_new_options=True, placeholder=_("Choose owners"),
            format_func=straight,
        )  # fmt: skip
        with st.container(horizontal=True):
            yes = st.form_submit_button(_("Confirm these owners"), type="primary", key=f"owners_yes_{action['action_id']}")
            no = st.form_submit_button(_("No owner"), key=f"owners_none_{action['action_id']}")
    if yes and not names:
        st.error(_('Choose at least one owner, or press "No owner".'))
    elif yes or no:
        _save(view, action, "owners_set", "none" if no else "; ".join(names), who)


def known_name(view: View) -> str:
    """Who looks, as far as it is known: by the way in, or as they have called themselves in this visit."""
    return view.person.name or str(view.notes.get(REPORTER, ""))


def ask_name(view: View, key: str) -> str:
    """The name of who writes, asked for until it is known."""
    return known_name(view) or st.text_input(_("Your name"), key=key, width=320, on_change="ignore")


def _save(view: View, action: pd.Series, field: str, words: str, who: str) -> None:
    """Put a confirmed reading on the disk and say so; ``words`` is *none* for no date or nobody."""
    action_id, view.notes[REPORTER] = str(action["action_id"]), who
    try:
        view.record(confirm(view.book, action_id, field, words, who))
    except GcdashError as error:
        show_error(error)
        return
    by = _("confirmed by {name}").format(name=who) if who else _("confirmed")
    view.notes[_CONFIRMED] = (action_id, f"{_told(action_id, field, words)}, {by}.")
    st.rerun()


def _told(action_id: str, field: str, words: str) -> str:
    """A confirmed reading in words."""
    none = words == "none"
    if field == "due_date_set":
        said = _("{id} has no due date") if none else _("{id}'s due date is {day}")
        return said.format(id=action_id, day="" if none else sentences.day(date.fromisoformat(words)))
    said = _("{id} has no owner") if none else _("{id} is with {names}")
    return said.format(id=action_id, names=words)
