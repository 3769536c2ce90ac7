"""An open page looks again and again: at what others have recorded or saved, and at whether all that was drawn last has arrived."""

from __future__ import annotations

import threading
import time
from typing import Any

import streamlit as st

from gcdash.store import Store
from gcdash.ui.failures import is_on_its_way, news

SEEN_WITHIN = "5s"
"""How often an open page looks whether somebody has recorded or saved something."""

_ON_ITS_WAY = 1.0
"""Seconds; what a page has drawn reaches its browser sooner, however busy the machine is."""
_DRAWN, _UNSURE = "page_drawn", "page_may_lack_its_end"


def begin_to_draw(notes: dict[str, Any]) -> None:
    """The page is drawn anew: whatever was lost of the last time is drawn again."""
    notes.pop(_DRAWN, None)
    notes.pop(_UNSURE, None)


def end_to_draw(notes: dict[str, Any]) -> None:
    """All of the page is drawn, and on its way to the browser."""
    notes[_DRAWN] = time.monotonic(), threading.current_thread()


@st.fragment(run_every=SEEN_WITHIN)
def watch(store: Store, seen: str, notes: dict[str, Any], told: int) -> None:
    """Show what others have recorded or saved, and the ``news`` of a file, soon after; what is being typed stays."""
    if (store.version() != seen or news(notes) != told or _lacks_its_end(notes)) and not is_on_its_way(notes):
        st.rerun()


def _lacks_its_end(notes: dict[str, Any]) -> bool:
    """Whether the page may have lost what it drew last.

    Streamlit gives each look a thread of its own once that of the page has ended, and from then on throws away what is still on its way
    from there (AppSession._handle_scriptrunner_event_on_event_loop): what a press has brought would stay unseen until the next press.
    """
    drawn, by = notes.get(_DRAWN, (0.0, None))
    if by not in {None, threading.current_thread()} and time.monotonic() - drawn < _ON_ITS_WAY:
        notes[_UNSURE] = True
    return _UNSURE in notes
