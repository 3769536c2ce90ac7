"""The verbs that write: record, withdraw, fold, restore; and those that make a workbook: new, sample."""

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
from gcdash.changes import COMMAND_LINE, Update, new_id
from gcdash.cli.answers import say, say_why, table
from gcdash.cli.files import put_workbook
from gcdash.errors import Refusal
from gcdash.exports.new_book import new_book
from gcdash.layout import find_table
from gcdash.owners import DEFAULT_OWNERS, usual_owners_in
from gcdash.schema import ACTIONS
from gcdash.source import Workshop
from gcdash.store import Store, reader
from gcdash.store.workbook import WorkbookStore
from gcdash.submission import text_table
from gcdash.updates import checked, strange_party, withdrawal
from gcdash.word_table import from_word
from gcdash.words import _, n_


def record(args: Namespace) -> int:
    """Record one update and carry it into the workbook; the same ID and words again are the same update."""
    store, today = WorkbookStore(args.book), date.today()
    update = Update(
        update_id=args.update_id.strip() or new_id(), action_id=args.action, report_date=args.date or today, status=args.status,
        text=args.text, party=args.party, next_step=args.next_step, evidence=args.evidence, reported_by=args.by, source=COMMAND_LINE,
    )  # fmt: skip
    book = store.load()
    update = checked(update, book, today)
    return _written(store, update, strange_party(book, update.party), as_json=args.json)


def withdraw(args: Namespace) -> int:
    store, today = WorkbookStore(args.book), date.today()
    return _written(store, withdrawal(store.load(), args.update_id, args.reason, args.by, today, source=COMMAND_LINE), as_json=args.json)


def _written(store: Store, update: Update, note: str = "", *, as_json: bool) -> int:
    """Append and fold, and say ``note`` besides. In the workbook it is when nothing waits, or when what waits is somebody else's."""
    again = store.append([update]).again
    folded = store.fold()
    there = _stands_in(store, update.update_id) if folded.waiting or again else True
    words = _("Recorded as {id}; it is in the workbook.") if there else _("Recorded as {id}; it goes into the workbook with the next fold.")
    answer = {"update_id": update.update_id, "in_workbook": there} | ({"note": note} if note else {})
    say(answer, words.format(id=update.update_id), as_json=as_json)
    say_why(note)
    say_why("" if there else folded.why)
    return 0


def _stands_in(store: Store, update_id: str) -> bool:
    """Whether an update stands in a row of the sheet, not only in the journal."""
    updates = store.load().updates
    return bool((updates.loc[updates["update_id"] == update_id, "row"] > 0).any())


def fold(args: Namespace) -> int:
    """Exit code 1 where something still waits."""
    store = WorkbookStore(args.book)
    store.load()
    folded = store.fold()
    words = n_("{n} change was carried into the workbook", "{n} changes were carried into the workbook", folded.folded)
    words += "; " + n_("{n} waits.", "{n} wait.", folded.waiting)
    say({"folded": folded.folded, "waiting": folded.waiting}, words, as_json=args.json)
    say_why(folded.why)
    return 1 if folded.waiting else 0


def restore(args: Namespace) -> int:
    """List the kept versions, or put one back; what was recorded since goes into it again."""
    store = WorkbookStore(args.book)
    if args.list:
        kept = [{"generation": backup.generation, "kept_at": backup.kept_at.isoformat()} for backup in store.backups()]
        headings = {"generation": _("Generation"), "kept_at": _("Kept at (UTC)")}
        say(kept, table(kept, headings, _("No backup is kept yet.")), as_json=args.json)
        return 0
    generation = store.restore(args.generation)
    store.load()
    folded = store.fold()
    again = n_("1 change went into it again", "{n} changes went into it again", folded.folded)
    words = _("Generation {generation} is back; {again}.").format(generation=generation, again=again)
    say({"generation": generation, "folded": folded.folded}, words, as_json=args.json)
    return 0


def new(args: Namespace) -> int:
    """Make a workbook from a workshop's own table, or an empty one."""
    workshop = _workshop(Path(args.table)) if args.table else Workshop()
    workshop = replace(workshop, name=args.workshop or workshop.name, base_date=args.base_date or workshop.base_date or _asked())
    owners = usual_owners_in(action.responsibility for action in workshop.actions) if args.table else DEFAULT_OWNERS
    put_workbook(Path(args.out), new_book(workshop, owners=owners, book_id=str(uuid.uuid4())))
    taken = _("Its sheet Settings says: workshop {name}; place {place}; agreed on {day}.").format(
        name=workshop.name or "—", place=workshop.place or "—", day=workshop.base_date or "—"
    )
    return _made(args, len(workshop.actions), taken)


def _workshop(file: Path) -> Workshop:
    if file.suffix.lower() in text_table.SUFFIXES:
        return _from_text(file)
    if file.suffix.lower() == ".docx":
        return from_word(file.read_bytes(), file.name)
    if file.suffix.lower() not in {".xlsx", ".xlsm", ".xls", ".ods"}:
        raise Refusal(_("{file}: no table can be read from such a file.").format(file=file), _("Give a .txt, .csv, .xlsx or .docx file."))
    sheets = [sheet for sheet in reader.read(file.read_bytes(), reader.UPLOAD, file.name) if sheet.rows]
    table = find_table(ACTIONS, sheets)
    named = [sheet for sheet in sheets if table and sheet.name == table.place.sheet]
    return source.from_rows(named[0].rows if named else [])


def _from_text(file: Path) -> Workshop:
    data = file.read_bytes()
    text = text_table.decoded(file.name, data)
    return source.from_text(text) if source.is_handout(text) else source.from_rows(text_table.sheet_of(file.name, data).rows)


def _asked() -> date:
    """The base date from the person at the keyboard; refused where nobody is."""
    if not sys.stdin.isatty():
        raise Refusal(_("Nothing says on which day the actions were agreed."), _("Give the day: --base-date 2009-05-29."))
    sys.stderr.write(_("On which day were the actions agreed (such as 2009-05-29)?") + " ")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip()
    day = as_day(answer)
    if day is None:
        raise Refusal(_("{text} is not a date.").format(text=answer or _("Blank")), _("Write it as 2009-05-29."))
    return day


def sample(args: Namespace) -> int:
    data = samples.sample(actions=args.actions, updates=args.updates, parties=args.parties, seed=args.seed)
    put_workbook(Path(args.out), data)
    return _made(args, args.actions)


def _made(args: Namespace, actions: int, more: str = "") -> int:
    words = n_("{{out}} holds {n} action.", "{{out}} holds {n} actions.", actions).format(out=args.out)
    say({"file": args.out, "actions": actions}, f"{words}\n{more}" if more else words, as_json=args.json)
    return 0
