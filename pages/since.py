"""Since: what has changed?"""

import streamlit as st

from gcdash import sentences
from gcdash.ui.frame import page
from gcdash.ui.shown import show_answer
from gcdash.ui.since import ask_since, moves_of, offer_moves, show_moves, show_rows, usual_since
from gcdash.words import _

with page(_("What has changed since?")) as view:
    since = ask_since(view, usual_since(view))
    if since is None:
        st.info(_("Choose an earlier day above to see what has been completed, become late, moved or been added since."))
    else:
        moves = moves_of(view, since)
        show_answer(sentences.since(moves, since, view.as_of))
        show_moves(view, moves)
        st.subheader(_("The actions, what has moved first"), anchor=False)
        show_rows(moves)
        offer_moves(view, moves, since)
