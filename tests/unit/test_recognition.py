"""Which tables and columns of a submission are what: by heading, by synonym, by a guess that can be corrected and is remembered."""

from __future__ import annotations

from gcdash.merge.recognition import Holds, recognise
from gcdash.schema import ACTIONS, UPDATES
from submissions import Sheet

WORKSHOP = ("Action", "Proposed Time scale", "Responsibility", "Update/Feedback", "Notes/suggestions")


def columns(*rows: tuple[object, ...], name: str = "List") -> dict[str, int]:
    (listing,) = recognise([Sheet(name, [list(row) for row in rows])])
    return dict(listing.table.place.columns)


def test_headings_are_known_by_synonym_in_any_order_and_language() -> None:
    assert columns(("Délai", "Budget", "Référence", "Point d'action", "RESPONSABLE")) == {
        "timescale": 0, "action_id": 2, "action": 3, "responsibility": 4
    }  # fmt: skip


def test_title_lines_stand_above_the_headings() -> None:
    assert columns(("A workshop",), (), ("25-29 May 2009",), WORKSHOP, ("Do it", "3 months", "WCO")) == {
        "action": 0, "timescale": 1, "responsibility": 2, "update_feedback": 3, "notes": 4
    }  # fmt: skip


def test_update_beside_a_status_is_what_was_done() -> None:
    assert columns(("ID", "Status", "Update")) == {"action_id": 0, "status": 1, "text": 2}
    assert columns(("ID", "Action", "Update")) == {"action_id": 0, "action": 1, "update_feedback": 2}


def test_latest_status_is_what_gcdash_wrote_and_status_is_what_is_reported() -> None:
    assert columns(("ID", "Latest status", "Status")) == {"action_id": 0, "latest_status": 1, "status": 2}


def test_a_heading_that_is_like_a_name_is_a_guess_that_says_so() -> None:
    (listing,) = recognise([Sheet("List", [["ID", "New statuss", "What was doen", "Budget"]])])

    assert [(heading.words, heading.column, heading.sure) for heading in listing.headings] == [
        ("ID", "action_id", True), ("New statuss", "status", False), ("What was doen", "text", False), ("Budget", "", True)
    ]  # fmt: skip
    assert not listing.sure


def test_what_a_person_chose_is_remembered_for_the_next_file_of_that_shape() -> None:
    sheet = Sheet("List", [["ID", "State of play", "Budget"], ["A01", "Completed", "3"]])
    (listing,) = recognise([sheet])

    (again,) = recognise([Sheet("Other", [["id ", "STATE of play", "Budget"]])], {listing.signature: {1: "status", 2: ""}})

    assert dict(again.table.place.columns) == {"action_id": 0, "status": 1}
    assert again.sure


def test_a_choice_takes_a_column_from_the_heading_that_had_it() -> None:
    sheet = Sheet("List", [["ID", "Status", "Real status"]])
    (listing,) = recognise([sheet])

    (again,) = recognise([sheet], {listing.signature: {2: "status"}})

    assert dict(again.table.place.columns) == {"action_id": 0, "status": 2}


def test_a_copy_of_the_workbook_holds_actions_and_updates() -> None:
    sheets = [Sheet("Read me", [["ID", "Action"]]), Sheet("Updates", [list(UPDATES.headings)]), Sheet("Actions", [list(ACTIONS.headings)])]

    assert [(listing.holds, listing.table.place.sheet) for listing in recognise(sheets)] == [
        (Holds.ACTIONS, "Actions"), (Holds.UPDATES, "Updates")
    ]  # fmt: skip


def test_a_table_of_updates_is_known_by_its_heading_whatever_its_sheet_is_called() -> None:
    (listing,) = recognise([Sheet("Sheet1", [list(UPDATES.headings)])])

    assert listing.holds is Holds.UPDATES


def test_owners_parties_and_settings_are_no_lists_of_actions() -> None:
    assert recognise([Sheet("Parties", [["Party", "ID", "Action"]]), Sheet("Notes", [["Hello", "world"]]), Sheet("Empty", [])]) == ()


def test_a_heading_is_used_once() -> None:
    assert columns(("ID", "ID", "Action", "Status", "Status")) == {"action_id": 0, "action": 2, "status": 3}
