"""What a spreadsheet said when it went out: which book, for whom, what each cell held, which reports were known.

It travels in a hidden sheet as plain words in plain cells, one fact a row, so that any program keeps it that saves more than one sheet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from gcdash.book import Book
from gcdash.cells import as_day, as_text
from gcdash.errors import Unreadable
from gcdash.layout import RawSheet
from gcdash.merge.form import CELLS
from gcdash.schema import LATER, UPDATES, fold
from gcdash.words import _

SHEET = "gcdash"
FORMAT = "1"
_TITLE = "gcdash baseline"
EVERYONE = "everyone"
_IDS_IN_A_CELL = 2_000
_PRINT = 12

Cells = Mapping[tuple[str, str], str]
"""(action ID, column) -> words."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which book a file comes from: the ID in its stamp, blank where it has none, and how many folds it had seen."""

    book_id: str = ""
    generation: int = 0


@dataclass(frozen=True)
class Baseline:
    """``who``: the party or owner that the file was made for, *everyone*, or blank where that is not known.

    ``cells`` None: nobody knows what the cells said, so each that differs from the book asks. ``known`` None: all reports count as known.
    ``rows``: the rows of the Updates sheet, by update ID, and ``records``: those of the sheets that come later, by the sheet's name,
    where a copy of the whole workbook went out.
    """

    origin: Origin = Origin()
    who: str = ""
    made_on: date | None = None
    cells: Cells | None = None
    known: frozenset[str] | None = None
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    records: Mapping[str, Sequence[tuple[str, ...]]] = field(default_factory=dict)

    def knew(self, update_id: str) -> bool:
        """Whether a report was in the book when the file went out."""
        return self.known is None or digest(update_id) in self.known


def of_book(book: Book, origin: Origin) -> Baseline:
    """What a copy of the workbook said when it was made: the cells of its sheets, and the updates that stood in them."""
    names = (*CELLS, "latest_status")
    columns = [book.actions[name].tolist() for name in names]
    cells = {
        (action_id, name): text
        for name, column in zip(names, columns, strict=True)
        for action_id, text in zip(book.actions["action_id"], column, strict=True)
    }
    updates = book.updates[book.updates["row"] > 0]
    later = {sheet.name: texts_of(book.records[sheet.name], sheet.names) for sheet in LATER}
    return Baseline(origin, cells=cells, known=frozenset(map(digest, updates["update_id"])), rows=rows_of(updates), records=later)


def rows_of(updates: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """What each row of a table of updates says, by its ID."""
    return {said[0]: said[1:] for said in texts_of(updates, UPDATES.names)}


def texts_of(frame: pd.DataFrame, names: Sequence[str]) -> list[tuple[str, ...]]:
    """What each row of a table says, in the order of ``names``."""
    columns = [["" if pd.isna(cell) else str(cell) for cell in frame[name]] for name in names]
    return list(zip(*columns, strict=True))


def digest(update_id: str) -> str:
    """An update's ID, short: a hundred thousand of them still fit into a file that goes by e-mail."""
    return hashlib.sha256(update_id.encode()).hexdigest()[:_PRINT]


def to_rows(baseline: Baseline) -> list[list[str]]:
    """The baseline as the hidden sheet holds it."""
    made_on, origin = baseline.made_on.isoformat() if baseline.made_on else "", baseline.origin
    facts = [
        ("book", origin.book_id),
        ("generation", str(origin.generation)),
        ("for", baseline.who),
        ("made on", made_on),
    ]
    rows = [[_TITLE, FORMAT], *map(list, facts)]
    known = sorted(baseline.known or ())
    rows += [["known", " ".join(known[at : at + _IDS_IN_A_CELL])] for at in range(0, len(known), _IDS_IN_A_CELL)]
    return rows + [["cell", action_id, column, words] for (action_id, column), words in (baseline.cells or {}).items()]


def is_hidden_sheet(sheet: RawSheet) -> bool:
    return fold(sheet.name) == SHEET and bool(sheet.rows) and _texts(sheet.rows[0])[:1] == [_TITLE]


def from_sheets(sheets: Iterable[RawSheet], name: str) -> Baseline | None:
    """The baseline in a submission; None where it carries none. Raises ``Unreadable`` where a newer gcdash wrote it."""
    sheet = next((sheet for sheet in sheets if is_hidden_sheet(sheet)), None)
    if sheet is None:
        return None
    rows = [[*_texts(row), "", "", "", ""] for row in sheet.rows]
    if rows[0][1] != FORMAT:
        raise Unreadable(
            _("{name} was made by a newer gcdash than this one.").format(name=name), _("Merge it with that, or ask for a new file.")
        )
    facts = {row[0]: row[1] for row in rows}
    generation = facts.get("generation", "")
    number = int(generation) if generation.isascii() and generation.isdigit() else 0
    known = frozenset(word for row in rows if row[0] == "known" for word in row[1].split())
    return Baseline(
        Origin(facts.get("book", ""), number), facts.get("for", ""), as_day(facts.get("made on", "")), dict(_cells(rows)), known
    )


def _cells(rows: Iterable[Sequence[str]]) -> Iterator[tuple[tuple[str, str], str]]:
    for what, action_id, column, words, *_rest in rows:
        if what == "cell":
            yield (action_id, column), words


def _texts(row: Sequence[object]) -> list[str]:
    return [as_text(cell) for cell in row]
