"""In the room: what does the meeting decide?"""

import streamlit as st

from gcdash.ui.agenda import ask_place, ask_room
from gcdash.ui.frame import page
from gcdash.ui.new_actions import offer_new_action
from gcdash.ui.outcomes import ask_outcome, save_outcome, show_recorded
from gcdash.ui.stage import show_action, show_room
from gcdash.words import _

with page(_("What does the meeting decide?"), filtered=False, side_bar=False) as view:
    meeting = ask_room(view)
    show_room(view, meeting)
    if meeting is not None:
        action = ask_place(view, meeting)
        if action is None:
            st.success(_("Nothing is left to go through."))
        else:
            show_action(view, action)
            show_recorded(view, meeting, action)
            save_outcome(view, ask_outcome(view, meeting, action))
        offer_new_action(view, meeting, action)
