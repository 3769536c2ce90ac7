"""What something costs grows with what has changed, not with what is stored: shown by the steps taken, never by the time."""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from books import make_book
from gcdash.access import Person, Role
from gcdash.amendments import Occasion, amend
from gcdash.changes import Update, new_id
from gcdash.store.guarded import Guarded
from gcdash.store.workbook import WorkbookStore

DAY = date(2023, 6, 30)


Counts = Counter[str]


def counts(work: Callable[[], object]) -> Counts:
    """How often each function is called, Python's own and others', also for each cell of a column; ``io.open`` reads a file."""
    called: Counts = Counter()

    def note(frame: FrameType, event: str, about: Any) -> None:  # noqa: ANN401 -- whatever the interpreter hands over
        if event == "c_call":
            called[f"{about.__module__}.{about.__name__}".removeprefix("_")] += 1
        elif event == "call":
            called[frame.f_code.co_qualname] += 1

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return called


def steps(work: Callable[[], object]) -> int:
    return counts(work).total()


def applied(path: Path, actions: int) -> dict[str, int]:
    """The steps of recording a due date for every tenth action at once, of showing them, and of carrying them into the workbook."""
    make_book(path, actions=[{"action_id": f"A{n:05}", "theme": "T", "action": f"act {n}", "timescale": "2 years"} for n in range(actions)])
    store = WorkbookStore(path)
    shown = store.load()
    few = replace(shown, actions=shown.actions.iloc[::10].reset_index(drop=True))
    changes = [change for name in few.actions["action_id"] for change in amend(few, name, "due_date_set", "2031-01-31", Occasion(DAY))]
    return {"recorded": steps(lambda: store.append(changes)), "shown": steps(store.load), "carried": steps(store.fold)}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int], dict[str, int]]:
    folder = tmp_path_factory.mktemp("costs")
    applied(folder / "first.xlsx", 20)  # what is done once only is done
    return applied(folder / "few.xlsx", 200), applied(folder / "many.xlsx", 800)


@pytest.mark.parametrize("what", ["recorded", "shown", "carried"])
def test_four_times_the_changes_in_four_times_the_actions_cost_four_times_as_much(
    both: tuple[dict[str, int], dict[str, int]], what: str
) -> None:
    few, many = both

    assert many[what] < 5 * few[what]


# -- what is stored, and what is asked again and again


def report(name: str) -> Update:
    return Update(name, "A1", DAY, "In progress", f"Report {name}")


def store_with(path: Path, *, updates: int = 5, folds: int = 5, waiting: int = 0) -> Guarded:
    """A book with so many updates in its sheet, after so many folds, as a coordinator uses it."""
    said = {"action_id": "A1", "report_date": "2020-01-01", "status": "In progress", "text": "said"}
    rows = [said | {"update_id": f"in-{n}"} for n in range(updates)]
    make_book(path, actions=[{"action_id": "A1", "theme": "T", "action": "act", "timescale": "2 years"}], updates=rows)
    store = WorkbookStore(path)
    store.append([report("first")])
    (journal,) = store.root.glob("*/generations")
    for number in range(1, folds):
        (journal / f"{number}.json").write_text(json.dumps({"entries": [f"entry-{number}"], "began_with": number - 1}))
    assert store.fold().waiting == 0
    assert store.state().generation == folds
    (journal / f"{folds}.json").write_text(json.dumps({"entries": ["first"], "began_with": folds - 1}))
    for number in range(waiting):
        store.append([report(f"waits-{number}")])
    guarded = Guarded(store, lambda _book: Person(Role.COORDINATOR, "who"))
    for name in ("warm", "warmer"):
        guarded.append([report(name)])
        guarded.load()
    return guarded


def clicked(store: Guarded) -> None:
    """What a click, and the look that each open page takes every few seconds, ask of the store where nothing has changed."""
    store.version()
    store.load()
    store.state()


def appended(store: Guarded) -> None:
    store.append([report(new_id())])


ASKED = {"a click": clicked, "an append": appended}


@pytest.fixture(scope="module")
def few_folds(tmp_path_factory: pytest.TempPathFactory) -> Guarded:
    return store_with(tmp_path_factory.mktemp("few") / "book.xlsx", folds=5)


@pytest.fixture(scope="module")
def many_folds(tmp_path_factory: pytest.TempPathFactory) -> Guarded:
    return store_with(tmp_path_factory.mktemp("folds") / "book.xlsx", folds=10_000)


@pytest.fixture(scope="module")
def many_rows(tmp_path_factory: pytest.TempPathFactory) -> Guarded:
    return store_with(tmp_path_factory.mktemp("rows") / "book.xlsx", updates=2_000)


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("stored", ["many_folds", "many_rows"])
def test_a_click_and_an_append_take_as_many_steps_whatever_is_stored(
    few_folds: Guarded, stored: str, what: str, request: pytest.FixtureRequest
) -> None:
    many: Guarded = request.getfixturevalue(stored)
    few = steps(lambda: ASKED[what](few_folds))

    assert steps(lambda: ASKED[what](many)) <= few + 50


def test_an_append_reads_no_file_again_and_the_next_look_only_what_is_new(tmp_path: Path) -> None:
    store = store_with(tmp_path / "book.xlsx", waiting=20)

    append = counts(lambda: store.append([report("new")]))
    look = counts(store.load)

    assert (append["io.open"], look["io.open"]) == (0, 1)


def test_what_differs_from_the_journal_is_told_again_without_reading_the_journal_again(tmp_path: Path) -> None:
    store = store_with(tmp_path / "book.xlsx", waiting=20)
    store.differences()
    store.append([report("new")])
    store.fold()
    store.load()

    assert counts(store.differences)["io.open"] <= 1


def test_the_ids_of_many_new_actions_are_given_by_one_look_at_those_that_were_given_before(tmp_path: Path) -> None:
    store = store_with(tmp_path / "book.xlsx")
    first = store.new_action_ids([f"first-{n}" for n in range(20)])

    few = counts(lambda: store.new_action_ids([f"few-{n}" for n in range(10)]))
    many = counts(lambda: store.new_action_ids([f"many-{n}" for n in range(40)]))

    assert list(first.values()) == [f"A{n}" for n in range(2, 22)]
    assert (few["io.open"], many["io.open"]) == (20, 30)
    assert many.total() < 5 * few.total()


def test_a_claim_that_something_has_damaged_gives_its_name_to_nobody_and_stops_no_other(tmp_path: Path) -> None:
    store = store_with(tmp_path / "book.xlsx")
    assert store.new_action_ids(["one"]) == {"one": "A2"}
    (claim,) = tmp_path.rglob("claims/*.json")
    claim.write_bytes(b'{"name": "A')

    assert store.new_action_ids(["two"]) == {"two": "A3"}


# -- what a fold unpacks and packs


class Tally:
    """Counts the bytes that go through zlib, packed and not, in both directions."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bytes = 0
        monkeypatch.setattr(zlib, "compressobj", partial(self._stream, zlib.compressobj, "compress"))
        monkeypatch.setattr(zlib, "decompressobj", partial(self._stream, zlib.decompressobj, "decompress"))

    def _stream(self, make: Callable[..., Any], verb: str, *given: Any) -> Any:  # noqa: ANN401 -- as zlib's own
        stream = make(*given)

        def counted(data: bytes, *more: int) -> bytes:
            made: bytes = getattr(stream, verb)(data, *more)
            self.bytes += len(data) + len(made)
            return made

        return _Stream(stream, {verb: counted})


class _Stream:
    """A stream of zlib of which one method is another's."""

    def __init__(self, stream: object, own: dict[str, object]) -> None:
        self._stream, self._own = stream, own

    def __getattr__(self, name: str) -> object:
        return self._own.get(name) or getattr(self._stream, name)


def folded(path: Path, actions: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """The bytes that one update's fold unpacks and packs, in a book of so many actions and twice as many updates that gcdash wrote last."""
    said = {"report_date": "2020-01-01", "status": "In progress", "text": "said"}
    make_book(
        path,
        actions=[{"action_id": f"A{n}", "theme": "T", "action": f"act {n}", "timescale": "2 years"} for n in range(actions)],
        updates=[said | {"action_id": f"A{n % actions}", "update_id": f"in-{n}"} for n in range(2 * actions)],
    )
    store = WorkbookStore(path)
    for number in range(2):
        store.append([replace(report(f"first-{number}"), action_id="A7")])
        store.fold()
    with monkeypatch.context() as patched:
        tally = Tally(patched)
        store.append([replace(report("next"), action_id=f"A{actions // 2}")])
        assert store.fold().folded == 1
    return tally.bytes


def test_a_fold_unpacks_and_packs_about_as_much_in_a_book_ten_times_as_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (folded(tmp_path / f"{actions}.xlsx", actions, monkeypatch) for actions in (1_000, 10_000))

    assert many < 2 * few
