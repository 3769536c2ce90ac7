"""A file to take away: made at the click where that is quick, else in the page, under a bar that says how much is left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

import streamlit as st

from gcdash.errors import GcdashError
from gcdash.exports.actions import FILED, about, as_file, file_name
from gcdash.exports.package import XLSX
from gcdash.exports.tables import to_csv, to_xlsx
from gcdash.filters import describe
from gcdash.steps import Progress, tell_nobody
from gcdash.ui.failures import Failures, failures, noted
from gcdash.ui.frame import View, show_error
from gcdash.ui.text import plain
from gcdash.words import _, n_

FEW = 200
"""Actions: the packs of files for all parties of a book with no more are made before anybody has time to wait."""
A_MOMENT = 0.2
"""Seconds between two looks at whether it is one's turn; meanwhile the page can be left."""

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


def offer(
    view: View, file: File, *, at_once: bool, disabled: bool = False, wide: bool = False, on_click: Callable[[], None] | None = None
) -> None:
    """The file's button. Where it takes long, a click makes the file and another saves it; it stays until something else is asked."""
    width: Any = "stretch" if wide else "content"
    look: dict[str, Any] = {"key": file.key, "icon": ":material/download:", "width": width, "disabled": disabled}
    taking: Any = on_click or "ignore"
    if at_once or disabled:
        take(view, file, on_click=taking, width=width, disabled=disabled)
        return
    made: dict[str, tuple[Hashable, str, bytes]] = view.notes.setdefault(_MADE, {})  # the last one: a visit keeps no more
    asked, place, below = (view.as_of, view.filters, file.of), st.empty(), st.empty()
    if file.key in made and made[file.key][0] != asked:
        del made[file.key]
    if file.key not in made:
        if view.notes.get(_ASKED) != file.key:
            place.button(file.label, on_click=_ask, args=(view, file.key), **look)
            if view.notes.get(_CANCELLED) == file.key:
                st.caption(_("Cancelled: no file was made."))
            return
        view.notes[_ASKED] = view.notes[_CANCELLED] = None
        content = _made(view, file, place, below)
        made.clear()
        made[file.key] = (asked, view.version, content)
    _of, version, content = made[file.key]
    label = _("Save the {suffix} file").format(suffix=PurePath(file.name).suffix)
    place.download_button(
        label, content, file.name, file.mime, key=f"save_{file.key}", type="primary",
        icon=":material/save:", on_click=taking, width=width,
    )  # fmt: skip
    if version != view.version:
        st.button(_("Changed since: make it again"), key=f"again_{file.key}", on_click=made.__delitem__, args=(file.key,))


def take(view: View, file: File, *, on_click: Any = "ignore", width: Any = "content", disabled: bool = False) -> None:  # noqa: ANN401 -- as Streamlit has them
    """A button that makes the file at the click, outside of any run, and saves it. Why it failed stands under it soon after."""
    asked, failed = (view.version, view.as_of, view.filters, file.of), failures(view.notes)
    st.download_button(
        file.label, partial(_attempt, file, asked, failed), file.name, file.mime,
        key=file.key, on_click=on_click, icon=":material/download:", width=width, disabled=disabled,
    )  # fmt: skip
    of, why = failed.get(file.key, (None, ""))
    if of == asked and isinstance(why, GcdashError):
        show_error(why)
    elif of == asked:
        words = _("No file was made. Try again; if that stays so, tell whoever runs the dashboard the number {n}.")
        st.error(words.format(n=why), icon=":material/error:")


def _attempt(file: File, asked: Hashable, failed: Failures) -> bytes:
    """The file; where it cannot be made, the reason for the page, which in an error that nobody foresaw is its number in the log."""
    failed.pop(file.key, None)
    try:
        return file.make(tell_nobody)
    except GcdashError as error:
        failed[file.key] = (asked, error)
        raise
    except Exception as error:
        failed[file.key] = (asked, noted(error))
        raise


def _ask(view: View, key: str) -> None:
    view.notes[_ASKED] = key


def _cancel(view: View, key: str) -> None:
    view.notes[_CANCELLED] = key


def _made(view: View, file: File, place: st.delta_generator.DeltaGenerator, below: st.delta_generator.DeltaGenerator) -> bytes:
    """The file, while a bar says what is done. Whoever does not want to wait ends it at the next step of the bar; nothing is left of it."""
    bar = place.progress(0.0, _("Making the file …"))
    below.button(_("Cancel"), key=f"cancel_{file.key}", icon=":material/close:", on_click=_cancel, args=(view, file.key))

    def tell(done: float, what: str) -> None:
        bar.progress(done, plain(what))

    while not _TURN.acquire(timeout=A_MOMENT):
        tell(0.0, _("Waiting until another file is made …"))
    try:
        return file.make(tell)
    finally:
        _TURN.release()
        below.empty()


def offer_downloads(view: View, key: str = "download") -> None:
    """The view's rows as files, made when asked for: Excel first, CSV beside it."""
    if view.actions.empty:
        return

    def facts() -> Mapping[str, str]:
        return about(view.book, view.store.state().name, view.as_of, describe(view.filters), len(view.actions))

    name = file_name(view.book, view.as_of)
    with st.container(horizontal=True, vertical_alignment="center"):
        take(view, File(
            _("Download Excel"), f"{name}.xlsx", XLSX, f"{key}_xlsx",
            lambda _progress: to_xlsx(as_file(view.actions, view.book, view.as_of), FILED, facts(), _("Actions")),
        ))  # fmt: skip
        take(view, File(
            _("Download CSV"), f"{name}.csv", "text/csv", f"{key}_csv",
            lambda _progress: to_csv(as_file(view.actions, view.book, view.as_of)),
        ))  # fmt: skip
        rows = n_("1 action", "{n} actions", len(view.actions))
        st.caption(_("{rows}, as filtered above").format(rows=rows))
