"""What a page says and where to type: found by the words that people read, never by place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from gcdash.counters import exposition

_ESCAPE = re.compile(r"\\([^\w\s]|_)")

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "gcdash" / "ui" / "main.py"
PATIENCE = 60
"""Seconds for one run: the first one imports pandas and Plotly, on a machine that may be busy."""


def words(app: AppTest) -> str:
    """All that a page says, a line for each part, without the signs that keep people's words from being taken for Markdown."""
    said = (getattr(element.proto, name, "") for element in elements(app) for name in ("title", "label", "body"))
    return plainly("\n".join(part for part in said if part))


def plainly(words: str) -> str:
    """Words as they are seen, without what keeps them from being taken for Markdown."""
    return _ESCAPE.sub(r"\1", words).replace("\N{WORD JOINER}", "")


def elements(app: AppTest) -> Iterator[Element]:
    """What stands on a page, from top to bottom."""
    return (node for node in app if isinstance(node, Element))


def one(app: AppTest, kind: str, label: str) -> Any:  # noqa: ANN401 -- each kind of element has a class of its own
    """The one element of a kind with this label: ``one(app, "button", "Clear filters")``."""
    found = [element for element in app.get(kind) if getattr(element, "label", "") == label]
    assert len(found) == 1, f"{len(found)} of {kind} {label!r} on the page: {words(app)}"
    return found[0]


def ids(app: AppTest) -> list[str]:
    """The IDs of the actions in a page's table, as it shows them."""
    tables = [table.value for table in app.dataframe if "action_id" in table.value and "standing" in table.value]
    return [str(action_id) for table in tables for action_id in table["action_id"]]


def forget() -> None:
    """Caches belong to the process, not to a test."""
    st.cache_data.clear()
    st.cache_resource.clear()


def counted(what: str) -> int:
    """How often the program has done something so far, by its own counters: loads, folds, appends, refusals."""
    return next(int(line.split()[1]) for line in exposition().splitlines() if line.startswith(f"gcdash_{what}_total "))
