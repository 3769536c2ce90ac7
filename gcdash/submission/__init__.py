"""A spreadsheet that comes back: from its bytes to the plan, from the plan to what is recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

import pandas as pd

from gcdash.book import WRITTEN_BY_FOLDS, Book
from gcdash.counters import refused
from gcdash.errors import Busy, Unreadable
from gcdash.layout import RawSheet
from gcdash.merge import baseline
from gcdash.merge.baseline import Baseline, Origin
from gcdash.merge.plan import Plan, Unusable
from gcdash.merge.planning import Submission, make_plan
from gcdash.merge.recognition import Chosen
from gcdash.merge.settlement import changes
from gcdash.merge.tally import taken
from gcdash.steps import Progress, stretch, tell_nobody
from gcdash.store import FileStore, Receipt, reader
from gcdash.submission.origin import kept_version, origin_of, origin_of_book, version_in_file
from gcdash.submission.text_table import SUFFIXES, sheet_of
from gcdash.words import _

_PACKAGES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How spreadsheets that are no text begin."""


class Upload(NamedTuple):
    """A file that somebody sent: its name and its bytes."""

    name: str
    data: bytes


_READ = 0.25
"""How much of the work is done when the files are read; comparing takes the rest."""


def plan_for(
    store: FileStore,
    files: Sequence[Upload],
    today: date,
    *,
    party: str | None = None,
    chosen: Chosen | None = None,
    progress: Progress = tell_nobody,
) -> Plan:
    """The plan for one or several files. Nothing is written; a file that cannot be used is named in it as such, with the reason.

    ``party``: who sent them, where the files do not say; blank speaks for the whole action. ``chosen``: see ``merge.recognition``.
    """
    book = store.load()
    origin = origin_of_book(store)
    submissions, unusable = [], []
    for at, file in enumerate(files):
        progress(_READ * at / len(files), _("Reading {name}: file {n} of {all}").format(name=file.name, n=at + 1, all=len(files)))
        try:
            submissions.append(_submission(store, file, book, origin, party, chosen or {}))
        except Unreadable as error:
            refused("upload", type(error).__name__)
            unusable.append(Unusable(file.name, error.message, error.hint))
    progress(_READ, _("Comparing"))
    plan = make_plan(submissions, book, says(book), today, stretch(progress, _READ, 1.0))
    return replace(plan, unusable=(*unusable, *plan.unusable))


def apply(store: FileStore, plan: Plan, by: str, today: date, progress: Progress = tell_nobody) -> Receipt | None:
    """Record all that the plan takes, together or not at all; None where there is nothing to record.

    Raises ``Busy`` where the book has changed since the plan was made: it has to be made again.
    """
    _unchanged(store, plan)
    made = changes(plan, by, today, store.new_action_ids)
    if not made:
        return None
    words = _("Recording {what} …").format(what=taken(plan))
    progress(1 / 3, words)
    _unchanged(store, plan)
    progress(2 / 3, words)
    return store.append(made)


def _unchanged(store: FileStore, plan: Plan) -> None:
    if says(store.load()) != plan.version:
        raise Busy(
            _("Nothing was recorded: the book has changed since the plan was made."),
            _("Look through the plan as it is made now, then apply that."),
        )


def says(book: Book) -> str:
    """What a book says of its actions and updates, in one word that is the same in every process.

    Where it stands does not matter. ``owners`` are told by ``owners_text``.
    """
    told = hashlib.sha256()
    for frame in (book.actions, book.updates.sort_values("update_id")):
        words = frame.drop(columns=[*WRITTEN_BY_FOLDS, "owners"], errors="ignore")
        told.update(pd.util.hash_pandas_object(words, index=False).to_numpy().tobytes())
    return told.hexdigest()


def _submission(store: FileStore, file: Upload, book: Book, origin: Origin, party: str | None, chosen: Chosen) -> Submission:
    sheets = sheets_of(file)
    base = baseline.from_sheets(sheets, file.name) or _base_of_copy(store, file, book, origin)
    if base.origin.book_id and origin.book_id and base.origin.book_id != origin.book_id:
        raise Unreadable(
            _("{name} was made from another book.").format(name=file.name), _("Merge it into that one, or send a new file to be filled in.")
        )
    return Submission(file.name, hashlib.sha256(file.data).hexdigest(), sheets, base, party, chosen)


def sheets_of(file: Upload) -> Sequence[RawSheet]:
    """The sheets of a file. Raises ``Unreadable`` in words."""
    if PurePath(file.name).suffix.lower() in SUFFIXES and not file.data.startswith(_PACKAGES):
        return [sheet_of(file.name, file.data)]
    return reader.read(file.data, reader.UPLOAD, file.name)


def _base_of_copy(store: FileStore, file: Upload, book: Book, origin: Origin) -> Baseline:
    """What a copy of the workbook was when it was made: the book itself, or the version of it that was kept, by the copy's stamp."""
    said = origin_of(file.data)
    if not said.book_id or said.book_id != origin.book_id:
        return Baseline(said)
    began = version_in_file(store, book) if said.generation == origin.generation else kept_version(store, said.generation)
    return baseline.of_book(began, said) if began else Baseline(said)
