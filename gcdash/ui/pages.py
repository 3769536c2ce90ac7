"""All pages, in the order in which they are offered. A page is one file and one line here."""

from __future__ import annotations

import base64
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from gcdash.ui import controls, rows
from gcdash.ui.uploads import let_go
from gcdash.words import _

ROOT = Path(__file__).resolve().parents[2]
ICON = "data:image/png;base64," + base64.b64encode(Path(__file__).with_name("icon.png").read_bytes()).decode()
"""As words: of a file Streamlit would read, measure and keep the picture at each click."""


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
    listed = [*pages.values(), *_nowhere(pages)]
    page = st.navigation(listed, position="sidebar", expanded=True)
    if page == pages["meeting"]:
        st.navigation(listed, position="hidden")
    if page != pages["spreadsheets"]:
        let_go()
    if wanted := st.session_state.pop(rows.OPEN_PAGE, None):
        name, query = wanted
        st.switch_page(pages[name], query_params=query)
    page.run()


def _nowhere(pages: dict[str, StreamlitPage]) -> list[StreamlitPage]:
    """The page for an address at which there is none, and which is not in the menu: so that it is said in our words, with a way on."""
    asked = unquote(PurePosixPath(urlsplit(st.context.url or "").path).name)
    if not asked or asked in pages:
        return []

    def show() -> None:
        controls.show_question(_("Where would you like to go?"))
        st.info(_("There is no page at this address. The menu names all there are; the first says where all actions stand."))
        st.page_link(pages["overview"], label=_("Overview: where do we stand?"), icon=":material/home:")

    return [st.Page(show, title=_("No such page"), url_path=asked, visibility="hidden")]
