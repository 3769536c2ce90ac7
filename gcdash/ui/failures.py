"""An error that nobody foresaw: on the screen one sentence with a number, in the log that number with all that is known."""

from __future__ import annotations

import logging
import math
import secrets
import time
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from gcdash.errors import GcdashError
from gcdash.words import _

LOG = logging.getLogger(__name__)

Failures = dict[str, tuple[Hashable, GcdashError | str]]
"""Downloads of a visit that failed, by their button: what was asked for, and why it failed, or the number of the error."""


def noted(error: Exception) -> str:
    """Write an error into the log, under a number that is told to who sees it."""
    number = secrets.token_hex(4)
    LOG.error("error %s", number, exc_info=error)
    return number


def show_failure(error: Exception) -> bool:
    """Say it in place of Streamlit's own words, which have no number; True tells it that this has been done."""
    st.error(
        _("Go back or load the page again. If it happens again, tell whoever runs the dashboard the number {n}.").format(n=noted(error)),
        title=_("Something went wrong here that nobody foresaw. What was recorded before is kept."), icon=":material/error:",
    )  # fmt: skip
    return True


_FETCHED_BY, _TO_FETCH = "file_fetched_by", 3
"""Seconds in which the word that a file is made reaches its browser: the start of a run throws away what is still on its way."""


@contextmanager
def on_its_way(notes: dict[str, Any]) -> Iterator[None]:
    """A file is made here, outside of any run, and then fetched: meanwhile the page does not run again by itself."""
    notes[_FETCHED_BY], fetched = math.inf, 0.0
    try:
        yield
        fetched = time.monotonic() + _TO_FETCH
    finally:
        notes[_FETCHED_BY] = fetched


def is_on_its_way(notes: Mapping[str, Any]) -> bool:
    return bool(time.monotonic() < notes.get(_FETCHED_BY, 0))


def failures(notes: dict[str, Any]) -> Failures:
    """The downloads that failed, among what a visit keeps."""
    kept: Failures = notes.setdefault("downloads_failed", {})
    return kept


_NEWS = "news_of_files"


def tell_page(notes: dict[str, Any]) -> None:
    """Something has happened to a file that the page has to say. Files are made outside of any run: the page looks from time to time."""
    notes[_NEWS] = news(notes) + 1


def news(notes: Mapping[str, Any]) -> int:
    """How often something has happened to a file that the page has to say."""
    return int(notes.get(_NEWS, 0))
