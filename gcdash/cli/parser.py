"""The verbs of the command line and what each takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import NoReturn, TypeAlias

from gcdash.cli import media, reading, submissions, writing
from gcdash.errors import Refusal
from gcdash.filters import CHOICES, FIXED, LABELS
from gcdash.progress import DIMENSIONS, MONTHS_AHEAD
from gcdash.schema import REPORTABLE
from gcdash.words import _


class _Parser(argparse.ArgumentParser):
    """Refuses wrong use as everything else is refused: in one line."""

    def error(self, message: str) -> NoReturn:
        raise Refusal(f"{message[:1].upper()}{message[1:]}.", _("See {program} --help.").format(program=self.prog))


_Add: TypeAlias = Callable[..., _Parser]
"""Adds a verb to the command line: its name, and the words that help says of it."""


def parser() -> argparse.ArgumentParser:
    """The whole command line. Raises ``Refusal`` for wrong use."""
    whole = _Parser(prog="python -m gcdash", description=_("Follow up the action points of an international meeting."))
    add = whole.add_subparsers(dest="verb", required=True).add_parser
    _add_reading(add)
    _add_writing(add)
    _add_making(add)
    return whole


def _verb(add: _Add, name: str, run: object, words: str) -> _Parser:
    verb = add(name, help=words, description=words)
    verb.set_defaults(run=run)
    verb.add_argument("--json", action="store_true", help=_("answer as JSON"))
    return verb


def _add_reading(add: _Add) -> None:
    check = _verb(add, "check", reading.check, _("list what is wrong in a workbook"))
    listed = _verb(add, "list", reading.list_actions, _("list the actions as they are read and as they stand"))
    summary = _verb(add, "summary", reading.summary, _("count the actions by standing"))
    updates = _verb(add, "updates", reading.updates, _("list what was reported, newest first"))
    compare = _verb(add, "compare", reading.compare, _("list what has become of each action between two days"))
    export = _verb(add, "export", media.export, _("write the actions to a file: .xlsx, .csv, .docx, .pptx, .html or .ics"))
    minutes = _verb(add, "minutes", media.minutes, _("write a meeting's minutes, a .docx"))
    remind = _verb(add, "remind", media.remind, _("write a draft of an e-mail to each party that is to report; nothing is sent"))
    for verb in (check, listed, summary, updates, compare, export, minutes, remind):
        verb.add_argument("book", metavar="BOOK")
    minutes.add_argument("--meeting", required=True, metavar="M", help=_("its name, as the Meetings sheet has it"))
    minutes.add_argument("out", metavar="OUT.docx")
    for verb in (listed, summary, updates, export, remind):
        verb.add_argument("--as-of", type=_day, metavar="DATE", help=_("the day that the answer is true for"))
    for name, place, words in (("from", "start", _("the earlier day")), ("to", "end", _("the later day"))):
        compare.add_argument(f"--{name}", dest=place, type=_day, required=True, metavar="DATE", help=words)
    export.add_argument("out", metavar="OUT")
    export.add_argument("--since", type=_day, metavar="DATE", help=_("an earlier day; slides and report then say what has moved"))
    export.add_argument(
        "--months", type=int, choices=MONTHS_AHEAD, default=6, help=_("how far the forward plan of slides and report looks ahead")
    )
    remind.add_argument("--out", required=True, metavar="DIR", help=_("the folder for the drafts"))
    remind.add_argument(
        "--record", action="store_true", help=_("record that they go out, so that nobody is reminded of the same thing again")
    )
    remind.add_argument("--by", default="", metavar="NAME", help=_("who sends them"))
    export.add_argument("--for", dest="who", metavar="PARTY", help=_("make the file that a party, an owner or everyone fills in"))
    for verb in (listed, export):
        _add_filters(verb)
    summary.add_argument("--by", choices=DIMENSIONS, required=True, help=_("what each line of counts is for"))
    updates.add_argument("--action", metavar="ID", help=_("only those on this action"))
    updates.add_argument("--party", metavar="PARTY", help=_("only those of this party"))


def _add_filters(verb: _Parser) -> None:
    for name in CHOICES:
        what = ": ".join((LABELS[name](), *filter(None, [", ".join(map(_, FIXED.get(name, ())))])))
        words = _("{what}; may be given several times").format(what=what)
        verb.add_argument(f"--{name}", action="append", default=[], metavar=name.upper(), help=words)
    verb.add_argument("--search", default="", metavar="WORDS", help=_("words that must all be found in an action"))


def _add_writing(add: _Add) -> None:
    record = _verb(add, "record", writing.record, _("record one update"))
    withdraw = _verb(add, "withdraw", writing.withdraw, _("withdraw one update; nothing is deleted"))
    fold = _verb(add, "fold", writing.fold, _("carry what waits into the workbook now"))
    restore = _verb(add, "restore", writing.restore, _("list the kept versions of the workbook, or put one back"))
    merge = _verb(add, "merge", submissions.merge, _("show what spreadsheets that came back would change, and record it"))
    for verb in (record, withdraw, fold, restore, merge):
        verb.add_argument("book", metavar="BOOK")
    merge.add_argument("submissions", nargs="+", metavar="SUBMISSION", help=_("a .xlsx, .xlsm, .xls, .ods or .csv file"))
    merge.add_argument(
        "--party", metavar="PARTY", help=_("who sent it, where the file does not say; blank: it speaks for the whole action")
    )
    merge.add_argument("--by", default="", metavar="NAME", help=_("who merges it"))
    merge.add_argument("--apply", action="store_true", help=_("record what the plan takes; without it nothing is written"))
    merge.add_argument("--prefer", choices=list(submissions.PREFERRED), help=_("settle every conflict alike; mine is the book"))
    restore.add_argument("--list", action="store_true", help=_("only list what is kept"))
    restore.add_argument("--generation", type=int, metavar="N", help=_("the version to put back; the newest where none is named"))
    record.add_argument("--action", required=True, metavar="ID", help=_("the action that is reported on"))
    record.add_argument("--status", required=True, metavar="STATUS", help=", ".join(map(_, REPORTABLE)))
    for name, words in {
        "text": _("what was done"), "party": _("who reports; where none is named it speaks for the whole action"), "by": _("your name"),
        "evidence": _("a link"), "next-step": _("what comes next"),
        "update-id": _("an ID of its own, so that the same update said again is recorded once"),
    }.items():  # fmt: skip
        record.add_argument(f"--{name}", default="", metavar=name.upper(), help=words)
    record.add_argument("--date", type=_day, metavar="DATE", help=_("the day that the report is true for; today where none is named"))
    asked = {"update-id": _("the update, as updates lists it"), "reason": _("why it is withdrawn"), "by": _("your name")}
    for name, words in asked.items():
        withdraw.add_argument(f"--{name}", required=True, metavar=name.upper(), help=words)


def _add_making(add: _Add) -> None:
    new = _verb(add, "new", writing.new, _("make another workshop's workbook"))
    sample = _verb(add, "sample", writing.sample, _("make a workbook of sample data, marked as such"))
    for verb in (new, sample):
        verb.add_argument("out", metavar="OUT.xlsx")
    new.add_argument("--from", dest="table", metavar="TABLE", help=_("the workshop's own table, .txt, .csv, .xlsx or .docx"))
    new.add_argument("--workshop", default="", metavar="NAME", help=_("its name, where the table's title does not say it"))
    new.add_argument("--base-date", type=_day, metavar="DATE", help=_("the day of the agreement, where the table's title does not say it"))
    counts = {"actions": 60, "updates": 240, "parties": 24}
    for name, usual in counts.items():
        sample.add_argument(f"--{name}", type=_count, default=usual, metavar="N", help=_("how many; usually {n}").format(n=usual))
    sample.add_argument("--seed", type=_count, default=1, metavar="N", help=_("the same number gives the same workbook"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("{text} is not a date; write one such as 2009-11-29").format(text=text)) from None


def _count(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    raise argparse.ArgumentTypeError(_("{text} is not a whole number of 0 or more").format(text=text))
