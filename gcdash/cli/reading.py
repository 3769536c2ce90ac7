"""The verbs that read: check, list, summary, updates, compare, export, minutes."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

import pandas as pd

from gcdash import filters as filtering
from gcdash import meetings, progress, sentences
from gcdash.book import Book
from gcdash.checks import problems
from gcdash.cli.answers import records, say, table
from gcdash.cli.files import put_export
from gcdash.compare import since
from gcdash.errors import Refusal
from gcdash.exports.excerpt import taken
from gcdash.exports.media import MEDIA
from gcdash.exports.minutes import to_docx
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
    store = WorkbookStore(args.book)
    found = problems(store.load(), date.today(), store.differences())
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


def compare(args: Namespace) -> int:
    _check_order(args.start, args.end)
    moves = since(WorkbookStore(args.book).load(), args.start, args.end)
    headings = {"action_id": _("ID"), "kind": _("What"), "from": _("From"), "to": _("To")}
    words = f"{sentences.since(moves, args.start, args.end)}\n{table(records(moves), headings, '')}".rstrip()
    say(records(moves), words, as_json=args.json)
    return 0


def _check_order(start: date, end: date) -> None:
    if start > end:
        raise Refusal(_("{start} lies after {end}.").format(start=start, end=end), _("Compare an earlier day with a later one."))


def _action_id(book: Book, args: Namespace) -> str:
    action = book.action(args.action)
    if action is None:
        raise Refusal(_("There is no action {id} in {book}.").format(id=args.action, book=args.book), _("Look its ID up with list."))
    return str(action["action_id"])


def export(args: Namespace) -> int:
    """Write the filtered actions to OUT: what the pages download."""
    out, book_path = Path(args.out), Path(args.book)
    store = WorkbookStore(book_path)
    book = store.load()
    filters, as_of = _filters(args, book), _as_of(args, book)
    _check_order(args.since or as_of, as_of)
    found = _filtered(filters, book, as_of)
    medium = next((medium for medium in MEDIA if medium.suffix == out.suffix.lower()), None)
    if medium is None:
        kinds = ", ".join(medium.suffix for medium in MEDIA)
        raise Refusal(
            _("{out}: no such kind of file can be written.").format(out=out), _("Let its name end in one of {kinds}.").format(kinds=kinds)
        )
    data = medium.make(taken(store, book, as_of, filters, found, args.since))
    put_export(out, data, book_path)
    words = n_("{n} action is in {{out}}.", "{n} actions are in {{out}}.", len(found)).format(out=out)
    say({"file": str(out), "actions": len(found)}, words, as_json=args.json)
    return 0


def minutes(args: Namespace) -> int:
    """Write a meeting's minutes to OUT.docx."""
    out, book = Path(args.out), WorkbookStore(args.book).load()
    if out.suffix.lower() != ".docx":
        raise Refusal(_("{out}: minutes are a Word document.").format(out=out), _("Let its name end in .docx."))
    made = meetings.minutes(book, args.meeting)
    put_export(out, to_docx(made, book.settings), Path(args.book))
    words = n_("{n} decision is in {{out}}.", "{n} decisions are in {{out}}.", len(made.decisions)).format(out=out)
    say({"file": str(out), "meeting": str(made.meeting["meeting"]), "decisions": len(made.decisions)}, words, as_json=args.json)
    return 0


def _as_of(args: Namespace, book: Book) -> date:
    return args.as_of or book.settings.default_as_of or date.today()


def _filters(args: Namespace, book: Book) -> Filters:
    options = filtering.options(book)
    chosen = {name: filtering.matched(name, getattr(args, name), options[name]) for name in CHOICES}
    return Filters(**chosen, search=args.search)


def _filtered(filters: Filters, book: Book, as_of: date) -> pd.DataFrame:
    return filtering.apply(filters, stand(book, as_of), book, as_of)
