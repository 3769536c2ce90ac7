"""The verbs that read: check, list, summary, updates, compare; and what verbs that read have in common."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import date

import pandas as pd

from gcdash import filters as filtering
from gcdash import progress, sentences
from gcdash.actions_table import readings_to_confirm, to_confirm
from gcdash.book import Book
from gcdash.checks import problems
from gcdash.cli.answers import Row, in_words, records, say, table
from gcdash.compare import since
from gcdash.errors import Refusal
from gcdash.filters import CHOICES, Filters
from gcdash.schema import UPDATES, Confidence, Standing
from gcdash.standing import stand
from gcdash.store.workbook import WorkbookStore
from gcdash.words import _, n_

LISTED = (
    "action_id", "theme", "action", "timescale", "timescale_kind", "due_date", "due_confidence", "responsibility", "owners",
    "owners_confidence", "condition", "update_feedback", "notes", "status", "standing", "last_reported", "updates",
)  # fmt: skip


def check(args: Namespace) -> int:
    """Exit code 0 without problems, 1 with some; readings to confirm are said to a person and are no problem."""
    store = WorkbookStore(args.book)
    book = store.load()
    found = problems(book, date.today(), store.differences())
    rows = [{"sheet": p.sheet, "cell": p.cell, "kind": p.kind, "message": p.message, "hint": f"{p.why} {p.hint}".strip()} for p in found]
    lines = [f"{' '.join(part for part in (row['sheet'], row['cell']) if part)}: {row['message']} {row['hint']}" for row in rows]
    say(rows, "\n".join([*(lines or [_("No problem was found.")]), *_unsure(book)]), as_json=args.json)
    return 1 if found else 0


def _unsure(book: Book) -> list[str]:
    """How many readings wait to be confirmed and of which actions, with a word where both of one do; nothing where all are sure."""
    unsure = to_confirm(book.actions)
    if unsure.empty:
        return []
    both = (unsure["due_confidence"] == unsure["owners_confidence"]).map({True: _(" (due date and owners)"), False: ""})
    count, ids = readings_to_confirm(unsure), ", ".join(unsure["action_id"] + both)
    return [n_("1 reading waits to be confirmed: {ids}.", "{n} readings wait to be confirmed: {ids}.", count, ids=ids)]


def list_actions(args: Namespace) -> int:
    book = WorkbookStore(args.book).load()
    found = records(filtered(filters(args, book), book, as_of(args, book))[list(LISTED)])
    headings = {"action_id": _("ID"), "standing": _("Standing"), "due_date": _("Due date"), "owners": _("Owners"), "action": _("Action")}
    say(found, table([_with_doubts(row) for row in found], headings, _("No action fits.")), as_json=args.json)
    return 0


def _with_doubts(row: Row) -> Row:
    """An action's row for a person: what is read and not certain says so beside it."""
    unsure = {"due_date": row["due_confidence"], "owners": row["owners_confidence"]}
    said = {name: in_words(row[name]) or "—" for name, how in unsure.items() if how == Confidence.TO_CONFIRM}
    return {**row, **{name: _("{words} (to confirm)").format(words=words) for name, words in said.items()}}


def summary(args: Namespace) -> int:
    book = WorkbookStore(args.book).load()
    counts = records(progress.by(stand(book, as_of(args, book)), args.by, progress.order(book, args.by)))
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
    headings = {name: _(UPDATES.column(name).heading) for name in TOLD if name != "withdraws" or said[name].any()}
    say(rows, table(_with_withdrawals(rows), headings, _("No update fits.")), as_json=args.json)
    return 0


TOLD = ("report_date", "action_id", "party", "status", "text", "update_id", "withdraws")
"""The columns of updates that a person is shown, the last where something is withdrawn."""


def _with_withdrawals(rows: Sequence[Row]) -> list[Row]:
    """Updates as a person reads them: a withdrawal is called so, and beside the status of what is withdrawn it says that it is."""
    gone = {row["withdraws"] for row in rows} - {""}

    def status(row: Row) -> str:
        if row["withdraws"]:
            return _("withdrawal")
        said = _(str(row["status"]))
        return _("{status} (withdrawn)").format(status=said) if row["update_id"] in gone else said

    return [{**row, "status": status(row)} for row in rows]


def compare(args: Namespace) -> int:
    check_order(args.start, args.end)
    moves = since(WorkbookStore(args.book).load(), args.start, args.end)
    headings = {"action_id": _("ID"), "kind": _("What"), "from": _("From"), "to": _("To")}
    words = f"{sentences.since(moves, args.start, args.end)}\n{table(records(moves), headings, '')}".rstrip()
    say(records(moves), words, as_json=args.json)
    return 0


def check_order(start: date, end: date) -> None:
    if start > end:
        raise Refusal(_("{start} lies after {end}.").format(start=start, end=end), _("Compare an earlier day with a later one."))


def _action_id(book: Book, args: Namespace) -> str:
    action = book.action(args.action)
    if action is None:
        raise Refusal(_("There is no action {id} in {book}.").format(id=args.action, book=args.book), _("Look its ID up with list."))
    return str(action["action_id"])


def as_of(args: Namespace, book: Book) -> date:
    return args.as_of or book.settings.default_as_of or date.today()


def filters(args: Namespace, book: Book) -> Filters:
    options = filtering.options(book)
    chosen = {name: filtering.matched(name, getattr(args, name), options[name]) for name in CHOICES}
    return Filters(**chosen, search=args.search)


def filtered(filters: Filters, book: Book, as_of: date) -> pd.DataFrame:
    return filtering.apply(filters, stand(book, as_of), book, as_of)
