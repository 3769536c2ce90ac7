"""The verbs that write: record, withdraw, fold; and those that make a workbook: new, sample."""

from __future__ import annotations

import sys
import uuid
from argparse import Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path

from gcdash import sample as samples
from gcdash import source
from gcdash.cells import as_day
from gcdash.cli.answers import say
from gcdash.errors import Refusal
from gcdash.exports.new_book import new_book
from gcdash.source import Workshop
from gcdash.store import reader
from gcdash.store.disk import add_file
from gcdash.store.workbook import WorkbookStore
from gcdash.updates import COMMAND_LINE, Update, checked, new_id, withdrawal
from gcdash.words import _


def record(args: Namespace) -> int:
    """Record one update and carry it into the workbook; the same ID and words again are the same update."""
    store, today = WorkbookStore(args.book), date.today()
    day = as_day(args.date) if args.date else today
    if day is None:
        raise Refusal(_("--date {text} is not a date.").format(text=args.date), _("Write it as 2009-11-29."))
    update = Update(
        args.update_id or new_id(), args.action, day, args.status, args.text, args.party, args.next_step, args.evidence, args.by,
        source=COMMAND_LINE,
    )  # fmt: skip
    return _written(store, checked(update, store.load(), today), as_json=args.json)


def withdraw(args: Namespace) -> int:
    store, today = WorkbookStore(args.book), date.today()
    return _written(store, withdrawal(store.load(), args.update_id, args.reason, args.by, today, source=COMMAND_LINE), as_json=args.json)


def _written(store: WorkbookStore, update: Update, *, as_json: bool) -> int:
    store.append([update])
    folded = store.fold()
    say({"update_id": update.update_id, "in_workbook": not folded.waiting}, as_json=as_json)
    return 0


def fold(args: Namespace) -> int:
    """Exit code 1 where something still waits."""
    store = WorkbookStore(args.book)
    store.load()
    folded = store.fold()
    say({"folded": folded.folded, "waiting": folded.waiting}, as_json=args.json)
    if folded.why:
        sys.stderr.write(folded.why + "\n")
    return 1 if folded.waiting else 0


def restore(args: Namespace) -> int:
    """List the kept versions, or put one back; what was recorded since goes into it again."""
    store = WorkbookStore(args.book)
    if args.list:
        kept = [{"generation": backup.generation, "kept_at": backup.kept_at.isoformat()} for backup in store.backups()]
        say(kept, as_json=args.json)
        return 0
    generation = store.restore(args.generation)
    store.load()
    say({"generation": generation, "folded": store.fold().folded}, as_json=args.json)
    return 0


def new(args: Namespace) -> int:
    """Make a workbook from a workshop's own table, or an empty one."""
    workshop = _workshop(Path(args.table)) if args.table else Workshop()
    workshop = replace(workshop, name=args.workshop or workshop.name, base_date=args.base_date or workshop.base_date or _asked())
    _make(Path(args.out), new_book(workshop, book_id=str(uuid.uuid4())))
    say({"file": args.out, "actions": len(workshop.actions)}, as_json=args.json)
    return 0


def _workshop(table: Path) -> Workshop:
    if table.suffix in {".txt", ".tsv"}:
        return source.from_text(table.read_text("utf-8-sig"))
    if table.suffix not in {".xlsx", ".xlsm", ".xls", ".ods"}:
        raise Refusal(_("{file}: no table can be read from such a file.").format(file=table), _("Give a .txt or .xlsx file."))
    sheets = [sheet for sheet in reader.read(table.read_bytes(), reader.UPLOAD, table.name) if sheet.rows]
    if not sheets:
        raise Refusal(_("{file} is empty.").format(file=table), _("Give the file that holds the workshop's table."))
    return source.from_rows(sheets[0].rows)


def _asked() -> date:
    """The base date from the person at the keyboard; refused where nobody is."""
    if not sys.stdin.isatty():
        raise Refusal(_("The table does not say on which day its actions were agreed."), _("Give it: --base-date 2009-05-29."))
    day = as_day(input(_("On which day were the actions agreed (2009-05-29)? ")))
    if day is None:
        raise Refusal(_("That is not a date."), _("Write it as 2009-05-29."))
    return day


def sample(args: Namespace) -> int:
    data = samples.sample(actions=args.actions, updates=args.updates, parties=args.parties, seed=args.seed)
    _make(Path(args.out), data)
    say({"file": args.out, "actions": args.actions, "updates": args.updates}, as_json=args.json)
    return 0


def _make(out: Path, data: bytes) -> None:
    if out.suffix != ".xlsx":
        raise Refusal(_("{out}: a workbook's name ends in .xlsx.").format(out=out))
    if not add_file(out, data):
        raise Refusal(_("{out} is there already.").format(out=out), _("Name a new file; a workbook is never written over."))
