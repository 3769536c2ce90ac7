"""The rules of the house, each a function from a file's text to what breaks it: a list of sentences, empty when all is well."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

LAYERS = (
    # words -> table
    ("words", "errors", "garbage", "limits", "counters", "steps", "membership", "schema", "cells", "settings", "timescale", "owners"),
    ("layout", "source", "actions_table", "updates_table", "records", "book", "altered"),
    # table -> answers
    ("amended", "standing", "progress", "filters", "compare", "sentences", "captions"),
    # changes, what is wrong in the data, and where it is kept
    ("changes", "updates", "amendments", "setting_changes", "meetings", "merge", "checks"),
    # who may change what
    ("access",),
    ("store", "word_table"),
    # answers -> media
    ("palette", "charts", "exports", "sample_words", "sample"),
    # what comes back, read and applied
    ("submission",),
    # the edges, where a person meets it
    ("ui", "web"),
    ("cli", "__main__"),
)
ORDER = [name for layer in LAYERS for name in layer]

MODULE_LINES, PAGE_LINES, WRITING_PAGE_LINES = 250, 60, 80
NOT_A_NOUN = {"utils", "util", "helpers", "common", "misc", "tools"}
SOMEBODYS_PATH = re.compile(r"(?<![\w.~}])/(?:home|root|work|tmp|Users)/")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.org|deb\.debian\.org", re.IGNORECASE)


def imports_upward(name: str, source: str) -> list[str]:
    """A module (``gcdash.schema``, ``gcdash.store.journal``) imports only from those that stand before it in ``ORDER``."""
    own = name.split(".")[1]
    if own not in ORDER:
        return [f"{name} has no place in LAYERS: give it one."]
    others = {other.split(".")[1] for other in imported(source) if other.startswith("gcdash.")}
    known = {other for other in others if not other.startswith("__") and other != own}
    return [f"{name} imports {other}, which does not stand above it." for other in sorted(known) if other not in ORDER[: ORDER.index(own)]]


def imports_streamlit(source: str) -> list[str]:
    return [
        f"imports {other}, which only gcdash/ui, app.py and pages may." for other in imported(source) if other.split(".")[0] == "streamlit"
    ]


def not_a_storyboard(source: str) -> list[str]:
    """A page asks a question and lays out the answer; how it is found out or kept stands in the package."""
    tree = ast.parse(source)
    faults = [] if (ast.get_docstring(tree) or "").rstrip().endswith("?") else ["its docstring does not end as a question."]
    faults += [f"line {node.lineno}: has a {type(node).__name__}." for node in ast.walk(tree) if isinstance(node, _LOGIC)]
    faults += [f"imports {other}." for other in imported(source) if other.split(".")[0] in {"pandas", "numpy", "openpyxl"}]
    faults += [f"names {name}." for name in names(source) if name == "session_state" or name.startswith("unsafe_")]
    faults += ["holds CSS." for node in ast.walk(tree) if isinstance(node, ast.Constant) and re.search(r"<style|style=", str(node.value))]
    allowed = WRITING_PAGE_LINES if any(name.startswith("save") for name in names(source)) else PAGE_LINES
    return faults + too_long(source, allowed)


def asks_the_clock(source: str) -> list[str]:
    """Today is an argument: only the edges ask what day it is."""
    clocks = {"today", "now", "utcnow"}
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [f"line {call.lineno}: asks the clock." for call in calls if isinstance(call, ast.Attribute) and call.attr in clocks]


def caches(source: str) -> list[str]:
    return [f"uses {name}, which only ui/frame.py may." for name in names(source) if name in {"cache_data", "cache_resource"}]


def uses_plotly_express(source: str) -> list[str]:
    return [f"imports {other}: draw with graph_objects." for other in imported(source) if other.startswith("plotly.express")]


def shows_unsafe_html(source: str) -> list[str]:
    return [f"uses {name}." for name in names(source) if name.startswith("unsafe_allow_")]


def too_long(source: str, allowed: int = MODULE_LINES) -> list[str]:
    lines = len(source.splitlines())
    return [f"is {lines} lines long, more than {allowed}."] if lines > allowed else []


def named_for_no_idea(name: str) -> list[str]:
    return [f"{name}: name a module for the idea in it." for part in name.split(".") if part in NOT_A_NOUN]


def names_a_machine(text: str) -> list[str]:
    """Neither a path of somebody's own machine nor a package registry stands in a file that others get."""
    found = [*SOMEBODYS_PATH.finditer(text), *REGISTRY.finditer(text)]
    return [f"line {text.count(chr(10), 0, match.start()) + 1}: names {match.group()}." for match in found]


def imported(source: str) -> set[str]:
    """Full names of all that a module imports, wherever in it; ``from a import b`` gives ``a.b``."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names}
    return found


def names(source: str) -> set[str]:
    """Every name, attribute, keyword and imported name that a module speaks of."""
    tree = ast.parse(source)
    spoken = {getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "arg", None) for node in ast.walk(tree)}
    return {str(name) for name in spoken if name} | {name.rsplit(".", 1)[-1] for name in imported(source)}


def modules(below: str = "") -> dict[str, str]:
    """The package's modules, or those of its part ``below``: full name -> source. A package is named for its folder."""
    paths = (ROOT / "gcdash" / below).rglob("*.py")
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}
    return {name: path.read_text(encoding="utf-8") for name, path in sorted(named.items())}


def pages() -> list[Path]:
    return sorted((ROOT / "pages").glob("*.py"))


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of each file that others get: all but what .gitignore names and what is not text."""
    ignored = [".git", *((ROOT / ".gitignore").read_text(encoding="utf-8").replace("/\n", "\n").split())]
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not _ignored(name, ignored)]
        for path in sorted(Path(folder, name) for name in files if not _ignored(name, ignored)):
            try:
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def _ignored(name: str, rules: list[str]) -> bool:
    return any(fnmatch(name, rule) for rule in rules)


_LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Try, ast.TryStar, ast.Lambda)
