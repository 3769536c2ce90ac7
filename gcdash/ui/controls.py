"""What a view is true for, asked in one line under the question: the as-of date and the filters. Both live in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

import streamlit as st

from gcdash.cells import as_day
from gcdash.filters import CHOICES, LABELS, Filters, describe, named
from gcdash.sentences import day
from gcdash.ui import address
from gcdash.ui.text import plain
from gcdash.words import _, straight

AS_OF, SEARCH = "as_of", "search"
FIRST, LAST = date(1970, 1, 1), date(2099, 12, 31)
"""The days that can be chosen; left alone, Streamlit offers only ten years to each side."""


_LINE, _ASKED, _OPEN = "true_for", "asked", "filters_open"


def show_question(question: str) -> None:
    """The page's question, with room beside it for what the page is true for."""
    if st.session_state.get(_ASKED) != question:
        address.turn_page()
        st.session_state[_OPEN] = False
    st.session_state[_ASKED] = question
    line = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", gap="small", key="question")
    line.title(question, anchor=False, width="content")
    st.session_state[_LINE] = line.container(horizontal=True, width="content", vertical_alignment="center", key=_LINE)


def ask_as_of(usual: date, today: date) -> date:
    """The day that the view is true for; the usual one unless another is chosen. Today is one click away."""
    said = address.recall(AS_OF)
    if said and as_day(said[0]) is None:
        address.choose(AS_OF, ())
        address.refuse(AS_OF, [word for word in said if word])
    as_of = (as_day(said[0]) if said else None) or usual
    line = st.session_state[_LINE]
    with line.popover(
        _("As of {day}").format(day=day(as_of)), icon=":material/event:", help=_("Choose the day that this page is true for")
    ):
        key = address.in_step(AS_OF, as_of)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.date_input(
                _("As-of date"), key=key, min_value=FIRST, max_value=LAST, format="YYYY-MM-DD", width=190,
                on_change=_take_as_of, args=(usual,),
            )  # fmt: skip
            st.button(_("Show this day"), key="show_as_of")  # a typed day counts once its field is left, and Enter does not leave it
        st.caption(_("Everything is shown as it was on that day, from the updates reported up to it."))
        if as_of != usual:
            st.button(_("Back to {day}").format(day=day(usual)), key="usual_as_of", on_click=address.choose, args=(AS_OF, ()))
    if as_of != today:
        now = () if today == usual else (today.isoformat(),)
        line.button(_("Today"), key="today", type="tertiary", icon=":material/today:", on_click=address.choose, args=(AS_OF, now))
    address.write(AS_OF)
    return as_of


def _take_as_of(usual: date) -> None:
    chosen = st.session_state[address.widget_key(AS_OF)]
    address.choose(AS_OF, [chosen.isoformat()] if chosen and chosen != usual else ())


def ask_filters(options: Mapping[str, tuple[str, ...]], *, searched: bool) -> Filters:
    """The filters of the view, each a choice among what the book has. ``searched``: the search box stands open on the page."""
    values = {name: tuple(address.recall(name, options[name])) for name in CHOICES}
    search = " ".join(address.recall(SEARCH))
    filters = Filters(**values, search=search)
    line, opened = st.session_state[_LINE], bool(st.session_state.get(_OPEN))
    line.button(
        plain(_("Filters: {words}").format(words=describe(filters))), key="filters", on_click=_open_or_close, wrap=True,
        icon=":material/expand_less:" if opened else ":material/filter_alt:",
    )  # fmt: skip
    if filters:
        line.button(_("Clear filters"), key="clear_filters", type="tertiary", icon=":material/close:", on_click=clear)
    with st.container(border=opened, key="filter_panel"):  # there when it is closed too: else all below would be drawn anew
        if opened:
            _ask_choices(options, values, searched=searched)
    if searched:
        ask_search()
    for name in (*CHOICES, SEARCH):
        address.write(name)
    return filters


def _ask_choices(options: Mapping[str, tuple[str, ...]], values: Mapping[str, tuple[str, ...]], *, searched: bool) -> None:
    """The filters in a panel that stands in the page just after its button: a floating one would be the last that a keyboard reaches."""
    with st.grid("auto", min_column_width=220, gap="small"):
        if not searched:
            ask_search()
        for name in CHOICES:
            key = address.in_step(name, list(values[name]))
            st.multiselect(
                LABELS[name](), options[name], key=key, format_func=lambda word: straight(named(word)), on_change=_take, args=(name,),
                placeholder=_("All"),
                select_all=False,  # Enter chooses the word that was typed, not all that it is part of
            )  # fmt: skip


def _open_or_close() -> None:
    st.session_state[_OPEN] = not st.session_state.get(_OPEN)


def show_unknown(*names: str) -> None:
    """One line for each of these choices where a link names what there is not: nobody takes the view for the one that was sent."""
    said = address.unknown()
    told = {
        "as_of": _("The day in the link cannot be read: {words}. The page is shown as of the usual day."),
        "since": _("The day to compare with in the link cannot be read: {words}."),
        "months_ahead": _("The link names a number of months that there is not: {words}."),
        "action": _("The link names an action that this workbook does not have: {words}."),
        "at": _("The link names an action that is not on this meeting's agenda: {words}."),
        "meeting": _("The link names a meeting that this workbook does not have: {words}."),
        "sheet": _("The link names an owner that this workbook does not have: {words}."),
        "owner": _("The link names an owner that this workbook does not have: {words}."),
        "theme": _("The link names a theme that this workbook does not have: {words}."),
        "party": _("The link names a party that this workbook does not have: {words}."),
        "standing": _("The link names a standing that there is not: {words}."),
        "status": _("The link names a status that there is not: {words}."),
        "kind": _("The link names a kind of time scale that there is not: {words}."),
    }
    for name in names:
        if said.get(name):
            st.warning(plain(told[name].format(words=", ".join(said[name]))), icon=":material/link_off:")


def ask_search() -> None:
    """A box for words that must all be found in an action."""
    key = address.in_step(SEARCH, " ".join(address.chosen(SEARCH)))
    st.text_input(_("Search"), key=key, on_change=_take_search, placeholder=_("Words in any column"), icon=":material/search:")


def _take(name: str) -> None:
    address.choose(name, st.session_state[address.widget_key(name)])


def _take_search() -> None:
    words = st.session_state[address.widget_key(SEARCH)].strip()
    address.choose(SEARCH, [words] if words else ())


def clear() -> None:
    """No filter at all."""
    for field in fields(Filters):
        address.choose(field.name, ())


def toggle(**values: str) -> None:
    """Filter by these values; where they are just what is chosen already, take them away again."""
    there = all(address.chosen(name) == [value] for name, value in values.items())
    for name, value in values.items():
        address.choose(name, () if there else [value])
