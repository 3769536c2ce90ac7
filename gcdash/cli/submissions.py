"""The spreadsheets that go out to be filled in: ``export --for``."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from gcdash.cli.answers import say
from gcdash.cli.files import put_export
from gcdash.errors import Refusal
from gcdash.exports.focal_file import focal_file, pack
from gcdash.merge.baseline import EVERYONE
from gcdash.merge.recipients import actions_for, recipient, reporters
from gcdash.store.workbook import WorkbookStore
from gcdash.submission.origin import origin_of_book
from gcdash.words import _, n_


def export_for(args: Namespace) -> int:
    """Write a focal point's file, or the pack of all of them where OUT is a .zip."""
    out, store = Path(args.out), WorkbookStore(args.book)
    book, made_on = store.load(), args.as_of or date.today()
    who, kind = recipient(book, args.who), out.suffix.lower()
    if kind == ".zip" and who == EVERYONE:
        put_export(out, pack(book, origin_of_book(store), made_on), store.path)
        names = reporters(book)
        words = n_("{n} file is in {{out}}.", "{n} files are in {{out}}.", len(names)).format(out=out)
        say({"file": str(out), "for": list(names)}, words, as_json=args.json)
        return 0
    if kind != ".xlsx":
        raise Refusal(_("{out}: no such file can be made.").format(out=out), _("Name a .xlsx, or a .zip with --for everyone."))
    put_export(out, focal_file(book, who, origin_of_book(store), made_on), store.path)
    count = len(actions_for(book, who))
    words = n_("{n} action for {{who}} is in {{out}}.", "{n} actions for {{who}} are in {{out}}.", count).format(who=who, out=out)
    say({"file": str(out), "for": who, "actions": count}, words, as_json=args.json)
    return 0
