"""What somebody may not do is not offered, and a line says why; the log has it once."""

from __future__ import annotations

import streamlit as st

from gcdash.access import refusal
from gcdash.store.guarded import note
from gcdash.ui.frame import View
from gcdash.ui.text import plain

_TOLD = "refusals_told"


def permitted(view: View, verb: str, action_id: str | None = None) -> bool:
    """Whether who looks may do that; where not, the reason stands in its place."""
    bad = refusal(view.person, verb, action_id, view.book)
    if bad:
        st.info(plain(str(bad)), icon=":material/lock:")
        note_once(view, "not offered", verb, action_id, str(bad))
    return bad is None


def note_once(view: View, said: str, verb: str, action_id: str | None, what: str) -> None:
    """Write a refusal into the log once in a visit, however often the page runs; ``what`` tells it from others."""
    told: set[tuple[str, str]] = view.notes.setdefault(_TOLD, set())
    if (verb, what) not in told:
        told.add((verb, what))
        note(said, view.person, verb, action_id)
