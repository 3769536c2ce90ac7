"""The verbs that read: check, list, summary, updates, export."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

import pandas as pd

from gcdash import filters as filtering
from gcdash import progress
from gcdash.book import Book
from gcdash.checks import problems
from gcdash.cli.answers import records, say
from gcdash.errors import Refusal
from gcdash.exports.actions import COLUMNS, about, as_table
from gcdash.exports.tables import to_csv, to_xlsx
from gcdash.filters import CHOICES, Filters
from gcdash.schema import UPDATES
from gcdash.standing import stand
from gcdash.store.disk import write_file
from gcdash.store.workbook import WorkbookStore
from gcdash.words import _

LISTED = (
    "action_id", "theme", "action", "timescale", "timescale_kind", "due_date", "due_confidence", "responsibility", "owners",
    "owners_confidence", "condition", "update_feedback", "notes", "status", "standing", "last_reported", "updates",
)  # fmt: skip


def check(args: Namespace) -> int:
    """Exit code 0 without problems, 1 with some."""
    found = problems(WorkbookStore(args.book).load(), date.today())
    rows: list[dict[str, object]] = [
        {"sheet": p.sheet, "cell": p.cell, "kind": p.kind, "message": p.message, "hint": f"{p.why} {p.hint}".strip()} for p in found
    ]
    say(rows, as_json=args.json, columns=("sheet", "cell", "message", "hint"))
    return 1 if found else 0


def list_actions(args: Namespace) -> int:
    book = WorkbookStore(args.book).load()
    found, _filters = _filtered(args, book)
    say(records(found[list(LISTED)]), as_json=args.json, columns=("action_id", "standing", "due_date", "owners", "action"))
    return 0


def summary(args: Namespace) -> int:
    book = WorkbookStore(args.book).load()
    counts = progress.by(stand(book, _as_of(args, book)), args.by, progress.order(book, args.by))
    say(records(counts), as_json=args.json)
    return 0


def updates(args: Namespace) -> int:
    book = WorkbookStore(args.book).load()
    found = book.updates
    if args.action:
        action = book.action(args.action)
        if action is None:
            raise Refusal(_("There is no action {id} in {book}.").format(id=args.action, book=args.book), _("Look its ID up with list."))
        found = found[found["action_id"] == action["action_id"]]
    if args.party:
        found = found[found["party"].isin(filtering.matched("party", [args.party], filtering.options(book)["party"]))]
    if args.as_of:
        found = found[found["report_date"] <= pd.Timestamp(args.as_of)]
    said = found.iloc[::-1][list(UPDATES.names)]
    recorded = [None if pd.isna(moment) else f"{moment.isoformat(timespec='microseconds')}Z" for moment in said["recorded_at"]]
    rows = records(said.assign(recorded_at=pd.Series(recorded, index=said.index, dtype="object")))
    say(rows, as_json=args.json, columns=("report_date", "action_id", "party", "status", "text", "update_id"))
    return 0


def export(args: Namespace) -> int:
    """Write the filtered actions to OUT: what the pages download."""
    out, book_path = Path(args.out), Path(args.book)
    store = WorkbookStore(book_path)
    book = store.load()
    if out.resolve() == book_path.resolve():
        raise Refusal(_("{out} is the workbook itself.").format(out=out), _("Name another file to write to."))
    found, filters = _filtered(args, book)
    table, as_of = as_table(found), _as_of(args, book)
    if out.suffix == ".xlsx":
        data = to_xlsx(table, COLUMNS, about(book, book_path.name, as_of, filtering.describe(filters), len(found)), _("Actions"))
    elif out.suffix == ".csv":
        data = to_csv(table)
    else:
        raise Refusal(_("{out}: no such kind of file can be written.").format(out=out), _("Let its name end in .xlsx or .csv."))
    write_file(out, data)
    say({"file": str(out), "actions": len(found)}, as_json=args.json)
    return 0


def _as_of(args: Namespace, book: Book) -> date:
    return args.as_of or book.settings.default_as_of or date.today()


def _filtered(args: Namespace, book: Book) -> tuple[pd.DataFrame, Filters]:
    options = filtering.options(book)
    chosen = {name: filtering.matched(name, getattr(args, name), options[name]) for name in CHOICES}
    filters = Filters(**chosen, search=args.search)
    return filtering.apply(filters, stand(book, _as_of(args, book)), book), filters
