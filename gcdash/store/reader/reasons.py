"""Why a file is not read, in words: one sentence that says what and where, one that says what to do."""

from __future__ import annotations

from gcdash.errors import Unreadable
from gcdash.store.reader.limits import Unsafe
from gcdash.words import N_, _

_SAVE_AGAIN = N_("Open it in your spreadsheet program, save it as a new .xlsx file, and try with that.")
_SMALLER = N_("Copy the rows that matter into a new workbook, save it as .xlsx, and try with that.")

REASONS: dict[str, tuple[str, str]] = {
    "empty": (N_("{name} is empty."), N_("Choose a file that has something in it.")),
    "size": (N_("{name} is larger than {limit} MB."), _SMALLER),
    "kind": (N_("{name} is not a workbook."), N_("Save it as .xlsx in your spreadsheet program, and try with that.")),
    "xlsb": (N_("{name} is a binary workbook (.xlsb), which is not read here."), N_("Save it as .xlsx in Excel, and try with that.")),
    "locked": (
        N_("{name} is locked by a password or an encryption label."),
        N_("Open it in the program it was made with, remove the password or the label, save it, and try again."),
    ),
    "cut": (
        N_("{name} is damaged or was cut short on its way."),
        N_("Ask for it once more, or open it in your spreadsheet program and save it anew."),
    ),
    "damaged": (N_("{name} is damaged: its part {part} cannot be read."), _SAVE_AGAIN),
    "names": (N_("{name} holds two parts under one name, {part}, so that programs would disagree about what it says."), _SAVE_AGAIN),
    "path": (N_("{name} holds a part with a name that leads outside of it: {part}."), _SAVE_AGAIN),
    "packing": (N_("{name} is packed in a way that spreadsheet programs do not use."), _SAVE_AGAIN),
    "members": (N_("{name} consists of more than {limit} parts."), _SMALLER),
    "unpacked": (N_("{name} is larger than {limit} MB when it is unpacked."), _SMALLER),
    "doctype": (N_("{name} contains a document type or entities in its part {part}, which no spreadsheet program writes."), _SAVE_AGAIN),
    "depth": (N_("{name} is nested too deep in its part {part}."), _SAVE_AGAIN),
    "elements": (N_("{name} has too many pieces in its part {part}."), _SMALLER),
    "encoding": (N_("{name} is written in an unknown character encoding in its part {part}."), _SAVE_AGAIN),
    "layout": (N_("{name} keeps the cells of the sheet {sheet} in an unusual place, where they could be misread."), _SAVE_AGAIN),
    "sheets": (N_("{name} has two sheets called {sheet}."), N_("Give one of them another name, save the file, and try again.")),
    "reference": (N_("{name} names a cell that cannot exist in the sheet {sheet}: {cell}."), _SAVE_AGAIN),
    "cell": (N_("{name} holds a cell that cannot be read ({error})."), _SAVE_AGAIN),
    "cells": (
        N_("{name} uses too many cells: those of the sheet {sheet} reach as far as {cell}."),
        N_("Delete what stands far below or far to the right of the table, save the file, and try again."),
    ),
    "text": (N_("{name} holds too much text, in the sheet {sheet} and before it."), _SMALLER),
    "merges": (
        N_("{name} has too many merged cells, in the sheet {sheet} and before it."),
        N_("Unmerge them, save the file, and try again."),
    ),
    "time": (N_("{name} takes too long to read."), _SMALLER),
    "memory": (N_("{name} needs too much memory to be read."), _SMALLER),
    "died": (N_("{name} could not be read safely."), _SAVE_AGAIN),
}

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_DISGUISED = N_("What is in it is something else than its name says; choose the spreadsheet itself.")

_SHOWN = 60


def in_words(finding: Unsafe, name: str) -> Unreadable:
    """The finding about the file called ``name``, as people see it. What the file says of itself is cut to a line."""
    message, hint = REASONS[finding.code]
    if finding.code == "kind" and name.lower().endswith(_WORKBOOKS):
        hint = _DISGUISED
    facts = {key: " ".join(str(fact).split())[:_SHOWN] for key, fact in finding.facts.items()}
    return Unreadable(_(message).format(name=name, **facts), _(hint))
