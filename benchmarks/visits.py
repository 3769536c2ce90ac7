"""Many visitors of a running server: what a page sends, what one more of them costs, and how long they wait when all click at once."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

from benchmarks.figures import Figure
from benchmarks.server import DASHBOARD, FLOOR, PATIENCE, ROOT, Served, Visitor, served, visit
from gcdash import sample_words

PAGES = [page.stem for page in sorted((ROOT / "pages").glob("*.py"))]
FILTERED = ("overview", "themes", "owners", "time_scale", "since", "actions", "downloads")
Tour = Sequence[tuple[str, str]]
FIXED: Tour = (("", ""),)
TOUR: Tour = [(page, urlencode({"theme": theme})) for theme in list(sample_words.THEMES)[:2] for page in FILTERED]
TOUR = [*TOUR, *((page, "") for page in PAGES)]
"""Where visitors of the dashboard go, each from another place on: every page, and those with filters by two of them."""
WAVES = 5


def visits(book: Path, size: int, crowd: int, clicks: int, runs: int) -> Iterator[Figure]:
    """``crowd`` visitors, each of whom clicks ``clicks`` times, all at once."""
    actions = f"{size:,} actions"
    with served(DASHBOARD, book) as ours, served(FLOOR, book) as floor:
        sent = {page: _first(ours, page) for page in PAGES}
        page = max(sent, key=lambda name: sent[name])
        least = _first(floor, "")
        yield Figure(f"sent by the page that sends most, {page}", actions, "the floor", "at most 500 kB", (sent[page],), (least,), "kB")
        with visit(ours) as first:
            walk(first, len(TOUR))
        waits = [(_crowd(ours, TOUR, crowd, clicks), _crowd(floor, FIXED, crowd, clicks)) for _run in range(runs)]
        usual, longest = ([(of(mine), of(other)) for mine, other in waits] for of in (p95, max))
        yield _waiting(f"{crowd} visitors click at once, 95 in 100 wait at most", actions, usual)
        yield _waiting(f"{crowd} visitors click at once, whoever waits longest", actions, longest)
        memory = (_memory(ours, crowd),), (_memory(floor, crowd),)
        yield Figure("memory for one more visitor", actions, "the floor", "at most 1,000 kB", *memory, "kB")


def while_a_file_is_made(book: Path, size: int, runs: int) -> Iterator[Figure]:
    """What somebody waits who clicks while another has a long file made, beside the same clicks while nobody does."""
    pairs = []
    with served(DASHBOARD, book) as there, visit(there) as somebody:
        walk(somebody, len(TOUR))
        for _run in range(runs):
            with visit(there) as other, ThreadPoolExecutor(1) as beside:
                other.run("downloads")
                made = beside.submit(other.run, "downloads", "", other.button("Download Word"))
                meanwhile = walk(somebody, 2)
                while not made.done():
                    meanwhile += walk(somebody, 1, len(meanwhile))
                made.result()
                assert "Save the .docx file" in {there.download_button.label for there in other.shown}
            pairs.append((p95(meanwhile), p95(walk(somebody, len(meanwhile)))))
    what = "clicks while another has a .docx made, 95 in 100 wait at most"
    yield _waiting(what, f"{size:,} actions", pairs, "nobody has", "stays responsive")


def walk(visitor: Visitor, clicks: int, begin: int = 0, tour: Tour = TOUR) -> list[float]:
    """Click so many times, from the place ``begin`` of the tour on: milliseconds that each click took."""
    waits = []
    for click in range(begin, begin + clicks):
        began = time.perf_counter()
        visitor.run(*tour[click % len(tour)])
        waits.append(1000 * (time.perf_counter() - began))
    return waits


def p95(waits: Sequence[float]) -> float:
    return statistics.quantiles(waits, n=20, method="inclusive")[-1]


def _waiting(
    what: str, size: str, pairs: Sequence[tuple[float, float]], against: str = "the floor", aim: str = "at most 2, nobody starved"
) -> Figure:
    ours, theirs = zip(*pairs, strict=True)
    return Figure(what, size, against, aim, ours, theirs, "ms to wait")


def _first(there: Served, page: str) -> float:
    with visit(there) as visitor:
        return visitor.run(page) / 1000


def _crowd(there: Served, tour: Tour, crowd: int, clicks: int) -> list[float]:
    """Milliseconds that each click took; whoever sees an error ends it all."""
    with contextlib.ExitStack() as stack, ThreadPoolExecutor(crowd) as pool:
        visitors = [stack.enter_context(visit(there)) for _number in range(crowd)]
        for visitor in visitors:
            visitor.run()
        start = Barrier(crowd, timeout=PATIENCE)
        said = pool.map(lambda number: _together(visitors[number], number, clicks, start, tour), range(crowd))
        return [wait for waits in said for wait in waits]


def _together(visitor: Visitor, number: int, clicks: int, start: Barrier, tour: Tour) -> list[float]:
    waits = []
    with contextlib.ExitStack() as lacking:
        lacking.callback(start.abort)  # without this visitor the others would wait for their start until its time is over
        for click in range(clicks):
            start.wait()
            waits += walk(visitor, 1, number + click, tour)
        lacking.pop_all()
    return waits


def _memory(there: Served, crowd: int) -> float:
    """Kilobytes that the server holds more for each visitor of a wave, all before them still there.

    Of the wave that costs most: the first ones get what the server has freed since it read the workbook.
    """
    held = []
    with contextlib.ExitStack() as stack:
        for _wave in range(WAVES):
            for _number in range(crowd):
                stack.enter_context(visit(there)).run()
            held.append(there.memory())
    return max(after - before for before, after in pairwise(held)) / crowd
