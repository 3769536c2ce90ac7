"""The architecture, tested: what may import what, what a page may hold, who asks the clock."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import house_rules as rules

ASK_THE_CLOCK = ("gcdash.ui.frame", "gcdash.cli", "gcdash.store")
CACHE = ("gcdash.ui.frame",)
BAD_PAGE = '''"""Themes."""
import pandas as pd
import streamlit as st

def total(): return 1
class Box: pass
try: st.session_state.x = lambda: 1
except KeyError: pass
st.markdown("<style>h1 {color: red}</style>", unsafe_allow_html=True)
'''
GOOD_PAGE = '''"""By theme: which themes are moving, and which need attention?"""
from gcdash.ui.frame import page

with page("Progress by theme") as book:
    show_actions(ask_filter(book))
'''


def everywhere(but: tuple[str, ...] = ()) -> dict[str, str]:
    """Sources of the package, the pages and app.py, save those whose names start with one of ``but``."""
    scripts = {str(path.relative_to(rules.ROOT)): path.read_text(encoding="utf-8") for path in (*rules.pages(), rules.ROOT / "app.py")}
    return {name: source for name, source in (rules.modules() | scripts).items() if not name.startswith(but)}


def faults(rule: Callable[[str], list[str]], files: dict[str, str]) -> list[str]:
    return [f"{name} {fault}" for name, source in files.items() for fault in rule(source)]


def core() -> dict[str, str]:
    return {name: source for name, source in rules.modules().items() if not name.startswith("gcdash.ui")}


def test_a_module_imports_only_from_those_above_it() -> None:
    inside = {name: source for name, source in rules.modules().items() if name != "gcdash"}

    assert [fault for name, source in inside.items() for fault in rules.imports_upward(name, source)] == []


def test_the_package_itself_imports_nothing() -> None:
    assert rules.imported(rules.modules()["gcdash"]) <= {"__future__.annotations"}


def test_streamlit_stays_in_the_ui() -> None:
    assert faults(rules.imports_streamlit, core()) == []


def test_importing_the_core_leaves_streamlit_out() -> None:
    program = f"import {', '.join(name for name in core() if name != 'gcdash.__main__')}\nimport sys\nprint('streamlit' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", program], cwd=rules.ROOT, capture_output=True, text=True, check=False)

    assert answer.stdout.strip() == "False", answer.stderr


@pytest.mark.parametrize("path", rules.pages(), ids=lambda path: path.stem)
def test_a_page_is_a_storyboard(path: Path) -> None:
    assert rules.not_a_storyboard(path.read_text(encoding="utf-8")) == []


def test_there_are_pages() -> None:
    assert rules.pages() != []


def test_only_the_edges_ask_the_clock() -> None:
    assert faults(rules.asks_the_clock, everywhere(but=ASK_THE_CLOCK)) == []


def test_only_the_frame_caches() -> None:
    assert faults(rules.caches, everywhere(but=CACHE)) == []


def test_charts_are_drawn_with_graph_objects() -> None:
    assert faults(rules.uses_plotly_express, everywhere()) == []


def test_no_html_of_ours_is_shown_unsafely() -> None:
    assert faults(rules.shows_unsafe_html, everywhere()) == []


def test_a_module_reads_in_one_sitting() -> None:
    assert faults(rules.too_long, everywhere()) == []


def test_a_module_is_named_for_an_idea() -> None:
    assert [fault for name in rules.modules() for fault in rules.named_for_no_idea(name)] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    assert [f"{name} {fault}" for name, text in rules.texts() for fault in rules.names_a_machine(text)] == []


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (lambda source: rules.imports_upward("gcdash.schema", source), "from gcdash import book", "from gcdash.words import _"),
        (lambda source: rules.imports_upward("gcdash.schema", source), "def f():\n    import gcdash.ui.frame", "import re"),
        (
            lambda source: rules.imports_upward("gcdash.store.journal", source),
            "from gcdash.cli import main",
            "from gcdash.store import lock",
        ),
        (lambda source: rules.imports_upward("gcdash.placeless", source), "", None),
        (rules.imports_streamlit, "import streamlit.components.v1", "import pandas"),
        (rules.asks_the_clock, "from datetime import date\ndate.today()", "def f(today): return today"),
        (rules.asks_the_clock, "import datetime\ndatetime.datetime.now(datetime.UTC)", "now = 1"),
        (rules.caches, "import streamlit as st\n@st.cache_data\ndef f(): ...", "cache = {}"),
        (rules.caches, "from streamlit import cache_resource", None),
        (rules.uses_plotly_express, "import plotly.express as px", "import plotly.graph_objects as go"),
        (rules.uses_plotly_express, "from plotly import express", None),
        (rules.shows_unsafe_html, "st.markdown(text, unsafe_allow_html=True)", "st.markdown(text)"),
        (rules.too_long, "a = 1\n" * 251, "a = 1\n" * 250),
        (rules.named_for_no_idea, "ui.helpers", "ui.frame"),
        (rules.names_a_machine, "see /" + "home/ann/x", "see docs/home/x and https://example.org/work/"),
        (rules.names_a_machine, "--index-url https://PyPI" + ".org/simple", "requirements.txt"),
        (rules.not_a_storyboard, '"""Is it long?"""\n' + "a = 1\n" * 60, '"""Is it long?"""\n' + "save(1)\n" * 79),
    ],
)
def test_each_rule_finds_what_breaks_it(rule: Callable[[str], list[str]], bad: str, good: str | None) -> None:
    assert rule(bad) != []
    assert good is None or rule(good) == []


@pytest.mark.parametrize("fault", ["question", "FunctionDef", "ClassDef", "Try", "Lambda", "pandas", "session_state", "unsafe_", "CSS"])
def test_a_page_with_logic_is_no_storyboard(fault: str) -> None:
    assert any(fault in found for found in rules.not_a_storyboard(BAD_PAGE))
    assert rules.not_a_storyboard(GOOD_PAGE) == []
