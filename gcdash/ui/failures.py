"""An error that nobody foresaw: on the screen one sentence with a number, in the log that number with all that is known."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from gcdash.words import _

LOG = logging.getLogger(__name__)


def show_failure(error: Exception) -> bool:
    """Say it in place of Streamlit's own words, which have no number; True tells it that this has been done."""
    number = secrets.token_hex(4)
    LOG.error("error %s", number, exc_info=error)
    st.error(
        _("Go back or load the page again. If it happens again, tell whoever runs the dashboard the number {n}.").format(n=number),
        title=_("Something went wrong here that nobody foresaw. What was recorded before is kept."), icon=":material/error:",
    )  # fmt: skip
    return True
