"""What the operating system must do for us: put bytes on the disk for certain, whole files or none.

What differs between systems stands here and in ``exchange``. Sources: fsync(2), rename(2) and open(2) of the Linux manual pages;
fcntl(2) of macOS (F_FULLFSYNC: fsync there does not flush the drive). Tested on Linux; the others as far as Linux allows.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

TEMPORARY = ".gcdash-tmp-"
"""How every file of ours that is not finished begins, so that leftovers of a crash are known and swept."""

SWAP = f"{TEMPORARY}swap-"
"""How a whole file of ours begins that changes places with another: it may come to hold what somebody else has saved."""

_OURS = re.compile(r"[0-9a-f-]{1,100}")
"""UUIDs: fit for a file's name on every system, and none of them the other's but for its case."""

AN_HOUR = 3600
"""Seconds after which an unfinished file is a crash's for certain, where the system cannot say whether somebody writes."""

_FULL_SYNC = 51
"""macOS: F_FULLFSYNC in <sys/fcntl.h>."""


def sync(fd: int) -> None:
    """Put what was written to ``fd`` on the disk. A failed sync is final for that file: never retried on the same descriptor."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 -- not there on Windows

        with contextlib.suppress(OSError):
            fcntl.fcntl(fd, _FULL_SYNC)
            return
    os.fsync(fd)


def sync_folder(folder: Path) -> None:
    """Put the folder's entries on the disk: without it a new file's name can be gone after a power cut."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        sync(fd)
    finally:
        os.close(fd)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are not there yet, each on the disk before what comes to lie in it."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True, mode=0o700)
    sync_folder(path.parent)


@contextlib.contextmanager
def new_file(folder: Path, data: bytes) -> Iterator[Path]:
    """A synced file in ``folder`` that holds ``data``, under a name of its own; gone at the end unless it was moved away."""
    path = folder / f"{TEMPORARY}{uuid.uuid4().hex}"
    with _held(folder, alone=False):
        try:
            _write(path, data)
            yield path
        finally:
            with contextlib.suppress(OSError):  # what is in its place by now is safe; a leftover is swept
                path.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(fd, view) :]
        sync(fd)
    finally:
        os.close(fd)


@contextlib.contextmanager
def _held(folder: Path, *, alone: bool) -> Iterator[bool]:
    """Hold a folder (flock(2)) together with others who write in it, or ``alone``: then without waiting, and False while anybody does.

    The system lets go of it when a process ends, however it ends. Windows and some network disks have no such lock: always False there.
    """
    if os.name == "nt":
        yield False
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        yield _locked(fd, alone=alone)
    finally:
        os.close(fd)


def _locked(fd: int, *, alone: bool) -> bool:
    import fcntl  # noqa: PLC0415 -- not there on Windows

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
    except OSError:
        return False
    return True


def file_name(name: str) -> str:
    """A file's name for an ID: itself, where that is one of ours; else its hash, so that no ID names a path or another's file."""
    return f"{name}.json" if _OURS.fullmatch(name) else f"id-{hashlib.sha256(name.encode()).hexdigest()}.json"


def files(folder: Path) -> list[Path]:
    """The files of such names in a folder, in their order; none where there is no folder."""
    return sorted(folder.glob("*.json")) if folder.is_dir() else []


def add_file(path: Path, data: bytes) -> bool:
    """Create ``path`` with ``data``, on the disk before this returns. False, and nothing changed, where it is there already."""
    with new_file(path.parent, data) as temporary:
        try:
            _link(temporary, path)
        except FileExistsError:
            return False
        sync_folder(path.parent)
    return True


def _link(source: Path, target: Path) -> None:
    """Give a file a second name, never over another; where the disk knows no links, move it (Windows refuses to move over)."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS}:
            raise
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        source.rename(target)


def write_file(path: Path, data: bytes) -> None:
    """Write ``path``, or replace it whole: nobody ever sees half of it."""
    with new_file(path.parent, data) as temporary:
        os.replace(temporary, path)
        sync_folder(path.parent)


def move(sources: Sequence[Path], folder: Path) -> None:
    """Move files of one folder into another, for certain: both folders' entries are on the disk when this returns."""
    for source in sources:
        os.replace(source, folder / source.name)
    for changed in (folder, sources[0].parent) if sources else ():
        sync_folder(changed)


def sweep(folder: Path) -> int:
    """Remove what a crash left unfinished in ``folder``; how many files that were. What somebody writes or swaps just now stays."""
    if not folder.is_dir():
        return 0
    with _held(folder, alone=True) as alone:
        found = [path for path in folder.glob(TEMPORARY + "*") if not path.name.startswith(SWAP)]
        leftovers = [path for path in found if alone or _is_old(path)]
        for path in leftovers:
            path.unlink(missing_ok=True)
    return len(leftovers)


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > AN_HOUR
    except OSError:
        return False
