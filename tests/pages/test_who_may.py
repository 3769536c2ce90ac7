"""Who may do what, through the real pages: what is not allowed is not offered, and what is written says who wrote it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from books import make_book
from gcdash.store.workbook import WorkbookStore
from house_rules import pages
from people import ACTIONS, NO_PARTY, OWNERS, PARTIES, SECRETS, UPDATES, lines
from screen import one, words
from test_form import fill
from test_spreadsheets import REPORT, filled_in, sent_out, upload

As = Callable[..., AppTest]
EVERY_PAGE = [path.stem for path in pages()]
WRITING = {
    "Agree a new action", "Change the settings", "Close the meeting", "Confirm this date", "Download reminders", "No owner",
    "Open the meeting", "Record the outcome", "Record the update", "See what would come back", "Spreadsheets that came back",
    "Withdraw this update",
}  # fmt: skip


def labels(app: AppTest) -> set[str]:
    return {getattr(element, "label", "") for kind in ("button", "file_uploader", "download_button") for element in app.get(kind)}


@pytest.mark.parametrize(
    ("page", "query", "offered", "who"),
    [
        ("record", {"action": "A05"}, "Record the update", "ann sec"),
        ("record", {"action": "A06"}, "Record the update", "ulf sec"),
        ("action", {"action": "A05"}, "Withdraw this update", "ann sec"),
        ("action", {"action": "A05"}, "Confirm this date", "sec"),
        ("meetings", {}, "Open the meeting", "sec"),
        ("spreadsheets", {}, "Spreadsheets that came back", "ann ulf sec"),
        ("downloads", {}, "Download reminders", "sec"),
        ("downloads", {}, "Download Excel", "ann ulf sec eve "),
        ("check", {}, "Confirm this date", "sec"),
    ],
)
def test_each_page_offers_what_the_matrix_allows(sign_in: As, page: str, query: dict[str, str], offered: str, who: str) -> None:
    people = ["", "eve", "ann", "ulf", "sec"]

    found = {name for name in people if offered in labels(sign_in(page, f"{name}@example.org" if name else "", **query))}

    assert found == {name for name in people if name in who.split(" ")}


def test_no_workbook_makes_a_coordinator(sign_in: As, small: Path) -> None:
    told = {"Coordinators": "ann@example.org", "Role": "coordinator", "Mode": "open"}
    make_book(small, told, actions=ACTIONS, updates=UPDATES, owners=OWNERS, parties=PARTIES)
    book = openpyxl.load_workbook(small)
    for sheet in ("Parties", "Owners"):
        column = book[sheet].max_column + 1
        for row, said in enumerate(("Role", "coordinator", "coordinator"), start=1):
            book[sheet].cell(row, column, said)
    book.save(small)

    shown = sign_in("check", "ann@example.org")

    assert "Ms A · focal point · WCO" in words(shown)
    assert labels(shown).isdisjoint({"Change the settings", "Confirm this date", "See what would come back"})


@pytest.mark.parametrize("who", ["", "ann@example.org", "sec@example.org"])
def test_no_page_shows_the_addresses_of_the_parties_sheet_to_anybody(sign_in: As, who: str) -> None:
    for name in (path.stem for path in pages()):
        shown = sign_in(name, who, action="A05")

        said = words(shown) + "".join(str(table.value.to_dict()) for table in shown.dataframe)
        assert "ulf@example.org" not in said, name


def test_who_has_not_signed_in_is_told_so(sign_in: As) -> None:
    said = words(sign_in("record", action="A05"))

    assert "You may not record updates here. Sign in to report." in said
    assert "You are looking only" in said


def test_a_focal_point_reports_for_its_party_and_is_verified(sign_in: As, small: Path) -> None:
    page = sign_in("record", "ann@example.org", action="A05")
    assert one(page, "selectbox", "Party that reports").options == ["WCO"]
    fill(page, Status="In progress", What_was_done="The list was sent")

    last = WorkbookStore(small).load().updates.set_index("text").loc["The list was sent"]
    assert (last["party"], last["reported_by"], last["verified"], last["source"]) == ("WCO", "Ms A", "yes", "form")
    assert "Ms A (verified), by form" in words(sign_in("action", "ann@example.org", action="A05"))


def test_who_is_taken_out_of_the_sheet_is_refused_at_the_next_click_and_the_log_says_both_once(
    sign_in: As, small: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    page = sign_in("record", "ann@example.org", action="A05")
    make_book(small, actions=ACTIONS, owners=OWNERS, parties=PARTIES[1:])

    fill(page, Status="In progress", What_was_done="The list was sent")

    assert "You may not record updates here." in words(page)
    assert WorkbookStore(small).load().updates.empty
    page.run()
    subject = lines(caplog)[0].removeprefix("INFO role of ").partition(" ")[0]
    assert lines(caplog) == [
        f"INFO role of {subject} is focal point, was none",
        f"INFO role of {subject} is viewer, was focal point: {NO_PARTY}",
        f"INFO not offered report viewer 'A05' to {subject}",
    ]


def test_an_upload_is_refused_row_by_row_and_the_log_has_each_once(sign_in: As, small: Path, caplog: pytest.LogCaptureFixture) -> None:
    page = sign_in("spreadsheets", "ann@example.org")
    one(upload(page, "all.xlsx", filled_in(sent_out(small, "everyone"), A05=REPORT, A06=REPORT)), "selectbox",
        "Who sent it, where the file does not say").set_value("WCO").run()  # fmt: skip

    caplog.set_level(logging.INFO)
    one(page, "button", "Apply 1 report").click().run()

    added = WorkbookStore(small).load().updates
    assert list(added.loc[added["source"].str.startswith("submission"), "action_id"]) == ["A05"]
    said = [line.rpartition(" to ")[0] for line in lines(caplog)]
    assert [words for words in said if " upload " in words] == [
        "WARNING refused upload focal point 'A06'",
        "INFO granted upload focal point 'A05'",
    ]


def test_ones_own_update_is_withdrawn_with_a_reason_and_another_is_not_offered(sign_in: As, small: Path) -> None:
    page = sign_in("action", "ann@example.org", action="A05")
    one(page, "button", "Withdraw this update").click().run()
    assert "A withdrawal needs a reason." in words(page)

    one(page, "text_input", "Why is it withdrawn?").set_value("Sent by mistake")
    one(page, "button", "Withdraw this update").click().run()

    (row,) = (row for row in WorkbookStore(small).load().updates.to_dict("records") if row["withdraws"])
    assert (row["withdraws"], row["text"], row["reported_by"], row["verified"]) == ("mine", "Sent by mistake", "Ms A", "yes")
    assert "Withdraw this update" not in labels(page)


def test_the_history_says_who_and_whether_that_is_certain_and_by_which_way_and_keeps_what_is_withdrawn(sign_in: As, small: Path) -> None:
    said = {"action_id": "A05", "party": "WCO", "status": "In progress", "report_date": "2009-06-03"}
    ways = [
        ("form", "Ms A", "yes"),
        ("submission wco.xlsx abc", "Ms A", "yes"),
        ("meeting: First", "", "no"),
        ("command line", "Mr X", "no"),
    ]
    more = [said | {"update_id": f"u{at}", "source": way, "reported_by": by, "verified": sure} for at, (way, by, sure) in enumerate(ways)]
    gone = {
        "update_id": "gone",
        "action_id": "A05",
        "withdraws": "whole",
        "text": "By mistake",
        "report_date": "2009-06-04",
        "source": "form",
    }
    make_book(small, actions=ACTIONS, updates=[*UPDATES, *more, gone], owners=OWNERS, parties=PARTIES)

    history = words(sign_in("action", action="A05"))

    for line in (
        "Ms A (verified), by form", "Ms A (verified), by submission wco.xlsx abc", "no name given (unverified), by meeting: First",
        "Mr X (unverified), by command line", "~~2 Jun 2009", "By mistake", "Said",
    ):  # fmt: skip
        assert line in history


def test_a_cookie_secret_that_could_be_guessed_lets_nobody_see_anything(sign_in: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SECRETS, "auth", {"cookie_secret": "short"})

    said = words(sign_in("overview"))

    assert "the cookie secret is missing or shorter than 32 characters" in said
    assert "Use networks" not in said


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_an_access_file_that_is_not_in_order_lets_nobody_see_anything(sign_in: As, tmp_path: Path, page: str) -> None:
    (tmp_path / "access.toml").write_text("[access]\nmode = 'opn'")

    shown = sign_in(page, "sec@example.org", action="A05")

    assert "Nobody can be let in" in words(shown)
    assert "Use networks" not in words(shown)
    assert (labels(shown), list(shown.dataframe)) == (set(), [])


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_cold_link_to_any_page_passes_the_frame_that_decides(sign_in: As, page: str) -> None:
    shown = sign_in(page, action="A05")

    assert "Sign in to report." in words(shown)
    assert labels(shown).isdisjoint(WRITING)


def test_the_log_says_who_was_let_do_what_and_names_nobody(sign_in: As, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    fill(sign_in("record", "ann@example.org", action="A05"), Status="In progress", What_was_done="The list was sent")

    said = [record.getMessage() for record in caplog.records if record.name == "gcdash.access"]
    assert any(line.startswith("role of ") and "focal point, was none" in line for line in said)
    assert any(line.startswith("granted report focal point 'A05' to ") for line in said)
    assert not any(word in caplog.text for word in ("@example", "Ms A", "The list was sent"))
