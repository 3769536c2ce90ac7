"""The floor as it is served: the settings of the server and of the garbage collector are those of app.py."""

import contextlib
import gc
from collections.abc import AsyncIterator

import plotly.graph_objects as go  # noqa: F401 -- before the first visitor comes, as in app.py
import streamlit as st


@contextlib.asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[dict[str, object]]:
    gc.collect()
    gc.freeze()
    yield {}


app = st.App("app.py", lifespan=warm)
