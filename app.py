"""The ASGI app: how gcdash is served. Routes and headers stand here; what people see begins in gcdash/ui/main.py.

Start it with ``streamlit run app.py`` or ``uvicorn app:app``.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
from collections.abc import AsyncIterator

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from gcdash.ui import uploads
from gcdash.ui.failures import show_failure
from gcdash.web import first_page, health, logs
from gcdash.web.headers import SecurityHeaders
from gcdash.web.hosts import patterns
from gcdash.web.uploads import Uploads
from gcdash.web.visitors import Visitors
from gcdash.web.way_back import WayBack

logs.set_up()


NEEDED = ("plotly.graph_objects", *(f"gcdash.ui.{name}" for name in ("pages", "details", "downloads", "outlook", "receiving", "reporting")))
"""What pages import, and is slow to import."""


@contextlib.asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[dict[str, object]]:
    """Import what every page needs before the first visitor comes, and keep it out of the garbage collector's rounds.

    Streamlit collects garbage after every run; over these modules that costs more than the run itself.
    """
    for name in NEEDED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    yield {}


app = st.App(
    "gcdash/ui/main.py",
    lifespan=warm,
    routes=(*health.ROUTES, *first_page.ROUTES),
    middleware=[
        Middleware(TrustedHostMiddleware, allowed_hosts=patterns(st.get_option("server.allowedHosts")), www_redirect=False),
        Middleware(Visitors),
        Middleware(SecurityHeaders),
        Middleware(WayBack),
        Middleware(Uploads, kept=uploads.kept, settle=uploads.settle),
    ],
    on_script_error=show_failure,
)
