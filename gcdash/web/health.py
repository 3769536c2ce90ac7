"""Routes for the programs that look after a server: ``/readyz`` says whether it can answer, ``/metrics`` what it has done."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gcdash.counters import exposition
from gcdash.web.beginning import Beginning

OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


def ready(beginning: Beginning) -> PlainTextResponse:
    """200 while the workbook is where it should be, 503 while it is not, or has yet to be read first. Nothing is read for it."""
    if not beginning.over:
        return PlainTextResponse("the server begins\n", status_code=503)
    from gcdash.ui.frame import workbook  # noqa: PLC0415 -- loaded by now; slow to import before

    if Path(workbook()).is_file():
        return PlainTextResponse("ready\n")
    return PlainTextResponse("the workbook is not there\n", status_code=503)


def metrics(_request: Request) -> PlainTextResponse:
    return PlainTextResponse(exposition(), media_type=OPEN_METRICS)


def routes(beginning: Beginning) -> list[Route]:
    def readyz(_request: Request) -> PlainTextResponse:
        return ready(beginning)

    return [Route("/readyz", readyz), Route("/metrics", metrics)]
