"""What a click costs the server, as its own process counts it: another page, another filter, a bar. Beside the floor in the same run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.figures import Figure
from benchmarks.server import DASHBOARD, FLOOR, PARTS, PLAIN, Served, Visitor, record, served, visit
from benchmarks.visits import FILTERED, PAGES
from gcdash.store.workbook import WorkbookStore

WARM, LARGE = 2, 50_000
UNIT, SAME = "ms of the server", "the same parts, nothing computed"
CLICKED = ("overview", "themes", "owners")


def clicks(book: Path, size: int, turns: int) -> Iterator[Figure]:
    """Medians of ``turns`` after a few that nobody counts, each in turn with a click on the floor."""
    actions = WorkbookStore(book).load().actions
    themes = [urlencode({"theme": theme}) for theme in sorted({theme for theme in actions["theme"] if theme})[:2]]
    owners = [urlencode({"owner": owner}) for owner in sorted({owner for names in actions["owners"].head(100) for owner in names})]
    action = urlencode({"action": actions["action_id"].iloc[-1]})
    with served(DASHBOARD, book) as ours, served(FLOOR, book) as floor, visit(ours) as visitor, visit(floor) as other:

        def another(page: str, query: str = action) -> Work:
            return lambda _turn: visitor.run(page, query)

        def filtered(page: str) -> Work:
            return lambda turn: visitor.run(page, themes[turn % 2])

        def unseen(turn: int) -> object:
            return visitor.run("overview", owners[turn])

        beside = _Beside(ours, floor, other, f"{size:,} actions", "at most 3" if size >= LARGE else "at most 2")
        record(visitor, PAGES, action, book)
        with served(PARTS, book) as parts, visit(parts) as same:
            limits = {page: partial(parts.cpu, partial(same.run, page)) for page in PAGES}
            yield from beside.figures("another page", {page: another(page) for page in PAGES}, turns, limits)
        for page in FILTERED:
            visitor.run(page)
            yield from beside.figures("another filter", {page: filtered(page)}, turns)
        visitor.run("overview")
        yield from beside.figures("a filter that nobody has chosen yet", {"overview": unseen}, turns)
        with visit(ours) as unfiltered:
            for page in CLICKED:
                unfiltered.run(page)
                yield from beside.figures("a click on a bar", {page: _clicking(unfiltered, page)}, turns)
        yield from _beside_the_plain_way(ours, filtered("overview"), book, size, 1 if size >= LARGE else min(turns, 3))


Work = Callable[[int], object]


def _beside_the_plain_way(ours: Served, filtered: Work, book: Path, size: int, turns: int) -> Iterator[Figure]:
    """The same filter on the page that somebody writes in an afternoon."""
    pairs = []
    with served(PLAIN, book) as plain, visit(plain) as other:
        other.run()  # it reads the workbook now, and keeps it
        themes = next(there.multiselect for there in other.shown if there.multiselect.label == "Theme")
        for turn in range(WARM + turns):
            chosen = WidgetState(id=themes.id)
            chosen.string_array_value.data.append(themes.options[turn % 2])
            pairs.append((ours.cpu(partial(filtered, turn)), plain.cpu(partial(other.run, "", "", chosen))))
    mine, theirs = zip(*pairs[WARM:], strict=True)
    yield Figure("another filter, overview", f"{size:,} actions", "the plain way", "below 1", mine, theirs, UNIT)


class _Beside:
    """Clicks on the dashboard, each beside one on the floor."""

    def __init__(self, ours: Served, floor: Served, other: Visitor, size: str, aim: str) -> None:
        self._ours, self._floor, self._other, self._size, self._aim = ours, floor, other, size, aim

    def figures(
        self, what: str, works: dict[str, Work], turns: int, limits: Mapping[str, Callable[[], float]] | None = None
    ) -> Iterator[Figure]:
        """``limits``: what the same parts cost where nothing is computed for them, in turns with both."""
        measured: dict[str, list[tuple[float, ...]]] = {name: [] for name in works}
        for turn in range(WARM + turns):
            for name, work in works.items():
                costs = self._ours.cpu(partial(work, turn)), self._floor.cpu(self._other.run), *([limits[name]()] if limits else [])
                if turn >= WARM:
                    measured[name].append(costs)
        for name, costs_of in measured.items():
            mine, least, *parts = zip(*costs_of, strict=True)
            yield Figure(f"{what}, {name}", self._size, "the floor", self._aim, mine, least, UNIT)
            for same in parts:
                yield Figure(f"{what}, {name}", self._size, SAME, "near 1", mine, same, UNIT)


def _clicking(visitor: Visitor, page: str) -> Work:
    """Click the first mark of the page's first chart: the page is filtered by it, or all is shown again."""

    def click(_turn: int) -> None:
        before = visitor.charts
        chart, spec = next(iter(before.items()))
        codes = json.loads(spec)["data"][0]["customdata"][0]
        said = {"selection": {"points": [{"customdata": codes}], "point_indices": [0], "box": [], "lasso": []}}
        visitor.run(page, "", WidgetState(id=chart, string_value=json.dumps(said)))
        assert visitor.charts != before, page

    return click
