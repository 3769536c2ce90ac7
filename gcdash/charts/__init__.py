"""Figures from tables: pure functions, a frame in and a Plotly figure out; the page writes the sentence above it.

Every figure looks right on light and dark pages (clear background, colours that pass on both, the fonts of the page's theme), says
its numbers in or beside its marks, and carries its own alternative text: ``alt(figure)``. What a user typed is escaped, since
Plotly reads text as HTML. Each mark's ``customdata`` is ``[name, code]`` in the frame's words, so that a click can filter.
"""

from __future__ import annotations

from gcdash.charts.bars import forward, freshness, movements, one_by_one, standing_bars
from gcdash.charts.figure import alt
from gcdash.charts.over_time import completion, timeline, timeline_rows

__all__ = ["alt", "completion", "forward", "freshness", "movements", "one_by_one", "standing_bars", "timeline", "timeline_rows"]
