"""The ASGI app: how gcdash is served. Routes and headers stand here; what people see begins in gcdash/ui/main.py.

Start it with ``streamlit run app.py`` or ``uvicorn app:app``.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
from collections.abc import AsyncIterator, Iterator

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from streamlit import runtime

from gcdash.garbage import uncollected
from gcdash.ui import uploads
from gcdash.ui.failures import show_failure
from gcdash.web import first_page, logs
from gcdash.web.beginning import Beginning, Patience
from gcdash.web.headers import SecurityHeaders
from gcdash.web.health import routes
from gcdash.web.hosts import patterns
from gcdash.web.shell import Shell
from gcdash.web.sweeping import NowAndThen
from gcdash.web.uploads import Uploads
from gcdash.web.visitors import Visitors
from gcdash.web.way_back import WayBack

logs.set_up()


_UI = ("pages", "details", "downloads", "outlook", "receiving", "reporting")
NEEDED = ("plotly.graph_objects", "pyarrow.pandas_compat", *(f"gcdash.ui.{name}" for name in _UI))
"""What pages and the reading of a workbook import, and is slow to import."""


def load() -> None:
    """Import what every page needs."""
    with _beforehand():
        for name in NEEDED:
            importlib.import_module(name)


def read() -> None:
    """Read the workbook, and make of it what the first visitor will see."""
    with _beforehand():
        importlib.import_module("gcdash.ui.frame").prepare()


@contextlib.contextmanager
def _beforehand() -> Iterator[None]:
    """What is made here stays: it is kept out of the garbage collector's rounds."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 10)  # whoever gives out files meanwhile does not wait long for each of them
    try:
        with uncollected():
            yield
            gc.collect()
            gc.freeze()
    finally:
        sys.setswitchinterval(usual)


BEGINNING = Beginning(load, read)


@contextlib.asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[dict[str, object]]:
    """Begin: the browser of a first visitor fetches its files meanwhile."""
    files = runtime.get_instance().media_file_mgr
    vars(files)["remove_orphaned_files"] = NowAndThen(files.remove_orphaned_files)  # in its place: Streamlit has no setting for it
    BEGINNING.begin()
    yield {}


app = st.App(
    "gcdash/ui/main.py",
    lifespan=warm,
    routes=(*routes(BEGINNING), *first_page.ROUTES),
    middleware=[
        Middleware(TrustedHostMiddleware, allowed_hosts=patterns(st.get_option("server.allowedHosts")), www_redirect=False),
        Middleware(Visitors),
        Middleware(SecurityHeaders),
        Middleware(Shell),
        Middleware(WayBack),
        Middleware(Patience, beginning=BEGINNING),
        Middleware(Uploads, kept=uploads.kept, settle=uploads.settle),
    ],
    on_script_error=show_failure,
)
