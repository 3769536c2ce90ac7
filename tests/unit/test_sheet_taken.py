"""A worksheet in the plain form that nearly all programs write is measured as a whole, not row by row."""

from __future__ import annotations

import pytest

from gcdash.store.reader.limits import BOOK
from gcdash.store.reader.sheet import Taken, marked, take_sheet
from test_costs import steps


def taken(*rows: str) -> Taken:
    return take_sheet(f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>".encode(), "sheet1.xml", "Sheet", BOOK)


def row(number: int, cell: str = "<v>1</v>", kind: str = "") -> str:
    return f'<row r="{number}"><c r="A{number}"{kind}>{cell}</c></row>'


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        ((row(1), row(2)), 2),
        ((row(9), row(2)), 9),
        ((row(2), row(9), row(3)), 9),
        ((row(1), row(5, "<is><t>words</t></is>", ' t="inlineStr"'), row(7, "")), 5),
        ((row(3), '<row r="8"/>', '<row r="9"><c r="A9" s="1"/></row>'), 3),
        (('<row r="8"/>', row(9, "")), 0),
        ((), 0),
    ],
    ids=["in order", "backwards", "the last in the middle", "a blank cell after", "blank rows after", "blank rows only", "no rows"],
)
def test_a_sheet_reaches_as_far_as_its_last_row_with_a_value_in_whatever_order_rows_stand(rows: tuple[str, ...], last: int) -> None:
    assert taken(*rows).rows == last


@pytest.mark.parametrize(
    ("cell", "kind", "found"),
    [
        ("<v>#REF!</v>", ' t="e"', "<is><t>MARK#REF!</t></is>"),
        ("<f>1/0</f><v>#DIV/0!</v>", ' t="e"', "<f>1/0</f><is><t>MARK#DIV/0!</t></is>"),
        ("<f>A2+1</f><v></v>", "", "<f>A2+1</f><is><t>MARK</t></is>"),
        ("<f>A2+1</f><v>3</v>", "", "<f>A2+1</f><v>3</v>"),
    ],
    ids=["an error", "a formula that ends in an error", "a formula without a value", "a formula"],
)
def test_one_error_or_formula_among_many_rows_is_marked(cell: str, kind: str, found: str) -> None:
    sheet = taken(*(row(number) for number in range(1, 50)), row(50, cell, kind), row(51))

    assert f'<c r="A50"{kind}>{found}</c>'.encode() in marked(sheet, b"MARK")


def test_ten_times_the_rows_are_measured_in_as_many_steps() -> None:
    few, many = ([row(number) for number in range(1, rows + 1)] for rows in (100, 1_000))
    taken(*few)

    assert steps(lambda: marked(taken(*many), b"MARK")) < steps(lambda: marked(taken(*few), b"MARK")) + 20
