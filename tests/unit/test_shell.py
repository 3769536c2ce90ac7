"""Streamlit's page of HTML comes with our style, and with word of the scripts that charts need; nothing else is touched."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse
from starlette.routing import Route

from gcdash.web.shell import Shell
from gcdash.web.style import STYLE
from loops import finished

STATIC = Path(st.__file__).parent / "static"
PAGE, REPORT = (STATIC / "index.html").read_text("utf-8"), "<html><body>A report</body></html>"
OPENED = {"accept": "text/html,*/*;q=0.8", "accept-encoding": "gzip", "if-none-match": '"kept"'}


def page(asked: Request) -> FileResponse:
    assert "if-none-match" not in asked.headers
    return FileResponse(STATIC / "index.html")


def report(_asked: Request) -> HTMLResponse:
    return HTMLResponse(REPORT, headers={"content-disposition": "attachment"})


def said(_asked: Request) -> PlainTextResponse:
    return PlainTextResponse("</body> " * 500)


def ask(path: str, **headers: str) -> httpx.Response:
    doors = [Route("/said", said), Route("/report", report), Route("/{path:path}", page)]
    app = Starlette(routes=doors, middleware=[Middleware(Shell), Middleware(GZipMiddleware)])

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as browser:
            return await browser.get(path, headers={**OPENED, **headers})

    return finished(asked())


@pytest.mark.parametrize("path", ["/", "/record", "/below/a/path/themes"])
def test_a_page_has_the_style_after_all_that_streamlit_says_and_is_else_as_it_was(path: str) -> None:
    came = ask(path)

    assert f"<style>{STYLE}</style>" in came.text[came.text.index('id="root"') :]
    assert re.sub(r"<style>.*(?=</body>)", "", came.text, flags=re.DOTALL) == PAGE
    assert int(came.headers["content-length"]) == len(came.content)
    assert not {"etag", "last-modified"} & set(came.headers), "what a browser keeps would have the style of a version before"


@pytest.mark.parametrize(("path", "many"), [("/", 2), ("/themes", 2), ("/below/a/path/themes", 2), ("/record", 0), ("/meeting", 0)])
def test_a_page_with_charts_names_the_scripts_that_draw_them_and_they_are_there(path: str, many: int) -> None:
    named = re.findall(r'<link rel="modulepreload" href="\./(static/js/[\w.-]+)">', ask(path).text.partition("</style>")[2])

    assert len(named) == many
    assert all((STATIC / script).is_file() for script in named)


def test_a_file_that_is_taken_and_an_answer_that_is_no_page_stay_as_they_are() -> None:
    assert ask("/report").text == REPORT
    assert ask("/said").text == "</body> " * 500
    assert ask("/said", accept="*/*").headers["content-encoding"] == "gzip"
