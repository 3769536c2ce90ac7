"""The spreadsheets that go out to be filled in, and come back: ``export --for`` and ``merge``."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from gcdash.amended import as_it_was
from gcdash.cli.answers import say, say_why, table
from gcdash.cli.files import put_export
from gcdash.errors import Refusal, Unreadable
from gcdash.exports.focal_file import focal_file, pack
from gcdash.merge.baseline import EVERYONE
from gcdash.merge.form import heading
from gcdash.merge.plan import Choice, Entry, Kind, Plan, prefer
from gcdash.merge.recipients import actions_for, recipient, reporters
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
        raise Refusal(_("{out}: no such file can be made.").format(out=out), _("Name a .xlsx, or a .zip with --for everyone."))
    put_export(out, focal_file(book, who, origin_of_book(store), made_on), store.path)
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
    say({name: [_row(entry) for entry in kinds[kind]] for name, kind in ARRAYS.items()}, _in_words(plan, kinds, args), as_json=args.json)
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


def _in_words(plan: Plan, kinds: dict[Kind, list[Entry]], args: Namespace) -> str:
    """The counts in a line, then each entry that is not unchanged."""
    counts = ", ".join(f"{len(kinds[kind])} {_(name)}" for name, kind in ARRAYS.items())
    shown = [entry for kind in Kind if kind is not Kind.UNCHANGED for entry in kinds[kind]]
    rows = [{"what": _(plan.outcome(entry)), "column": heading(entry.field), "cell": entry.cell} | _row(entry) for entry in shown]
    headings = {"what": _("What"), "action_id": _("ID"), "column": _("Column"), "cell": _("Cell")}
    headings |= {"old": _("Old"), "new": _("New"), "reason": _("Reason")}
    done = _("Recorded.") if args.apply and not plan.open_conflicts and plan.taken else _("Nothing was recorded.")
    notices = [notice for file in plan.files for notice in file.notices]
    return "\n".join([f"{counts}.", *notices, table(rows, headings, _("The submission brings nothing new.")), done])
