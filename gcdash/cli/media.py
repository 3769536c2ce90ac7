"""The verbs that make what people take away: export, minutes, remind."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from gcdash import meetings, progress
from gcdash.cli.answers import say, say_why, table
from gcdash.cli.files import put_export
from gcdash.cli.reading import as_of, check_order, filtered, filters
from gcdash.cli.submissions import export_for
from gcdash.errors import Refusal
from gcdash.exports import reminded
from gcdash.exports.excerpt import Excerpt, taken
from gcdash.exports.media import MEDIA
from gcdash.exports.minutes import to_docx
from gcdash.exports.reminders import drafts, due_reminders, spreadsheets, without_address
from gcdash.filters import CHOICES, Filters
from gcdash.standing import stand
from gcdash.steps import tell_nobody
from gcdash.store.workbook import WorkbookStore
from gcdash.submission.origin import origin_of_book
from gcdash.words import _, n_


def export(args: Namespace) -> int:
    """Write the filtered actions to OUT: what the pages download; with ``--for`` the file that somebody fills in."""
    if args.who:
        return _export_for(args)
    out, book_path = Path(args.out), Path(args.book)
    store = WorkbookStore(book_path)
    book = store.load()
    chosen, day = filters(args, book), as_of(args, book)
    check_order(args.since or day, day)
    found = filtered(chosen, book, day)
    medium = next((medium for medium in MEDIA if medium.suffix == out.suffix.lower()), None)
    if medium is None:
        kinds = ", ".join(medium.suffix for medium in MEDIA)
        raise Refusal(
            _("{out}: no such kind of file can be written.").format(out=out), _("Let its name end in one of {kinds}.").format(kinds=kinds)
        )
    put_export(
        out, medium.make(replace(taken(store, book, day, chosen, found, args.since), months_ahead=args.months), tell_nobody), book_path
    )
    words = n_("{n} action is in {{out}}.", "{n} actions are in {{out}}.", len(found)).format(out=out)
    say({"file": str(out), "actions": len(found)}, words, as_json=args.json)
    return 0


def _export_for(args: Namespace) -> int:
    if args.search or any(getattr(args, name) for name in CHOICES):
        raise Refusal(_("A file to fill in holds all actions of whoever it is for."), _("Leave the filters out, or leave --for out."))
    return export_for(args)


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


def remind(args: Namespace) -> int:
    """Write a draft for each party that is to be asked for something; nothing is sent. ``--record``: they go out, and that is recorded."""
    store = WorkbookStore(args.book)
    book = store.load()
    day = as_of(args, book)
    excerpt = taken(store, book, day, Filters(), stand(book, day))
    due = due_reminders(excerpt, reminded.already(book))
    made = drafts(excerpt, due, spreadsheets(book, origin_of_book(store), date.today()))
    folder = Path(args.out)
    if folder.exists() and not folder.is_dir():
        raise Refusal(_("{folder} is a file.").format(folder=folder), _("Name a folder for the drafts."))
    folder.mkdir(parents=True, exist_ok=True)
    for draft in made:
        put_export(folder / draft.file, draft.content, Path(args.book))
    if args.record and made:
        store.append(reminded.as_changes(due, day, args.by))
        say_why(store.fold().why)
    rows = [{"party": draft.party, "to": list(draft.to), "actions": draft.actions, "file": str(folder / draft.file)} for draft in made]
    headings = {"party": _("Party"), "actions": _("Actions"), "to": _("To"), "file": _("Draft")}
    words = [table(rows, headings, _("Nobody is to be asked for anything.")), *_of_reminders(excerpt, due, args), _nobody_s(excerpt)]
    say(rows, "\n".join(filter(None, words)), as_json=args.json)
    return 0


def _of_reminders(excerpt: Excerpt, due: pd.DataFrame, args: Namespace) -> Iterator[str]:
    """What was left out since somebody was reminded of it before, and what is recorded of these drafts."""
    before = len(due_reminders(excerpt)) - len(due)
    if before:
        yield n_("{n} reminder is left out: it went out before.", "{n} reminders are left out: they went out before.", before)
    if len(due) and args.record:
        yield n_("{n} reminder is recorded as sent.", "{n} reminders are recorded as sent.", len(due))
    elif len(due):
        yield _("Nothing is recorded yet. Run it again with --record once you send them, so that nobody is asked for the same thing twice.")
    yield without_address(excerpt, due)


def _nobody_s(excerpt: Excerpt) -> str:
    """What asks for attention and has no owner to be asked: somebody has to look after it."""
    asks = progress.attention(excerpt.actions)
    ids = list(asks.loc[asks["owners_text"] == "", "action_id"])
    if not ids:
        return ""
    words = n_(
        "{n} action asks for attention and has no owner: {{ids}}.", "{n} actions ask for attention and have no owner: {{ids}}.", len(ids)
    )
    return words.format(ids=", ".join(ids))
