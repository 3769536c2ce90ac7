"""The plain way: what a competent user of Streamlit writes in an afternoon. Kept small and fair; it does less than gcdash does."""

from __future__ import annotations

import os

import pandas as pd
import plotly.express as px
import streamlit as st

from files import read

path = os.environ["GCDASH_WORKBOOK"]


@st.cache_data
def load(path: str, changed: float) -> pd.DataFrame:  # noqa: ARG001 -- the time of the change is the key
    return read(path)["Actions"]


st.title("Action points")
actions = load(path, os.path.getmtime(path))  # noqa: PTH204 -- as people write it
themes = st.multiselect("Theme", actions["Theme"].unique())
shown = actions[actions["Theme"].isin(themes)] if themes else actions
st.metric("Actions", len(shown))
counts = shown.groupby(["Theme", "Latest status"], dropna=False).size().reset_index(name="actions")
st.plotly_chart(px.bar(counts, x="actions", y="Theme", color="Latest status", orientation="h"))
st.dataframe(shown)
