"""Why a form was not taken, beside its fields, for as long as the same form stands there.

A page may run again by itself at any moment, since somebody else has recorded something; what a person has to mend must not go with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gcdash.errors import Refusal
from gcdash.ui.text import plain

_REFUSED = "refused"


def show_refusals(draft: str, slots: Mapping[str, DeltaGenerator], refusals: Iterable[Refusal] | None = None) -> None:
    """Show what is refused of a draft: each beside its field, the rest in the slot of no name. Without ``refusals`` those of before."""
    if refusals is not None:
        st.session_state[_REFUSED] = (draft, tuple(refusals))
    of, refused = st.session_state.get(_REFUSED, ("", ()))
    for refusal in refused if of == draft else ():
        slots.get(refusal.field, slots[""]).error(plain(str(refusal)))
