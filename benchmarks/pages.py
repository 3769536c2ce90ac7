"""What a visit's next click costs the server: every page against the floor, script by script in one process."""

from __future__ import annotations

import gc
import importlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parents[1]
MAIN = ROOT / "gcdash" / "ui" / "main.py"
CLICKS = 7
LARGE = 50_000


def pages(book: Path, size: int) -> Iterator[Figure]:
    """Each page run again as a click does, with all that is cached in place; the collector is set as app.py sets it."""
    importlib.import_module("gcdash.ui.pages")
    st.cache_resource.clear()
    os.environ["GCDASH_WORKBOOK"] = str(book)
    gc.collect()
    gc.freeze()
    floor = AppTest.from_file(str(ROOT / "benchmarks" / "floor" / "app.py"), default_timeout=300).run()
    aim = "at most 3" if size >= LARGE else "at most 2"
    for page in sorted((ROOT / "pages").glob("*.py")):
        shown = AppTest.from_file(str(MAIN), default_timeout=300)
        shown.switch_page(os.path.relpath(page, MAIN.parent)).run()
        assert not shown.exception, page
        shown.run()
        pairs = [(_once(shown), _once(floor)) for _click in range(CLICKS)]
        ours, theirs = zip(*pairs, strict=True)
        yield Figure(f"click on the page {page.stem}", f"{size:,} actions", "the floor", aim, ours, theirs)


def _once(app: AppTest) -> float:
    before = time.process_time()
    app.run()
    return 1000 * (time.process_time() - before)
