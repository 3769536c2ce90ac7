"""All pages, in the order in which they are offered. A page is one file and one line here."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from gcdash.ui import rows
from gcdash.ui.uploads import let_go
from gcdash.words import _

ROOT = Path(__file__).resolve().parents[2]


def titles() -> dict[str, str]:
    """Every page's title in this session's language, by its file's name."""
    return {
        "overview": _("Overview"),
        "themes": _("Themes"),
        "owners": _("Owners"),
        "time_scale": _("Time scale"),
        "since": _("Since"),
        "actions": _("Actions"),
        "action": _("Action"),
        "record": _("Record an update"),
        "spreadsheets": _("Spreadsheets"),
        "meetings": _("Meetings"),
        "meeting": _("In the room"),
        "downloads": _("Downloads"),
        "check": _("Workbook check"),
    }


def all_pages() -> dict[str, StreamlitPage]:
    """Every page by its file's name. Kept by each visit: Streamlit looks for their files when they are made."""
    return {
        name: st.Page(ROOT / "pages" / f"{name}.py", title=title, url_path=name, default=name == "overview")
        for name, title in titles().items()
    }


def go() -> None:
    """Show the page that the address names, or the one that a click on a row or bar has asked for."""
    pages = st.session_state.get(rows.PAGES, {})
    if [page.title for page in pages.values()] != list(titles().values()):  # the first time, or in another language
        pages = st.session_state[rows.PAGES] = all_pages()
    page = st.navigation(list(pages.values()), position="sidebar", expanded=True)
    if page == pages["meeting"]:
        st.navigation(list(pages.values()), position="hidden")
    if page != pages["spreadsheets"]:
        let_go()
    if wanted := st.session_state.pop(rows.OPEN_PAGE, None):
        name, query = wanted
        st.switch_page(pages[name], query_params=query)
    page.run()
