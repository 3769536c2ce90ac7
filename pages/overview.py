"""Overview: where do we stand?"""

import streamlit as st

from gcdash import captions
from gcdash.ui import answers
from gcdash.ui.files import offer_downloads
from gcdash.ui.frame import page
from gcdash.ui.outlook import show_completion
from gcdash.ui.rows import show_actions
from gcdash.ui.shown import show_answer, show_attention, show_counts, show_figures
from gcdash.words import _

with page(_("Where do we stand?")) as view:
    show_answer(view.once(answers.overview))
    show_figures(view)
    left, right = st.columns([3, 2], gap="large")
    with left:
        show_counts(view, "theme", "by_theme", captions.late_by_theme)
    with right:
        show_attention(view)
    show_completion(view)
    st.subheader(_("The actions"), anchor=False)
    show_actions(view)
    offer_downloads(view)
