"""By which names the server may be asked for, in Starlette's spelling: Streamlit holds its list against the socket alone.

A page of somebody else's, whose name is made to point at this machine, so reads nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable


def patterns(allowed: Iterable[str]) -> list[str]:
    """Streamlit's ``server.allowedHosts`` as Starlette's ``TrustedHostMiddleware`` takes it; an empty list allows all names in both."""
    return [f"[{host}]" if ":" in host else host for host in allowed] or ["*"]
