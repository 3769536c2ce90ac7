"""The files that the command line makes for its user."""

from __future__ import annotations

import os
from pathlib import Path

from gcdash.errors import Refusal
from gcdash.store.disk import add_file, write_file
from gcdash.words import _


def put_workbook(out: Path, data: bytes) -> None:
    """Make a new workbook at ``out``; refused where a file is there already."""
    if out.suffix.lower() != ".xlsx":
        raise Refusal(_("{out}: a workbook's name ends in .xlsx.").format(out=out), _("Name it so."))
    _put_new(out, data, _("Name a new file; a workbook is never written over."))


def put_form(out: Path, data: bytes) -> None:
    """Write a file to fill in to ``out``; refused where a file is there already: somebody may have filled it in."""
    _put_new(out, data, _("Name a new file; that one may be filled in."))


def put_export(out: Path, data: bytes, book: Path) -> None:
    """Write an export to ``out``, over an older one but never over the workbook itself, by whatever name."""
    if out.exists() and out.samefile(book):
        raise Refusal(_("{out} is the workbook itself.").format(out=out), _("Name another file to write to."))
    _in_a_folder(out)
    write_file(out, data)
    _with_usual_rights(out)


def _put_new(out: Path, data: bytes, instead: str) -> None:
    _in_a_folder(out)
    if not add_file(out, data):
        raise Refusal(_("{out} is there already.").format(out=out), instead)
    _with_usual_rights(out)


def _in_a_folder(out: Path) -> None:
    if not out.parent.is_dir():
        raise Refusal(_("There is no folder {folder}.").format(folder=out.parent), _("Make it first, or name another."))


def _with_usual_rights(out: Path) -> None:
    """Let others read the file as far as this user's files usually may be read; the journal's own files are more private."""
    mask = os.umask(0)
    os.umask(mask)
    out.chmod(0o666 & ~mask)
