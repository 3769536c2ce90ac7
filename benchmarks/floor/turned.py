"""The floor of two pages as it is served: as the floor of one."""

import streamlit as st

from benchmarks.floor.served import warm

app = st.App("two_pages.py", lifespan=warm)
