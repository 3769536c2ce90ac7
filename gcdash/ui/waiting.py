"""What takes long is done under a bar at the foot of the page, which says how much is left: nothing on the page moves for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from gcdash.steps import Progress
from gcdash.store.workbook import WorkbookStore
from gcdash.ui.text import plain
from gcdash.words import _

A_MOMENT = 0.2
"""Seconds between two looks at whether it is one's turn; meanwhile the page can be left."""


LONG = 400_000
"""Bytes of a workbook that can take half a second to read, or more."""
_READING = threading.Lock()


@contextmanager
def under_a_bar(words: str, key: str, on_cancel: Callable[[], None] | None = None) -> Iterator[Progress]:
    """A bar for as long as something is done, with a way to end it where ``on_cancel`` is given: that ends it at the bar's next step."""
    with st.bottom:
        place = st.empty()
    with place.container(horizontal=True, vertical_alignment="bottom", key=key):
        bar = st.progress(0.0, words)
        if on_cancel:
            st.button(_("Cancel"), key=f"{key}_cancel", icon=":material/close:", on_click=on_cancel)

    def tell(done: float, what: str) -> None:
        bar.progress(done, plain(what))

    try:
        yield tell
    finally:
        place.empty()


@contextmanager
def in_turn(lock: threading.Lock, tell: Progress, words: str) -> Iterator[None]:
    """One after the other, however many ask at a time; whoever waits is told so, and can leave."""
    while not lock.acquire(timeout=A_MOMENT):
        tell(0.0, words)
    try:
        yield
    finally:
        lock.release()


def read_ahead(store: WorkbookStore) -> None:
    """Read a large workbook that is new, while the old view stays: what keeps the book for all visits can show nothing of it."""
    if store.is_read() or store.state().size < LONG:
        return
    with (
        under_a_bar(_("Reading the workbook …"), "reading") as tell,
        in_turn(_READING, tell, _("The workbook is being read for somebody else …")),
    ):
        store.load(tell)
