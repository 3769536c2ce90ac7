"""Meetings: what has each decided, and which is open?"""

import streamlit as st

from gcdash.ui.frame import page
from gcdash.ui.meetings import ask_meeting, in_words, save_meeting, show_meetings
from gcdash.ui.shown import show_answer
from gcdash.words import _

with page(_("What has each meeting decided?"), filtered=False) as view:
    show_answer(in_words(view))
    show_meetings(view)
    st.subheader(_("Open a meeting"), anchor=False)
    save_meeting(view, ask_meeting(view))
