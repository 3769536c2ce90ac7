"""A workbook as values: headings in any order and language, the workshop's own layout, what a person confirmed, and rows that are wrong."""

from __future__ import annotations

import random
from datetime import date, datetime

import pandas as pd
import pytest

from gcdash.actions_table import EXTRA, to_confirm
from gcdash.altered import with_cells, with_updates
from gcdash.book import Book, from_sheets
from gcdash.changes import Update, frame_of
from gcdash.errors import Unreadable
from gcdash.schema import ACTIONS, OWNERS, PARTIES, UPDATES
from small_books import BASE_DATE, COUNTRIES, WHO, Cells, book, cells, one_action, report, setting_cells


def kinds(found: Book) -> list[str]:
    return [problem.kind for problem in found.problems]


def first(found: Book) -> pd.Series:
    return found.actions.iloc[0]


# -- headings


@pytest.mark.parametrize(
    "headings",
    [
        ["ID", "Theme", "Action", "Proposed Time scale", "Responsibility"],
        ["id", "THEME", "action", "proposed time-scale", "RESPONSIBILITY "],
        ["No.", "Topic", "Action point", "Deadline", "Responsible"],
        ["Numéro", "Theme", "Point d'action", "Echeance", "Responsabilite"],
        ["Numéro", "Thème", "Point d’action", "Échéance", "Responsable"],
    ],
)
def test_headings_are_known_in_other_case_spelling_and_language(headings: list[str]) -> None:
    found = from_sheets(
        [Cells("Actions", [headings, ["A01", "Borders", "Share data", "6 months", "WCO"]]), cells(OWNERS, WHO), setting_cells()]
    )

    row = first(found)
    assert (row["action_id"], row["theme"], row["action"]) == ("A01", "Borders", "Share data")
    assert (row["due_date"], row["owners"]) == (pd.Timestamp("2009-11-29"), ("WCO",))
    assert kinds(found) == []


def test_columns_may_stand_in_any_order() -> None:
    row = {"action_id": "A01", "action": "Share data", "timescale": "6 months", "notes": "soon", "due_date_set": "none"}
    order = list(ACTIONS.columns)
    random.Random(3).shuffle(order)  # noqa: S311 -- an order, not a secret
    sheet = Cells("Actions", [[column.heading for column in order], [row.get(column.name) for column in order]])

    found = first(from_sheets([sheet, setting_cells()]))

    assert (found["action_id"], found["action"], found["notes"], found["due_date_set"]) == ("A01", "Share data", "soon", "none")


def test_a_title_above_the_headings_is_no_hindrance() -> None:
    rows = [["Green Customs, follow-up"], [], ["ID", "Action", "Time scale"], ["A01", "Share data", "6 months"]]

    found = from_sheets([Cells("Actions", rows), setting_cells()])

    assert first(found)["row"] == 4
    assert found.places["Actions"].heading_row == 3


def test_the_users_own_columns_are_kept_under_their_heading() -> None:
    rows = [["ID", "Action", "Budget", "Time scale", None], ["A01", "Share data", 1200.0, "6 months", "lost?"]]

    found = from_sheets([Cells("Actions", rows), setting_cells()])

    assert first(found)[EXTRA + "Budget"] == "1200"


def test_sheets_are_found_by_other_names_too() -> None:
    actions = Cells("Plan d’action", cells(ACTIONS, [one_action() | {"action": "x"}]).rows)
    updates = Cells("mises a jour", cells(UPDATES, [report("2009-07-01", "Completed", action_id="A01", update_id="u1")]).rows)

    found = from_sheets([updates, actions, setting_cells()])

    assert list(found.updates["update_id"]) == ["u1"]
    assert found.places["Updates"].sheet == "mises a jour"


def test_a_workbook_without_a_table_of_actions_is_refused_in_words() -> None:
    with pytest.raises(Unreadable) as refused:
        from_sheets([Cells("Sheet1", [["Name", "Price"], ["Tea", 3]])], "prices.xlsx")

    assert "prices.xlsx" in refused.value.message
    assert "Action" in refused.value.hint


def test_a_missing_heading_is_listed_and_the_rest_is_shown() -> None:
    found = from_sheets([Cells("Actions", [["ID", "Action", "Time scale"], ["A01", "Share data", "6 months"]]), setting_cells()])

    assert [(p.kind, p.cell) for p in found.problems] == [("missing-heading", "1:1")]
    assert "Responsibility" in found.problems[0].message
    assert first(found)["action"] == "Share data"


def test_an_updates_sheet_without_any_known_heading_is_listed_and_never_taken_for_an_empty_one() -> None:
    strange = Cells("Updates", [["foo", "bar"], ["u1", "A01"]])

    found = from_sheets([cells(ACTIONS, [one_action()]), strange, setting_cells()])

    assert [(p.kind, p.sheet) for p in found.problems if p.sheet == "Updates"] == [("missing-heading", "Updates")]


def test_a_workbook_may_lack_every_sheet_but_the_actions() -> None:
    found = from_sheets([cells(ACTIONS, [one_action() | {"action": "x"}])])

    assert kinds(found) == ["no-base-date"]
    assert found.updates.empty
    assert found.parties.empty


def test_a_book_without_rows_has_its_columns_with_their_types() -> None:
    found = book([])

    assert found.actions.empty
    assert found.actions["row"].dtype == "int64"
    assert str(found.actions["due_date"].dtype) == "datetime64[s]"
    assert found.problems == ()


# -- the workshop's own layout

OWN = ["Action", "Proposed Time scale", "Responsibility", "Update/Feedback", "Notes/suggestions"]


def test_the_workshops_own_layout_gives_themes_and_ids() -> None:
    rows = [
        OWN,
        ["Communication and information exchange"],
        ["Share MOUs", "6 months", "WCO", None, None],
        ["Use existing networks", "On-going", "Customs", None, None],
        [],
        [None, "Capacity building"],
        ["Train", "1 year", "WCO", None, None],
    ]

    found = from_sheets([Cells("Table 1", rows), cells(OWNERS, WHO), setting_cells()]).actions

    assert list(found["action_id"]) == ["A01", "A02", "A03"]
    assert list(found["theme"]) == ["Communication and information exchange"] * 2 + ["Capacity building"]
    assert list(found["action"]) == ["Share MOUs", "Use existing networks", "Train"]
    assert list(found["row"]) == [3, 4, 7]


def test_ids_that_are_given_because_the_layout_has_none_are_no_problem() -> None:
    rows = [OWN, ["Theme"], ["Share MOUs", "6 months", "WCO"]]

    assert from_sheets([Cells("Table 1", rows), setting_cells()]).problems == ()


@pytest.mark.parametrize("heading", ["Training", "2. Capacity building", "Échange de données"])
def test_a_theme_that_stands_in_the_id_column_is_a_theme(heading: str) -> None:
    rows = [["ID", "Action", "Time scale"], [heading, None, None], ["A01", "Train officers", "6 months"], ["A02", None, None]]

    found = from_sheets([Cells("Actions", rows), setting_cells()]).actions

    assert list(zip(found["action_id"], found["theme"], strict=True)) == [("A01", heading), ("A02", heading)]


def test_actions_above_the_first_theme_have_none() -> None:
    rows = [OWN, ["Share MOUs", "6 months", "WCO"]]

    assert list(from_sheets([Cells("Table 1", rows), setting_cells()]).actions["theme"]) == [""]


# -- IDs of actions


def test_the_second_action_of_one_id_is_listed_and_gets_one_of_its_own() -> None:
    found = book(
        [{"action_id": "A01", "action": "first"}, {"action_id": "a01", "action": "second"}, {"action_id": "A02", "action": "third"}]
    )

    assert list(found.actions["action_id"]) == ["A01", "A03", "A02"]
    assert [(p.kind, p.cell) for p in found.problems] == [("duplicate-id", "A3")]
    assert "A03" in found.problems[0].hint


def test_an_action_without_an_id_is_listed_and_shown_under_a_free_one() -> None:
    found = book([{"action_id": "A01"}, {"action": "no ID"}, {"action_id": "A03"}])

    assert list(found.actions["action_id"]) == ["A01", "A02", "A03"]
    assert [(p.kind, p.cell) for p in found.problems] == [("action-without-id", "A3")]


def test_an_action_is_found_in_any_case() -> None:
    found = book([{"action_id": "A01"}])

    assert found.action(" a01 ") is not None
    assert found.action("A09") is None


# -- merged cells


def test_merged_themes_hold_for_all_their_rows_and_are_listed() -> None:
    rows = [
        {"action_id": "A01", "theme": "Borders", "action": "x"},
        {"action_id": "A02", "action": "y"},
        {"action_id": "A03", "action": "z"},
    ]

    found = from_sheets([cells(ACTIONS, rows, merges=((2, 2, 3, 2),)), setting_cells()])

    assert list(found.actions["theme"]) == ["Borders", "Borders", ""]
    assert [(p.kind, p.cell) for p in found.problems] == [("merged-cells", "B2:B3")]


def test_blank_merged_themes_are_blank() -> None:
    rows = [{"action_id": "A01", "action": "x"}, {"action_id": "A02", "action": "y"}]

    found = from_sheets([cells(ACTIONS, rows, merges=((2, 2, 3, 2),)), setting_cells()])

    assert list(found.actions["theme"]) == ["", ""]


def test_a_merged_title_above_the_headings_is_no_problem() -> None:
    rows = [["Green Customs"], ["ID", "Action", "Time scale", "Responsibility"], ["A01", "Share", "6 months", ""]]

    assert kinds(from_sheets([Cells("Actions", rows, ((1, 1, 1, 4),)), setting_cells()])) == []


# -- what a person confirmed


@pytest.mark.parametrize(
    ("timescale", "said", "kind", "due"),
    [
        ("6 months", date(2010, 1, 31), "dated", "2010-01-31"),
        ("6 months", "2010-01-31", "dated", "2010-01-31"),
        ("6 months", datetime(2010, 1, 31), "dated", "2010-01-31"),  # noqa: DTZ001 -- a sheet knows no zones
        ("On-going", date(2010, 1, 31), "mixed", "2010-01-31"),
        ("", date(2010, 1, 31), "dated", "2010-01-31"),
        ("by COP 15", date(2010, 1, 31), "dated", "2010-01-31"),
        ("6 months", "none", "unspecified", None),
        ("6 months", " NONE ", "unspecified", None),
        ("6 months", "aucune", "unspecified", None),
        ("6 months and on-going", "none", "on-going", None),
        ("by COP 15", "none", "unclear", None),
    ],
)
def test_a_confirmed_due_date_wins_and_none_means_none(timescale: str, said: object, kind: str, due: str | None) -> None:
    found = first(book([one_action(timescale) | {"due_date_set": said}]))

    assert (found["timescale_kind"], found["due_confidence"]) == (kind, "confirmed")
    assert (None if pd.isna(found["due_date"]) else str(found["due_date"].date())) == due
    assert found["timescale"] == timescale


@pytest.mark.parametrize("said", ["next year", "2009-11-29 or later", "31/01/2010"])
def test_a_due_date_that_is_no_date_is_listed_and_the_reading_stands(said: str) -> None:
    found = book([one_action("6 months") | {"due_date_set": said}])

    assert [(p.kind, p.cell) for p in found.problems] == [("due-date-unreadable", "H2")]
    assert (first(found)["due_date"], first(found)["due_confidence"]) == (pd.Timestamp("2009-11-29"), "certain")


@pytest.mark.parametrize(
    ("said", "owners"),
    [
        ("UNEP", ("UNEP",)),
        ("world customs organization; unep ; WCO", ("WCO", "UNEP")),
        ("Somebody new", ("Somebody new",)),
        ("none", ()),
        ("Aucun", ()),
    ],
)
def test_confirmed_owners_win_and_none_means_nobody(said: str, owners: tuple[str, ...]) -> None:
    found = first(book([one_action(responsibility="WCO to lead") | {"owners_set": said}]))

    assert (found["owners"], found["owners_confidence"]) == (owners, "confirmed")
    assert (found["responsibility"], found["condition"]) == ("WCO to lead", "to lead")


def test_what_is_confirmed_asks_no_more() -> None:
    unsure = {"timescale": "3", "responsibility": "somebody", "action": "x"}
    found = book([{"action_id": "A01"} | unsure, {"action_id": "A02", "due_date_set": "none", "owners_set": "none"} | unsure])

    assert list(to_confirm(found.actions)["action_id"]) == ["A01"]


def test_cells_that_wait_are_read_as_if_they_stood_in_the_sheet_and_the_book_before_stays_as_it_was() -> None:
    before = book([one_action("6 months", "WCO")])

    cells = (("A01", "due_date_set", "2010-01-31"), ("A01", "owners_set", "UNEP"), ("A99", "owners_set", "WCO"))
    after = with_cells(before, [("Actions", *cell) for cell in cells])

    assert (first(after)["due_date"], first(after)["owners"]) == (pd.Timestamp("2010-01-31"), ("UNEP",))
    assert (first(before)["due_date"], first(before)["owners"]) == (pd.Timestamp("2009-11-29"), ("WCO",))


# -- updates as they stand in the sheet


def test_a_row_typed_by_hand_counts_at_once_and_is_listed() -> None:
    found = book([one_action()], [report("2009-07-01", "In progress", update_id=None), report("2009-07-02", "Completed")])

    assert list(found.updates["status"]) == ["In progress", "Completed"]
    assert list(found.updates["id_given"]) == [True, False]
    assert [(p.kind, p.cell) for p in found.problems] == [("update-without-id", "A2")]


def test_a_row_typed_by_hand_is_known_by_the_same_id_at_every_reading_wherever_it_stands() -> None:
    typed, other = (
        report("2009-07-01", "In progress", update_id=None),
        report("2009-07-02", "On hold", update_id=None, recorded_at="2009-07-03T10:00:00Z"),
    )

    one = book([one_action()], [typed, other]).updates
    again = book([one_action()], [other, report("2009-08-01", "Completed", update_id="x"), typed]).updates

    assert set(one["update_id"]) <= set(again["update_id"])


def test_rows_typed_alike_are_two_updates_with_an_id_each() -> None:
    typed = report("2009-07-01", "In progress", update_id=None, text="the same")
    one = book([one_action()], [typed, typed]).updates

    assert one["update_id"].nunique() == 2

    named = [typed | {"update_id": one["update_id"][0]}, typed]
    assert book([one_action()], named).updates["update_id"].nunique() == 2, "the ID that the first was given is not given again"


def test_two_updates_of_one_id_and_other_words_both_count_and_are_listed() -> None:
    rows = [report("2009-07-01", "In progress", update_id="u1"), report("2009-07-02", "Completed", update_id="u1")]

    found = book([one_action()], rows)

    assert list(found.updates["status"]) == ["In progress", "Completed"]
    assert found.updates["update_id"].nunique() == 2
    assert [(p.kind, p.cell) for p in found.problems] == [("duplicate-id", "A3")]


def test_an_exact_copy_of_an_update_counts_once() -> None:
    row = report("2009-07-01", "In progress", update_id="u1", text="done")

    found = book([one_action()], [row, row, row])

    assert len(found.updates) == 1
    assert found.problems == ()


def test_updates_are_read_oldest_first_by_day_then_time_of_recording_then_id() -> None:
    rows = [
        report("2009-07-02", "In progress", update_id="c"),
        report("2009-07-01", "In progress", update_id="z", recorded_at="2009-07-05T10:00:00Z"),
        report("2009-07-01", "In progress", update_id="y", recorded_at="2009-07-05T09:00:00.000001Z"),
        report("2009-07-02", "In progress", update_id="b"),
        report("2009-07-01", "In progress", update_id="x"),
    ]

    assert list(book([one_action()], rows).updates["update_id"]) == ["x", "y", "z", "b", "c"]


def test_a_time_of_recording_in_another_zone_is_read_as_utc() -> None:
    rows = [
        report("2009-07-01", "On hold", update_id="later", recorded_at="2009-07-05T10:00:00Z"),
        report("2009-07-01", "In progress", update_id="earlier", recorded_at="2009-07-05T11:00:00+02:00"),
        report("2009-07-01", "In progress", update_id="odd", recorded_at="0001-01-01T00:00:00+05:00"),
    ]

    assert list(book([one_action()], rows).updates["update_id"]) == ["odd", "earlier", "later"]


def test_words_in_an_update_are_known_in_other_case_and_by_synonym() -> None:
    row = report("2009-07-01", " in PROGRESS", "world customs ORGANIZATION", action_id="a01")

    found = book([one_action()], [row]).updates.iloc[0]

    assert (found["action_id"], found["status"], found["party"]) == ("A01", "In progress", "WCO")


def test_updates_that_wait_are_added_by_id_and_the_workbooks_words_win() -> None:
    before = book([one_action()], [report("2009-07-01", "In progress", text="in the sheet")])
    waiting = [Update("u1", "A01", date(2009, 7, 1), "Completed", "in the journal"), Update("u0", "A01", date(2009, 6, 1), "Not started")]

    after = with_updates(before, frame_of(waiting))

    assert list(zip(after.updates["update_id"], after.updates["text"], strict=True)) == [("u0", ""), ("u1", "in the sheet")]
    assert len(before.updates) == 1


# -- parties


def test_a_class_reports_through_its_parties_and_an_organisation_itself() -> None:
    found = book([one_action()], parties=COUNTRIES)

    assert found.expected(["WCO", "Customs agencies"]) == ({"WCO", "Kenya", "Uganda"}, True)
    assert found.expected(["Customs agencies", "National Focal Points"]) == ({"Kenya", "Uganda"}, False)
    assert found.expected([]) == (frozenset(), True)


def test_several_focal_points_of_one_party_are_one_party_that_reports_once() -> None:
    rows = [
        {"party": "Kenya", "member_of": "Customs", "focal_point": "Ms A"},
        {"party": "Kenya", "member_of": "Customs agencies; National Focal Points", "focal_point": "Mr B"},
    ]

    found = book([one_action()], parties=rows)

    assert list(found.parties["focal_point"]) == ["Ms A", "Mr B"]
    assert found.members == {"Customs agencies": ("Kenya",), "National Focal Points": ("Kenya",)}
    assert found.known_parties[0] == "Kenya"
    assert found.known_parties.count("Kenya") == 1


def test_a_party_of_no_known_class_is_listed_and_kept() -> None:
    found = book([one_action()], parties=[{"party": "Kenya", "member_of": "Customs agencies; Fisheries; WCO"}])

    assert [(p.kind, p.cell) for p in found.problems] == [("unknown-class", "B2"), ("unknown-class", "B2")]
    assert "Kenya" in found.known_parties


def test_a_row_that_names_no_party_is_listed_and_expects_nobody() -> None:
    found = book([one_action()], parties=[{"party": "Kenya", "member_of": "Customs"}, {"member_of": "Customs", "focal_point": "Mr B"}])

    assert [(p.kind, p.cell) for p in found.problems] == [("no-party-name", "A3")]
    assert found.expected(["Customs agencies"]) == ({"Kenya"}, True)


def test_the_base_date_is_the_settings_own() -> None:
    found = book([one_action("6 months")], settings={"Base date": date(2010, 1, 31)})

    assert found.settings.base_date != BASE_DATE
    assert first(found)["due_date"] == pd.Timestamp("2010-07-31")


def test_parties_and_owners_sheets_that_cannot_be_read_are_listed() -> None:
    sheets = [cells(ACTIONS, [one_action()]), Cells("Owners", [["x"]]), Cells("Parties", [["y"]]), setting_cells()]

    assert [p.sheet for p in from_sheets(sheets).problems if p.kind == "missing-heading"] == [OWNERS.name, PARTIES.name]
