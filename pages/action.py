"""Action: what happened to this one?"""

import streamlit as st

from gcdash.ui.details import show_reading, show_standing, show_words
from gcdash.ui.frame import page
from gcdash.ui.history import show_history
from gcdash.ui.rows import link_to_record, show_link
from gcdash.ui.writing import ask_action, offer_confirmation
from gcdash.words import _

with page(_("What happened to this one?"), filtered=False) as view:
    action = ask_action(view, _("Choose an action above to see its words, how they are read, and everything reported on it."))
    if action is not None:
        show_standing(action, view)
        link_to_record(action)
        left, right = st.columns([3, 2], gap="large")
        with left:
            show_words(view, action)
        with right:
            show_reading(view, action)
            offer_confirmation(view, action)
        show_history(view, action)
        show_link(action)
