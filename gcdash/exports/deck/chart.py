"""Native charts of stacked bars, which whoever gets the slides can edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.slide import Slide
from pptx.util import Inches, Pt

from gcdash.exports.deck.text import CELL, EDGE, FOOT, WIDE, describe, rgb
from gcdash.exports.excel import FORMULA_LIKE
from gcdash.exports.wording import printable, short
from gcdash.palette import Look

MOST_NAME, MOST_SAID = 44, 1000  # letters: of a bar's name, and of what the chart says to those who do not see it


@dataclass(frozen=True, slots=True)
class Bars:
    """Stacked bars: their names, and for each colour its word, its look and a count for each bar."""

    names: Sequence[str]
    series: Sequence[tuple[str, Look, Sequence[int]]]

    def lines(self) -> Iterator[str]:
        """The figures in words, a line for each bar."""
        for at, name in enumerate(self.names):
            counts = [(word, series[at]) for word, _look, series in self.series if series[at]]
            parts = ", ".join(f"{n} {word.lower()}" for word, n in counts)
            yield f"{name}: {sum(n for _word, n in counts)}" + (f" ({parts})" if parts else "")


def add_bars(slide: Slide, bars: Bars, top: float, *, upright: bool = False) -> None:
    """The chart, from ``top`` inches down to the foot: bars from the top down, or ``upright`` ones from left to right."""
    data: Any = CategoryChartData(number_format="0")
    data.categories = [_label(name) for name in bars.names]
    some = [one for one in bars.series if any(one[2])]
    for word, look, counts in some:
        data.add_series(f"{look.symbol} {word}", counts)
    kind = XL_CHART_TYPE.COLUMN_STACKED if upright else XL_CHART_TYPE.BAR_STACKED
    place = (Inches(EDGE), Inches(top), Inches(WIDE - 2 * EDGE), Inches(FOOT - top - 0.1))
    frame: Any = slide.shapes.add_chart(kind, *place, data)
    _dress(frame.chart, [look for _word, look, _counts in some], upright=upright)
    describe(frame, "; ".join(bars.lines())[:MOST_SAID])


def _dress(chart: Chart, looks: Sequence[Look], *, upright: bool) -> None:
    """Counts in the bars, no label for none; no grid, no numbers beside; the legend below, in the order of the bars."""
    chart.font.size = Pt(CELL)
    chart.has_title, chart.has_legend = False, True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    chart.category_axis.reverse_order = not upright
    chart.category_axis.format.line.fill.background()
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 50, 100
    for series, look in zip(plot.series, looks, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(look.colour)
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "0;;", False
        labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(CELL), True, rgb(look.ink)


def _label(name: str) -> str:
    """A bar's name as the workbook inside the chart can hold it: short, and never a formula."""
    label = printable(short(name, MOST_NAME))
    return f"'{label}" if FORMULA_LIKE.match(label) or label.startswith("{") else label
