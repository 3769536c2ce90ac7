"""What the operating system does for us: whole files or none, nobody's file overwritten, and leftovers of a crash swept."""

from __future__ import annotations

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from gcdash.store import disk, exchange


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_added_whole_and_never_over_another(tmp_path: Path) -> None:
    assert disk.add_file(tmp_path / "a", b"first") is True
    assert disk.add_file(tmp_path / "a", b"second") is False

    assert (tmp_path / "a").read_bytes() == b"first"
    assert names(tmp_path) == ["a"]


def test_of_many_who_add_the_same_file_one_wins(tmp_path: Path) -> None:
    start, won = threading.Barrier(8), []

    def add(number: int) -> None:
        start.wait()
        if disk.add_file(tmp_path / "a", str(number).encode() * 1000):
            won.append(number)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(won) == 1
    assert (tmp_path / "a").read_bytes() == str(won[0]).encode() * 1000
    assert names(tmp_path) == ["a"]


def test_where_a_disk_knows_no_links_the_file_is_moved_and_still_never_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)

    assert disk.add_file(tmp_path / "a", b"first") is True
    assert disk.add_file(tmp_path / "a", b"second") is False
    assert (tmp_path / "a").read_bytes() == b"first"
    assert names(tmp_path) == ["a"]


def test_a_file_is_written_whole_over_an_older_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")

    disk.write_file(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


def test_a_file_that_is_not_finished_is_gone_whatever_happens(tmp_path: Path) -> None:
    def interrupted() -> None:
        with disk.new_file(tmp_path, b"x" * 100_000) as path:
            assert path.read_bytes() == b"x" * 100_000
            raise InterruptedError

    with pytest.raises(InterruptedError):
        interrupted()

    assert names(tmp_path) == []


def test_a_file_is_moved_to_another_folder(tmp_path: Path) -> None:
    (tmp_path / "done").mkdir()
    (tmp_path / "a").write_bytes(b"x")

    disk.move([tmp_path / "a"], tmp_path / "done")

    assert names(tmp_path) == ["done"]
    assert names(tmp_path / "done") == ["a"]


# -- putting one file in the place of another


@pytest.fixture(params=["exchange", "replace"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Linux, and a system that cannot let two files change places."""
    if request.param == "replace":
        monkeypatch.setattr(sys, "platform", "freebsd")
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_what_was_read_is_replaced_and_the_rights_stay(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o640)

    assert exchange.put_in_place(path, b"new", b"old") is True

    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(tmp_path) == ["book.xlsx"]


@pytest.mark.usefixtures("way")
def test_what_another_program_saved_since_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"theirs")

    assert exchange.put_in_place(path, b"new", b"old") is False

    assert path.read_bytes() == b"theirs"
    assert names(tmp_path) == ["book.xlsx"]


def test_a_save_in_the_last_moment_comes_back(tmp_path: Path) -> None:
    """As if another program had saved between the look and the exchange: its file is what came out."""
    path, came_out = tmp_path / "book.xlsx", tmp_path / "came-out"
    path.write_bytes(b"new")
    came_out.write_bytes(b"theirs")

    assert exchange._keep_the_newest(came_out, path, b"new", b"old") is False
    assert path.read_bytes() == b"theirs"


def test_of_two_saves_in_the_last_moment_the_newest_stays(tmp_path: Path) -> None:
    """As if it had saved once more after the exchange: that one stays in its place."""
    path, came_out = tmp_path / "book.xlsx", tmp_path / "came-out"
    path.write_bytes(b"theirs, second")
    came_out.write_bytes(b"theirs, first")

    assert exchange._keep_the_newest(came_out, path, b"new", b"old") is False
    assert path.read_bytes() == b"theirs, second"


def test_a_workbook_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        exchange.put_in_place(tmp_path / "book.xlsx", b"new", b"old")

    assert names(tmp_path) == []


# -- leftovers


def test_what_a_crash_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    for name in (disk.TEMPORARY + "1", disk.TEMPORARY + "2", "book.xlsx", "~$book.xlsx"):
        (tmp_path / name).write_bytes(b"x")

    assert disk.sweep(tmp_path) == 2
    assert names(tmp_path) == ["book.xlsx", "~$book.xlsx"]
    assert disk.sweep(tmp_path / "not there") == 0


def test_what_somebody_is_writing_just_now_is_not_swept(tmp_path: Path) -> None:
    with disk.new_file(tmp_path, b"theirs") as path:
        assert disk.sweep(tmp_path) == 0
        assert path.exists()


def test_what_is_older_than_an_hour_is_swept_even_while_others_write(tmp_path: Path) -> None:
    old = tmp_path / (disk.TEMPORARY + "old")
    old.write_bytes(b"x")
    os.utime(old, (1, 1))

    with disk.new_file(tmp_path, b"theirs") as path:
        assert disk.sweep(tmp_path) == 1
        assert names(tmp_path) == [path.name]


def test_a_sweep_beside_many_writers_takes_nothing_from_them(tmp_path: Path) -> None:
    """A fold sweeps the journal's folder while people record: none of them may be refused for it."""
    failed, stop = [], threading.Event()

    def add(who: int) -> None:
        try:
            for number in range(40):
                disk.add_file(tmp_path / f"{who}-{number}", b"x")
        except OSError as error:
            failed.append(error)

    def sweep() -> None:
        while not stop.is_set():
            disk.sweep(tmp_path)

    sweeper, writers = threading.Thread(target=sweep), [threading.Thread(target=add, args=(who,)) for who in range(4)]
    for thread in (sweeper, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    sweeper.join()

    assert failed == []
    assert len(names(tmp_path)) == 160
