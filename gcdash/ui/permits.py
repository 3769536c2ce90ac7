"""What somebody may not do is not offered, and a line says why."""

from __future__ import annotations

import streamlit as st

from gcdash.access import refusal
from gcdash.ui.frame import View
from gcdash.ui.text import plain


def permitted(view: View, verb: str, action_id: str | None = None) -> bool:
    """Whether who looks may do that; where not, the reason stands in its place."""
    bad = refusal(view.person, verb, action_id, view.book)
    if bad:
        st.info(plain(str(bad)), icon=":material/lock:")
    return bad is None
