"""Since: what has changed?"""

import streamlit as st

from gcdash.ui.frame import page
from gcdash.ui.shown import show_answer
from gcdash.ui.since import answer, ask_since, offer_moves, show_moves, show_rows, usual_since
from gcdash.words import _

with page(_("What has changed since?")) as view:
    since = ask_since(view, usual_since(view))
    if since is None:
        st.info(_("Choose an earlier day above to see what has been completed, become late, moved or been added since."))
    else:
        show_answer(answer(view, since))
        show_moves(view, since)
        st.subheader(_("The actions, what has moved first"), anchor=False)
        show_rows(view, since)
        offer_moves(view, since)
