"""Themes: which themes move, which are stuck?"""

import streamlit as st

from gcdash import captions
from gcdash.ui import answers
from gcdash.ui.files import offer_downloads
from gcdash.ui.frame import page
from gcdash.ui.rows import show_actions
from gcdash.ui.shown import show_answer, show_counts
from gcdash.words import _

with page(_("Which themes move, which are stuck?")) as view:
    show_answer(view.once(answers.themes))
    shares = st.toggle(_("Shares instead of counts"), key="shares", bind="query-params")
    show_counts(view, "theme", "themes", captions.largest_theme, shares=shares)
    st.caption(_("Click a part of a bar to see its actions; click it again to see all."))
    st.subheader(_("The actions"), anchor=False)
    show_actions(view)
    offer_downloads(view)
