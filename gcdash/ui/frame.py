"""The frame that every page enters: the clock, the book, the as-of date and the filters, and errors in words.

``with page(question) as view:`` is all that a page needs. Only here is the clock asked and a result cached; the key is always where
the book is kept and its version, never the time alone: versions of two books may be the same word.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
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
from gcdash.errors import GcdashError, Missing, Problem
from gcdash.filters import Filters
from gcdash.meetings import Minutes, minutes
from gcdash.standing import stand
from gcdash.steps import tell_nobody
from gcdash.store import Receipt, Store
from gcdash.store.folder import Folder
from gcdash.store.guarded import Guarded
from gcdash.store.workbook import WorkbookStore
from gcdash.ui import controls, visitors
from gcdash.ui.failures import news
from gcdash.ui.scene import Scene, options
from gcdash.ui.text import plain
from gcdash.ui.waiting import read_ahead, read_once, write_as_asked
from gcdash.ui.watching import begin_to_draw, end_to_draw, watch
from gcdash.words import _, n_

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK_SETTING = "GCDASH_WORKBOOK"

_NOTES = "notes"
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """What a page shows: the book, the day it is true for, and the actions as they stand on it, all and filtered.

    ``store`` writes only what ``person``, who looks, may write. ``scene`` is what does not depend on who looks. ``notes``: what this visit
    keeps from one run to the next and says after a write; plain, since Streamlit may end a run wherever its own state is asked. ``later``:
    what takes long, and is done once the page stands.
    """

    store: Guarded
    folder: Folder
    book: Book
    today: date
    as_of: date
    filters: Filters
    version: str
    where: str
    person: Person
    scene: Scene
    notes: dict[str, Any]
    later: list[Callable[[], None]] = field(default_factory=list)

    @cached_property
    def everything(self) -> pd.DataFrame:
        """All actions as they stand; a frame of this visit's own, though the values are shared: pandas copies what is written."""
        return self.scene.everything.copy(deep=False)

    @cached_property
    def actions(self) -> pd.DataFrame:
        """The actions that pass the filters, likewise."""
        return self.scene.actions.copy(deep=False)

    @property
    def count(self) -> int:
        """How many actions pass the filters."""
        return len(self.scene.actions)

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
    begin_to_draw(view.notes)
    told = news(view.notes)
    with _in_words():
        yield view
    watch(view.store, view.version, view.notes, told)
    with _in_words():
        write_as_asked(view.notes)
        for work in view.later:
            work()
    end_to_draw(view.notes)


@contextmanager
def _in_words() -> Iterator[None]:
    """What goes wrong is shown in its place, and the page goes on."""
    try:
        yield
    except GcdashError as error:
        show_error(error)


def show_error(error: GcdashError) -> None:
    """What is wrong, where, and what to do next."""
    st.error(plain(error.hint), title=plain(error.message), icon=":material/error:")


def workbook() -> str:
    """Where the book is that is shown."""
    return os.environ.get(WORKBOOK_SETTING) or str(ROOT / "data" / "actions.xlsx")


def prepare() -> None:
    """Make what the first visitor will see, before they come; what is wrong with the workbook is said to them."""
    with suppress(GcdashError):
        read_once(_store(where := workbook()), tell_nobody)
        version = _store(where).version()
        as_of = _book(where, version).settings.default_as_of or date.today()
        _scene(where, version, as_of, Filters()).completed()


def _view(*, filtered: bool, searched: bool, side_bar: bool) -> View:
    where = workbook()
    rules = settings.current()
    visitors.check_sign_in(rules)
    kept = _store(where)
    read_ahead(kept)
    folder = _folder(where)
    said = visitors.visit(View.moment(), rules)  # asked here: a file that is made at a click is made outside of any run
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
    if filtered and (filters := controls.ask_filters(scene.once(options), searched=searched)):
        scene = _scene(where, version, as_of, filters)
    controls.show_unknown(controls.AS_OF, *filtering.CHOICES)
    notes = st.session_state.setdefault(_NOTES, {})
    return View(store, folder, book, today, as_of, scene.filters, version, where, person, scene, notes)


def show_whose(book: Book, store: Store) -> None:
    """Which workshop this is."""
    settings = book.settings
    about = plain(" · ".join(part for part in (settings.place, settings.dates) if part))
    with st.sidebar:
        st.markdown(f"**{plain(settings.workshop or store.state().name)}**" + (f"\n\n:small[:gray[{about}]]" if about else ""))


def _show_notices(book: Book, store: Store) -> None:
    """That the book's data is made up, where it is; that something waits for the workbook, while it does."""
    if book.settings.sample:
        st.warning(_("SAMPLE data: made up for trying things out. No party has reported any of it."), icon=":material/science:")
    state = store.state()
    if state.waiting and state.notices:
        waits = n_("1 change is recorded and waits for the workbook.", "{n} changes are recorded and wait for the workbook.", state.waiting)
        st.info(plain(" ".join(state.notices)), title=plain(waits), icon=":material/hourglass_top:")


@st.cache_resource(show_spinner=False)
def _store(path: str) -> WorkbookStore:
    return WorkbookStore(path)


@st.cache_resource(show_spinner=False)
def _folder(path: str) -> Folder:
    folder = Folder(_store(path))
    folder.soon()  # what an earlier run of the program has recorded may still wait
    return folder


@st.cache_resource(max_entries=4, show_spinner=False)
def _book(where: str, version: str) -> Book:  # noqa: ARG001 -- the version is the key
    return _store(where).load()


@st.cache_resource(max_entries=24, show_spinner=False)
def _scene(where: str, version: str, as_of: date, filters: Filters) -> Scene:
    """What all sessions share that look at the same; what is drawn from it is kept with it."""
    book = _book(where, version)
    if not filters:
        everything = stand(book, as_of)
        return Scene(book, as_of, filters, everything, everything)
    whole = _scene(where, version, as_of, Filters())
    return Scene(book, as_of, filters, whole.everything, filtering.apply(filters, whole.everything, book, as_of), whole)


@st.cache_resource(max_entries=4, show_spinner=False)
def _problems(where: str, version: str, today: date) -> tuple[Problem, ...]:
    return problems(_book(where, version), today, _store(where).differences())


@st.cache_resource(max_entries=32, show_spinner=False)
def _minutes(where: str, version: str, meeting: str) -> Minutes:
    return minutes(_book(where, version), meeting)
