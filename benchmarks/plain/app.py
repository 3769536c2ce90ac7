"""The plain way: what a competent user of Streamlit writes in an afternoon. Kept small and fair; it does less than gcdash does."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

from benchmarks.plain.files import read

path = os.environ["GCDASH_WORKBOOK"]


@st.cache_data
def load(file: tuple[str, float]) -> pd.DataFrame:
    """The actions of a file, known by its path and the time of its last change."""
    return read(file[0])["Actions"]


st.title("Action points")
actions = load((path, Path(path).stat().st_mtime))
themes = st.multiselect("Theme", actions["Theme"].unique())
shown = actions[actions["Theme"].isin(themes)] if themes else actions
st.metric("Actions", len(shown))
counts = shown.groupby(["Theme", "Latest status"], dropna=False).size().reset_index(name="actions")
st.plotly_chart(px.bar(counts, x="actions", y="Theme", color="Latest status", orientation="h"))
st.dataframe(shown)
