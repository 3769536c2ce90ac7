"""Spreadsheets: what goes out to be filled in, and what comes back?"""

import streamlit as st

from gcdash.ui.applying import offer_apply, show_applied
from gcdash.ui.frame import page
from gcdash.ui.plans import show_plan
from gcdash.ui.receiving import ask_columns, ask_files, ask_plan, show_numbers
from gcdash.ui.sending import offer_files_to_fill_in
from gcdash.ui.undoing import offer_undo
from gcdash.words import _

with page(_("What goes out, and what has come back?"), filtered=False) as view:
    st.subheader(_("Out: files to fill in"), anchor=False)
    offer_files_to_fill_in(view)
    st.subheader(_("Back: files that were sent"), anchor=False)
    show_applied(view)
    proposal = ask_plan(view, ask_files(view))
    if proposal is None:
        st.caption(_("Our file, a copy of the workbook, or a list: nothing is recorded before you apply the plan."))
    else:
        ask_columns(view, proposal)
        show_numbers(view, proposal)
        show_plan(proposal)
        offer_apply(view, proposal)
    with st.expander(_("Withdraw a submission that was applied by mistake")):
        offer_undo(view)
