"""Whatever is refused is counted where it is decided, once, and told at ``/metrics``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest
from filelock import FileLock
from openpyxl import load_workbook
from starlette.applications import Starlette

from books import make_book
from gcdash.access import Person, Role
from gcdash.changes import CellChange, Update
from gcdash.errors import GcdashError
from gcdash.limits import Kept
from gcdash.store.guarded import Guarded
from gcdash.store.workbook import WorkbookStore
from gcdash.submission import Upload, plan_for
from gcdash.web.beginning import Beginning
from gcdash.web.health import routes
from gcdash.web.uploads import Uploads
from loops import finished

DAY = date(2023, 6, 30)


def asked(app: Starlette | Uploads, method: str, path: str) -> httpx.Response:
    async def answer() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as browser:
            return await browser.request(method, path)

    return finished(answer())


def metric(name: str) -> str | None:
    lines = asked(Starlette(routes=routes(Beginning(lambda: None))), "GET", "/metrics").text.splitlines()
    return next((line.split()[1] for line in lines if line.startswith(f"{name} ")), None)


def refusals() -> int:
    return int(metric("gcdash_refusals_total") or 0)


@pytest.fixture
def store(tmp_path: Path) -> WorkbookStore:
    actions = [{"action_id": "A1", "theme": "T", "action": "act", "timescale": "2 years"}]
    store = WorkbookStore(make_book(tmp_path / "book.xlsx", actions=actions), lock_wait=0.1)
    store.load()
    return store


def as_viewer(store: WorkbookStore) -> Guarded:
    return Guarded(store, lambda _book: Person(Role.VIEWER, "who"))


def report(name: str) -> Update:
    return Update(name, "A1", DAY, "In progress", "said")


def not_allowed(store: WorkbookStore) -> None:
    as_viewer(store).append([report("u1")])


def not_restored_by_a_viewer(store: WorkbookStore) -> None:
    as_viewer(store).restore()


def no_version_kept(store: WorkbookStore) -> None:
    store.restore()


def used_for_other_words(store: WorkbookStore) -> None:
    store.append([report("u1")])
    store.append([Update("u1", "A1", DAY, "Completed", "said")])


def locked(store: WorkbookStore) -> None:
    store.append([report("u1")])
    with FileLock(store.root / "lock"):
        assert store.fold().waiting == 1


def set_aside(store: WorkbookStore) -> None:
    store.append([CellChange("c1", "A1", "due_date_set", "", "2031-01-31")])
    book = load_workbook(store.path)
    sheet = book["Actions"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Due date")
    sheet.cell(2, column, "2030-01-31")
    book.save(store.path)
    assert store.fold().waiting == 0


def damaged(store: WorkbookStore) -> None:
    store.append([report("u1")])
    (file,) = store.root.glob("*/pending/*.json")
    file.write_bytes(b"{")
    store.fold()


def a_file_that_is_no_spreadsheet(store: WorkbookStore) -> None:
    (unusable,) = plan_for(store, [Upload("sent.xlsx", b"nothing")], DAY).unusable
    assert unusable.name == "sent.xlsx"


def a_file_that_nobody_asked_for(_store: WorkbookStore) -> None:
    door = Uploads(Starlette(), lambda _visit: Kept(False, frozenset(), 0), lambda _visit: None)
    assert asked(door, "PUT", "/_stcore/upload_file/visit/file").is_client_error


def a_workbook_that_cannot_be_read(store: WorkbookStore) -> None:
    store.path.write_bytes(b"nothing")
    store.load()


CASES = [
    not_allowed,
    not_restored_by_a_viewer,
    no_version_kept,
    used_for_other_words,
    locked,
    set_aside,
    damaged,
    a_file_that_is_no_spreadsheet,
    a_file_that_nobody_asked_for,
    a_workbook_that_cannot_be_read,
]
ANSWERED = {locked, set_aside, damaged, a_file_that_is_no_spreadsheet, a_file_that_nobody_asked_for}
"""What is told by an answer; all else by an error."""


@pytest.mark.parametrize("refuse", CASES, ids=lambda case: case.__name__)
def test_each_refusal_is_counted_once(store: WorkbookStore, refuse: Callable[[WorkbookStore], None]) -> None:
    before = refusals()

    if refuse in ANSWERED:
        refuse(store)
    else:
        with pytest.raises(GcdashError):
            refuse(store)

    assert refusals() == before + 1


def test_what_goes_well_is_no_refusal_and_a_restored_version_is_counted(store: WorkbookStore) -> None:
    before, restores = refusals(), int(metric("gcdash_restores_total") or 0)

    store.append([report("u1")])
    assert store.fold().waiting == 0
    store.restore()

    assert (refusals(), metric("gcdash_restores_total")) == (before, str(restores + 1))


def test_only_what_takes_time_has_its_seconds_told() -> None:
    assert [name for name in ("loads", "folds", "appends", "restores", "refusals") if metric(f"gcdash_{name}_seconds_total")] == [
        "loads", "folds", "appends", "restores"
    ]  # fmt: skip
