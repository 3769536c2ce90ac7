"""Tables that come as text: every usual encoding and separator, what is no table, and what is too large."""

from __future__ import annotations

import codecs

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gcdash.errors import Unreadable
from gcdash.exports.tables import to_csv, to_csv_text
from gcdash.submission import Upload, sheets_of
from gcdash.submission.text_table import sheet_of
from test_tables import PAYLOADS

ROWS = [
    ["ID", "Action", "Proposed Time scale", "Responsibility", "New status", "What was done"],
    ["A01", "Échange d’experts, visites d’étude", "6 mois", "Douanes; PNUE", "Completed", 'deux lignes\net un "mot" à part'],
    ["A02", "Élaborer un guide à l’usage des agents", "déjà en cours", "Secrétariats des AME", "", "=1+1"],
]


def text(separator: str, ends: str = "\r\n") -> str:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & {separator, '"', "\n"} else cell for cell in row] for row in ROWS]
    return ends.join(separator.join(row) for row in quoted) + ends


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_in_every_usual_encoding_with_every_usual_separator(separator: str, encoding: str) -> None:
    assert sheet_of("list.csv", text(separator).encode(encoding)).rows == ROWS


def test_line_ends_of_every_system_are_line_ends() -> None:
    assert sheet_of("list.csv", text(",", "\n").encode()).rows == ROWS
    assert sheet_of("list.csv", text(",", "\r").encode()).rows == ROWS


def test_another_alphabet_is_told_by_its_letters() -> None:
    words = "Обмен информацией между таможенными органами и секретариатами соглашений, учебные поездки"
    data = f"ID;Action;Responsibility\r\nA01;{words};Таможня\r\n".encode("cp1251")

    assert sheet_of("list.csv", data).rows[1] == ["A01", words, "Таможня"]


def test_the_apostrophe_that_guards_a_formula_is_taken_away_and_any_other_is_kept() -> None:
    cells = ["=1+1", "'quoted", "-5", "plain", "'t Hooft"]
    ours = "ID,Action,x,y,z\n" + ",".join(to_csv_text(cell) for cell in cells) + "\n"

    assert sheet_of("list.csv", ours.encode()).rows[1] == cells
    assert sheet_of("list.csv", b"ID,Action\nA01,'t Hooft\n").rows[1] == ["A01", "'t Hooft"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \r\n \n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not a table"),
        (codecs.BOM_UTF16_LE + b"a", "is not a table"),
        (b"ID,Action\n" + b"x" * 200_000 + b",y\n", "is not a table"),
        (b"ID,Action" + b",x" * 300 + b"\n", "more than 256 columns"),
        (b"ID,Action,Status\n" + (b"," * 250 + b"\n") * 5_000, "more than"),
        (b"ID" + b" " * 10_485_760, "larger than 10 MB"),
    ],
)
def test_what_is_no_table_or_too_large_is_refused_in_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why) as refusal:
        sheet_of("list.csv", data)
    assert str(refusal.value).startswith("list.csv")


def test_a_workbook_called_csv_is_read_as_a_workbook_and_text_called_xlsx_is_refused() -> None:
    with pytest.raises(Unreadable, match="damaged or was cut"):
        sheets_of(Upload("list.csv", b"PK\x03\x04 cut"))
    with pytest.raises(Unreadable, match="is not a workbook"):
        sheets_of(Upload("list.xlsx", b"ID,Action\n"))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=8))
@example(list(PAYLOADS))
def test_whatever_goes_out_as_csv_is_read_back_as_it_was(texts: list[str]) -> None:
    ids = [f"A{number:02}" for number in range(len(texts))]
    sent = to_csv(pd.DataFrame({"ID": ids, "Action": texts}, dtype="str"))

    assert [row[1] for row in sheet_of("list.csv", sent).rows[1:]] == texts
