"""The door for files, asked as a server asks it: what it lets through, what it refuses, and when there is room again."""

from __future__ import annotations

import asyncio
import logging
import tracemalloc
from dataclasses import dataclass, field

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from gcdash.limits import MOST_BYTES, MOST_FILES, Kept
from gcdash.ui import uploads
from gcdash.web.uploads import Uploads
from loops import finished

SIZE = 1_000


@dataclass
class Kitchen:
    """What stands behind the door: it keeps each file once ``ready`` is set."""

    ready: asyncio.Event = field(default_factory=asyncio.Event)
    files: set[str] = field(default_factory=set)
    size: int = 0
    settled: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        await self.ready.wait()
        if scope["method"] == "PUT":
            self.files.add(scope["path"].rsplit("/", 1)[1])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def kept(self, visit: str) -> Kept:
        return Kept(visit == "known", frozenset(self.files), self.size)


async def ask(door: Uploads, file: str, *, visit: str = "known", said: str | None = str(SIZE), method: str = "PUT") -> int:
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    headers = [] if said is None else [(b"content-length", said.encode())]
    path = f"/_stcore/upload_file/{visit}/{file}"
    await door({"type": "http", "method": method, "path": path, "headers": headers}, receive, send)
    return statuses[0]


def door_to(kitchen: Kitchen) -> Uploads:
    kitchen.ready.set()
    return Uploads(kitchen, kept=kitchen.kept, settle=kitchen.settled.append)


def test_the_eleventh_file_is_refused_and_one_that_is_sent_again_is_not() -> None:
    door = door_to(Kitchen())

    async def send_all() -> list[int]:
        return [await ask(door, str(file)) for file in [*range(MOST_FILES + 1), 0]]

    assert finished(send_all()) == [204] * MOST_FILES + [429, 204]


def test_there_is_room_again_once_a_file_is_taken_out() -> None:
    kitchen = Kitchen(files={str(file) for file in range(MOST_FILES)})
    door = door_to(kitchen)
    assert finished(ask(door, "new")) == 429

    kitchen.files.remove("0")

    assert finished(ask(door, "new")) == 204


def test_files_that_are_still_on_their_way_count() -> None:
    async def send_all() -> list[int]:
        kitchen = Kitchen()
        door = door_to(kitchen)
        kitchen.ready.clear()
        coming = [asyncio.create_task(ask(door, str(file))) for file in range(MOST_FILES)]
        await asyncio.sleep(0)
        refused = await ask(door, "one more")
        kitchen.ready.set()
        return [refused, *await asyncio.gather(*coming)]

    assert finished(send_all()) == [429] + [204] * MOST_FILES


def test_bytes_on_their_way_and_bytes_that_are_kept_fill_the_same_room() -> None:
    async def send_all() -> list[int]:
        kitchen = Kitchen(size=MOST_BYTES - 2 * SIZE)
        door = door_to(kitchen)
        kitchen.ready.clear()
        coming = asyncio.create_task(ask(door, "first"))
        await asyncio.sleep(0)
        refused = await ask(door, "second", said=str(SIZE + 1))
        kitchen.ready.set()
        return [refused, await coming, await ask(door, "third", said=str(2 * SIZE))]

    assert finished(send_all()) == [507, 204, 204]


@pytest.mark.parametrize("said", [None, "", "-1", "1e3", "9" * 5000, "١"])
def test_a_file_that_does_not_say_its_size_is_refused(said: str | None) -> None:
    kitchen = Kitchen()

    assert finished(ask(door_to(kitchen), "new", said=said)) == 411
    assert kitchen.files == set()


def test_a_visit_whose_page_asks_for_no_files_may_send_none_but_may_take_out() -> None:
    kitchen = Kitchen()
    door = door_to(kitchen)

    assert finished(ask(door, "new", visit="invented")) == 403
    assert finished(ask(door, "new", visit="invented", method="DELETE")) == 204
    assert kitchen.files == set()


def test_a_visit_that_is_over_is_looked_for_after_each_file() -> None:
    kitchen = Kitchen()

    finished(ask(door_to(kitchen), "new"))

    assert kitchen.settled == ["known"]


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> MemoryUploadedFileManager:
    """Streamlit's own keeper of files, in a server that has not begun, with one visit that may send some."""
    keeper = MemoryUploadedFileManager("/_stcore/upload_file")
    monkeypatch.setattr(Runtime, "_instance", None)
    Runtime(RuntimeConfig("main.py", MemoryMediaFileStorage("/media"), keeper))
    monkeypatch.setattr(uploads, "_OFFERED", {"known"})
    return keeper


def test_what_streamlit_keeps_is_counted_as_the_files_of_a_visit_and_the_bytes_of_all(manager: MemoryUploadedFileManager) -> None:
    assert uploads.kept("known") == Kept(offered=True, files=frozenset(), size=0)

    manager.add_file("known", UploadedFileRec("f1", "list.csv", "text/csv", b"x" * 300))
    manager.add_file("other", UploadedFileRec("f2", "list.csv", "text/csv", b"x" * 200))
    assert uploads.kept("known") == Kept(offered=True, files=frozenset({"f1"}), size=500)
    assert uploads.kept("other") == Kept(offered=False, files=frozenset({"f2"}), size=500)

    manager.remove_session_files("known")
    assert uploads.kept("known") == Kept(offered=True, files=frozenset(), size=200)


def test_the_room_that_streamlits_files_fill_is_full_and_there_is_some_again_once_a_visit_is_over(
    manager: MemoryUploadedFileManager,
) -> None:
    much = bytes(MOST_BYTES // 32)
    for file in range(32):
        manager.add_file("other", UploadedFileRec(str(file), "list.csv", "text/csv", much[: len(much) - SIZE * (file == 0)]))
    kitchen = Kitchen()
    kitchen.ready.set()
    door = Uploads(kitchen, kept=uploads.kept, settle=uploads.settle)

    assert finished(ask(door, "new", said=str(SIZE + 1))) == 507
    assert finished(ask(door, "new")) == 204
    manager.remove_session_files("other")
    assert finished(ask(door, "new", said=str(SIZE + 1))) == 204


def test_a_hundred_thousand_files_that_are_refused_leave_nothing_behind(manager: MemoryUploadedFileManager) -> None:
    for file in range(MOST_FILES):
        manager.add_file("known", UploadedFileRec(str(file), "list.csv", "text/csv", b"x"))
    door = Uploads(Kitchen(), kept=uploads.kept, settle=uploads.settle)

    async def flood(times: int) -> set[int]:
        said = {await ask(door, f"invented-{at}", visit=f"invented-{at}") for at in range(times)}
        said |= {await ask(door, f"one-too-many-{at}") for at in range(times)}
        return said | {await ask(door, f"sizeless-{at}", visit=f"sizeless-{at}", said=None) for at in range(times // 10)}

    finished(flood(100))
    logging.disable()  # what pytest keeps of the log is not the door's
    tracemalloc.start()
    said = finished(flood(50_000))
    grown, _most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    logging.disable(logging.NOTSET)

    assert said == {403, 429, 411}
    assert grown < 100_000, "bytes: two of each file"
    assert door._coming == {}
    assert list(uploads._OFFERED) == ["known"]
    assert manager.file_storage.keys() == {"known"}
