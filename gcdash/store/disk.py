"""What the operating system must do for us: put bytes on the disk for certain, and put a file in another's place.

All that differs between systems stands here. Sources: fsync(2), rename(2), renameat2(2) and open(2) of the Linux manual pages;
fcntl(2) of macOS (F_FULLFSYNC: fsync there does not flush the drive); ReplaceFile and MoveFileEx of the Win32 documentation
(a file that another program holds open cannot be replaced). Tested on Linux; the other two as far as Linux allows.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from gcdash.errors import Busy
from gcdash.words import _

TEMPORARY = ".gcdash-tmp-"
"""How every file of ours that is not finished begins, so that leftovers of a crash are known and swept."""

AN_HOUR = 3600
"""Seconds after which an unfinished file is a crash's for certain, where the system cannot say whether somebody writes."""

_FULL_SYNC = 51
"""macOS: F_FULLFSYNC in <sys/fcntl.h>."""

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_TRIES = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
"""Windows: seconds to wait between tries while another program (a virus scanner, an indexer) holds the file for a moment."""


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


def put_in_place(path: Path, new: bytes, old: bytes) -> bool:
    """Replace the content ``old`` of ``path`` by ``new``; False, and the other's file kept, if it is not ``old`` any more.

    On Linux the two files change places in one step and the one that came out is compared, so that a save by another program
    between a look and the replacement is never lost. Elsewhere the file is compared just before it is replaced.
    """
    with new_file(path.parent, new) as temporary:
        _same_rights(path, temporary)
        if path.read_bytes() != old:
            return False
        if _exchange(temporary, path):
            done = _keep_the_newest(temporary, path, new, old)
        else:
            _replace_with_patience(temporary, path)
            done = True
        sync_folder(path.parent)
    return done


def _keep_the_newest(temporary: Path, path: Path, new: bytes, old: bytes) -> bool:
    """After the exchange: done when what came out is ``old``; else put the other program's save back, the newest of several."""
    came_out = temporary.read_bytes()
    if came_out == old:
        return True
    _exchange(temporary, path)
    if temporary.read_bytes() != new:
        _exchange(temporary, path)
    return False


def _exchange(one: Path, other: Path) -> bool:
    """Let two files change places in one step (Linux renameat2); False where system or disk cannot."""
    rename = getattr(_libc(), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _replace_with_patience(source: Path, target: Path) -> None:
    for wait in (*_TRIES, None):
        try:
            os.replace(source, target)
        except PermissionError as error:
            if os.name != "nt" or wait is None:
                raise Busy(_("{name} is open in another program.").format(name=target.name), _("Close it there.")) from error
            time.sleep(wait)
        else:
            return


def _same_rights(of: Path, to: Path) -> None:
    """Give the new file the old one's mode and, where allowed, its owner."""
    there = of.stat()
    to.chmod(there.st_mode & 0o777)
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(to, there.st_uid, there.st_gid)


def sweep(folder: Path) -> int:
    """Remove what a crash left unfinished in ``folder``; how many files that were. What somebody is writing just now stays."""
    if not folder.is_dir():
        return 0
    with _held(folder, alone=True) as alone:
        leftovers = [path for path in folder.glob(TEMPORARY + "*") if alone or _is_old(path)]
        for path in leftovers:
            path.unlink(missing_ok=True)
    return len(leftovers)


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > AN_HOUR
    except OSError:
        return False
