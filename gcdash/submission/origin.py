"""Where a file comes from: the stamp in its bytes, and the version of the book that was kept from that time."""

from __future__ import annotations

import re

from gcdash.book import Book
from gcdash.errors import GcdashError
from gcdash.merge.baseline import Origin
from gcdash.store import FileStore, ooxml
from gcdash.store.reader import UPLOAD
from gcdash.store.reader.archive import open_archive, unpack
from gcdash.store.reader.limits import Unsafe
from gcdash.store.snapshot import BOOK_ID, GENERATION, bytes_of, parsed

_LARGEST_META = 1_000_000
_PROPERTY = re.compile(rb'<meta:user-defined[^>]*meta:name="(gcdash_[a-z]+)"[^>]*>([^<]{0,200})<')


def origin_of(data: bytes) -> Origin:
    """What a workbook's stamp says, also after it was saved as .ods; nothing where there is none."""
    try:
        stamp = ooxml.read_stamp(data)
    except GcdashError:
        stamp = _open_document_stamp(data)
    generation = stamp.get(GENERATION, "")
    return Origin(stamp.get(BOOK_ID, ""), int(generation) if generation.isascii() and generation.isdigit() else 0)


def _open_document_stamp(data: bytes) -> dict[str, str]:
    try:
        archive = open_archive(data, UPLOAD)
        member = archive.members.get("meta.xml")
        meta = unpack(archive, "meta.xml") if member and member.file_size < _LARGEST_META else b""
    except Unsafe:
        return {}
    return {name.decode(): value.decode("utf-8", "replace") for name, value in _PROPERTY.findall(meta)}


def origin_of_book(store: FileStore) -> Origin:
    """The book's own stamp, as its file has it now."""
    return origin_of(bytes_of(store.path, 0))


def kept_version(store: FileStore, generation: int) -> Book | None:
    """The book as it was when it had seen so many folds, from the versions kept beside it; None where none is kept or readable."""
    path = next((backup.path for backup in store.backups() if backup.generation == generation), None)
    try:
        return parsed(path.read_bytes(), "", path.name).book if path else None
    except (GcdashError, OSError):
        return None


def version_in_file(store: FileStore, book: Book) -> Book:
    """The book as its file has it, without what waits to be folded; ``book`` is both together."""
    if not store.state().waiting:
        return book
    return parsed(bytes_of(store.path, 0), "", store.path.name).book
