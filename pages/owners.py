"""Owners: who has to do what, who has not reported?"""

import streamlit as st

from gcdash import captions
from gcdash.ui import answers
from gcdash.ui.details import show_owner, show_party_grid
from gcdash.ui.files import offer_downloads
from gcdash.ui.frame import page
from gcdash.ui.rows import show_actions
from gcdash.ui.shown import show_answer, show_counts
from gcdash.words import _

with page(_("Who has to do what, who has not reported?")) as view:
    show_answer(view.once(answers.owners))
    show_counts(view, "owner", "by_owner", captions.busiest_owner)
    st.caption(
        _(
            "An action with several owners counts once for each of them, so these bars do not add up to the number of actions."
            " They stand in the order of the Owners sheet."
        )
    )
    show_owner(view)
    show_party_grid(view)
    st.subheader(_("The actions"), anchor=False)
    show_actions(view)
    offer_downloads(view)
