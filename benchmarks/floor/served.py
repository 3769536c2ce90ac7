"""The floor as it is served: the settings of the server and of the garbage collector are those of app.py."""

import contextlib
import gc
import importlib
from collections.abc import AsyncIterator

import streamlit as st


@contextlib.asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[dict[str, object]]:
    importlib.import_module("plotly.graph_objects")  # before the first visitor comes, as in the dashboard's app.py
    gc.collect()
    gc.freeze()
    yield {}


app = st.App("app.py", lifespan=warm)
