"""What takes long is done under a bar at the foot of the page, which says how much is left: nothing on the page moves for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

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
def under_a_bar(key: str, on_cancel: Callable[[], None] | None = None) -> Iterator[Progress]:
    """A bar, from the first word on that is told of what is done until it is done; ``on_cancel`` is a way to end it at the next word."""
    drawn: list[st.delta_generator.DeltaGenerator] = []

    def tell(done: float, what: str) -> None:
        if drawn:
            drawn[-1].progress(done, plain(what))
            return
        with st.bottom:
            drawn.append(st.empty())
        with drawn[0].container(horizontal=True, vertical_alignment="bottom", key=key):
            drawn.append(st.progress(done, plain(what)))
            if on_cancel:
                st.button(_("Cancel"), key=f"{key}_cancel", icon=":material/close:", on_click=on_cancel)

    try:
        yield tell
    finally:
        for place in drawn[:1]:
            place.empty()


def ask_to_write(notes: dict[str, Any], words: str, write: Callable[[Progress], None]) -> None:
    """From a press: ``write`` once the page stands, under a bar with these words. It draws nothing else, and notes what came of it."""
    notes[_TO_WRITE] = words, write


def is_asked_to_write(notes: Mapping[str, Any]) -> bool:
    return _TO_WRITE in notes


def write_as_asked(notes: dict[str, Any]) -> None:
    """What was asked to be written, once: a run that is ended before leaves it to the next, on whichever page; none ends on the way."""
    if _TO_WRITE not in notes:
        return
    words, write = notes[_TO_WRITE]
    with under_a_bar("writing") as tell:
        tell(0.0, words)
        del notes[_TO_WRITE]
        write(tell)
    st.rerun()


_TO_WRITE = "to_write"


@contextmanager
def in_turn(lock: threading.Lock, tell: Progress, far: Callable[[], tuple[float, str]]) -> Iterator[None]:
    """One after the other, however many ask at a time; whoever waits is told what they wait for, and can leave."""
    while not lock.acquire(timeout=A_MOMENT):
        tell(*far())
    try:
        yield
    finally:
        lock.release()


def read_ahead(store: WorkbookStore) -> None:
    """Read a large workbook that is new, while the old view stays: what keeps the book for all visits can show nothing of it."""
    if store.is_read() or store.state().size < LONG:
        return
    with under_a_bar("reading") as tell:
        read_once(store, tell)


def read_once(store: WorkbookStore, tell: Progress) -> None:
    """Read the workbook; whoever comes while somebody else does is told how far that is, and has it then."""

    def note(done: float, what: str) -> None:
        _FAR[:] = [(done, what)]
        tell(done, what)

    with in_turn(_READING, tell, lambda: _FAR[0]):
        note(0.0, _("The workbook is being read …"))
        store.load(note)


_FAR: list[tuple[float, str]] = [(0.0, "")]
"""How far the reading is that goes on."""
