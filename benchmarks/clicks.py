"""What a click costs the server, as its own process counts it: another page, another filter, a bar. Beside the floor in the same run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.figures import Figure
from benchmarks.server import DASHBOARD, FLOOR, Served, Visitor, served, visit
from benchmarks.visits import PAGES
from gcdash.store.workbook import WorkbookStore

WARM, LARGE = 2, 50_000
FILTERED = ("overview", "themes", "owners", "time_scale", "since", "actions", "downloads")
CLICKED = ("overview", "themes", "owners")


def clicks(book: Path, size: int, turns: int) -> Iterator[Figure]:
    """Medians of ``turns`` after a few that nobody counts, each in turn with a click on the floor."""
    actions = WorkbookStore(book).load().actions
    themes = [urlencode({"theme": theme}) for theme in sorted({theme for theme in actions["theme"] if theme})[:2]]
    owners = [urlencode({"owner": owner}) for owner in sorted({owner for names in actions["owners"].head(100) for owner in names})]
    action = urlencode({"action": actions["action_id"].iloc[-1]})
    with served(DASHBOARD, book) as ours, served(FLOOR, book) as floor, visit(ours) as visitor, visit(floor) as other:
        beside = _Beside(ours, floor, other, f"{size:,} actions", "at most 3" if size >= LARGE else "at most 2")
        visitor.run("downloads")
        yield from beside.figures("another page", {page: lambda _turn, page=page: visitor.run(page, action) for page in PAGES}, turns)
        for page in FILTERED:
            visitor.run(page)
            yield from beside.figures("another filter", {page: lambda turn, page=page: visitor.run(page, themes[turn % 2])}, turns)
        visitor.run("overview")
        yield from beside.figures(
            "a filter that nobody has chosen yet", {"overview": lambda turn: visitor.run("overview", owners[turn])}, turns
        )
        with visit(ours) as unfiltered:
            for page in CLICKED:
                unfiltered.run(page)
                yield from beside.figures("a click on a bar", {page: lambda _turn, page=page: _click(unfiltered, page)}, turns)


class _Beside:
    """Clicks on the dashboard, each beside one on the floor."""

    def __init__(self, ours: Served, floor: Served, other: Visitor, size: str, aim: str) -> None:
        self._ours, self._floor, self._other, self._size, self._aim = ours, floor, other, size, aim

    def figures(self, what: str, works: dict[str, Callable[[int], object]], turns: int) -> Iterator[Figure]:
        pairs: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
        for turn in range(WARM + turns):
            for name, work in works.items():
                pair = self._ours.cpu(partial(work, turn)), self._floor.cpu(self._other.run)
                if turn >= WARM:
                    pairs[name].append(pair)
        for name, measured in pairs.items():
            mine, least = zip(*measured, strict=True)
            yield Figure(f"{what}, {name}", self._size, "the floor", self._aim, mine, least, "ms of the server")


def _click(visitor: Visitor, page: str) -> None:
    """Click the first mark of the page's first chart: the page is filtered by it, or all is shown again."""
    before = visitor.charts
    chart, spec = next(iter(before.items()))
    codes = json.loads(spec)["data"][0]["customdata"][0]
    said = {"selection": {"points": [{"customdata": codes}], "point_indices": [0], "box": [], "lasso": []}}
    visitor.run(page, clicked={chart: json.dumps(said)})
    assert visitor.charts != before, page
