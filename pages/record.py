"""Record an update: what shall we write down?"""

import streamlit as st

from gcdash.ui.frame import page
from gcdash.ui.reporting import ask_update, describe_action, save_update, show_receipt
from gcdash.ui.text import plain
from gcdash.ui.writing import ask_action
from gcdash.words import _, straight

with page(_("What shall we write down?"), filtered=False) as view:
    show_receipt(view)
    action = ask_action(view, _("Choose the action to report on. Only the status is asked for; Completed also asks what was done."))
    if action is not None:
        st.text(straight(action["action"]))
        st.caption(plain(describe_action(action, view)))
        save_update(view, ask_update(view, action))
