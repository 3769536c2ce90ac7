"""The frame that every page enters: the clock, the book, the as-of date and the filters, and errors in words.

``with page(question) as view:`` is all that a page needs. Only here is the clock asked and a result cached; the key is always where
the book is kept and its version, never the time alone: versions of two books may be the same word.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Concatenate, TypeVar

import pandas as pd
import streamlit as st

from gcdash import access
from gcdash import filters as filtering
from gcdash.access import Person, settings
from gcdash.access.identity import who
from gcdash.book import Book
from gcdash.changes import Change
from gcdash.checks import problems
from gcdash.compare import since
from gcdash.errors import GcdashError, Missing, Problem
from gcdash.filters import Filters
from gcdash.meetings import Minutes, minutes
from gcdash.progress import completed
from gcdash.standing import stand
from gcdash.store import Receipt, Store
from gcdash.store.folder import Folder
from gcdash.store.guarded import Guarded
from gcdash.store.workbook import WorkbookStore
from gcdash.ui import controls, visitors
from gcdash.ui.failures import Failures, failures
from gcdash.ui.scene import Scene
from gcdash.ui.text import plain
from gcdash.words import _, n_

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK_SETTING = "GCDASH_WORKBOOK"
SEEN_WITHIN = "5s"
"""How often an open page looks whether somebody has recorded or saved something."""

_NOTES = "notes"
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """What a page shows: the book, the day it is true for, and the actions as they stand on it, all and filtered.

    ``store`` writes only what ``person``, who looks, may write. ``scene`` is what does not depend on who looks. ``notes``: what this visit
    keeps from one run to the next and says after a write; plain, since Streamlit may end a run wherever its own state is asked.
    """

    store: Guarded
    folder: Folder
    book: Book
    today: date
    as_of: date
    filters: Filters
    everything: pd.DataFrame
    actions: pd.DataFrame
    version: str
    where: str
    person: Person
    scene: Scene
    notes: dict[str, Any]

    def record(self, changes: Sequence[Change]) -> Receipt:
        """Put the changes on the disk, all or none, and into the workbook soon after. What is said of it goes into ``notes``."""
        receipt = self.store.append(changes)
        self.folder.soon()
        return receipt

    def once(self, make: Callable[Concatenate[Scene, ...], T], *more: Hashable) -> T:
        """What ``make`` gives for what is shown, whoever looks: made once for all visits, and not to be changed."""
        return self.scene.once(make, *more)

    def may(self, verb: str, action_id: str | None = None) -> bool:
        """Whether who looks may do that, so that a page offers only what will be done."""
        return access.may(self.person, verb, action_id, self.book)

    def problems(self) -> tuple[Problem, ...]:
        return _problems(self.where, self.version, self.today)

    def minutes(self, meeting: str) -> Minutes:
        return _minutes(self.where, self.version, meeting)

    def moves(self, start: date) -> pd.DataFrame:
        """What has become of every action from a day to the as-of date."""
        return _moves(self.where, self.version, start, self.as_of)

    @staticmethod
    def moment() -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC).replace(tzinfo=None)


@contextmanager
def page(question: str, *, filtered: bool = True, searched: bool = False, side_bar: bool = True) -> Iterator[View]:
    """Show a page's question and what it is true for, hand its body the view, and say in words what went wrong, if anything did."""
    controls.show_question(question)
    try:
        view = _view(filtered=filtered, searched=searched, side_bar=side_bar)
    except Missing as error:
        hint = _("Put it back there, name another one with {setting}, or make one: python -m gcdash new {name}.")
        show_error(Missing(error.message, hint.format(setting=WORKBOOK_SETTING, name=Path(workbook()).name)))
        st.stop()
    except GcdashError as error:
        show_error(error)
        st.stop()
    try:
        yield view
    except GcdashError as error:
        show_error(error)
    failed = failures(view.notes)
    _watch(view.store, view.version, failed, dict(failed))


def show_error(error: GcdashError) -> None:
    """What is wrong, where, and what to do next."""
    st.error(plain(error.hint), title=plain(error.message), icon=":material/error:")


def workbook() -> str:
    """Where the book is that is shown."""
    return os.environ.get(WORKBOOK_SETTING) or str(ROOT / "data" / "actions.xlsx")


def _view(*, filtered: bool, searched: bool, side_bar: bool) -> View:
    where = workbook()
    rules = settings.current()
    visitors.check_sign_in(rules)
    kept, folder = _store(where)
    said = visitors.visit(View.moment())  # asked here: a file that is made at a click is made outside of any run
    store = Guarded(kept, lambda book: who(replace(said, now=View.moment()), settings.current(), book))
    version = store.version()
    book = _book(where, version)
    today = date.today()
    person = store.who(book)
    visitors.note_role(person)
    if side_bar:
        show_whose(book, store)
    visitors.show_person(person, rules)
    visitors.show_why(person, rules, st.login)
    _show_notices(book, store)
    as_of = controls.ask_as_of(book.settings.default_as_of or today, today)
    scene = _scene(where, version, as_of, Filters())
    if filtered and (filters := controls.ask_filters(scene.once(_options), searched=searched)):
        scene = _scene(where, version, as_of, filters)
    controls.show_unknown(controls.AS_OF, *filtering.CHOICES)
    everything, actions = (frame.copy(deep=False) for frame in (scene.everything, scene.actions))
    notes = st.session_state.setdefault(_NOTES, {})
    return View(store, folder, book, today, as_of, scene.filters, everything, actions, version, where, person, scene, notes)


def _options(scene: Scene) -> Mapping[str, tuple[str, ...]]:
    return filtering.options(scene.book)


def show_whose(book: Book, store: Store) -> None:
    """Which workshop this is."""
    settings = book.settings
    with st.sidebar:
        st.markdown(f"**{plain(settings.workshop or store.state().name)}**")
        st.caption(plain(" · ".join(part for part in (settings.place, settings.dates) if part)))


def _show_notices(book: Book, store: Store) -> None:
    """That the book's data is made up, where it is; that something waits for the workbook, while it does."""
    if book.settings.sample:
        st.warning(_("SAMPLE data: made up for trying things out. No party has reported any of it."), icon=":material/science:")
    state = store.state()
    if state.waiting and state.notices:
        waits = n_("1 change is recorded and waits for the workbook.", "{n} changes are recorded and wait for the workbook.", state.waiting)
        st.info(plain(" ".join(state.notices)), title=plain(waits), icon=":material/hourglass_top:")


@st.cache_resource(show_spinner=False)
def _store(path: str) -> tuple[WorkbookStore, Folder]:
    store = WorkbookStore(path)
    folder = Folder(store)
    folder.soon()  # what an earlier run of the program has recorded may still wait
    return store, folder


@st.cache_resource(max_entries=4, show_spinner=False)
def _book(where: str, version: str) -> Book:  # noqa: ARG001 -- the version is the key
    with st.spinner(_("Reading the workbook …"), show_time=False):
        return _store(where)[0].load()


@st.cache_resource(max_entries=16, show_spinner=False)
def _stands(where: str, version: str, as_of: date) -> pd.DataFrame:
    """One frame for all sessions: callers take a shallow copy, and pandas copies what they write."""
    return stand(_book(where, version), as_of)


@st.cache_resource(max_entries=24, show_spinner=False)
def _scene(where: str, version: str, as_of: date, filters: Filters) -> Scene:
    """What all sessions share that look at the same; what is drawn from it is kept with it."""
    everything = _stands(where, version, as_of).copy(deep=False)
    book = _book(where, version)
    actions = filtering.apply(filters, everything, book, as_of) if filters else everything
    return Scene(book, as_of, filters, everything, actions, lambda: _completed(where, version, as_of))


@st.cache_resource(max_entries=4, show_spinner=False)
def _problems(where: str, version: str, today: date) -> tuple[Problem, ...]:
    return problems(_book(where, version), today, _store(where)[0].differences())


@st.cache_resource(max_entries=32, show_spinner=False)
def _minutes(where: str, version: str, meeting: str) -> Minutes:
    return minutes(_book(where, version), meeting)


@st.cache_resource(max_entries=8, show_spinner=False)
def _moves(where: str, version: str, start: date, end: date) -> pd.DataFrame:
    return since(_book(where, version), start, end)


@st.cache_resource(max_entries=8, show_spinner=False)
def _completed(where: str, version: str, as_of: date) -> pd.DataFrame:
    return completed(_book(where, version), as_of)


@st.fragment(run_every=SEEN_WITHIN)
def _watch(store: Store, seen: str, failed: Failures, told: Failures) -> None:
    """Show what others have recorded or saved, and which download has failed, soon after; what is being typed stays."""
    if store.version() != seen or failed != told:
        st.rerun()
