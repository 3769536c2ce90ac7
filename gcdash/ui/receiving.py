"""Spreadsheets that come back: read, compared, and shown as a plan before anything is recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import streamlit as st

from gcdash.access import Verb
from gcdash.book import Book
from gcdash.errors import Unreadable
from gcdash.exports.receipt import whose
from gcdash.limits import MOST_FILES
from gcdash.merge.form import READ
from gcdash.merge.recognition import Chosen, Listing
from gcdash.merge.tally import counted, in_words
from gcdash.merge.undo import applied, is_left
from gcdash.submission import Upload, plan_for, says
from gcdash.submission.mappings import remember, remembered
from gcdash.ui.frame import View, show_error
from gcdash.ui.permits import note_once, permitted
from gcdash.ui.proposal import Proposal
from gcdash.ui.scene import Scene
from gcdash.ui.shown import show_answer
from gcdash.ui.text import plain
from gcdash.ui.uploads import let_go, offer
from gcdash.ui.waiting import under_a_bar
from gcdash.words import _, n_, straight

SUFFIXES = ["xlsx", "xlsm", "xls", "ods", "csv", "txt", "tsv"]

_KEPT, _CHOICES, _CANCELLED = "submission_plan", "submission_choices", "submission_cancelled"


def ask_files(view: View) -> list[Upload]:
    """The files that somebody sent, one or several at once; none from those who may not upload."""
    if not permitted(view, Verb.UPLOAD):
        let_go()
        return []
    offer()
    files = st.file_uploader(
        _("Spreadsheets that came back"), SUFFIXES, accept_multiple_files=True, key="submissions",
        help=_("At most {n} at a time; take those out that are done.").format(n=MOST_FILES),
    )  # fmt: skip
    if len(files) == MOST_FILES:
        words = _(
            "{n} files are the most at a time. One that is marked red was not taken: take out those that are done, and send it again."
        )
        st.info(words.format(n=MOST_FILES), icon=":material/info:")
    return [Upload(file.name, file.getvalue()) for file in files]


def uploaded() -> frozenset[str]:
    """The uploads that are on the page, each by an ID of its own: a file that is sent again has another."""
    return frozenset(file.file_id for file in st.session_state.get("submissions", ()))


@dataclass
class Kept:
    """What a visit keeps of its files: their plan, what was asked, of which version of the book, and what that says of what plans tell."""

    asked: Asked
    version: str
    said: object
    proposal: Proposal


class Asked(NamedTuple):
    """The files by their hash, who is said to have sent them, and the columns that somebody has chosen."""

    files: str
    party: str | None
    columns: tuple[object, ...]


def ask_plan(view: View, files: Sequence[Upload]) -> Proposal | None:
    """The plan for the files, made anew when they, what the book says, the sender or the columns change; None where there is none.

    It is made once the page stands; until then the page shows the one before.
    """
    if not files:
        view.notes.pop(_KEPT, None)
        return None
    party, chosen = _ask_sender(view, files), remembered(view.store)
    sender = st.empty()
    asked = Asked(_hash(files), party, tuple(sorted(chosen.items())))
    if _is_cancelled(view, asked.files):
        return None
    kept: Kept | None = view.notes.get(_KEPT)
    if kept is None or (kept.asked, kept.version) != (asked, view.version):
        view.later.append(lambda: _make(view, files, asked, chosen))
    if kept is None:
        return None
    kept.proposal.lay_before(view.person, view.book, view.version)
    plan = kept.proposal.plan
    for bad in plan.unusable:
        show_error(Unreadable(bad.message, bad.hint))
    if not plan.files:
        return None
    of_each = [(file.name, whose(file)) for file in plan.files]
    names = "; ".join(who if len(of_each) == 1 else f"{name}: {who}" for name, who in of_each)
    sender.caption(plain(_("Who sent it: {names}.").format(names=names)))
    for verb, action_id, question in kept.proposal.refused:
        note_once(view, "refused", verb, action_id, question)
    return kept.proposal


def _make(view: View, files: Sequence[Upload], asked: Asked, chosen: Chosen) -> None:
    """Make the plan while a bar says how much is left, and show it; where the book says no more than before, that one stays."""
    kept: Kept | None = view.notes.get(_KEPT)
    if kept and (kept.asked, kept.said) == (asked, _told(view.book, says(view.book))):
        kept.version = view.version
        return
    with under_a_bar("planning", lambda: view.notes.update({_CANCELLED: asked.files})) as tell:
        tell(0.0, _("Reading and comparing …"))
        plan = plan_for(view.store, files, view.today, party=asked.party, chosen=chosen, progress=tell)
        if view.notes.get(_CHOICES, ("", {}))[0] != asked.files:
            view.notes[_CHOICES] = (asked.files, {})
        proposal = Proposal(plan, view.notes[_CHOICES][1])
        view.notes[_KEPT] = Kept(asked, view.version, _told(view.book, plan.version), proposal)
    st.rerun()


def _told(book: Book, actions_and_updates: str) -> object:
    """What of a book a plan depends on, the names included by which it knows owners and parties."""
    return actions_and_updates, book.settings, book.registry.kinds, book.registry.synonyms, book.members


def _is_cancelled(view: View, these: str) -> bool:
    """Whether the plan for these files was cancelled; then says so, and how to make it after all."""
    if view.notes.get(_CANCELLED) != these:
        return False
    st.info(_("Cancelled: no plan was made and nothing was recorded."), icon=":material/cancel:")
    st.button(_("Make the plan"), key="make_plan", on_click=view.notes.pop, args=(_CANCELLED,))
    return True


def _hash(files: Sequence[Upload]) -> str:
    of_all = hashlib.sha256()
    for file in files:
        of_all.update(file.name.encode() + b"\0" + hashlib.sha256(file.data).digest())
    return of_all.hexdigest()


def _ask_sender(view: View, files: Sequence[Upload]) -> str | None:
    """Who sent them, for files that do not say it. None: not said; blank: they speak for the whole action."""
    whole = _("the secretariat, for the whole action")
    names = [whole, *view.book.known_parties]
    name = st.selectbox(
        n_("Who sent it, where the file does not say", "Who sent them, where a file does not say", len(files)), names, index=None,
        key="sender", placeholder=_("As the file says"), accept_new_options=True, width=420, format_func=straight,
    )  # fmt: skip
    return "" if name == whole else name


def ask_columns(view: View, proposal: Proposal) -> None:
    """Where a heading could only be guessed, which column it is; kept for the next file of that shape."""
    for listing in (listing for file in proposal.plan.files for listing in file.listings if not listing.sure):
        with st.expander(_("Columns of {sheet}: what could only be guessed").format(sheet=plain(listing.table.place.sheet)), expanded=True):
            _ask_columns(view, listing)


def _ask_columns(view: View, listing: Listing) -> None:
    names = {column.name: _(column.heading) for column in READ.columns}
    columns: dict[int, str] = {}
    with st.form(f"columns_{listing.signature}"):
        for heading in listing.headings:
            columns[heading.position] = st.selectbox(
                plain(heading.words if heading.sure else _("{words} (guessed)").format(words=heading.words)), ["", *names],
                index=["", *names].index(heading.column), key=f"column_{listing.signature}_{heading.position}",
                format_func=lambda name: names.get(name) or _("not read"),
            )  # fmt: skip
        if st.form_submit_button(_("Read it like this")):
            remember(view.store, listing.signature, columns)
            st.rerun()


def show_numbers(view: View, proposal: Proposal) -> None:
    """What the plan holds in one sentence, and of each file where there are several; what of it was taken before or was not read."""
    show_answer(_in_numbers(proposal))
    files = proposal.plan.files
    for file in files:
        numbers = [_in_numbers(proposal, file.name)] if len(files) > 1 else []
        before = (
            [_("This file has been taken already; nothing of it is taken twice.")] if view.once(_is_taken, file.mark, view.today) else []
        )
        for words in (*numbers, *before, *file.notices):
            st.caption(plain(f"{file.name}: {words}"))


def _is_taken(scene: Scene, mark: str, today: date) -> bool:
    """Whether what came from these very bytes, by whatever name, still stands in the book."""
    return any(source.endswith(f" {mark}") and is_left(scene.book, source, today) for source in applied(scene.book))


def _in_numbers(proposal: Proposal, file: str = "") -> str:
    return f"{in_words(counted(proposal.groups, file)) or _('Nothing new')}."
