"""The main script: what every visit runs first, whichever page its link names."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # Streamlit puts this file's folder on the path, not the project's

from gcdash.ui.pages import ICON, go  # noqa: E402 -- after the path

NAVIGATION = 240  # pixels: its longest title fits, and the tables have the rest

st.set_page_config(page_title="gcdash", page_icon=ICON, layout="wide", initial_sidebar_state=NAVIGATION)
go()
