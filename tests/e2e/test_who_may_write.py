"""Every kind of writing that pages offer, by each role, with a real sign-in and a real browser; who may is asked of the one table."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect  # noqa: A004 -- Playwright's own

from books import Row, typed_by_hand
from browser import idle, watch
from gcdash.access import TABLE, Person, Role, Verb, may
from gcdash.book import WRITTEN_BY_FOLDS
from gcdash.changes import Meeting
from gcdash.merge.plan import SUBMISSION
from gcdash.store.workbook import WorkbookStore
from sign_in import ANOTHER, COORDINATOR, FOCAL_POINT, NOBODY, Site, sign_in, site, visit
from test_spreadsheets import REPORT, filled_in, sent_out

PEOPLE = {
    COORDINATOR: Person(Role.COORDINATOR, "1"),
    FOCAL_POINT: Person(Role.FOCAL_POINT, "2", parties=frozenset({"WCO"})),
    ANOTHER: Person(Role.FOCAL_POINT, "3", parties=frozenset({"UNEP"})),
    NOBODY: Person(Role.VIEWER, "4"),
}
REPORTED: Row = {"action_id": "A05", "status": "In progress", "text": "Begun", "report_date": "2009-06-01"}
UPDATES: list[Row] = [
    REPORTED | {"update_id": "mine1", "party": "WCO"},
    REPORTED | {"update_id": "mine2", "party": "WCO"},
    REPORTED | {"update_id": "whole"},
    REPORTED | {"update_id": "sent", "action_id": "A06", "party": "UNEP", "source": f"{SUBMISSION}list.xlsx abc"},
]


@dataclass(frozen=True, slots=True)
class Writing:
    """One kind of writing: its verb, where it is offered and as what, what is filled in there, and the button pressed last.

    ``way``: how the history begins to say by which way an update came.
    """

    verb: Verb
    link: str
    offered: Callable[[Page], Locator]
    fill: Callable[[Page], None]
    press: str
    action_id: str | None = "A05"
    way: str = "form"


def _button(name: str) -> Callable[[Page], Locator]:
    return lambda page: page.get_by_role("button", name=name)


def _withdraw(update: str) -> Callable[[Page], Locator]:
    return lambda page: page.locator(f"[class*=st-key-update_{update}]").get_by_role("button", name="Withdraw").first


def _report(page: Page) -> None:
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="In progress").click()


def _say_why(update: str) -> Callable[[Page], None]:
    def fill(page: Page) -> None:
        _withdraw(update)(page).click()
        page.get_by_role("textbox", name="Why does it not count?").fill("Sent by mistake")

    return fill


def _upload(page: Page) -> None:
    FILES.rotate()
    page.locator("input[type=file]").set_input_files({"name": "wco.xlsx", "mimeType": "", "buffer": FILES[0]})
    idle(page)


def _agree(page: Page) -> None:
    page.get_by_role("button", name="Agree a new action").click()
    page.get_by_role("textbox", name="Action", exact=True).fill("Train the trainers")
    page.get_by_role("combobox", name="Theme").click()
    page.get_by_role("option").first.click()


def _unfold(page: Page) -> None:
    page.get_by_text("Withdraw a submission that was applied by mistake").click()


def _whole_submission(page: Page) -> Locator:
    _unfold(page)
    idle(page)
    return page.get_by_role("button", name="Withdraw the whole submission")


def _sure(page: Page) -> None:
    idle(page)  # what others have just recorded is on its way to the page: Streamlit may drop a press that meets such a run
    _whole_submission(page).click()
    idle(page)


def _move(page: Page) -> None:
    page.get_by_role("textbox", name="Place").fill("Geneva")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Change the settings").click()
    idle(page)


def _first_version(page: Page) -> None:
    box = page.get_by_role("combobox", name="Version")
    box.focus()  # the page moves up to it, which would close its list
    idle(page)
    box.fill("generation 0,")
    page.get_by_role("option").filter(has_text="generation 0,").click()
    idle(page)
    page.get_by_role("button", name="See what would come back").click()
    idle(page)


def _nothing(_page: Page) -> None:
    return


FILES: deque[bytes] = deque()
"""What WCO sends, in turn: the same again would bring nothing."""

ROOM = "meeting?meeting=First&at=A05"
WRITINGS: Mapping[str, Writing] = {  # the first one first: with all that the others write the first version is thinned out
    "put a version back": Writing(Verb.RESTORE, "check", _button("See what would come back"), _first_version, "Yes, put it back", None),
    "report": Writing(Verb.REPORT, "record?action=A05", _button("Record the update"), _report, "Record the update"),
    "upload": Writing(
        Verb.UPLOAD, "spreadsheets", lambda page: page.get_by_text("Spreadsheets that came back"), _upload, "Apply 1 report", None,
        "submission wco.xlsx",
    ),
    "withdraw own": Writing(Verb.WITHDRAW_OWN, "action?action=A05", _withdraw("mine"), _say_why("mine"), "Withdraw this update"),
    "withdraw any": Writing(Verb.WITHDRAW_ANY, "action?action=A05", _withdraw("whole"), _say_why("whole"), "Withdraw this update"),
    "withdraw a submission": Writing(
        Verb.WITHDRAW_ANY, "spreadsheets", _whole_submission, _sure, "Yes, withdraw it",
        way="withdrawal of submission ",
    ),
    "confirm a date": Writing(Verb.CONFIRM, "action?action=A05", _button("Confirm this date"), _nothing, "Confirm this date"),
    "confirm owners": Writing(Verb.CONFIRM, "action?action=A07", _button("No owner"), _nothing, "No owner", "A07"),
    "open a meeting": Writing(
        Verb.MEETING, "meetings", _button("Open the meeting"),
        lambda page: page.get_by_role("textbox", name="Name of the meeting").fill("Second"), "Open the meeting", None,
    ),
    "record an outcome": Writing(Verb.MEETING, ROOM, _button("Record the outcome"), _nothing, "Record the outcome", way="meeting: First"),
    "change a setting": Writing(Verb.SETTINGS, "check", _button("Change the settings"), _move, "Yes, change them", None),
    "agree an action": Writing(Verb.AMEND, ROOM, _button("Agree a new action"), _agree, "Add the action", None),
}  # fmt: skip


@pytest.fixture(scope="module")
def signs_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    for running in site(tmp_path_factory.mktemp("signs_in"), UPDATES):
        FILES.extend(filled_in(sent_out(running.server.book), **{action: REPORT}) for action in ("A08", "A09"))
        store = WorkbookStore(running.server.book)
        store.append([Meeting("g", "First", date(2009, 11, 25))])
        store.fold()
        typed_by_hand(running.server.book, "Share lists", "Share no lists")  # what the first version that is kept does not hold
        yield running


@pytest.fixture(scope="module")
def signed_in(browser: Browser, signs_in: Site) -> Iterator[dict[str, Page]]:
    """A page for each of them, each in a browser of its own, in which they have signed in."""
    found: list[str] = []
    with ExitStack() as ending:
        pages = {who: ending.enter_context(browser.new_context()).new_page() for who in PEOPLE}
        for who, page in pages.items():
            watch(page, found)
            visit(page, f"{signs_in.url}/check")
            sign_in(page, who)
        yield pages
    assert found == []


def said(book: Path) -> str:
    """All that the book says of its settings, actions, updates and meetings, wherever it stands: a fold moves it into the sheet."""
    now = WorkbookStore(book).load()
    frames = (frame.drop(columns=list(WRITTEN_BY_FOLDS), errors="ignore") for frame in (now.actions, now.updates, now.meetings))
    return repr(now.settings) + "".join(frame.to_csv() for frame in frames)


def changes(book: Path, before: str, page: Page) -> bool:
    """Whether the book comes to say something else than before."""
    deadline = time.monotonic() + 20
    while said(book) == before and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    return said(book) != before


@pytest.mark.parametrize("link", dict.fromkeys(writing.link for writing in WRITINGS.values()))
def test_a_page_offers_what_the_table_allows(signs_in: Site, signed_in: dict[str, Page], link: str) -> None:
    book = WorkbookStore(signs_in.server.book).load()
    for who, person in PEOPLE.items():
        visit(signed_in[who], f"{signs_in.url}/{link}")
        for writing in (writing for writing in WRITINGS.values() if writing.link == link):
            offered = expect(writing.offered(signed_in[who]), f"{writing.press}: {who}")
            (offered.not_to_have_count if may(person, writing.verb, writing.action_id, book) else offered.to_have_count)(0)


def test_a_file_about_an_action_of_others_is_refused_row_by_row(signs_in: Site, signed_in: dict[str, Page]) -> None:
    page = signed_in[ANOTHER]
    visit(page, f"{signs_in.url}/spreadsheets")
    _upload(page)

    expect(page.get_by_role("button", name="Nothing to apply")).to_be_disabled()
    expect(page.get_by_text("is not one that UNEP reports on.").first).to_be_attached()


@pytest.mark.parametrize("name", WRITINGS)
def test_it_is_refused_once_the_role_is_gone_and_done_for_whom_the_table_names(
    signs_in: Site, signed_in: dict[str, Page], name: str
) -> None:
    writing, book = WRITINGS[name], signs_in.server.book
    as_it_was = WorkbookStore(book).load()
    before, page = said(book), signed_in[COORDINATOR]
    visit(page, f"{signs_in.url}/{writing.link}")
    writing.fill(page)
    button = page.get_by_role("button", name=writing.press)
    expect(button).to_be_visible()
    signs_in.allow(coordinators="")
    try:
        with suppress(TimeoutError):  # the page may notice by itself, and takes the button away
            button.click(timeout=5_000)
        expect(page.get_by_text("You are looking only")).to_be_visible()
        idle(page)
    finally:
        signs_in.allow()
    assert said(book) == before

    for who in (COORDINATOR, FOCAL_POINT):
        if may(PEOPLE[who], writing.verb, writing.action_id, as_it_was):
            before, known = said(book), list(WorkbookStore(book).load().updates["update_id"])
            visit(signed_in[who], f"{signs_in.url}/{writing.link}")
            writing.fill(signed_in[who])
            signed_in[who].get_by_role("button", name=writing.press).click()
            assert changes(book, before, signed_in[who]), who
            updates = WorkbookStore(book).load().updates
            added = updates[~updates["update_id"].isin(known)]
            assert [way for way in added["source"] if not way.startswith(writing.way)] == []
            assert set(added["verified"]) <= {"yes"}
            assert set(known) <= set(updates["update_id"])  # nothing is deleted


def test_a_page_that_stood_open_makes_no_drafts_with_addresses_once_the_role_is_gone(signs_in: Site, signed_in: dict[str, Page]) -> None:
    page, taken = signed_in[COORDINATOR], list[str]()
    page.on("download", lambda file: taken.append(file.suggested_filename))
    visit(page, f"{signs_in.url}/downloads")
    signs_in.allow(coordinators="")
    try:
        page.get_by_role("button", name="Download reminders").click()
        expect(page.get_by_text("You are looking only")).to_be_visible()
        idle(page)
    finally:
        signs_in.allow()
    assert taken == []


def test_every_verb_that_writes_is_among_them() -> None:
    looking = {Verb.READ, Verb.DOWNLOAD, Verb.REMIND}

    assert {writing.verb for writing in WRITINGS.values()} | looking == set(TABLE)
