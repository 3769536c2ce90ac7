"""The first page has no name in its address. Whoever writes one there, as the other pages have, is led to it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route


def _lead(request: Request) -> RedirectResponse:
    """To the folder that the address stands in, which may be below a path of a proxy's; what it says of filters stays."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


ROUTES = (Route("/overview", _lead),)
