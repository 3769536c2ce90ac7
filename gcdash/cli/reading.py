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
from gcdash.cli.answers import records, say, table
from gcdash.cli.files import put_export
from gcdash.cli.submissions import export_for
from gcdash.errors import Refusal
from gcdash.exports.actions import COLUMNS, about, as_table
from gcdash.exports.tables import to_csv, to_xlsx
from gcdash.filters import CHOICES, Filters
from gcdash.schema import UPDATES, Standing
from gcdash.standing import stand
from gcdash.store.workbook import WorkbookStore
from gcdash.words import _, n_

LISTED = (
    "action_id", "theme", "action", "timescale", "timescale_kind", "due_date", "due_confidence", "responsibility", "owners",
    "owners_confidence", "condition", "update_feedback", "notes", "status", "standing", "last_reported", "updates",
)  # fmt: skip


def check(args: Namespace) -> int:
    """Exit code 0 without problems, 1 with some."""
    found = problems(WorkbookStore(args.book).load(), date.today())
    rows = [{"sheet": p.sheet, "cell": p.cell, "kind": p.kind, "message": p.message, "hint": f"{p.why} {p.hint}".strip()} for p in found]
    lines = [f"{' '.join(part for part in (row['sheet'], row['cell']) if part)}: {row['message']} {row['hint']}" for row in rows]
    say(rows, "\n".join(lines) or _("No problem was found."), as_json=args.json)
    return 1 if found else 0


def list_actions(args: Namespace) -> int:
    book = WorkbookStore(args.book).load()
    found = records(_filtered(_filters(args, book), book, _as_of(args, book))[list(LISTED)])
    headings = {"action_id": _("ID"), "standing": _("Standing"), "due_date": _("Due date"), "owners": _("Owners"), "action": _("Action")}
    say(found, table(found, headings, _("No action fits.")), as_json=args.json)
    return 0


def summary(args: Namespace) -> int:
    book = WorkbookStore(args.book).load()
    counts = records(progress.by(stand(book, _as_of(args, book)), args.by, progress.order(book, args.by)))
    headings = {"name": _("Name"), "actions": _("Actions"), **{str(standing): _(standing) for standing in Standing}}
    say(counts, table(counts, headings, _("There is no action in the workbook.")), as_json=args.json)
    return 0


def updates(args: Namespace) -> int:
    book = WorkbookStore(args.book).load()
    found = book.updates
    if args.action:
        found = found[found["action_id"] == _action_id(book, args)]
    if args.party:
        found = found[found["party"].isin(filtering.matched("party", [args.party], filtering.options(book)["party"]))]
    if args.as_of:
        found = found[found["report_date"] <= pd.Timestamp(args.as_of)]
    said = found.iloc[::-1][list(UPDATES.names)]
    recorded = [None if pd.isna(moment) else f"{moment.isoformat(timespec='microseconds')}Z" for moment in said["recorded_at"]]
    rows = records(said.assign(recorded_at=pd.Series(recorded, index=said.index, dtype="object")))
    headings = {name: _(UPDATES.column(name).heading) for name in ("report_date", "action_id", "party", "status", "text", "update_id")}
    say(rows, table(rows, headings, _("No update fits.")), as_json=args.json)
    return 0


def _action_id(book: Book, args: Namespace) -> str:
    action = book.action(args.action)
    if action is None:
        raise Refusal(_("There is no action {id} in {book}.").format(id=args.action, book=args.book), _("Look its ID up with list."))
    return str(action["action_id"])


def export(args: Namespace) -> int:
    """Write the filtered actions to OUT: what the pages download; with ``--for`` the file that somebody fills in."""
    if args.who:
        return _export_for(args)
    out, book_path = Path(args.out), Path(args.book)
    book = WorkbookStore(book_path).load()
    filters, as_of = _filters(args, book), _as_of(args, book)
    found = _filtered(filters, book, as_of)
    if out.suffix.lower() == ".xlsx":
        facts = about(book, book_path.name, as_of, filtering.describe(filters), len(found))
        data = to_xlsx(as_table(found), COLUMNS, facts, _("Actions"))
    elif out.suffix.lower() == ".csv":
        data = to_csv(as_table(found))
    else:
        raise Refusal(_("{out}: no such kind of file can be written.").format(out=out), _("Let its name end in .xlsx or .csv."))
    put_export(out, data, book_path)
    words = n_("{n} action is in {{out}}.", "{n} actions are in {{out}}.", len(found)).format(out=out)
    say({"file": str(out), "actions": len(found)}, words, as_json=args.json)
    return 0


def _export_for(args: Namespace) -> int:
    if args.search or any(getattr(args, name) for name in CHOICES):
        raise Refusal(_("A file to fill in holds all actions of whoever it is for."), _("Leave the filters out, or leave --for out."))
    return export_for(args)


def _as_of(args: Namespace, book: Book) -> date:
    return args.as_of or book.settings.default_as_of or date.today()


def _filters(args: Namespace, book: Book) -> Filters:
    options = filtering.options(book)
    chosen = {name: filtering.matched(name, getattr(args, name), options[name]) for name in CHOICES}
    return Filters(**chosen, search=args.search)


def _filtered(filters: Filters, book: Book, as_of: date) -> pd.DataFrame:
    return filtering.apply(filters, stand(book, as_of), book)
