"""One web page in one file: everything in it, nothing fetched, and a policy in it that would not let anything be fetched.

Words are put into elements, never into markup, so that whatever people typed is shown as it is.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from gcdash import charts
from gcdash.exports.wording import printable, width
from gcdash.palette import INK, PAPER

HERE = Path(__file__).parent
ON_ONE_LINE = 18
"""Letters: an ID, a date or a standing is never broken."""

LANGUAGE, NOTHING = "en", "'none'"


def tag(name: str, /, *inside: Element | str, **attributes: str) -> Element:
    """An element with words and elements in it; ``class_="x"`` and ``data_figure="y"`` are its class and data-figure."""
    element = Element(name, {key.rstrip("_").replace("_", "-"): printable(value) for key, value in attributes.items()})
    for part in inside:
        if isinstance(part, Element):
            element.append(part)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + printable(part)
        else:
            element.text = (element.text or "") + printable(part)
    return element


def table(headings: Sequence[str], rows: Iterable[Sequence[str | int]], alt: str) -> Element:
    """A table; numbers stand to the right, words in the direction of their script."""
    head = tag("thead", tag("tr", *(tag("th", heading, scope="col") for heading in headings)))
    return tag("div", tag("table", head, tag("tbody", *(tag("tr", *map(_cell, row)) for row in rows)), aria_label=alt), class_="wide")


def _cell(words: str | int) -> Element:
    if isinstance(words, int):
        return tag("td", str(words), class_="number")
    return tag("td", words, dir="auto", class_="words" if width(words) > ON_ONE_LINE else "brief")


class Page:
    """A page to fill, part by part; charts are drawn when it is opened, with the words for those who do not see them."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.main = tag("main")
        self.figures: list[go.Figure] = []

    def add(self, *parts: Element) -> None:
        self.main.extend(parts)

    def add_chart(self, figure: go.Figure) -> None:
        name = f"figure-{len(self.figures) + 1}"
        self.figures.append(figure)
        self.add(tag("div", class_="figure", role="img", aria_label=charts.alt(figure), data_figure=name))

    def save(self) -> bytes:
        """The file. The same contents give the same bytes."""
        style, script = ((HERE / f"report.{kind}").read_text("utf-8") for kind in ("css", "js"))
        scripts = [get_plotlyjs(), script] if self.figures else []
        head = tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=_policy(scripts)),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("title", self.title),
            _raw("style", style),
        )
        data = [
            _raw("script", _json(figure), id=f"figure-{at}", type="application/json") for at, figure in enumerate(self.figures, start=1)
        ]
        body = tag("body", self.main, *data, *(_raw("script", text) for text in scripts))
        page = tag("html", head, body, lang=LANGUAGE, data_ink=INK, data_paper=PAPER)
        return f"<!DOCTYPE html>\n{tostring(page, encoding='unicode', method='html')}\n".encode()


def _raw(name: str, text: str, /, **attributes: str) -> Element:
    """An element whose text is written as it is; never a person's words."""
    element = tag(name, **attributes)
    element.text = text
    return element


def _json(figure: go.Figure) -> str:
    """A figure as JSON that no browser can take for markup: its words are a person's."""
    return json.dumps(json.loads(figure.to_json())).replace("<", "\\u003c")


def _policy(scripts: Sequence[str]) -> str:
    """Nothing is fetched, and only the scripts of this file run, each known by its hash. Styles are free: Plotly makes its own."""
    allowed = " ".join(map(_hash, scripts)) or NOTHING
    return f"default-src {NOTHING}; script-src {allowed}; style-src 'unsafe-inline'; base-uri {NOTHING}; form-action {NOTHING}"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
