"""What Streamlit's settings of the look cannot say, once for every page."""

from __future__ import annotations

from gcdash.palette import INK, PAPER

GROUND = ("#ffffff", "#0f141a")
"""The page in light and in dark: ``backgroundColor`` of the two themes in .streamlit/config.toml."""


def _rgb(colour: str) -> str:
    """As browsers write it: ``rgb(20, 24, 29)``."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


STYLE = f"""
.js-plotly-plot [style*="fill: {_rgb(INK)}"] {{ fill: currentColor !important; }}
.js-plotly-plot [style*="fill: {_rgb(PAPER)}"] {{ fill: light-dark({", ".join(GROUND)}) !important; }}
.js-plotly-plot [style*="stroke: {_rgb(PAPER)}"] {{ stroke: light-dark({", ".join(GROUND)}) !important; }}
[data-testid="stFullScreenFrame"] {{ width: round(down, 100%, 1px) !important; }}
.stElementContainer:has(.stHeading) + .stElementContainer:has([data-testid="stCaptionContainer"]) {{ margin-top: -1rem; }}
[class*="st-key-pick_"], [class*="st-key-pick_"] .stButton, [class*="st-key-pick_"] button {{ height: 100%; }}
[class*="st-key-pick_"] button {{ justify-content: flex-start; align-items: flex-start; padding: 1rem; }}
[class*="st-key-pick_"] button > * {{ width: 100%; justify-content: flex-start; }}
[class*="st-key-pick_"] p {{ text-align: left; }}
[class*="st-key-pick_"] strong, .st-key-figure_no_report strong {{ display: block; font-size: 2rem; font-weight: 600; line-height: 1.2; }}
.st-key-attention > .stElementContainer:nth-child(even):not(:last-child) {{ margin-bottom: 1rem; }}
"""
"""Text and page in charts take the theme's colours without being drawn again: Plotly writes those of a figure beside each of its parts.
A chart is so many whole pixels wide: of a part of one Plotly and Streamlit think differently, and it is drawn again. What a chart is of
stands close under its sentence. A tile is one button, its number large above its word; a word that takes two lines begins where the
number does, and not in the middle. What needs attention stands in pairs, each a link and what it is about."""
