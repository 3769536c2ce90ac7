"""What a submission says of the actions themselves: amended words, new actions, rows found by ID, by words, or by words that are alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gcdash.amended import as_it_was
from gcdash.book import Book
from gcdash.changes import Amendment, CellChange
from gcdash.exports.actions import FILED, as_file
from gcdash.merge.baseline import Baseline
from gcdash.merge.plan import Choice, Kind, choose, prefer
from gcdash.merge.settlement import changes
from gcdash.schema import ACTIONS
from gcdash.standing import stand
from gcdash.store.reader import CellError
from small_books import COUNTRIES, book, report
from submissions import TODAY, applied, brief, copied, kinds, listed, planned, recorded, sent

ROWS = (
    {"action_id": "A01", "theme": "Borders", "action": "Share lists of experts", "timescale": "6 months", "responsibility": "Customs"},
    {"action_id": "A02", "theme": "Borders", "action": "Train officers at every border", "timescale": "3", "responsibility": "WCO"},
    {"action_id": "A03", "theme": "Law", "action": "Draft a model law", "notes": "see annex", "responsibility": "UNEP"},
)
NEW = {"action_id": "A04", "theme": "Law", "action": "Publish the model law", "timescale": "on-going", "responsibility": "UNEP"}


@pytest.fixture
def agreed() -> Book:
    return book(ROWS, [report("2009-09-01", "In progress", "WCO", action_id="A02", text="first", next_step="and then")], parties=COUNTRIES)


def row_of(**cells: object) -> list[object]:
    return [cells.get(name) for name in ACTIONS.names]


def now(book: Book, action_id: str, name: str) -> str:
    action = as_it_was(book, TODAY).action(action_id)
    assert action is not None
    return str(action[name])


def test_an_unedited_copy_of_the_workbook_brings_nothing(agreed: Book) -> None:
    assert kinds(planned(agreed, copied(agreed))) == {}


def test_a_changed_cell_becomes_an_amendment_and_never_a_silent_edit(agreed: Book) -> None:
    plan = planned(agreed, copied(agreed).fill("A03", notes="see annex 2", action="Draft two model laws"))
    after = applied(agreed, plan)

    assert set(brief(plan.by_kind[Kind.CHANGED])) == {
        ("A03", "notes", "see annex", "see annex 2"), ("A03", "action", "Draft a model law", "Draft two model laws")
    }  # fmt: skip
    assert now(after, "A03", "notes") == "see annex 2"
    assert after.action("A03")["notes"] == "see annex", "what was agreed first stays in the sheet"
    assert list(after.amendments["by"]) == ["Secretariat"] * 2
    assert kinds(planned(after, copied(agreed).fill("A03", notes="see annex 2", action="Draft two model laws"))) == {}


def test_a_confirmed_due_date_and_owners_set_the_cells_too(agreed: Book) -> None:
    plan = planned(agreed, copied(agreed).fill("A02", due_date_set=40146, owners_set="wco; UNEP"))
    made = changes(plan, "Ann", TODAY, dict.fromkeys)

    assert [type(change) for change in made] == [Amendment, CellChange, Amendment, CellChange]
    after = recorded(agreed, made)
    assert str(after.action("A02")["due_date"].date()) == "2009-11-29"
    assert after.action("A02")["owners"] == ("WCO", "UNEP")


def test_what_both_changed_differently_asks_and_can_be_settled(agreed: Book) -> None:
    before = copied(agreed)
    since = applied(agreed, planned(agreed, copied(agreed).fill("A03", notes="ours")))
    plan = planned(since, before.fill("A03", notes="theirs"))

    assert kinds(plan) == {"conflict": [("A03", "notes", "ours", "theirs")]}
    assert now(applied(since, prefer(plan, Choice.THEIRS)), "A03", "notes") == "theirs"
    assert now(applied(since, prefer(plan, Choice.OURS)), "A03", "notes") == "ours"


def test_what_the_book_changed_and_the_file_did_not_stays(agreed: Book) -> None:
    since = applied(agreed, planned(agreed, copied(agreed).fill("A03", notes="ours")))
    plan = planned(since, copied(agreed))

    assert kinds(plan) == {}
    assert "changed since" in next(e.reason for e in plan.entries if (e.action_id, e.field) == ("A03", "notes"))


def test_order_blank_rows_extra_columns_and_trailing_blanks_are_no_changes(agreed: Book) -> None:
    file = copied(agreed)
    sheet = file.sheets[0]
    order = [3, 0, 9, 1, 2, 10, 4, 5, 6, 7, 8]
    rows = [[row[at] for at in order] + ["my own"] for row in sheet.rows]
    sheet.rows[:] = [rows[0], [None], rows[3], [" "], rows[1], rows[2], []]
    for row in sheet.rows:
        row[:] = [f"{cell} " if isinstance(cell, str) and cell and row is not rows[0] else cell for cell in row]

    plan = planned(agreed, file)

    assert kinds(plan) == {}
    assert plan.files[0].notices == ("Columns that are not read: my own.",)


def test_a_new_action_is_added_with_what_is_reported_on_it(agreed: Book) -> None:
    file = copied(agreed)
    file.sheets[0].rows.append(row_of(**NEW))
    file.sheets[1].rows.append([None, "A04", date(2009, 12, 1), "UNEP", "In progress", "begun"])
    plan = planned(agreed, file)
    after = applied(agreed, plan)

    assert [entry.field for entry in plan.by_kind[Kind.ADDED]] == [
        "action_id", "theme", "action", "timescale", "responsibility", "status", "report_date", "text", "party"
    ]  # fmt: skip
    assert now(after, "A04", "action") == "Publish the model law"
    assert as_it_was(after, date(2009, 12, 1)).action("A04") is None, "it stands from the day of merging on"
    assert after.updates.iloc[-1]["action_id"] == "A04"
    assert kinds(planned(after, file)) == {}


def test_a_new_action_whose_id_the_book_has_used_since_gets_the_next_one(agreed: Book) -> None:
    theirs, ours = copied(agreed), copied(agreed)
    theirs.sheets[0].rows.append(row_of(**NEW))
    theirs.sheets[1].rows.append([None, "A04", date(2009, 12, 1), "UNEP", "In progress", "begun"])
    ours.sheets[0].rows.append(row_of(**NEW | {"action": "Something else altogether"}))
    since = applied(agreed, planned(agreed, ours))

    after = applied(since, planned(since, theirs))

    assert (now(after, "A04", "action"), now(after, "A05", "action")) == ("Something else altogether", "Publish the model law")
    assert after.updates.iloc[-1]["action_id"] == "A05"
    assert kinds(planned(after, theirs)) == {}


def test_a_report_on_a_new_action_that_is_left_is_left_too(agreed: Book) -> None:
    file = copied(agreed)
    file.sheets[0].rows.append(row_of(**NEW))
    file.sheets[1].rows.append([None, "A04", date(2009, 12, 1), "UNEP", "In progress", "begun"])
    plan = planned(agreed, file)

    assert changes(replace(plan, choices={0: Choice.OURS}), "Ann", TODAY, dict.fromkeys) == ()


def test_a_new_action_without_a_theme_stands_under_the_one_above(agreed: Book) -> None:
    file = copied(agreed)
    file.sheets[0].rows.append(row_of(action="Publish the model law"))

    assert now(applied(agreed, planned(agreed, file)), "A04", "theme") == "Law"


def test_an_id_with_another_actions_words_is_refused_whole(agreed: Book) -> None:
    file = copied(agreed).fill("A01", action="Draft a model law")

    refused = planned(agreed, file).by_kind[Kind.REFUSED]
    assert {entry.row for entry in refused} == {2}
    assert "The ID is that of A01, the words are those of A03." in refused[0].reason


def test_an_error_cell_is_refused_and_the_rest_of_the_row_is_not(agreed: Book) -> None:
    file = copied(agreed).fill("A03", notes=CellError("#REF!"), timescale="9 months")

    assert kinds(planned(agreed, file)) == {
        "changed": [("A03", "timescale", "", "9 months")], "refused": [("A03", "notes", "see annex", "#REF!")]
    }  # fmt: skip


def test_what_gcdash_keeps_is_not_taken_back(agreed: Book) -> None:
    (entry,) = planned(agreed, copied(agreed).fill("A03", latest_status="Completed")).by_kind[Kind.REFUSED]

    assert "gcdash keeps this cell" in entry.reason


def test_a_recorded_update_that_was_edited_is_refused_and_one_that_is_missing_deletes_nothing(agreed: Book) -> None:
    edited, missing = copied(agreed), copied(agreed)
    edited.sheets[1].rows[1][5] = "rewritten"
    del missing.sheets[1].rows[1]

    assert kinds(planned(agreed, edited)) == {"refused": [("A02", "text", "first", "rewritten")]}
    assert kinds(planned(agreed, missing)) == {}


def test_an_update_that_the_coordinator_deleted_since_does_not_come_back(agreed: Book) -> None:
    file = copied(agreed)
    since = replace(agreed, updates=agreed.updates.iloc[:0])

    assert kinds(planned(since, file)) == {}


def test_without_a_baseline_every_differing_cell_asks(agreed: Book) -> None:
    file = copied(agreed).fill("A03", notes="theirs", timescale=None)
    file.base = Baseline()

    assert kinds(planned(agreed, file)) == {"conflict": [("A03", "notes", "see annex", "theirs")]}


WORKSHOP = (
    ("Action", "Proposed Time scale", "Responsibility", "Update/Feedback", "Notes/suggestions"),
    ("Borders", None, None, None, None),
    ("Share lists of  experts", "6 months", "Customs", None, None),
    ("Train officers at every border.", "3", "WCO", None, None),
    ("Law", None, None, None, None),
    ("Draft a model law", None, "UNEP", None, "see annex"),
)


def test_the_workshops_own_layout_is_known_by_its_words(agreed: Book) -> None:
    plan = planned(agreed, listed([("Title of the workshop",), *WORKSHOP]))

    assert kinds(plan) == {
        "conflict": [
            ("A01", "action", "Share lists of experts", "Share lists of  experts"),
            ("A02", "action", "Train officers at every border", "Train officers at every border."),
        ]
    }


def test_words_that_are_alike_ask_with_their_likeness(agreed: Book) -> None:
    rows = [WORKSHOP[0], WORKSHOP[1], ("Share the list of experts", "6 months", "Customs", "news", None)]
    plan = planned(agreed, listed(rows))

    assert kinds(plan) == {
        "conflict": [("A01", "action", "Share lists of experts", "Share the list of experts"), ("A01", "update_feedback", "", "news")]
    }
    assert 78 <= plan.by_kind[Kind.CONFLICT][0].likeness < 100 and "A01" in plan.by_kind[Kind.CONFLICT][0].reason
    assert now(applied(agreed, prefer(plan, Choice.THEIRS)), "A01", "update_feedback") == "news"


def test_words_that_are_like_none_are_a_new_action(agreed: Book) -> None:
    rows = [*WORKSHOP[:2], ("Something else altogether", "6 months", "Customs", None, None)]

    assert planned(agreed, listed(rows)).by_kind[Kind.ADDED][0].action_id == "A04"


def test_words_that_two_actions_share_ask_for_the_id() -> None:
    twins = book([{"action_id": "A01", "action": "Same"}, {"action_id": "A02", "action": "Same"}])
    rows = [("Action", "Responsibility"), ("same", "WCO")]

    assert "A01, A02 have these words" in planned(twins, listed(rows)).by_kind[Kind.REFUSED][0].reason


def test_a_row_that_names_an_action_that_is_not_there_is_refused(agreed: Book) -> None:
    rows = [("ID", "New status", "What was done"), ("A99", "Completed", "all"), (None, "Completed", "nameless"), ("Total", None, None)]
    refused = planned(agreed, listed(rows, party="WCO")).by_kind[Kind.REFUSED]

    assert {(entry.row, entry.reason) for entry in refused} == {
        (2, "There is no action A99."), (3, "The row names no action."), (4, "There is no action Total.")
    }  # fmt: skip


def test_a_column_that_the_books_sheet_does_not_have_cannot_be_set() -> None:
    plain = book([{"action_id": "A01", "responsibility": "WCO"}])
    places = {ACTIONS.name: replace(plain.places[ACTIONS.name], columns={"action_id": 0, "action": 1})}
    file = copied(plain).fill("A01", due_date_set="2009-12-01")

    (entry,) = planned(replace(plain, places=places), file).by_kind[Kind.REFUSED]
    assert "no column Due date" in entry.reason


def test_two_files_that_amend_one_cell_differently_ask(agreed: Book) -> None:
    one, two, same = (copied(agreed) for _each in range(3))
    one.fill("A03", notes="one")
    two.fill("A03", notes="two")
    same.fill("A03", notes="one")

    plan = planned(agreed, one, same, two)
    assert kinds(plan) == {"changed": [("A03", "notes", "see annex", "one")], "conflict": [("A03", "notes", "one", "two")]}
    after = applied(agreed, prefer(plan, Choice.THEIRS))
    assert list(zip(after.amendments["old"], after.amendments["new"], strict=True)) == [("see annex", "one"), ("one", "two")]


def test_where_the_first_of_two_files_is_left_the_second_amends_what_the_book_says(agreed: Book) -> None:
    plan = planned(agreed, copied(agreed).fill("A03", notes="one"), copied(agreed).fill("A03", notes="two"))

    after = applied(agreed, choose(plan, {0: Choice.OURS, 1: Choice.THEIRS}))

    assert list(zip(after.amendments["old"], after.amendments["new"], strict=True)) == [("see annex", "two")]


def test_a_recorded_update_that_was_edited_in_the_book_since_is_not_the_files_doing(agreed: Book) -> None:
    file = copied(agreed)
    since = replace(agreed, updates=agreed.updates.assign(text="corrected by hand"))

    assert kinds(planned(since, file)) == {}


def test_a_focal_points_file_may_amend_the_words_too(agreed: Book) -> None:
    plan = planned(agreed, sent(agreed, "UNEP").fill("A03", notes="see annex 2"))

    assert kinds(plan) == {"changed": [("A03", "notes", "see annex", "see annex 2")]}


def test_a_download_of_the_actions_that_comes_back_unedited_brings_nothing(agreed: Book) -> None:
    table = as_file(stand(agreed, TODAY), agreed, TODAY)
    assert {"WCO", "first", "and then"} <= set(table.astype("str").to_numpy().ravel())
    rows = [[column.heading for column in FILED], *table.astype("object").where(table.notna(), None).to_numpy().tolist()]
    codes = [list(table.columns), *rows[1:]]

    for download in (rows, codes):
        assert kinds(planned(agreed, listed(download))) == {}
        assert kinds(planned(agreed, listed(download, party="Kenya"))) == {}


def test_a_reading_that_a_person_confirms_in_a_copy_is_a_change(agreed: Book) -> None:
    reading = agreed.action("A01")["due_date"]

    assert kinds(planned(agreed, copied(agreed).fill("A01", due_date_set=reading))) == {
        "changed": [("A01", "due_date_set", "", "2009-11-29")]
    }


def test_a_withdrawal_that_was_typed_in_a_copy_withdraws_and_one_of_nothing_is_refused(agreed: Book) -> None:
    file, wrong = copied(agreed), copied(agreed)
    file.sheets[1].rows.append([None, "A02", date(2009, 12, 1), "WCO", None, "sent by mistake", *[None] * 6, "u1"])
    wrong.sheets[1].rows.append([None, "A02", date(2009, 12, 1), "WCO", None, "sent by mistake", *[None] * 6, "u99"])

    after = applied(agreed, planned(agreed, file))
    assert list(stand(after, TODAY)["updates"]) == [0, 0, 0]
    assert kinds(planned(after, file)) == {}
    assert "There is no update u99." in planned(agreed, wrong).by_kind[Kind.REFUSED][0].reason
