"""Where a file comes from: the stamp in its bytes, and the version of the book that was kept from that time."""

from __future__ import annotations

from gcdash.book import Book
from gcdash.errors import GcdashError
from gcdash.merge.baseline import Origin
from gcdash.store import ooxml
from gcdash.store.snapshot import BOOK_ID, bytes_of, generation_of, parsed
from gcdash.store.workbook import WorkbookStore


def origin_of(data: bytes) -> Origin:
    """What a workbook's stamp says; nothing where it is no .xlsx or carries none."""
    try:
        return Origin(ooxml.read_stamp(data).get(BOOK_ID, ""), generation_of(data))
    except GcdashError:
        return Origin()


def origin_of_book(store: WorkbookStore) -> Origin:
    """The book's own stamp, as its file has it now."""
    return origin_of(bytes_of(store.path, 0))


def kept_version(store: WorkbookStore, generation: int) -> Book | None:
    """The book as it was when it had seen so many folds, from the versions kept beside it; None where none is kept or readable."""
    path = next((backup.path for backup in store.backups() if backup.generation == generation), None)
    try:
        return parsed(path.read_bytes(), "", path.name).book if path else None
    except (GcdashError, OSError):
        return None
