"""A file that is asked for comes, whatever pages run meanwhile: Streamlit throws away at the end of each run what it no longer needs."""

from __future__ import annotations

import httpx

from benchmarks.server import Served, Visitor, visit
from browser import Server

FILE = "Download CSV"


def file_id(visitor: Visitor) -> str:
    return next(there.download_button.deferred_file_id for there in visitor.shown if there.download_button.label == FILE)


def test_a_file_that_was_made_is_there_though_others_turn_pages_before_it_is_fetched(shared_server: Server) -> None:
    served = Served(shared_server.url, shared_server.process)
    with visit(served) as somebody, visit(served) as other:
        somebody.run("actions", "as_of=2009-11-25")
        there = somebody.fetch(file_id(somebody))
        for page in ("themes", "owners", "actions"):
            other.run(page)

        assert "A16" in httpx.get(f"{shared_server.url}{there}").raise_for_status().text


def test_a_button_that_was_pressed_while_its_page_ran_anew_brings_its_file(shared_server: Server) -> None:
    with visit(Served(shared_server.url, shared_server.process)) as somebody:
        somebody.run("actions", "as_of=2009-11-25")
        pressed = file_id(somebody)
        for _again in range(2):
            somebody.run("actions", "as_of=2009-11-25")

        assert somebody.fetch(pressed)
