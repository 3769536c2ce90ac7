"""Can we trust the file? Its problems, the readings still to confirm, and how the store is doing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import streamlit as st

from gcdash import sentences
from gcdash.access import Verb
from gcdash.actions_table import readings_to_confirm, to_confirm
from gcdash.checks import to_frame
from gcdash.errors import Problem
from gcdash.ui.frame import View
from gcdash.ui.rows import PAGE_ROWS, first_of_page
from gcdash.ui.scene import Scene, packed
from gcdash.ui.text import plain
from gcdash.ui.waiting import LONG, under_a_bar
from gcdash.ui.writing import ask_confirmation, show_confirmed
from gcdash.words import _, n_

_FOUND = "problems_found"


def find_problems(view: View) -> tuple[Problem, ...] | None:
    """All problems; of a large workbook those of the version before, or None, until it is checked, once the page stands."""
    if view.store.state().size < LONG:
        return view.problems()
    kept: tuple[object, tuple[Problem, ...] | None] = view.notes.get(_FOUND, (None, None))
    if kept[0] != (view.version, view.today):
        view.later.append(lambda: _check(view))
    return kept[1]


def _check(view: View) -> None:
    with under_a_bar("checking") as tell:
        tell(0.0, _("Checking the workbook …"))
        view.notes[_FOUND] = (view.version, view.today), view.problems()
    st.rerun()


def show_verdict(view: View, found: tuple[Problem, ...] | None) -> None:
    """One sentence: how many problems, how many readings to confirm."""
    unsure = view.once(_unsure).readings
    asks = n_("1 reading waits to be confirmed", "{n} readings wait to be confirmed", unsure) if unsure else _("all readings are sure")
    if found is None:
        said = _("The workbook is being checked")
    else:
        said = n_("1 problem was found", "{n} problems were found", len(found)) if found else _("No problem was found")
    st.markdown(f"**{plain(_('{problems}; {readings}.').format(problems=said, readings=asks))}**")


def show_problems(view: View, found: tuple[Problem, ...] | None) -> None:
    """Every problem with its place, what it leads to and what to do."""
    st.subheader(_("Problems"), anchor=False)
    if found is None:
        return
    if not found:
        sure = _("Every sheet, heading, date, status and name could be read.")
        unsure = _("Every sheet, heading and status could be read; what is not certain of dates and names is to be confirmed below.")
        st.success(unsure if view.once(_unsure).readings else sure, icon=":material/check_circle:")
        return
    first = first_of_page(len(found), "problems")
    table, longest = view.once(_table, found[first : first + PAGE_ROWS])
    wide = {_("Sheet"): 80, _("Cell"): 65, _("What"): 270, _("Why it matters"): 265, _("What to do"): 270}
    config = {name: st.column_config.TextColumn(name, width=width) for name, width in wide.items()}
    st.dataframe(
        table,
        hide_index=True,
        row_height=28 + 20 * min(-(-longest // _CELL), _LINES),
        key="problems",
        column_config=config,
        alt=_("Problems in the workbook"),
    )


def _table(_scene: Scene, found: tuple[Problem, ...]) -> tuple[pa.Table, int]:
    """Problems as people read them, and how long the longest words are."""
    names = {"sheet": _("Sheet"), "cell": _("Cell"), "message": _("What"), "why": _("Why it matters"), "hint": _("What to do")}
    table = to_frame(found)[list(names)].rename(columns=names)
    return packed(table), int(table.map(len).to_numpy().max())


_CELL, _LINES = 36, 8
"""Characters on a line of a cell, and as many lines as a row has at the most: one word that somebody pasted makes none of them a page."""


def show_to_confirm(view: View) -> None:
    """Each reading that is not certain, with a form to confirm it."""
    st.subheader(_("Readings to confirm"), anchor=False)
    show_confirmed(view)
    readings, actions, first = view.once(_unsure)
    if not readings:
        st.success(_("Nothing to confirm."), icon=":material/check_circle:")
    ask_confirmation(view, first, named=True)
    if actions > _AT_ONCE:
        st.caption(n_("and 1 more action, after these", "and {n} more actions, after these", actions - _AT_ONCE))


_AT_ONCE = 5
"""A form has a dozen parts, and the page sends all of them with each click."""


class _Unsure(NamedTuple):
    """How many readings are to confirm, of how many actions, and the first of these."""

    readings: int
    actions: int
    first: Sequence[pd.Series]


def _unsure(scene: Scene) -> _Unsure:
    found = to_confirm(scene.everything)
    return _Unsure(readings_to_confirm(found), len(found), [action for _at, action in found.head(_AT_ONCE).iterrows()])


def show_file(view: View) -> None:
    """The file itself: path, size, last change, counts, what waits."""
    st.subheader(_("The file"), anchor=False)
    state, book = view.store.state(), view.book
    facts = {
        _("Path"): state.path if view.may(Verb.SETTINGS) else state.name,
        _("Size"): sentences.size(state.size),
        _("Last change"): sentences.moment(state.changed) if state.changed else "—",
        _("Holds"): ", ".join([
            n_("1 action", "{n} actions", len(book.actions)), n_("1 update", "{n} updates", len(book.updates)),
            n_("1 owner", "{n} owners", len(book.registry.kinds)), n_("1 party", "{n} parties", book.parties["party"].nunique()),
        ]),
        _("Waiting"): n_("1 change", "{n} changes", state.waiting) if state.waiting else _("nothing waits to be written"),
    }  # fmt: skip
    st.markdown("\n\n".join(f"**{plain(name)}:** {plain(words)}" for name, words in facts.items()))
    for notice in state.notices:
        st.warning(plain(notice), icon=":material/info:")
