"""Downloads as CSV and Excel, opened by other programs."""

from __future__ import annotations

import csv
import io
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from gcdash.errors import Refusal
from gcdash.exports.tables import from_csv_text, to_csv, to_csv_text, to_xlsx
from gcdash.schema import ACTIONS, UPDATES, Column, Standing

PAYLOADS = (
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("https://evil.example","click")', '=WEBSERVICE("https://evil.example")', "=A1", "==1",
    " =1+1", "\u00a0=1+1", "\u200b=1+1", "+1+1", "+cmd|' /C calc'!A0", "-1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "@A1", "\t=1+1",
    "\r=1+1", "\n=1+1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff201", "'=1+1", "''x", "#REF!", "1E5", "007", "TRUE", "2009-05-29", "1/2",
    '"=1+1"', "{=1+1}",
)  # fmt: skip
TEXT = Column("text", "Text", width=30)


def frame(texts: list[str] | tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({"text": pd.Series(texts, dtype="str")})


def through_libreoffice(content: bytes, name: str, folder: Path, *more: str) -> bytes:
    """What LibreOffice saves after it opened a file."""
    (folder / "in").mkdir()
    (folder / "in" / name).write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", *more, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "in" / name)], check=True, capture_output=True, timeout=120)
    return (folder / name).with_suffix(".xlsx").read_bytes()


def formulas(book: bytes) -> list[str]:
    """Which sheets of a package hold a formula."""
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        return [name for name in sheets if b"<f" in package.read(name).replace(b"<formula", b"")]


def rows(book: bytes, sheet: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(sheet).to_python()


def test_there_are_as_many_kinds_of_formula_text_as_the_rule_names() -> None:
    assert len(set(PAYLOADS)) == 32


def test_formula_text_stays_text_in_excel_and_comes_back_equal() -> None:
    book = to_xlsx(frame(PAYLOADS), [TEXT], {}, "Payloads")

    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    assert not formulas(book)
    assert [row[0] for row in rows(book)[1:]] == list(PAYLOADS)
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert [unescape(cell.value) for cell in sheet["A"] if cell.quotePrefix] == [text for text in PAYLOADS if to_csv_text(text) != text]


def test_formula_text_stays_text_after_libreoffice_saved_the_excel_file(tmp_path: Path) -> None:
    saved = through_libreoffice(to_xlsx(frame(PAYLOADS), [TEXT], {}, "Payloads"), "t.xlsx", tmp_path)

    assert not formulas(saved)
    assert [row[0] for row in rows(saved)[1:]] == list(PAYLOADS)


def test_libreoffice_finds_no_formula_in_the_csv_file(tmp_path: Path) -> None:
    saved = through_libreoffice(to_csv(frame(PAYLOADS)), "t.csv", tmp_path, "--infilter=CSV:44,34,76,1,,0,false,true,false,true")

    assert not formulas(saved)
    assert [row[0] for row in rows(saved)[1:]][:3] == ["'" + text for text in PAYLOADS[:3]]


def read_csv(content: bytes) -> list[str]:
    """The first column's texts as another program reads them, without the apostrophes put in front."""
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [from_csv_text(row[0]) for row in table[1:]]


def test_formula_text_comes_back_equal_from_csv() -> None:
    assert read_csv(to_csv(frame(PAYLOADS))) == list(PAYLOADS)


@settings(deadline=None)  # other tests share the machine
@given(st.text())
def test_putting_an_apostrophe_in_front_is_undone_exactly(text: str) -> None:
    assert from_csv_text(to_csv_text(text)) == text


@settings(deadline=None)  # other tests share the machine
@given(st.text(), st.sampled_from(PAYLOADS))
def test_no_text_in_csv_starts_like_a_formula(text: str, payload: str) -> None:
    assert to_csv_text(payload + text)[0] not in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


@settings(deadline=None)  # other tests share the machine
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=20))
def test_any_text_comes_back_equal_from_csv(texts: list[str]) -> None:
    assert read_csv(to_csv(frame(texts))) == texts


xml_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff"))


@settings(deadline=None)  # other tests share the machine
@given(st.lists(xml_text.filter(bool), min_size=1, max_size=20))
def test_any_text_comes_back_equal_from_excel(texts: list[str]) -> None:
    assert [row[0] for row in rows(to_xlsx(frame(texts), [TEXT], {}, "Any"))[1:]] == texts


def test_text_that_looks_like_markup_stays_text() -> None:
    texts = ["<r><t>not rich</t></r>", "<r></wrong></r>", "<b>&amp;", "_x0041_"]

    assert [row[0] for row in rows(to_xlsx(frame(texts), [TEXT], {}, "Markup"))[1:]] == texts


def test_csv_has_a_byte_order_mark_iso_days_and_bare_numbers() -> None:
    table = pd.DataFrame(
        {
            "ID": ["A01", "A02"],
            "Report date": pd.to_datetime(["2009-11-29", None]).astype("datetime64[s]"),
            "Recorded at (UTC)": pd.to_datetime(["2009-11-29 10:00:00.000001", None]).astype("datetime64[us]"),
            "Owners": [("WCO", "UNEP"), ()],
            "Change": [-3, 4],
        }
    )

    assert to_csv(table).decode("utf-8").split("\r\n") == [
        "\ufeffID,Report date,Recorded at (UTC),Owners,Change",
        "A01,2009-11-29,2009-11-29T10:00:00.000001Z,WCO; UNEP,-3",
        "A02,,,,4",
        "",
    ]


def test_an_empty_table_is_its_headings() -> None:
    assert to_csv(frame([])) == b"\xef\xbb\xbftext\r\n"
    assert rows(to_xlsx(frame([]), [TEXT], {}, "Nothing")) == [["Text"]]


def actions() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "action_id": ["A01", "A02"],
            "action": ["Do it \nwell", "Do more"],
            "standing": ["Overdue", "On course"],
            "due_date": pd.to_datetime(["2009-11-29", None]).astype("datetime64[s]"),
            "updates": [0, 12],
            "hidden": ["not", "named"],
        }
    )


COLUMNS = [
    ACTIONS.column("action_id"),
    ACTIONS.column("action"),
    Column("standing", "Standing"),
    Column("due_date", "Due date", type="date"),
    Column("updates", "Updates", type="number"),
]


def test_an_excel_download_holds_the_columns_named_with_typed_days_and_numbers() -> None:
    book = to_xlsx(actions(), COLUMNS, {}, "Actions")

    assert rows(book) == [
        ["ID", "Action", "Standing", "Due date", "Updates"],
        ["A01", "Do it \nwell", "Overdue", date(2009, 11, 29), 0],
        ["A02", "Do more", "On course", "", 12],
    ]


def test_an_excel_download_is_a_table_ready_to_print() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(actions(), COLUMNS, {}, "Actions"))).worksheets[0]

    assert [table.ref for table in sheet.tables.values()] == ["A1:E3"]
    assert sheet.freeze_panes == "A2"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == ("landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert "&P" in (sheet.oddFooter.right.text or "")
    assert all(cell.alignment.wrap_text for row in sheet["B1:E3"] for cell in row)
    assert sheet["D2"].number_format == "yyyy-mm-dd"
    assert sheet.column_dimensions["B"].width == pytest.approx(48, abs=1)


def test_a_table_too_wide_to_be_read_on_one_page_is_printed_on_two_with_the_ids_on_both() -> None:
    names = [f"c{number}" for number in range(6)]
    columns = [Column(name, name, width=50) for name in names]

    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(pd.DataFrame([dict.fromkeys(names, "x")]), columns, {}, "Wide")))["Wide"]

    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (2, 0)
    assert sheet.print_title_cols == "$A:$A"


def test_each_standing_is_coloured_by_its_own_word() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(actions(), COLUMNS, {}, "Actions"))).worksheets[0]

    rules = {rule.formula[0].strip('"'): rule.dxf for found in sheet.conditional_formatting for rule in found.rules}
    assert rules.keys() == set(Standing)
    assert all(look.fill.bgColor.rgb != "FFFFFFFF" and look.numFmt.formatCode.endswith("@") for look in rules.values())


def test_about_states_what_the_table_is_true_for() -> None:
    about = {"Workbook": "actions.xlsx", "As of": "2009-11-25", "Filters": "Theme: =Capacity"}

    book = to_xlsx(actions(), COLUMNS, about, "Actions")

    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names == ["Actions", "About"]
    assert rows(book, 1) == [["This file", "Actions"], *map(list, about.items()), ["Rows", 2]]


@pytest.mark.parametrize("title", ["Where do we stand? / by [theme]: all", "'", "About", "x" * 200, "Überfällig*"])
def test_any_title_gives_a_sheet_that_opens(title: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(actions(), COLUMNS, {}, title)))

    assert len(book.sheetnames) == 2
    assert book.sheetnames[1] == "About"


def test_a_recorded_time_is_iso_text_in_utc() -> None:
    table = pd.DataFrame(
        {"recorded_at": pd.to_datetime(["2009-11-29 10:00:00.5", "2009-11-30"], format="ISO8601").astype("datetime64[us]")}
    )

    book = to_xlsx(table, [UPDATES.column("recorded_at")], {}, "Updates")

    assert [row[0] for row in rows(book)[1:]] == ["2009-11-29T10:00:00.500000Z", "2009-11-30T00:00:00.000000Z"]


@pytest.mark.parametrize(
    ("text", "why"), [("x" * 32_768, "longer than"), ("\U0001f600" * 16_384, "longer than"), ("half \ud83d", "half of a")]
)
def test_text_that_a_cell_cannot_hold_is_refused_with_its_cell(text: str, why: str) -> None:
    with pytest.raises(Refusal, match=f"cell A3 of the sheet Texts .*{why}"):
        to_xlsx(pd.DataFrame({"text": ["fine", text]}, dtype="object"), [TEXT], {}, "Texts")


def test_text_of_the_longest_length_is_kept_whole() -> None:
    text = "=" + "\U0001f600" * 16_383

    assert rows(to_xlsx(frame([text]), [TEXT], {}, "Texts"))[1] == [text]


def test_the_same_table_gives_the_same_bytes_and_stays_as_it_was() -> None:
    table = actions()

    first, second = to_xlsx(table, COLUMNS, {}, "Actions"), to_xlsx(table, COLUMNS, {}, "Actions")

    assert first == second
    pd.testing.assert_frame_equal(table, actions())
    assert openpyxl.load_workbook(io.BytesIO(first)).properties.created == datetime(2000, 1, 1)  # noqa: DTZ001 -- as the file has it
