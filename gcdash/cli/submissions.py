"""The spreadsheets that go out to be filled in, and come back: ``export --for`` and ``merge``."""

from __future__ import annotations

import shutil
import sys
import textwrap
from argparse import Namespace
from collections import Counter
from datetime import date
from pathlib import Path

from gcdash.amended import as_it_was
from gcdash.changes import Amendment
from gcdash.cli.answers import say, say_why
from gcdash.cli.files import put_export, put_form
from gcdash.errors import Refusal, Unreadable
from gcdash.exports.focal_file import focal_file, pack
from gcdash.merge.baseline import EVERYONE
from gcdash.merge.form import heading
from gcdash.merge.plan import Choice, Entry, Kind, Plan, prefer
from gcdash.merge.recipients import actions_for, recipient, reporters
from gcdash.merge.tally import Bundle, Group, group_of, grouped, in_words, taken
from gcdash.store.reader import UPLOAD
from gcdash.store.workbook import WorkbookStore
from gcdash.submission import Upload, apply, plan_for
from gcdash.submission.origin import origin_of_book
from gcdash.words import _, n_


def export_for(args: Namespace) -> int:
    """Write a focal point's file, or the pack of all of them where OUT is a .zip."""
    out, store = Path(args.out), WorkbookStore(args.book)
    made_on = args.as_of or date.today()
    book = as_it_was(store.load(), made_on)
    who, kind = recipient(book, args.who), out.suffix.lower()
    if kind == ".zip" and who == EVERYONE:
        put_export(out, pack(book, origin_of_book(store), made_on), store.path)
        names = reporters(book)
        words = n_("{n} file is in {{out}}.", "{n} files are in {{out}}.", len(names)).format(out=out)
        say({"file": str(out), "for": list(names)}, words, as_json=args.json)
        return 0
    if kind != ".xlsx":
        raise Refusal(_("{out}: a file to fill in is a workbook.").format(out=out), _("Name a .xlsx, or a .zip with --for everyone."))
    put_form(out, focal_file(book, who, origin_of_book(store), made_on))
    count = len(actions_for(book, who))
    words = n_("{n} action for {{who}} is in {{out}}.", "{n} actions for {{who}} are in {{out}}.", count).format(who=who, out=out)
    say({"file": str(out), "for": who, "actions": count}, words, as_json=args.json)
    return 0


ARRAYS = {"added": Kind.ADDED, "changed": Kind.CHANGED, "unchanged": Kind.UNCHANGED, "conflicts": Kind.CONFLICT, "refused": Kind.REFUSED}
PREFERRED = {"mine": Choice.OURS, "theirs": Choice.THEIRS}
"""*mine* is the book."""


def merge(args: Namespace) -> int:
    """Show what the submissions bring; with ``--apply`` record it. Exit code 1 where conflicts or refusals remain."""
    store, today = WorkbookStore(args.book), date.today()
    files = [_upload(Path(path)) for path in args.submissions]
    plan = plan_for(store, files, today, party=args.party)
    if plan.unusable:
        raise Unreadable(plan.unusable[0].message, plan.unusable[0].hint)
    plan = prefer(plan, PREFERRED[args.prefer]) if args.prefer else plan
    recorded = args.apply and not plan.open_conflicts and apply(store, plan, args.by, today) is not None
    folded = store.fold() if recorded else None
    kinds = _by_kind(plan)
    say({name: [_row(entry) for entry in kinds[kind]] for name, kind in ARRAYS.items()}, _in_words(plan, args), as_json=args.json)
    say_why(folded.why if folded and folded.waiting else "")
    return 1 if plan.open_conflicts or kinds[Kind.REFUSED] else 0


def _upload(path: Path) -> Upload:
    """The file, or as much of it as shows that it is too large."""
    with path.open("rb") as file:
        return Upload(path.name, file.read(UPLOAD.size + 1))


def _by_kind(plan: Plan) -> dict[Kind, list[Entry]]:
    """The entries by what becomes of them: a settled conflict is what it was settled to."""
    kinds: dict[Kind, list[Entry]] = {kind: [] for kind in Kind}
    for entry in plan.entries:
        kinds[plan.outcome(entry)].append(entry)
    return kinds


def _row(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in ("action_id", "field", "old", "new", "row", "reason")}


def _in_words(plan: Plan, args: Namespace) -> str:
    """The counts in a line, each thing that is not unchanged with every word of it and the reason, and what was recorded."""
    shown = [bundle for bundles in grouped(plan).values() for bundle in bundles if plan.outcome(bundle[0]) is not Kind.UNCHANGED]
    counts = Counter(_group(plan, bundle[0]) for bundle in shown)
    notices = [notice for file in plan.files for notice in file.notices]
    first = f"{in_words(counts)}." if counts else _("The submission brings nothing new.")
    return "\n".join(map(_wrapped, [first, *notices, *(line for bundle in shown for line in _lines(plan, bundle)), _done(plan, args)]))


def _group(plan: Plan, entry: Entry) -> Group:
    """A conflict that is settled counts as what it was settled to."""
    outcome = plan.outcome(entry)
    if outcome in {Kind.CONFLICT, Kind.REFUSED}:
        return Group.CONFLICTS if outcome is Kind.CONFLICT else Group.REFUSED
    return group_of(plan.units[entry.unit].draft)


def _lines(plan: Plan, bundle: Bundle) -> list[str]:
    """What becomes of one thing and where it stands; under it each cell, and why."""
    first = bundle[0]
    whose = " \u00b7 ".join(part for part in (first.action_id, first.party) if part)
    where = _("{file}, row {n}").format(file=first.file, n=first.row)
    head = f"{_(plan.outcome(first))}: {whose} ({where})" if whose else f"{_(plan.outcome(first))}: {where}"
    cells = [f"  {heading(entry.field)} {entry.cell}: {_words(entry)}" for entry in bundle]
    return [
        head,
        *cells,
        *(_("  Why: {reason}").format(reason=why) for why in dict.fromkeys(entry.reason for entry in bundle if entry.reason)),
    ]


def _words(entry: Entry) -> str:
    """What a cell says on one line; before it, what the book says instead."""
    old, new = (" ".join(said.split()) or _("blank") for said in (entry.old, entry.new))
    return f"{old} -> {new}" if entry.old else new


def _done(plan: Plan, args: Namespace) -> str:
    """What was recorded; that changes of what was agreed are among it, or would be."""
    amendments = sum(isinstance(plan.units[at].draft, Amendment) for at in plan.taken)
    if args.apply and not plan.open_conflicts and plan.taken:
        more = n_("The amendment changes what was agreed.", "The amendments change what was agreed.", amendments) if amendments else ""
        return f"{_('Recorded: {what}.').format(what=taken(plan))} {more}".rstrip()
    more = n_("--apply takes the amendment, a change of what was agreed, too.", "--apply takes the {n} amendments too.", amendments)
    return f"{_('Nothing was recorded.')} {more if amendments else ''}".rstrip()


def _wrapped(line: str) -> str:
    """The line as it fits a terminal; into a file or another program it goes as it is."""
    if not sys.stdout.isatty():
        return line
    width = shutil.get_terminal_size().columns
    return textwrap.fill(line, width, subsequent_indent="    ", break_on_hyphens=False)
