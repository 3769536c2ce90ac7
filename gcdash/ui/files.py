"""A file to take away: made at the click where that is quick, else under a bar that says how much is left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from gcdash.errors import GcdashError
from gcdash.exports.actions import FILED, about, as_file, file_name
from gcdash.exports.package import XLSX
from gcdash.exports.tables import to_csv, to_xlsx
from gcdash.filters import describe
from gcdash.schema import Column
from gcdash.steps import Progress, tell_nobody
from gcdash.ui.failures import failures, noted, on_its_way, tell_page
from gcdash.ui.frame import View, show_error
from gcdash.ui.text import LETTER
from gcdash.ui.waiting import in_turn, under_a_bar
from gcdash.words import _, n_

FEW = 200
"""Actions: the packs of files for all parties of a book with no more are made before anybody has time to wait."""
CELLS_IN_EXCEL, CELLS_IN_CSV = 40_000, 400_000
"""So many cells of a table are written before anybody has time to wait."""

_MADE, _ASKED, _CANCELLED = "files_made", "file_asked", "file_cancelled"
_TURN = threading.Lock()
"""However many ask for a long file at a time, one is made after the other: clicks of all others wait beside one of them at most."""


@dataclass(frozen=True)
class File:
    """A file's button and name, and how it is made. ``of``: what it depends on besides the filters and the day."""

    label: str
    name: str
    mime: str
    key: str
    make: Callable[[Progress], bytes]
    of: Hashable = ()


@dataclass(frozen=True)
class Table:
    """A table to take away: how its frame is made, of so many ``rows``, and its columns. ``name`` ends that of its file; ``of`` and
    ``facts`` are what it depends on, and is true for, besides the filters and the day.
    """

    frame: Callable[[], pd.DataFrame]
    rows: int
    columns: Sequence[Column]
    title: str
    key: str
    name: str = ""
    of: Hashable = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def offer_table(view: View, table: Table, excel: str, csv: str) -> None:
    """The table as an Excel file, and beside it as CSV, made when asked for; ``excel`` and ``csv`` are the words on the buttons."""

    def in_excel(progress: Progress) -> bytes:
        facts = about(view.book, view.store.state().name, view.as_of, describe(view.filters), view.count)
        return to_xlsx(table.frame(), table.columns, {**facts, **table.facts}, table.title, progress)

    def in_csv(progress: Progress) -> bytes:
        return to_csv(table.frame(), progress)

    name, cells = file_name(view.book, view.as_of) + table.name, table.rows * len(table.columns)
    offer(view, File(excel, f"{name}.xlsx", XLSX, f"{table.key}_xlsx", in_excel, table.of), at_once=cells <= CELLS_IN_EXCEL)
    offer(view, File(csv, f"{name}.csv", "text/csv", f"{table.key}_csv", in_csv, table.of), at_once=cells <= CELLS_IN_CSV)


def offer(view: View, file: File, *, at_once: bool, disabled: bool = False, wide: bool = False) -> None:
    """The file's button. Where it takes long, a click makes the file and another, in the same place, saves it.

    It is made once all of the page stands, so that nothing on it waits; it stays until something else is asked.
    """
    width: Any = "stretch" if wide else "content"
    look: dict[str, Any] = {"key": file.key, "icon": ":material/download:", "disabled": disabled}
    if at_once or disabled:
        take(view, file, width=width, disabled=disabled)
        return
    long = _Long(view, file, st.empty(), width if wide else _wide(file))
    if long.is_made:
        long.offer_to_save()
    elif view.notes.get(_ASKED) == file.key:
        long.place.button(file.label, width=long.width, **{**look, "disabled": True})
        view.later.append(long.make)
    else:
        long.place.button(file.label, on_click=_ask, args=(view, file.key), width=long.width, **look)
        if view.notes.get(_CANCELLED) == file.key:
            with st.bottom:
                st.caption(_("Cancelled: no file was made."))


def _save(file: File) -> str:
    return _("Save the {suffix} file").format(suffix=PurePath(file.name).suffix)


def _wide(file: File) -> int:
    """Pixels of a button that holds the longer of its two words: what stands beside it does not move when they change."""
    return 64 + (LETTER + 1) * max(len(file.label), len(_save(file)))


def take(view: View, file: File, *, width: Any = "content", disabled: bool = False) -> None:  # noqa: ANN401 -- as Streamlit has it
    """A button that makes the file at the click, outside of any run, and saves it. Why it failed stands under it soon after.

    No run may begin by the click: it would throw away the answer that brings the file (ForwardMsgQueue.clear).
    """
    asked, failed = (view.version, view.as_of, view.filters, file.of), failures(view.notes)
    st.download_button(
        file.label, partial(_attempt, file, asked, view.notes), file.name, file.mime,
        key=file.key, on_click="ignore", icon=":material/download:", width=width, disabled=disabled,
    )  # fmt: skip
    of, why = failed.get(file.key, (None, ""))
    if of == asked and isinstance(why, GcdashError):
        show_error(why)
    elif of == asked:
        words = _("No file was made. Try again; if that stays so, tell whoever runs the dashboard the number {n}.")
        st.error(words.format(n=why), icon=":material/error:")


def _attempt(file: File, asked: Hashable, notes: dict[str, Any]) -> bytes:
    """The file; where it cannot be made, the reason for the page, which in an error that nobody foresaw is its number in the log.

    It raises all the same: whatever came back instead would be saved as the file. Streamlit then says beside the button for five seconds
    that none was made; it has no option that leaves that out.
    """
    failed = failures(notes)
    if failed.pop(file.key, None):
        tell_page(notes)
    try:
        with on_its_way(notes):
            return file.make(tell_nobody)
    except GcdashError as error:
        failed[file.key] = (asked, error)
        tell_page(notes)
        raise
    except Exception as error:
        failed[file.key] = (asked, noted(error))
        tell_page(notes)
        raise


def _ask(view: View, key: str) -> None:
    view.notes[_ASKED], view.notes[_CANCELLED] = key, None
    view.notes[_MADE] = {}  # a visit keeps no more than one


def _cancel(view: View, key: str) -> None:
    view.notes[_CANCELLED] = key


@dataclass(frozen=True)
class _Long:
    """A file that takes long, with its place on the page, which stays as wide as it is."""

    view: View
    file: File
    place: st.delta_generator.DeltaGenerator
    width: Any

    @property
    def made(self) -> dict[str, tuple[Hashable, str, bytes]]:
        """By key: what was asked for, of which version of the book, and the file."""
        made: dict[str, tuple[Hashable, str, bytes]] = self.view.notes.setdefault(_MADE, {})
        return made

    @property
    def asked(self) -> Hashable:
        return self.view.as_of, self.view.filters, self.file.of

    @property
    def is_made(self) -> bool:
        return self.file.key in self.made and self.made[self.file.key][0] == self.asked

    def offer_to_save(self) -> None:
        file, (_of, version, content) = self.file, self.made[self.file.key]
        self.place.download_button(
            _save(file), content, file.name, file.mime, key=f"save_{file.key}", type="primary",
            icon=":material/save:", on_click="ignore", width=self.width,
        )  # fmt: skip
        if version != self.view.version:
            st.button(_("Changed since: make it again"), key=f"again_{file.key}", on_click=self.made.clear)

    def make(self) -> None:
        """Make it while a bar says what is done. Whoever does not want to wait ends it at the next step; nothing is left of it."""
        self.view.notes[_ASKED] = None
        with (
            under_a_bar("making", lambda: _cancel(self.view, self.file.key)) as tell,
            in_turn(_TURN, tell, lambda: (0.0, _("Waiting until another file is made …"))),
        ):
            tell(0.0, _("Making the file …"))
            self.made[self.file.key] = (self.asked, self.view.version, self.file.make(tell))
        self.offer_to_save()


def offer_downloads(view: View, key: str = "download") -> None:
    """The view's rows as files, made when asked for: Excel first, CSV beside it."""
    count = view.count
    if not count:
        return
    table = Table(lambda: as_file(view.actions, view.book, view.as_of), count, FILED, _("Actions"), key)
    with st.container(horizontal=True, vertical_alignment="center"):
        offer_table(view, table, _("Download Excel"), _("Download CSV"))
        rows = n_("1 action", "{n} actions", count)
        st.caption(_("{rows}, as filtered above").format(rows=rows))
