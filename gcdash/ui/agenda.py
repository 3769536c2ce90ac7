"""What a meeting goes through and where it is: the order, the place in it, and changing both. It lives in the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from gcdash import meetings
from gcdash.standing import stand
from gcdash.ui import address
from gcdash.ui.controls import show_unknown
from gcdash.ui.frame import View
from gcdash.ui.rows import PAGES
from gcdash.ui.scene import Scene, action_of, meetings_held, meetings_open, places
from gcdash.ui.text import plain, short
from gcdash.ui.writing import MOST_LISTED, title, titles
from gcdash.words import _

MEETING, ORDER, AT = "meeting", "agenda", "at"


def ask_room(view: View) -> pd.Series | None:
    """The meeting whose room this is: the one that the address names, else the latest open one, else the latest; None without any."""
    held, still_open = view.once(meetings_held), view.once(meetings_open)
    if held.empty:
        return None
    said = address.recall(MEETING, list(held["meeting"]))
    usual = still_open if len(still_open) else held
    address.choose(MEETING, said or [str(usual.iloc[0]["meeting"])])
    address.write(MEETING)
    return meetings.row_of(view.book, address.chosen(MEETING)[0])


def ask_place(view: View, meeting: pd.Series) -> pd.Series | None:
    """The action that the meeting is at, with the ways to the next, the one before and any other; None when none is left."""
    usual = view.once(_usual, str(meeting["meeting"]))
    order: Sequence[str] = address.recall(ORDER, view.once(places)) or usual
    if not order:
        return None
    said = address.recall(AT, order)
    show_unknown(AT, MEETING)
    at = order.index(said[0]) if said else 0
    with st.container(horizontal=True, vertical_alignment="center", key="agenda"):
        _step(_("Previous"), "Left", order, at - 1, ":material/arrow_back:")
        _step(_("Next"), "Right", order, at + 1, ":material/arrow_forward:")
        st.markdown(f"**{_('{at} of {all}').format(at=at + 1, all=len(order))}**", width="content")
        key = address.in_step(AT, order[at])
        st.selectbox(
            _("Go to"), _near(view, order, at), key=key, on_change=_take, width=320, label_visibility="collapsed",
            format_func=lambda action_id: _title(view, action_id),
        )  # fmt: skip
        _offer_order(view, order, at, usual)
        st.page_link(st.session_state[PAGES]["meetings"], label=_("Leave the room"), icon=":material/logout:")
    address.write(ORDER)
    address.write(AT)
    return action_of(view.scene, order[at])


def _usual(scene: Scene, meeting: str) -> tuple[str, ...]:
    then = meetings.at_the_beginning(scene.book, meeting)
    stands = scene.everything if then is scene.book else stand(then, scene.as_of)
    return meetings.agenda(stands, meetings.noted(scene.book, meeting))


def _near(view: View, order: Sequence[str], at: int) -> list[str]:
    """The actions in the box: the whole agenda, or of a very long one those that hold the words, or are near."""
    if len(order) <= MOST_LISTED:
        return list(order)
    words = st.text_input(
        _("Find an action"), key="find_on_agenda", placeholder=_("Find an action"), width=200, label_visibility="collapsed"
    )
    first = max(0, at - MOST_LISTED // 2)
    found = view.once(titles, words) if words else order[first : first + MOST_LISTED]
    return list(dict.fromkeys([order[at], *_within(found, order)]))


def _within(ids: Iterable[str], order: Sequence[str]) -> list[str]:
    there = set(order)
    return [action_id for action_id in ids if action_id in there]


def _title(view: View, action_id: str) -> str:
    return title(action_id, short(action_of(view.scene, action_id)["action"], 40))


def _step(words: str, key: str, order: Sequence[str], to: int, icon: str) -> None:
    there = 0 <= to < len(order)
    st.button(
        words,
        key=f"step_{key}",
        shortcut=key,
        icon=icon,
        disabled=not there,
        on_click=address.choose,
        args=(AT, order[to : to + 1] if there else ()),
    )


def _take() -> None:
    address.choose(AT, [st.session_state[address.widget_key(AT)]])


def _offer_order(view: View, order: Sequence[str], at: int, usual: Sequence[str]) -> None:
    with st.popover(_("Agenda"), icon=":material/format_list_numbered:"):
        st.markdown(plain(_("{id} is number {n}.").format(id=order[at], n=at + 1)))
        with st.container(horizontal=True):
            moves = {_("Earlier"): at - 1, _("Later"): at + 1}
            for words, to in moves.items():
                st.button(words, disabled=not 0 <= to < len(order), on_click=_move, args=(order, at, to))
            st.button(_("Skip"), disabled=len(order) == 1, on_click=_skip, args=(order, at))
        there = set(order)
        missing = [action_id for action_id in view.once(places) if action_id not in there][:MOST_LISTED]
        added = st.selectbox(
            _("Add an action"), missing, index=None, placeholder=_("Choose an action"), key=f"add_to_agenda_{len(order)}",
            format_func=lambda action_id: _title(view, action_id),
        )  # fmt: skip
        st.button(_("Add after this one"), disabled=not added, on_click=_add, args=(order, at, added))
        st.button(_("Back to the usual order"), disabled=list(order) == list(usual), on_click=address.choose, args=(ORDER, ()))


def _moved(order: Sequence[str], at: int, to: int) -> list[str]:
    rest = [*order[:at], *order[at + 1 :]]
    return [*rest[:to], order[at], *rest[to:]] if to >= 0 else list(order)


def _move(order: Sequence[str], at: int, to: int) -> None:
    address.choose(ORDER, _moved(order, at, to))


def _add(order: Sequence[str], at: int, added: str) -> None:
    address.choose(ORDER, [*order[: at + 1], added, *order[at + 1 :]])


def _skip(order: Sequence[str], at: int) -> None:
    address.choose(ORDER, [*order[:at], *order[at + 1 :]])
    address.choose(AT, order[at + 1 : at + 2] or order[at - 1 : at])
