"""The floor of a page that is newly drawn: two pages, each a fixed title and a fixed Plotly figure, another one on each."""

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st


def page(title: str, counts: list[int]) -> Callable[[], None]:
    def show() -> None:
        st.title(title)
        st.plotly_chart(go.Figure(go.Bar(x=counts, y=["A", "B", "C", "D", "E"], orientation="h")), key=title)

    return show


st.navigation(
    [
        st.Page(page("Where do we stand?", [5, 1, 2, 4, 4]), title="Here", url_path="here", default=True),
        st.Page(page("Which are late?", [4, 4, 2, 1, 5]), title="There", url_path="there"),
    ]
).run()
