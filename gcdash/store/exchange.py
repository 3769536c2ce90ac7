"""Putting new bytes in the place of the workbook, whoever else saves it in the same moment, and whatever happens on the way.

Sources: renameat2(2) of the Linux manual pages; ReplaceFile and MoveFileEx of the Win32 documentation (a file that another program
holds open cannot be replaced). Tested on Linux; the others as far as Linux allows.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import sys
import time
from pathlib import Path

from gcdash.errors import Busy
from gcdash.store import disk
from gcdash.words import _

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_LENGTH = 32
_TRIES = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
"""Windows: seconds to wait between tries while another program (a virus scanner, an indexer) holds the file for a moment."""


def put_in_place(path: Path, new: bytes, old: bytes, digests: tuple[str, str] | None = None) -> bool:
    """Replace the content ``old`` of ``path`` by ``new``; False, and the other's file kept, if it is not ``old`` any more.

    On Linux the two files change places in one step and the one that came out is compared, so that a save by another program
    between a look and the replacement is never lost. Elsewhere the file is compared just before it is replaced. ``digests``: of
    ``new`` and ``old`` (SHA-256), where they are known.
    """
    with disk.new_file(path.parent, new) as temporary:
        _same_rights(path, temporary)
        if path.read_bytes() != old:
            return False
        brings, takes = (known[:_LENGTH] for known in digests) if digests else (_digest(new), _digest(old))
        swap = temporary.rename(path.with_name(f"{_swaps_of(path)}{brings}-{takes}"))
    if _exchange(swap, path):
        done = _keep_the_newest(swap, path, new, old)
    else:
        _replace_with_patience(swap, path)
        done = True
    disk.sync_folder(path.parent)
    with contextlib.suppress(OSError):  # done with; a leftover is known by its name
        swap.unlink(missing_ok=True)
    return done


def recover(path: Path) -> None:
    """Finish what a crash or an error left half done, under the lock: if another program's save came out, it goes back."""
    for swap in path.parent.glob(f"{_swaps_of(path)}*") if path.exists() else ():
        new, old = swap.name.rsplit("-", 2)[1:]
        if _digest(swap.read_bytes()) not in {new, old} and _digest(path.read_bytes()) == new:
            _exchange(swap, path)
            disk.sync_folder(path.parent)
        swap.unlink()


def _swaps_of(path: Path) -> str:
    """How a file that is about to change places with ``path`` is called; what it was to bring and to take stands behind it."""
    return f"{disk.SWAP}{_digest(path.name.encode())}-"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_LENGTH]


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
            time.sleep(wait)  # a scanner that looks into it lets go by itself; Windows has no way to wait for that
        else:
            return


def _same_rights(of: Path, to: Path) -> None:
    """Give the new file the old one's mode and, where allowed, its owner."""
    there = of.stat()
    to.chmod(there.st_mode & 0o777)
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(to, there.st_uid, there.st_gid)
