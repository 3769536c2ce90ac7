"""A plan of thousands of changes on *Spreadsheets*: little is sent, a click works out only what it changes, and every row is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
from streamlit.testing.v1 import AppTest

from gcdash.exports.package import XLSX
from gcdash.merge.tally import Group
from gcdash.sample import sample
from gcdash.ui import receiving
from gcdash.ui.proposal import Proposal
from screen import elements, one

Open = Callable[..., AppTest]

SENT, PARTS = 60_000, 130
"""Bytes and parts of the page, whichever group of the plan it shows."""


def named(row: int, rows: int) -> str:
    """The ID of an action of a sample of so many."""
    return f"A{row:0{len(str(rows))}}"


def listed(rows: int, *, conflicts: int = 0, refused: int = 0) -> bytes:
    """A list that reports on so many actions; the first of them in other words of the action too, the last with no status that is known."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["ID", "Party", "New status", "What was done", "Notes/suggestions"])
    for row in range(1, rows + 1):
        status = "Finished" if row > rows - refused else "In progress"
        sheet.append([named(row, rows), "WCO", status, f"done {row}", f"noted {row}" if row <= conflicts else None])
    book.save(out := BytesIO())
    return out.getvalue()


def proposed(app: Open, path: Path, actions: int, file: bytes) -> AppTest:
    path.write_bytes(sample(actions=actions, updates=3))
    page = app("spreadsheets", book=path)
    page.file_uploader[0].upload("list.xlsx", file, XLSX)
    return page.run()


def proposal_of(page: AppTest) -> Proposal:
    kept: receiving.Kept = page.session_state["notes"][receiving._KEPT]
    return kept.proposal


def of_group(page: AppTest, group: Group) -> AppTest:
    return one(page, "radio", "Show").set_value(group).run()


def turned(page: AppTest, key: str) -> Iterator[AppTest]:
    """The page with each part of a long list, in their order."""
    (pages,) = [part.num_pages for part in elements(page) if getattr(part, "key", None) == key]
    for at in range(1, pages + 1):
        page.session_state[key] = at
        yield page.run()


def test_a_plan_of_five_thousand_changes_sends_little_and_a_click_works_out_only_what_it_changes(app: Open, tmp_path: Path) -> None:
    page = proposed(app, tmp_path / "book.xlsx", 5_500, listed(5_500, conflicts=600, refused=500))
    proposal = proposal_of(page)
    plan, groups = proposal.plan, proposal.groups
    assert len(groups[Group.REPORTS]) == 5_000 and len(groups[Group.CONFLICTS]) == 600 and len(groups[Group.REFUSED]) == 500

    for group in (Group.REPORTS, Group.CONFLICTS, Group.REFUSED, Group.UNCHANGED):
        parts = [part.proto for part in elements(of_group(page, group)) if hasattr(part.proto, "ByteSize")]
        assert sum(part.ByteSize() for part in parts) < SENT
        assert len(parts) < PARTS
    assert proposal_of(page) is proposal
    assert proposal.plan is plan
    one(of_group(page, Group.CONFLICTS), "button", "Take the file in all open ones").click().run()
    assert not proposal.plan.open_conflicts
    assert proposal.groups is groups


def test_every_row_of_a_long_plan_is_reached(app: Open, tmp_path: Path) -> None:
    page = proposed(app, tmp_path / "book.xlsx", 360, listed(360, conflicts=45, refused=130))

    of_group(page, Group.REPORTS)
    reports = [words for shown in turned(page, "plan_reports_page") for words in shown.dataframe[0].value["words"]]
    assert [words.split()[-1] for words in reports] == [f"{row}" for row in range(1, 231)]
    of_group(page, Group.CONFLICTS)
    asked = [
        choice.label for shown in turned(page, "plan_conflicts_page") for choice in shown.radio if choice.label.startswith("What stands")
    ]
    assert [words.split()[3] for words in asked] == [named(row, 360) for row in range(1, 46)]
    of_group(page, Group.REFUSED)
    refused = [action_id for shown in turned(page, "plan_refused_page") for action_id in shown.table[0].value["ID"]]
    assert refused == [named(row, 360) for row in range(231, 361)]
    of_group(page, Group.UNCHANGED)
    same = {action_id for shown in turned(page, "plan_unchanged_page") for action_id in shown.dataframe[0].value["ID"]}
    assert same == {named(row, 360) for row in range(1, 361)}


def test_amended_words_are_compared_on_every_part_of_a_long_plan(app: Open, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(sample(actions=150, updates=3))
    copy = openpyxl.load_workbook(tmp_path / "book.xlsx")
    for row in range(2, 152):
        copy["Actions"].cell(row, 7, f"amended-{row}")
    copy.save(out := BytesIO())
    page = app("spreadsheets", book=tmp_path / "book.xlsx")
    page.file_uploader[0].upload("copy.xlsx", out.getvalue(), XLSX)
    page.run()

    compared = "".join(part.value for shown in turned(of_group(page, Group.AMENDMENTS), "plan_amendments_page") for part in shown.markdown)
    assert all(f"amended-{row}\N{WORD JOINER}" in compared for row in range(2, 152))
