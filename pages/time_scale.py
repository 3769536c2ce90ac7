"""Time scale: what falls due when?"""

import streamlit as st

from gcdash import captions
from gcdash.ui import answers
from gcdash.ui.files import offer_downloads
from gcdash.ui.frame import page
from gcdash.ui.outlook import show_forward, show_freshness, show_timeline
from gcdash.ui.rows import show_actions
from gcdash.ui.shown import show_answer, show_counts
from gcdash.words import _

with page(_("What falls due when?")) as view:
    show_answer(view.once(answers.time_scale))
    show_timeline(view)
    left, right = st.columns(2, gap="large")
    with left:
        show_counts(view, "timescale", "by_kind", captions.late_by_kind)
    with right:
        show_freshness(view)
    show_forward(view)
    st.subheader(_("The actions"), anchor=False)
    show_actions(view)
    offer_downloads(view)
