"""The limit of a page with so many parts: what one of ours has sent is sent again as it was, and nothing is computed for it."""

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import enqueue_message


@st.cache_resource(show_spinner=False)
def recorded() -> dict[str, list[ForwardMsg]]:
    """What ``benchmarks.server.record`` has kept beside the book, by the page's title."""
    kept = json.loads(Path(os.environ["GCDASH_WORKBOOK"]).with_suffix(".parts").read_text())
    return {title: [ForwardMsg.FromString(base64.b64decode(part)) for part in parts] for title, parts in kept.items()}


def page(title: str) -> Callable[[], None]:
    def show() -> None:
        for part in recorded()[title]:
            sent = ForwardMsg()
            sent.CopyFrom(part)
            enqueue_message(sent)

    return show


st.set_page_config(layout="wide", initial_sidebar_state=240)
st.navigation([st.Page(page(title), title=title, url_path=title, default=title == "overview") for title in recorded()], expanded=True).run()
