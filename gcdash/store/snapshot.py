"""A workbook as it was read once: its bytes' hash, its stamp, and the book in it without the journal."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from gcdash.book import Book, from_sheets
from gcdash.counters import counted
from gcdash.errors import GcdashError, Missing, Unreadable
from gcdash.garbage import uncollected
from gcdash.steps import Progress, stretch, tell_nobody
from gcdash.store import ooxml, reader
from gcdash.words import _

_ROWS = 0.6
"""How much of the work is done when all rows are there; to read what they say takes the rest."""
BOOK_ID, GENERATION = "gcdash_book", "gcdash_generation"
"""The stamp: custom document properties that say which book a file is and how many folds it has seen."""

JUST_WRITTEN = ""
"""The key of what a fold has put in the file: whether another program has saved since is seen by the hash."""


@dataclass(frozen=True)
class Snapshot:
    """``key`` changes with the file; ``book_id`` is blank where the file carries no stamp."""

    key: str
    digest: str
    book_id: str
    generation: int
    book: Book


def key_of(path: Path) -> str:
    """A word that changes when the file is saved or replaced."""
    try:
        there = path.stat()
    except OSError:
        return "absent"
    return f"{there.st_mtime_ns}-{there.st_size}-{there.st_ino}"


def bytes_of(path: Path, patience: float) -> bytes:
    """The file's bytes; one that is absent is waited for ``patience`` seconds, and never taken for an empty one."""
    until = time.monotonic() + patience
    while True:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            if time.monotonic() >= until:
                break
            time.sleep(0.1)  # its program is about to put the new one there
        except OSError as error:
            raise Unreadable(
                _("The workbook {path} cannot be opened ({why}).").format(path=path, why=error.strerror or error),
                _("Check that it is a file and that this program may read it."),
            ) from error
    raise Missing(
        _("There is no workbook at {path}.").format(path=path),
        _("Check the path, or make one: python -m gcdash new {name}.").format(name=path.name),
    )


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@counted("loads")
def parsed(data: bytes, key: str, name: str, progress: Progress = tell_nobody) -> Snapshot:
    """Read a workbook's bytes, in the guarded child. Raises ``Unreadable`` in words."""
    with uncollected():
        sheets = reader.read(data, reader.BOOK, name, stretch(progress, 0.0, _ROWS))
        book = from_sheets(sheets, name, stretch(progress, _ROWS, 1.0))
    return Snapshot(key, digest_of(data), _stamp(data).get(BOOK_ID, ""), generation_of(data), book)


def generation_of(data: bytes) -> int:
    """How many folds a workbook has seen, by its stamp; 0 where it carries none."""
    said = _stamp(data).get(GENERATION, "")
    return int(said) if said.isascii() and said.isdigit() else 0


def _stamp(data: bytes) -> dict[str, str]:
    """The workbook's stamp; none where the package is not one that could be written to (reading it is still fine)."""
    try:
        return ooxml.read_stamp(data)
    except GcdashError:
        return {}
