"""A new workbook, and the shipped one, as other programs see them."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook as Opened
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from gcdash.book import from_sheets
from gcdash.errors import Refusal
from gcdash.exports.new_book import new_book
from gcdash.owners import DEFAULT_OWNERS
from gcdash.schema import ACTIONS, ORIGINAL, OWNERS, PARTIES, REPORTABLE, SETTINGS, SHEETS, UPDATES, Status
from gcdash.source import SourceAction, Workshop, from_text

ROOT = Path(__file__).parents[2]
SOURCE = from_text((Path(__file__).parent / "action-points-2009.txt").read_text(encoding="utf-8"))
BOOK_ID = "b2cd7437-a691-5e2f-b43e-f4aea3b36c11"
SHIPPED = ROOT / "data" / "actions.xlsx"


@pytest.fixture(scope="module")
def book() -> bytes:
    return new_book(SOURCE, book_id=BOOK_ID)


@pytest.fixture(scope="module")
def opened(book: bytes) -> Opened:
    return openpyxl.load_workbook(io.BytesIO(book))


def rows(book: bytes, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(sheet).to_python()


def test_the_sheets_stand_in_their_order_with_their_headings_in_row_one(book: bytes) -> None:
    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names == [
        "Read me",
        "Actions",
        "Updates",
        "Owners",
        "Parties",
        "Settings",
    ]
    assert [tuple(rows(book, sheet.name)[0]) for sheet in SHEETS] == [sheet.headings for sheet in SHEETS]


def test_every_cell_of_the_sixteen_actions_is_the_source_s_own(book: bytes) -> None:
    text = (Path(__file__).parent / "action-points-2009.txt").read_text(encoding="utf-8")
    in_text = iter(cell.strip() for cell in text.split("\t")[6:])
    themes = {
        "Communication and information exchange",
        "Capacity Building",
        "MEA-specific",
        "Customs-specific (national)",
        "National coordination",
    }

    told = []
    for action_id, theme, *words in (row[:7] for row in rows(book, "Actions")[1:]):
        cell = next(in_text)
        if cell in themes:
            assert cell == theme
            cell = next(in_text)
        assert words == [cell, *(next(in_text) for _column in range(4))]
        told.append(action_id)

    assert told == [f"A{number:02d}" for number in range(1, 17)]
    assert next(in_text, None) is None


def test_two_readers_agree_on_every_cell(book: bytes, opened: Opened) -> None:
    for sheet in SHEETS:
        by_openpyxl = [["" if cell is None else cell for cell in row] for row in opened[sheet.name].iter_rows(values_only=True)]
        by_calamine = rows(book, sheet.name)

        told = [[value.date() if hasattr(value, "date") else value for value in row] for row in by_openpyxl]
        assert told[: len(by_calamine)] == by_calamine


def test_nobody_has_reported_in_a_new_book(book: bytes) -> None:
    status, reported = ACTIONS.names.index("latest_status"), ACTIONS.names.index("last_reported")

    assert len(rows(book, "Updates")) == 1
    assert {(row[status], row[reported]) for row in rows(book, "Actions")[1:]} == {(Status.NO_REPORT, "")}


def test_the_settings_hold_the_workshop_and_the_usual_values(book: bytes) -> None:
    assert rows(book, "Settings")[1:] == [
        ["Workshop", "WCO Regional Green Customs Workshop"],
        ["Place", "NACEN, India"],
        ["Dates", "25-29 May 2009"],
        ["Base date", date(2009, 5, 29)],
        ["Due-soon days", 30],
        ["Report every months", 6],
        ["Default as-of", ""],
    ]


def test_the_owners_are_the_usual_ones_and_the_parties_are_open(book: bytes) -> None:
    assert [tuple(row) for row in rows(book, "Owners")[1:]] == list(DEFAULT_OWNERS)
    assert len(rows(book, "Parties")) == 1


def test_each_sheet_holds_a_real_table_of_its_name(opened: Opened) -> None:
    found = {sheet.name: [(table.name, table.ref) for table in opened[sheet.name].tables.values()] for sheet in SHEETS}

    assert found == {
        "Actions": [("Actions", "A1:K17")],
        "Updates": [("Updates", "A1:M2")],
        "Owners": [("Owners", "A1:C11")],
        "Parties": [("Parties", "A1:D2")],
        "Settings": [("Settings", "A1:B8")],
    }
    assert all(table.autoFilter.ref == table.ref for sheet in SHEETS for table in opened[sheet.name].tables.values())


def test_headings_stay_in_sight_and_on_each_printed_page(opened: Opened) -> None:
    assert {sheet.name: opened[sheet.name].freeze_panes for sheet in SHEETS} == {
        "Actions": "B2",
        "Updates": "A2",
        "Owners": "A2",
        "Parties": "A2",
        "Settings": "A2",
    }
    assert all(opened[sheet.name].print_title_rows == "$1:$1" for sheet in SHEETS)


def test_each_sheet_prints_one_page_wide_in_landscape_with_page_numbers(opened: Opened) -> None:
    for sheet in opened.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert "&P" in sheet.oddFooter.right.text


def dimension(sheet: Worksheet, at: int) -> ColumnDimension:
    """Width and style of a column; openpyxl keeps neighbours that are alike as one."""
    return next(found for found in sheet.column_dimensions.values() if found.min <= at <= found.max)


def test_all_words_but_ids_wrap_from_the_top_in_columns_as_wide_as_the_schema_says(opened: Opened) -> None:
    for sheet in (ACTIONS, UPDATES, OWNERS, PARTIES, SETTINGS):
        for row in opened[sheet.name].iter_rows(min_row=2):
            for column, cell in zip(sheet.columns, row, strict=True):
                assert cell.alignment.vertical == "top"
                assert bool(cell.alignment.wrap_text) == (column.name not in {"action_id", "update_id", "withdraws"})
        for at, column in enumerate(sheet.columns):
            assert dimension(opened[sheet.name], at + 1).width == pytest.approx(column.width, abs=1)


def test_rows_to_come_in_updates_have_dates_as_dates_and_words_as_text(opened: Opened) -> None:
    sheet = opened["Updates"]
    for at, column in enumerate(UPDATES.columns):
        expected = "yyyy-mm-dd" if column.type == "date" else "@"

        assert sheet.cell(2, at + 1).number_format == expected
        assert dimension(sheet, at + 1).number_format == expected
        assert dimension(sheet, at + 1).alignment.vertical == "top"


def validations(opened: Opened, sheet: str) -> dict[str, Any]:
    return {str(rule.sqref): rule for rule in opened[sheet].data_validations.dataValidation}


def test_status_and_kind_are_chosen_from_their_words_in_every_row(opened: Opened) -> None:
    status, kind = validations(opened, "Updates")["E2:E1048576"], validations(opened, "Owners")["B2:B1048576"]

    assert status.formula1 == f'"{",".join(REPORTABLE)}"'
    assert kind.formula1 == '"organisation,class"'
    assert (status.type, kind.type) == ("list", "list")


def test_the_action_is_chosen_from_the_ids_that_there_are_and_will_be(opened: Opened) -> None:
    rule = validations(opened, "Updates")["B2:B1048576"]

    assert (rule.type, rule.formula1) == ("list", "OFFSET(Actions!$A$2,0,0,MAX(1,COUNTA(Actions!$A:$A)-1),1)")


def test_a_report_date_is_a_day_and_not_in_the_future(opened: Opened) -> None:
    rule = validations(opened, "Updates")["C2:C1048576"]

    assert (rule.type, rule.formula2) == ("date", "TODAY()")
    assert "future" in rule.error


def test_each_status_is_told_by_a_symbol_beside_its_own_word(opened: Opened) -> None:
    for sheet, area in (("Actions", "J2:J1048576"), ("Updates", "E2:E1048576")):
        rules = {rule.formula[0].strip('"'): rule.dxf for found in opened[sheet].conditional_formatting[area] for rule in [found]}

        assert rules.keys() == set(Status)
        assert len({look.numFmt.formatCode for look in rules.values()}) == len(Status)


def test_the_actions_of_a_theme_share_a_tint_that_the_next_theme_does_not_have(opened: Opened) -> None:
    tints: dict[str, set[str]] = {}
    for row in opened["Actions"].iter_rows(min_row=2):
        tints.setdefault(row[1].value, set()).update(cell.fill.fgColor.rgb for cell in row)

    one, *others = tints.values()
    assert all(len(tint) == 1 for tint in tints.values())
    assert one != others[0]
    assert [tint == one for tint in tints.values()] == [True, False, True, False, True]


def test_the_read_me_sheet_explains_every_sheet_column_and_setting(opened: Opened) -> None:
    told = {str(row[0].value): str(row[1].value or "") for row in opened["Read me"].iter_rows()}

    assert opened.active is not None
    assert opened.active.title == "Read me"
    for sheet in SHEETS:
        assert told[sheet.name]
    for column in (c for sheet in SHEETS if sheet is not SETTINGS for c in sheet.columns):
        assert told[column.heading]
    assert all(told[str(name)] for name, _value in opened["Settings"].iter_rows(min_row=2, values_only=True))


def test_the_stamp_names_the_book_and_its_first_generation(opened: Opened) -> None:
    assert {prop.name: prop.value for prop in opened.custom_doc_props.props} == {"gcdash_book": BOOK_ID, "gcdash_generation": "0"}


def test_the_same_workshop_gives_the_same_bytes(book: bytes) -> None:
    assert new_book(SOURCE, book_id=BOOK_ID) == book


def test_a_row_is_as_high_as_its_words_and_may_grow(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        actions = package.read("xl/worksheets/sheet2.xml").decode()

    heights = [float(height) for height in re.findall(r'<row r="(?!1")\d+"[^>]*ht="([\d.]+)"', actions)]
    assert len(heights) == 16
    assert max(heights) > 150
    assert "customHeight" not in re.sub(r"<sheetFormatPr[^>]*>", "", actions)


def test_a_workshop_without_actions_has_one_blank_row_to_begin_in() -> None:
    book = new_book(Workshop("Next one"), book_id=BOOK_ID)

    opened = openpyxl.load_workbook(io.BytesIO(book))
    assert [table.ref for table in opened["Actions"].tables.values()] == ["A1:K2"]
    assert opened["Actions"]["C2"].alignment.wrap_text


def test_given_ids_are_kept_and_the_others_get_free_ones() -> None:
    actions = (SourceAction("", "One"), SourceAction("", "Two", action_id="a01"), SourceAction("", "Three"))

    book = new_book(Workshop(actions=actions), book_id=BOOK_ID)

    assert [row[0] for row in rows(book, "Actions")[1:]] == ["A02", "a01", "A03"]


def test_an_id_that_stands_twice_is_refused_with_what_to_do() -> None:
    actions = (SourceAction("", "One", action_id="1"), SourceAction("", "Two", action_id="1"))

    with pytest.raises(Refusal, match=r"The ID 1 stands on two actions.*rename that column"):
        new_book(Workshop(actions=actions), book_id=BOOK_ID)


def test_more_than_ninety_nine_actions_have_wider_ids() -> None:
    book = new_book(Workshop(actions=(SourceAction("", "One"),) * 100), book_id=BOOK_ID)

    assert [rows(book, "Actions")[at][0] for at in (1, 100)] == ["A001", "A100"]


def test_other_columns_of_the_source_stand_at_the_right() -> None:
    workshop = Workshop(actions=(SourceAction("", "One", extra=("5", "=1+1")),), extra_headings=("Budget", "theme"))

    table = rows(new_book(workshop, book_id=BOOK_ID), "Actions")

    assert table[0][11:] == ["Budget", "theme (2)"]
    assert table[1][11:] == ["5", "=1+1"]


def test_latest_status_is_what_the_updates_given_say() -> None:
    update = [
        "U1",
        "A05",
        date(2009, 9, 1),
        "",
        "In progress",
        "Reminder sent",
        "",
        "",
        "",
        "no",
        "2009-09-01T10:00:00.000000Z",
        "form",
        "",
    ]

    actions = rows(new_book(SOURCE, updates=[update], book_id=BOOK_ID), "Actions")

    assert [row[9:11] for row in actions[4:7]] == [["No report yet", ""], ["In progress", date(2009, 9, 1)], ["No report yet", ""]]


def test_settings_given_win_and_are_added_to_the_usual_ones() -> None:
    book = new_book(Workshop("W"), settings={"Due-soon days": 14, "Sample": "yes"}, book_id=BOOK_ID)

    assert ["Due-soon days", 14] in rows(book, "Settings")
    assert ["Sample", "yes"] in rows(book, "Settings")
    assert any("SAMPLE" in str(row[0]) for row in rows(book, "Read me"))


class Sheet:
    """A sheet as the book's reader wants it."""

    merges: tuple[tuple[int, int, int, int], ...] = ()

    def __init__(self, book: bytes, name: str) -> None:
        self.name = name
        self.rows: list[list[object]] = [[None if cell == "" else cell for cell in row] for row in rows(book, name)]


def test_a_new_book_reads_back_without_a_problem(book: bytes) -> None:
    read = from_sheets([Sheet(book, name) for name in ("Read me", *(sheet.name for sheet in SHEETS))])

    assert read.problems == ()
    assert read.settings.base_date == date(2009, 5, 29)
    assert [tuple(row) for row in read.actions[list(ORIGINAL)].itertuples(index=False)] == [
        tuple(getattr(action, name) for name in ORIGINAL) for action in SOURCE.actions
    ]


def test_libreoffice_keeps_every_word_and_adds_no_formula(book: bytes, tmp_path: Path) -> None:
    (tmp_path / "actions.xlsx").write_bytes(book)
    (tmp_path / "out").mkdir()
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]

    subprocess.run([*command, str(tmp_path / "actions.xlsx")], check=True, capture_output=True, timeout=120)

    saved = (tmp_path / "out" / "actions.xlsx").read_bytes()
    assert {sheet.name: rows(saved, sheet.name) for sheet in SHEETS} == {sheet.name: rows(book, sheet.name) for sheet in SHEETS}
    assert len(openpyxl.load_workbook(io.BytesIO(saved))["Updates"].data_validations.dataValidation) == 3


def test_the_shipped_workbook_is_what_the_source_gives() -> None:
    """When this fails, make it again: ``python -m gcdash new data/actions.xlsx --from tests/files/action-points-2009.txt``."""
    stamp = {prop.name: prop.value for prop in openpyxl.load_workbook(SHIPPED).custom_doc_props.props}

    made = new_book(SOURCE, book_id=str(stamp["gcdash_book"]))

    with zipfile.ZipFile(SHIPPED) as shipped, zipfile.ZipFile(io.BytesIO(made)) as fresh:
        assert {name: shipped.read(name) for name in shipped.namelist()} == {name: fresh.read(name) for name in fresh.namelist()}


def test_the_workbook_does_not_change_the_workshop_that_it_is_made_from() -> None:
    before = replace(SOURCE)

    new_book(SOURCE, book_id=BOOK_ID)

    assert before == SOURCE
