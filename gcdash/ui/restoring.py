"""A kept version of the workbook, put back once it is said what comes of that; nothing recorded is lost."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st

from gcdash import sentences
from gcdash.access import Verb
from gcdash.errors import GcdashError
from gcdash.steps import Progress
from gcdash.store.backups import Backup
from gcdash.store.restoring import Restoring, restoring
from gcdash.ui.frame import View, show_error
from gcdash.ui.text import plain
from gcdash.ui.waiting import ask_to_write, under_a_bar
from gcdash.words import _, n_

_ASKED, _TOLD, _DONE, _WHY = "restore_asked", "restore_told", "restored", "not_restored"


def offer_restore(view: View) -> None:
    """Choose a kept version, see what would come of it, and put it back; for a coordinator."""
    if not view.may(Verb.RESTORE):
        return
    st.subheader(_("Versions that are kept"), anchor=False)
    if done := view.notes.get(_DONE):
        words = _("The version of {moment} is back. What is recorded since goes into it again.").format(moment=done)
        st.success(plain(words), title=_("Put back"), icon=":material/check_circle:")
    if why := view.notes.get(_WHY):
        show_error(why)
    kept = _by_generation(view)
    st.caption(_("Before gcdash writes into the workbook it keeps the version that is there, and so it does before one is put back."))
    if not kept:
        st.info(_("None is kept yet."))
        return
    names = {generation: _named(backup) for generation, backup in kept.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(_("Version"), list(names), key="restore_which", format_func=names.__getitem__, width=420)
        st.button(_("See what would come back"), key="restore_ask", on_click=_ask, args=(view,))
    if (asked := kept.get(view.notes.get(_ASKED, -1))) is not None:
        _ask_once_more(view, asked)


def _by_generation(view: View) -> Mapping[int, Backup]:
    """The newest version of each generation, newest first: it is the one that comes back."""
    newest: dict[int, Backup] = {}
    for backup in view.store.backups():
        newest.setdefault(backup.generation, backup)
    return newest


def _named(backup: Backup) -> str:
    words = _("{moment}, generation {n}").format(moment=sentences.moment(backup.kept_at), n=backup.generation)
    with suppress(FileNotFoundError):  # a fold may thin the old ones out this very moment
        words += ", " + sentences.size(backup.path.stat().st_size)
    return words


def _ask(view: View) -> None:
    view.notes.update({_ASKED: st.session_state["restore_which"], _DONE: "", _WHY: None})


def _ask_once_more(view: View, backup: Backup) -> None:
    """Say what would come back, what goes in again and what would be gone, and do it when that is confirmed."""
    told = _told(view, backup)
    if told is None:
        return
    with st.container(border=True):
        st.markdown(plain(_("The workbook would again be what it was on {moment}.").format(moment=sentences.moment(backup.kept_at))))
        again = _("Recorded since, and goes in again: {what}.").format(what=_in_words(told.again)) if told.again else ""
        gone = _("Not in it, as somebody wrote it into the workbook since: {what}.").format(what=_in_words(told.gone)) if told.gone else ""
        for words in (again or _("Nothing has been recorded since."), gone or _("Pages would say the same as now.")):
            st.markdown(plain(words))
        st.caption(_("Formats, and sheets and columns of your own, are again what they were then. The version of now is kept too."))
        with st.container(horizontal=True):
            st.button(_("Yes, put it back"), type="primary", key="restore_yes", on_click=_restore, args=(view, backup))
            st.button(_("No, leave it"), key="restore_no", on_click=view.notes.pop, args=(_ASKED, None))


def _told(view: View, backup: Backup) -> Restoring | None:
    """What would come of it, worked out for each version of the book once the page stands; until then as it was before, or None."""
    (version, of), told = view.notes.get(_TOLD, (("", None), None))
    if (version, of) != (view.version, backup):
        view.later.append(lambda: _work_out(view, backup))
    return told if of == backup else None


def _work_out(view: View, backup: Backup) -> None:
    with under_a_bar("restoring", lambda: view.notes.pop(_ASKED, None)) as tell:
        tell(0.0, _("Reading the version that is kept …"))
        try:
            view.notes[_TOLD] = (view.version, backup), restoring(view.store, backup, tell)
        except GcdashError as error:
            view.notes[_WHY] = error
            view.notes.pop(_ASKED, None)
    st.rerun()


def _in_words(rows: Mapping[str, int]) -> str:
    return sentences.joined([n_("1 row of {sheet}", "{n} rows of {sheet}", count, sheet=sheet) for sheet, count in rows.items()])


def _restore(view: View, backup: Backup) -> None:
    view.notes.pop(_ASKED, None)
    ask_to_write(view.notes, _("Putting the version back …"), lambda tell: _put_back(view, backup, tell))


def _put_back(view: View, backup: Backup, tell: Progress) -> None:
    """Put it back; refused in words where that may not be, or cannot be done just now. The page reads it then."""
    try:
        view.store.restore(backup.generation, tell)
    except GcdashError as error:
        view.notes[_WHY] = error
        return
    view.folder.soon()
    view.notes[_DONE] = sentences.moment(backup.kept_at)
