"""Every write is held against the access table where it is written, whatever a page has offered; the log says who, by subject."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from books import make_book
from gcdash.access import Person, Role, Verb, allows
from gcdash.access.writes import action_of
from gcdash.book import Book
from gcdash.changes import Amendment, CellChange, Change, Meeting, NewAction, Reminder, Update
from gcdash.errors import Refusal
from gcdash.store.guarded import Guarded
from gcdash.store.workbook import WorkbookStore

DAY = date(2010, 1, 1)
PEOPLE = {
    Role.VIEWER: Person(Role.VIEWER, "subject-v", why="Sign in to report."),
    Role.FOCAL_POINT: Person(Role.FOCAL_POINT, "subject-f", "Ms A", frozenset({"WCO"}), verified=True),
    Role.COORDINATOR: Person(Role.COORDINATOR, "subject-c", "Mr C", verified=True),
}
OWN = Update("new", "A05", DAY, "In progress", "Secret words", "WCO", reported_by="Ms A")
CHANGES: dict[str, tuple[Verb, Change]] = {
    "report": (Verb.REPORT, OWN),
    "upload": (Verb.UPLOAD, Update("up", "A05", DAY, "In progress", "Sent", "WCO", source="submission wco.xlsx abc")),
    "own withdrawn": (Verb.WITHDRAW_OWN, Update("w1", "A05", DAY, "", "By mistake", "WCO", withdraws="mine")),
    "another's withdrawn": (Verb.WITHDRAW_ANY, Update("w2", "A06", DAY, "", "By mistake", "UNEP", withdraws="theirs")),
    "reading confirmed": (Verb.CONFIRM, CellChange("c1", "A05", "due_date_set", "", "none")),
    "setting changed": (Verb.SETTINGS, CellChange("s1", "Base date", "value", "2009-05-29", "2010-05-29", sheet="Settings")),
    "words amended": (Verb.AMEND, Amendment("m", "A05", "action", "Use networks", "Use them", DAY)),
    "action added": (Verb.AMEND, NewAction("n", "A07", "Borders", "More")),
    "meeting": (Verb.MEETING, Meeting("g", "First", DAY)),
    "outcome": (Verb.MEETING, Update("o", "A05", DAY, "In progress", "Decided", source="meeting: First")),
    "reminder": (Verb.REMIND, Reminder("r", "WCO", "A05", "Overdue", DAY, DAY)),
}


@pytest.fixture
def store(tmp_path: Path) -> WorkbookStore:
    actions = [
        {"action_id": name, "theme": "T", "action": "Use networks", "timescale": "3", "responsibility": owner}
        for name, owner in (("A05", "WCO"), ("A06", "UNEP"))
    ]
    said = {"status": "In progress", "text": "Begun", "report_date": "2009-06-01"}
    updates = [
        said | {"update_id": "mine", "action_id": "A05", "party": "WCO"},
        said | {"update_id": "theirs", "action_id": "A06", "party": "UNEP"},
    ]
    owners = [{"owner": "WCO", "kind": "organisation"}, {"owner": "UNEP", "kind": "organisation"}]
    return WorkbookStore(make_book(tmp_path / "book.xlsx", actions=actions, updates=updates, owners=owners))


def guarded(store: WorkbookStore, role: Role) -> Guarded:
    return Guarded(store, lambda _book: PEOPLE[role])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_recorded_for_whom_the_table_names_and_refused_else(store: WorkbookStore, name: str, role: Role) -> None:
    verb, change = CHANGES[name]
    before = store.version()

    if allows(role, verb):
        assert guarded(store, role).append([change]).ids
    else:
        with pytest.raises(Refusal, match="You may not"):
            guarded(store, role).append([change])

    assert (store.version() != before) is allows(role, verb)


def test_a_focal_point_writes_nothing_where_one_change_of_many_is_not_theirs(store: WorkbookStore) -> None:
    before = store.version()

    for other in (Update("x", "A06", DAY, "In progress", "Theirs", "WCO"), Update("x", "A05", DAY, "In progress", "Theirs", "UNEP")):
        with pytest.raises(Refusal):
            guarded(store, Role.FOCAL_POINT).append([OWN, other])

    assert store.version() == before


@pytest.mark.parametrize("role", Role)
def test_an_older_version_is_put_back_and_an_id_given_by_a_coordinator_only(store: WorkbookStore, role: Role) -> None:
    store.append([OWN])
    store.fold()
    mine = guarded(store, role)
    if role is Role.COORDINATOR:
        mine.restore(mine.backups()[0].generation)
        assert mine.new_action_id("n") == "A07"
        return

    for what in (mine.restore, lambda: mine.new_action_id("n")):
        with pytest.raises(Refusal, match="You may not"):
            what()


def test_who_somebody_is_is_asked_at_each_write_of_the_book_as_it_is_then(store: WorkbookStore) -> None:
    asked: list[int] = []

    def who(book: Book) -> Person:
        asked.append(len(book.updates))
        return PEOPLE[Role.COORDINATOR if len(asked) == 1 else Role.VIEWER]

    same = Guarded(store, who)
    same.append([OWN])
    with pytest.raises(Refusal):
        same.append([Meeting("g", "First", DAY)])

    assert asked == [2, 3]


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [f"{record.levelname} {record.getMessage()}" for record in caplog.records if record.name == "gcdash.access"]


@pytest.mark.parametrize("name", CHANGES)
def test_the_log_has_each_grant_and_refusal_by_subject_and_neither_names_nor_words(
    store: WorkbookStore, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.set_level(logging.INFO, "gcdash.access")
    verb, change = CHANGES[name]
    role = Role.FOCAL_POINT if verb is Verb.WITHDRAW_OWN else Role.COORDINATOR
    guarded(store, role).append([change])
    with pytest.raises(Refusal):
        guarded(store, Role.VIEWER).append([change])

    asked = Verb.WITHDRAW_ANY if verb is Verb.WITHDRAW_OWN else verb  # a viewer has nothing of their own
    assert said(caplog) == [
        f"INFO granted {verb} {role} {action_of(change) or ''!r} to {PEOPLE[role].subject}",
        f"WARNING refused {asked} viewer {action_of(change) or ''!r} to subject-v",
    ]


def test_the_log_has_who_put_a_version_back_and_who_was_given_an_id_and_who_was_not(
    store: WorkbookStore, caplog: pytest.LogCaptureFixture
) -> None:
    store.append([OWN])
    store.fold()
    caplog.set_level(logging.INFO, "gcdash.access")
    for role in (Role.COORDINATOR, Role.VIEWER):
        with nullcontext() if role is Role.COORDINATOR else pytest.raises(Refusal):
            guarded(store, role).restore()
        with nullcontext() if role is Role.COORDINATOR else pytest.raises(Refusal):
            guarded(store, role).new_action_id("n")

    assert said(caplog) == [
        "INFO granted restore coordinator '' to subject-c",
        "INFO granted amend coordinator '' to subject-c",
        "WARNING refused restore viewer '' to subject-v",
        "WARNING refused amend viewer '' to subject-v",
    ]
