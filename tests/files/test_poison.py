"""Text that breaks programs: taken as it is, cleaned as the rules say, or refused in words; whatever it is, what comes after goes in."""

from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ooxml_books as books
from gcdash.book import Book
from gcdash.changes import Update, new_id
from gcdash.cli import main
from gcdash.errors import Refusal
from gcdash.store import Folded
from gcdash.store.ooxml import AddRows, edit, verify
from gcdash.store.workbook import WorkbookStore
from gcdash.updates import checked
from house_rules import ROOT

EMPTY = books.zipped(books.parts(books.sheet_xml("<sheetData/>")))
TODAY = date(2024, 5, 6)
HALVES = (0xD800, 0xDBFF, 0xDC00, 0xDFFF)
REFUSED = {
    **{
        f"U+{code:04X}": f"a{chr(code)}b"
        for code in (0, 1, 7, 8, 0x0B, 0x0C, 0x0E, 0x1B, 0x1F, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFFFE, 0xFFFF)
    },
    "40,000 characters": "x" * 40_000,
    "one character too many": "x" * 32_768,
    "one half of a character too many": "😀" * 16_384,
}
TAKEN = {
    "right to left": "\u202ereversed\u202c and عربى",
    "emoji": "👩‍👩‍👧 🇫🇷 😀",
    "looks like an escape": "_x0041_ _x005F_ _x000D_ _X0041_",
    "a no-break space, a joiner, a mark": "a\u00a0b\u200bc\ufeffd",
    "line and paragraph separators": "a\u2028b\u2029c\u0085d",
    "old controls": "a\x7fb\x80c\x9fd",
    "private use and unassigned": "\ue000 \U0010ffff \U000e0001",
    "many marks": "e" + "\u0316" * 300,
    "markup": "<script>&amp;]]></t></is><![CDATA[",
    "braces": "{0} %s {name!r}",
    "a tab and line ends": "a\tb\nc",
    "the longest": "x" * 32_767,
    "the longest of emoji": "😀" * 16_383 + "x",
    "looks like nothing": "nan",
    "looks blank": "None",
}
CLEANED = {"\r\n one\r\ntwo\rthree \t\n": "one\ntwo\nthree", "e\u0301": "é", "\u2126": "Ω"}


@pytest.fixture
def store(real_book: Path) -> WorkbookStore:
    return WorkbookStore(real_book)


@pytest.fixture(scope="module")
def shipped() -> Book:
    return WorkbookStore(ROOT / "data" / "actions.xlsx").load()


def update(text: str, **more: str) -> Update:
    return Update(new_id(), "A01", TODAY, "In progress", text, **more)


def said(store: WorkbookStore) -> list[str]:
    """The updates' words, read anew."""
    return WorkbookStore(store.path).load().updates["text"].tolist()


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("field", ["text", "next_step", "reported_by", "party"])
def test_what_no_cell_can_hold_is_refused_at_the_door_in_words(shipped: Book, name: str, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        checked(replace(update("words"), **{field: REFUSED[name]}), shipped, TODAY)

    assert caught.value.field == field and caught.value.hint
    assert str(caught.value).isprintable()


def test_what_a_cell_can_hold_comes_back_from_the_workbook_as_it_was(store: WorkbookStore) -> None:
    book = store.load()
    updates = [checked(update(text, next_step=text[:300], reported_by=text[:300]), book, TODAY) for text in TAKEN.values()]
    store.append(updates)

    assert store.fold() == Folded(1, 0)
    rows = WorkbookStore(store.path).load().updates
    assert (rows["row"] > 0).all()
    assert rows["text"].tolist() == list(TAKEN.values())
    assert rows["next_step"].tolist() == [one.next_step for one in updates]


@pytest.mark.parametrize("text", CLEANED)
def test_line_ends_blanks_and_pieced_letters_are_cleaned_as_the_rules_say(shipped: Book, text: str) -> None:
    assert checked(update(text), shipped, TODAY).text == CLEANED[text]


@given(text=st.text(max_size=40))
@settings(max_examples=200)
def test_whatever_the_door_takes_the_workbook_takes_whole(shipped: Book, text: str) -> None:
    try:
        taken = checked(update(text), shipped, TODAY).text
    except Refusal:
        assert any(unicodedata.category(c) in {"Cc", "Cs", "Cn"} for c in text)
        return
    edits = [AddRows("Updates", ({1: "u", 2: taken},))]

    after = edit(EMPTY, edits)

    verify(EMPTY, after, edits)
    assert books.by_calamine(after)[0][1:] == ([taken] if taken else [])


@pytest.mark.parametrize("name", ["U+0007", "U+FFFE", "40,000 characters", "right to left", "emoji", "looks like an escape"])
def test_the_command_line_takes_or_refuses_each_in_one_line(real_book: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    text = (REFUSED | TAKEN)[name]

    code = main(["record", str(real_book), "--action", "A01", "--status", "In progress", "--text", text, "--json"])

    assert code == (2 if name in REFUSED else 0)
    assert capsys.readouterr().err.count("\n") == (1 if name in REFUSED else 0)
    assert said(WorkbookStore(real_book)) == ([] if name in REFUSED else [text])
    assert not list(real_book.parent.glob("*.gcdash/*/pending/*.json"))


@pytest.mark.skipif(os.name != "posix", reason="bytes that are no text come as surrogates on POSIX systems only")
def test_bytes_on_the_command_line_that_are_no_text_are_refused(real_book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = os.fsdecode(b"caf\xe9")

    assert main(["record", str(real_book), "--action", "A01", "--status", "In progress", "--text", words]) == 2
    assert "cannot keep" in capsys.readouterr().err


def test_poison_in_files_of_the_journal_lies_aside_and_the_rest_goes_in(store: WorkbookStore) -> None:
    store.append([update("before")])
    pending = next(store.path.parent.glob("*.gcdash/*/pending"))
    for text in REFUSED.values():
        poison = update(text)
        change = {"kind": "Update", **asdict(poison), "report_date": TODAY.isoformat()}
        (pending / f"{poison.update_id}.json").write_text(json.dumps({"entry_id": poison.update_id, "changes": [change]}), "utf-8")
    store.append([update("after")])

    assert store.fold() == Folded(2, 0)
    assert said(store) == ["before", "after"]
    assert any("aside" in notice for notice in store.state().notices)
    assert len(list(store.path.parent.glob("*.gcdash/*/quarantine/*.json"))) == len(REFUSED)


def test_half_a_character_that_comes_past_the_door_is_refused_in_words_and_nothing_is_written(real_book: Path) -> None:
    store = WorkbookStore(real_book)
    with pytest.raises(Refusal, match="half a character"):
        store.append([Update("u-1", "A05", date(2009, 10, 1), "In progress", "half \ud800")])

    store.append([Update("u-2", "A05", date(2009, 10, 1), "In progress", "whole")])
    assert store.fold().folded == 1
