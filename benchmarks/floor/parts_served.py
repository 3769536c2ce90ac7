"""The same parts as they are served: as the floor is."""

import streamlit as st

from benchmarks.floor.served import warm

app = st.App("parts.py", lifespan=warm)
