"""Spreadsheets that go out: for one party, one owner or everyone, to be filled in and sent back."""

from __future__ import annotations

import streamlit as st

from gcdash.exports.focal_file import file_name, focal_file, pack
from gcdash.exports.package import XLSX
from gcdash.merge.baseline import EVERYONE
from gcdash.merge.recipients import actions_for, reporters
from gcdash.submission.origin import origin_of_book
from gcdash.ui.frame import View
from gcdash.ui.scene import Scene
from gcdash.words import _, n_


def offer_files_to_fill_in(view: View) -> None:
    """Choose for whom, and download the file; or the files of all parties and owners in one zip."""
    names = view.once(_reporters)
    owners = [name for name in view.book.registry.kinds if name not in names and view.book.members.get(name)]
    choices = [*names, *owners, EVERYONE]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.selectbox(
            _("For whom"), choices, index=None, key="file_for", placeholder=_("Choose a party or an owner"), width=320,
            format_func=lambda name: _("everyone: all actions in one file") if name == EVERYONE else name,
        )  # fmt: skip
        if who:
            st.download_button(
                _("Download the file"), lambda: focal_file(view.book, who, origin_of_book(view.store), view.today),
                file_name(who, view.today), XLSX, key="file_to_fill_in", on_click="ignore", icon=":material/download:",
            )  # fmt: skip
        st.download_button(
            n_("Download the file of 1 party or owner (zip)", "Download the files of {n} parties and owners (zip)", len(names)),
            lambda: pack(view.book, origin_of_book(view.store), view.today), f"reports-{view.today.isoformat()}.zip", "application/zip",
            key="files_to_fill_in", on_click="ignore", icon=":material/folder_zip:", disabled=not names,
        )  # fmt: skip
    if who:
        st.caption(n_("It holds 1 action.", "It holds {n} actions.", view.once(_held, who)))


def _reporters(scene: Scene) -> tuple[str, ...]:
    return reporters(scene.book)


def _held(scene: Scene, who: str) -> int:
    return len(actions_for(scene.book, who))
