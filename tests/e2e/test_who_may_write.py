"""Every kind of writing that pages offer, by each role, with a real sign-in and a real browser; who may is asked of the one table."""

from __future__ import annotations

import re
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError, WebSocketRoute, expect  # noqa: A004 -- Playwright's own
from streamlit.proto.BackMsg_pb2 import BackMsg

from books import Row, says, typed_by_hand
from browser import idle, watch
from gcdash.access import TABLE, Person, Role, Verb, may
from gcdash.changes import Meeting
from gcdash.merge.plan import SUBMISSION
from gcdash.schema import PARTIES
from gcdash.store.workbook import WorkbookStore
from patience import soon
from sign_in import ANOTHER, COORDINATOR, FOCAL_POINT, NOBODY, Site, enter, proxied_site, site, visit
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

    ``way``: how the history begins to say by which way an update came. ``at_the_press``: it is written before the page is drawn again, so
    that a press always reaches the store, whatever the page would offer then. The rest is in tests/pages/test_role_lost.py.
    """

    verb: Verb
    link: str
    offered: Callable[[Page], Locator] | None
    fill: Callable[[Page], None]
    press: str
    action_id: str | None = "A05"
    way: str = "form"
    at_the_press: bool = False


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
        page.get_by_role("textbox", name="Why is it withdrawn?").fill("Sent by mistake")

    return fill


def _upload(page: Page) -> None:
    page.locator("input[type=file]").set_input_files({"name": "wco.xlsx", "mimeType": "", "buffer": FILES[0]})
    idle(page)


def _amend(page: Page) -> None:
    page.locator("input[type=file]").set_input_files({"name": "agreed.xlsx", "mimeType": "", "buffer": AGREED[-1]})
    idle(page)
    page.get_by_role("button", name="Tick all").click()
    idle(page)


def _take(page: Page) -> None:
    with page.expect_download():
        page.get_by_role("button", name="Download reminders").click()
    idle(page)


def _close(page: Page) -> None:
    page.get_by_role("button", name="Close the meeting").first.click()


def _agree(page: Page) -> None:
    page.get_by_role("button", name="Agree a new action").click()
    page.get_by_role("textbox", name="Action", exact=True).fill("Train the trainers")
    page.get_by_role("combobox", name="Theme").click()
    page.get_by_role("option").first.click()


def _unfold(page: Page) -> None:
    page.get_by_text("Withdraw a submission that was applied by mistake").click()
    page.wait_for_function("() => document.getAnimations().every(one => one.playState !== 'running')")  # what moves cannot be pressed


def _whole_submission(page: Page) -> Locator:
    _unfold(page)
    idle(page)
    return page.get_by_role("button", name="Withdraw the whole submission")


def _sure(page: Page) -> None:
    _whole_submission(page).click()
    idle(page)


def _move(page: Page) -> None:
    page.get_by_role("button", name="Change the settings").click()
    page.get_by_role("textbox", name="Place").fill("Geneva")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="See what would change").click()
    idle(page)


def _first_version(page: Page) -> None:
    box, first = page.get_by_role("combobox", name="Version"), page.get_by_role("option").filter(has_text="generation 0,")
    box.focus()  # the page moves up to it, which would close its list; so does a run that the page begins by itself
    idle(page)

    def is_listed() -> bool:
        box.fill("")
        box.fill("generation 0,")
        return first.is_visible()

    assert soon(is_listed)
    first.click()
    idle(page)
    page.get_by_role("button", name="See what would come back").click()
    idle(page)


def _nothing(_page: Page) -> None:
    return


FILES: deque[bytes] = deque()
"""What WCO sends, in turn: the same again would bring nothing."""
AGREED: list[bytes] = []
"""Copies of the workbook in which the words of an action are others; the last is that of the site that runs."""

ROOM = "meeting?meeting=First&at=A05"
WRITINGS: Mapping[str, Writing] = {  # the first one first: with all that the others write the first version is thinned out
    "put a version back": Writing(
        Verb.RESTORE, "check", _button("See what would come back"), _first_version, "Yes, put it back", None,
        at_the_press=True,
    ),
    "report": Writing(Verb.REPORT, "record?action=A05", _button("Record the update"), _report, "Record the update"),
    "upload": Writing(
        Verb.UPLOAD, "spreadsheets", lambda page: page.get_by_text("Spreadsheets that came back"), _upload, "Apply 1 report", None,
        "submission wco.xlsx", at_the_press=True,
    ),
    "withdraw own": Writing(Verb.WITHDRAW_OWN, "action?action=A05", _withdraw("mine"), _say_why("mine"), "Withdraw this update"),
    "withdraw any": Writing(Verb.WITHDRAW_ANY, "action?action=A05", _withdraw("whole"), _say_why("whole"), "Withdraw this update"),
    "withdraw a submission": Writing(
        Verb.WITHDRAW_ANY, "spreadsheets", _whole_submission, _sure, "Yes, withdraw it",
        way="withdrawal of submission ", at_the_press=True,
    ),
    "confirm a date": Writing(Verb.CONFIRM, "action?action=A05", _button("Confirm this date"), _nothing, "Confirm this date"),
    "confirm owners": Writing(Verb.CONFIRM, "action?action=A07", _button("No owner"), _nothing, "No owner", "A07"),
    "open a meeting": Writing(
        Verb.MEETING, "meetings", _button("Open the meeting"),
        lambda page: page.get_by_role("textbox", name="Name of the meeting").fill("Second"), "Open the meeting", None,
    ),
    "record an outcome": Writing(
        Verb.MEETING, ROOM, _button("Record the outcome"),
        lambda page: page.get_by_role("textbox", name="What was said or decided").fill("The secretariat writes"), "Record the outcome",
        way="meeting: First",
    ),
    "change a setting": Writing(Verb.SETTINGS, "check", _button("Change the settings"), _move, "Yes, change them", None, at_the_press=True),
    "agree an action": Writing(Verb.AMEND, ROOM, _button("Agree a new action"), _agree, "Add the action", None),
    "close a meeting": Writing(Verb.MEETING, "meetings", _button("Close the meeting"), _close, "Close now", None),
    "amend by upload": Writing(Verb.AMEND, "spreadsheets", None, _amend, "Apply", None, at_the_press=True),
    "reminders went out": Writing(Verb.REMIND, "downloads", _button("Download reminders"), _take, "These went out", None),
}  # fmt: skip


@pytest.fixture(scope="module", params=["login", "proxy"])
def signs_in(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("signs_in")
    FILES.clear()
    for running in site(folder, UPDATES) if request.param == "login" else proxied_site(request.getfixturevalue("nginx"), folder, UPDATES):
        FILES.extend(filled_in(sent_out(running.server.book), **{action: REPORT}) for action in ("A08", "A09"))
        store = WorkbookStore(running.server.book)
        store.append([Meeting("g", "First", date(2009, 11, 25))])
        store.fold()
        agreed = Path(shutil.copy(running.server.book, folder / "agreed.xlsx"))
        typed_by_hand(agreed, "Share names", "Share other names")
        AGREED.append(agreed.read_bytes())
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
            enter(signs_in, page, who)
        yield pages
    assert found == []


def changes(book: Path, before: str, page: Page) -> bool:
    """Whether the book comes to say something else than before."""
    deadline = time.monotonic() + 20
    while says(book) == before and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    return says(book) != before


@pytest.mark.parametrize("signs_in", ["login"], indirect=True)
@pytest.mark.parametrize("link", dict.fromkeys(writing.link for writing in WRITINGS.values()))
def test_a_page_offers_what_the_table_allows(signs_in: Site, signed_in: dict[str, Page], link: str) -> None:
    book = WorkbookStore(signs_in.server.book).load()
    for who, person in PEOPLE.items():
        visit(signed_in[who], f"{signs_in.url}/{link}")
        for writing in (writing for writing in WRITINGS.values() if writing.link == link and writing.offered):
            offered = expect(writing.offered(signed_in[who]), f"{writing.press}: {who}")
            (offered.not_to_have_count if may(person, writing.verb, writing.action_id, book) else offered.to_have_count)(0)


@pytest.mark.parametrize("signs_in", ["login"], indirect=True)
def test_a_file_about_an_action_of_others_is_refused_row_by_row(signs_in: Site, signed_in: dict[str, Page]) -> None:
    page = signed_in[ANOTHER]
    visit(page, f"{signs_in.url}/spreadsheets")
    _upload(page)

    expect(page.get_by_role("button", name="Nothing to apply")).to_be_disabled()
    expect(page.get_by_text("is not one that UNEP reports on.").first).to_be_attached()


@contextmanager
def role_gone(site: Site, who: str) -> Iterator[None]:
    """Somebody's role is taken away, as whoever keeps the access file or the Parties sheet would; and given back afterwards."""
    if who == COORDINATOR:
        site.allow(coordinators="")
    else:
        typed_by_hand(site.server.book, "ann@example.org", "gone@example.org", PARTIES.name)
    try:
        yield
    finally:
        site.allow()
        if who != COORDINATOR:
            typed_by_hand(site.server.book, "gone@example.org", "ann@example.org", PARTIES.name)


def pressed(button: Locator, *, must: bool) -> bool:
    """Whether it was there to be pressed: a page that has noticed by itself takes it away, which without a change of the book none does."""
    try:
        button.click(timeout=20_000 if must else 5_000)
    except TimeoutError:
        return must and pytest.fail("The button was not there.")
    return True


@pytest.mark.parametrize("name", WRITINGS)
def test_it_is_refused_once_the_role_is_gone_and_done_for_whom_the_table_names(
    signs_in: Site, signed_in: dict[str, Page], name: str
) -> None:
    """Where people sign in each of those who may does it; behind a proxy, where only the way in differs, the one of the least rights."""
    writing, server = WRITINGS[name], signs_in.server
    as_it_was = WorkbookStore(server.book).load()
    those_who_may = [who for who in (COORDINATOR, FOCAL_POINT) if may(PEOPLE[who], writing.verb, writing.action_id, as_it_was)]
    for who in those_who_may if signs_in.issuer else those_who_may[-1:]:
        page = signed_in[who]
        assert soon(lambda: WorkbookStore(server.book).fold().waiting == 0), "nothing that would change the book by itself"
        visit(page, f"{signs_in.url}/{writing.link}")
        writing.fill(page)
        button = page.get_by_role("button", name=writing.press)
        expect(button).to_be_visible()
        before, heard = says(server.book), len(server.said)
        with role_gone(signs_in, who):
            done = pressed(button, must=who == COORDINATOR)
            expect(page.get_by_text("You are looking only")).to_be_visible()
            idle(page)
        assert says(server.book) == before
        assert not (done and writing.at_the_press) or f"refused {writing.verb} viewer " in server.said[heard:]
        assert " is viewer, was " in server.said[heard:]

        known = list(WorkbookStore(server.book).load().updates["update_id"])
        visit(page, f"{signs_in.url}/{writing.link}")
        writing.fill(page)
        page.get_by_role("button", name=writing.press).click()
        assert changes(server.book, before, page), who
        FILES.rotate()
        updates = WorkbookStore(server.book).load().updates
        added = updates[~updates["update_id"].isin(known)]
        assert [way for way in added["source"] if not way.startswith(writing.way)] == []
        assert set(added["verified"]) <= {"yes"}
        assert set(known) <= set(updates["update_id"])  # nothing is deleted


class Line:
    """The way of what a page says to its server: while it is ``shut``, what asks for a new run waits here; files are asked for."""

    def __init__(self, page: Page) -> None:
        self.shut = False
        self._held: list[bytes] = []
        page.route_web_socket(re.compile("/_stcore/stream"), self._pass_on)

    def _pass_on(self, line: WebSocketRoute) -> None:
        self._server = line.connect_to_server()
        line.on_message(lambda said: self._hear(said if isinstance(said, bytes) else said.encode()))

    def _hear(self, said: bytes) -> None:
        if self.shut and BackMsg.FromString(said).WhichOneof("type") == "rerun_script":
            self._held.append(said)
        else:
            self._server.send(said)

    def open(self) -> None:
        self.shut = False
        for said in self._held:
            self._server.send(said)


@pytest.mark.parametrize("signs_in", ["login"], indirect=True)
def test_a_page_that_stood_open_makes_no_drafts_with_addresses_once_the_role_is_gone(signs_in: Site, signed_in: dict[str, Page]) -> None:
    """The page draws itself anew only afterwards: it could take the button away before the file is asked for."""
    with signed_in[COORDINATOR].context.new_page() as page:
        line, taken = Line(page), list[str]()
        page.on("download", lambda file: taken.append(file.suggested_filename))
        visit(page, f"{signs_in.url}/downloads")
        signs_in.allow(coordinators="")
        try:
            heard, line.shut = len(signs_in.server.said), True
            page.get_by_role("button", name="Download reminders").click()
            expect(page.get_by_text("Failed to generate file for download")).to_be_visible()
            assert "refused remind viewer " in signs_in.server.said[heard:]
            line.open()
            expect(page.get_by_text("You are looking only")).to_be_visible()
            idle(page)
        finally:
            signs_in.allow()
    assert taken == []


def test_every_verb_that_writes_is_among_them() -> None:
    looking = {Verb.READ, Verb.DOWNLOAD}

    assert {writing.verb for writing in WRITINGS.values()} | looking == set(TABLE)
