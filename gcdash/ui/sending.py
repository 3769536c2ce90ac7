"""Spreadsheets that go out: for one party, one owner or everyone, to be filled in and sent back."""

from __future__ import annotations

import streamlit as st

from gcdash.exports.focal_file import file_name, focal_file, pack
from gcdash.exports.package import XLSX
from gcdash.merge.baseline import EVERYONE
from gcdash.merge.recipients import actions_for, reporters
from gcdash.submission.origin import origin_of_book
from gcdash.ui.files import FEW, File, offer
from gcdash.ui.frame import View
from gcdash.ui.scene import Scene
from gcdash.words import _, n_, straight

AT_ONCE = 500
"""How many actions a file to fill in holds before anybody has time to wait."""


def offer_files_to_fill_in(view: View) -> None:
    """Choose for whom, and download the file; or the files of all parties and owners in one zip."""
    names = view.once(_reporters)
    owners = [name for name in view.book.registry.kinds if name not in names and view.book.members.get(name)]
    choices = [*names, *owners, EVERYONE]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.selectbox(
            _("For whom"), choices, index=None, key="file_for", placeholder=_("Choose a party or an owner"), width=320,
            format_func=lambda name: _("everyone: all actions in one file") if name == EVERYONE else straight(name),
        )  # fmt: skip
        if who:
            one = File(
                _("Download the file"), file_name(who, view.today), XLSX, "file_to_fill_in",
                lambda progress: focal_file(view.book, who, origin_of_book(view.store), view.today, progress), (who,),
            )  # fmt: skip
            offer(view, one, at_once=view.once(_held, who) <= AT_ONCE)
        every = File(
            n_("Download the file of 1 party or owner (zip)", "Download the files of {n} parties and owners (zip)", len(names)),
            f"reports-{view.today.isoformat()}.zip", "application/zip", "files_to_fill_in",
            lambda progress: pack(view.book, origin_of_book(view.store), view.today, progress),
        )  # fmt: skip
        offer(view, every, at_once=len(view.everything) <= FEW, disabled=not names)
    if who:
        st.caption(n_("It holds 1 action.", "It holds {n} actions.", view.once(_held, who)))


def _reporters(scene: Scene) -> tuple[str, ...]:
    return reporters(scene.book)


def _held(scene: Scene, who: str) -> int:
    return len(actions_for(scene.book, who))
