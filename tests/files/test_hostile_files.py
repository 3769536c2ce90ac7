"""Files made from a workbook whose every text is hostile, read back: the texts are there, as text, and nothing else is."""

from __future__ import annotations

import email
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import Element

import icalendar
import openpyxl
import pandas as pd
import pytest
from defusedxml.ElementTree import fromstring

from gcdash import compare
from gcdash.book import Book
from gcdash.checks import problems
from gcdash.exports import forward_plan, moves
from gcdash.exports.excerpt import Excerpt
from gcdash.exports.focal_file import focal_file, pack
from gcdash.exports.media import MEDIA
from gcdash.exports.minutes import to_docx
from gcdash.exports.receipt import receipt
from gcdash.exports.reminders import Draft, drafts, due_reminders, spreadsheets
from gcdash.exports.reminders import pack as reminders_pack
from gcdash.exports.tables import from_csv_text, to_csv, to_xlsx
from gcdash.meetings import minutes
from gcdash.merge.baseline import Origin
from gcdash.merge.form import FORM
from gcdash.progress import order
from gcdash.schema import LATER, ORIGINAL, SHEETS
from gcdash.steps import tell_nobody
from gcdash.store.workbook import WorkbookStore
from gcdash.submission import Upload, plan_for
from handouts import excerpt
from poisoned import ALL, AS_OF, MEETING, TEXTS, misread_book, poisoned_book, squashed

MADE = {medium.suffix: medium.make for medium in MEDIA}
PACKAGES = [
    "actions.xlsx", "actions.docx", "actions.pptx", "minutes.docx",
    "everyone.xlsx", "party.xlsx", "receipt.xlsx", "since.xlsx", "plan.xlsx",
]  # fmt: skip
FIELD = re.compile("}(instrText|fldSimple|hyperlink|hlinkClick|f|oleObject|control|altChunk|attachedTemplate)$")
"""Elements by which a package opens a link, computes or runs something."""

OURS = re.compile(r"PAGE|NUMPAGES|Sheet1!\$[A-Z]\$\d+(:\$[A-Z]\$\d+)?")
"""Those that we write: a page's number, and where a chart has its figures."""


ORIGIN = Origin("b", 0)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> WorkbookStore:
    return WorkbookStore(poisoned_book(tmp_path_factory.mktemp("hostile") / "book.xlsx"))


@pytest.fixture(scope="module")
def book(store: WorkbookStore) -> Book:
    return store.load()


@pytest.fixture(scope="module")
def shown(book: Book) -> Excerpt:
    return excerpt(book, AS_OF, since=date(2009, 6, 1))


@pytest.fixture(scope="module")
def files(store: WorkbookStore, book: Book, shown: Excerpt) -> dict[str, bytes]:
    made = {f"actions{suffix}": make(shown, tell_nobody) for suffix, make in MADE.items()}
    made["minutes.docx"] = to_docx(minutes(book, MEETING), book.settings)
    made["everyone.xlsx"] = focal_file(book, "everyone", ORIGIN, AS_OF)
    made["party.xlsx"] = focal_file(book, TEXTS[0], ORIGIN, AS_OF)
    made["receipt.xlsx"] = receipt(plan_for(store, [Upload(f"{TEXTS[0]}.xlsx", answered(made["everyone.xlsx"]))], AS_OF), ALL, ALL, AS_OF)
    since = moves.as_table(compare.since(book, date(2009, 6, 1), AS_OF), shown.actions)
    plan = forward_plan.as_table(excerpt(book, date(2009, 10, 15)).plan(), order(book, "owner"))
    for name, table, columns in (("since", since, moves.COLUMNS), ("plan", plan, forward_plan.COLUMNS)):
        made[f"{name}.xlsx"] = to_xlsx(table, columns, shown.facts(), ALL)
        made[f"{name}.csv"] = to_csv(table)
    return made


def answered(file: bytes) -> bytes:
    """A file to fill in, as it comes back: with each kind as what was done, and once as each other cell that is to be filled in."""
    form, out = openpyxl.load_workbook(io.BytesIO(file)), io.BytesIO()
    for row, text in zip(form["Report"].iter_rows(min_row=2), TEXTS, strict=False):
        for column, said in {"status": "In progress", "report_date": AS_OF, "text": text}.items():
            row[FORM.names.index(column)].value = said
    for column in ("theme", *ORIGINAL, "status", "report_date", "evidence"):
        form["Report"].cell(form["Report"].max_row, FORM.names.index(column) + 1, ALL)
    form.save(out)
    return out.getvalue()


def parts(package: bytes) -> Iterator[tuple[str, Element]]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        for name in opened.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, fromstring(opened.read(name))


def test_there_are_seventeen_kinds_in_each_column_of_each_sheet(tmp_path: Path) -> None:
    assert len(set(TEXTS)) == 17

    book = openpyxl.load_workbook(misread_book(tmp_path / "book.xlsx"))
    for sheet in (*SHEETS, *LATER):
        headings, *rows = book[sheet.name].iter_rows(values_only=True)
        assert tuple(headings) == (*sheet.headings, *TEXTS)
        assert [heading for heading, cells in zip(headings, zip(*rows, strict=True), strict=True) if not set(TEXTS) <= set(cells)] == []


def test_what_cannot_be_read_is_said_with_the_words_that_stand_there(tmp_path: Path) -> None:
    found = problems(WorkbookStore(misread_book(tmp_path / "book.xlsx")).load(), AS_OF)
    said = {sheet: squashed(" ".join(one.message for one in found if one.sheet == sheet)) for sheet in {one.sheet for one in found}}

    assert {"Actions", "Updates", "Parties", "Amendments", "Settings"} <= said.keys()
    assert {sheet: [text for text in TEXTS if squashed(text) not in words] for sheet, words in said.items()} == {
        sheet: [] for sheet in said
    }


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_leads_nowhere_computes_nothing_and_runs_nothing(files: dict[str, bytes], name: str) -> None:
    holds_still(files[name])


def test_neither_do_the_files_in_a_pack_the_spreadsheets_of_reminders_and_the_minutes_of_each_meeting(book: Book, shown: Excerpt) -> None:
    with zipfile.ZipFile(io.BytesIO(pack(book, ORIGIN, AS_OF))) as packed:
        fill_in = {name: packed.read(name) for name in packed.namelist()}
    told = drafts(shown, due_reminders(shown), spreadsheets(book, ORIGIN, AS_OF))
    attached = {one.get_filename() or "": one.get_content() for draft in told for one in read(draft).iter_attachments()}
    with zipfile.ZipFile(io.BytesIO(reminders_pack(told))) as packed:
        names = packed.namelist()

    assert len(fill_in) >= len(TEXTS)
    assert len(names) == len(told) >= len(TEXTS)
    assert attached
    assert [name for name in (*fill_in, *attached, *names) if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*\.(xlsx|eml)", name)] == []
    for package in (*fill_in.values(), *attached.values(), *(to_docx(minutes(book, text), book.settings) for text in TEXTS)):
        holds_still(package)


def holds_still(package: bytes) -> None:
    away, live = [], []
    for part, tree in parts(package):
        away += [f"{part}: {one.get('Target')}" for one in tree.iter() if one.get("TargetMode") == "External"]
        said = {"".join([*one.attrib.values(), *one.itertext()]) for one in tree.iter() if FIELD.search(one.tag)}
        live += [f"{part}: {words}" for words in said if not OURS.fullmatch(words)]

    assert away == []
    assert live == []


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_holds_every_text_as_text(files: dict[str, bytes], name: str) -> None:
    said = squashed(" ".join(text for _part, tree in parts(files[name]) for text in tree.itertext()))

    assert [text for text in TEXTS if squashed(text) not in said] == []


def test_a_calendar_holds_every_text_in_its_description_and_events_of_our_making_only(files: dict[str, bytes]) -> None:
    calendar = icalendar.Calendar.from_ical(files["actions.ics"])
    events = calendar.walk("VEVENT")
    said = squashed(" ".join(str(event["DESCRIPTION"]) for event in events))

    assert {part.name for part in calendar.walk()} == {"VCALENDAR", "VEVENT"}
    assert set().union(*events) == {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "STATUS", "TRANSP",
    }  # fmt: skip
    assert [text for text in TEXTS if squashed(text) not in said] == []


def test_a_csv_file_gives_every_text_back(files: dict[str, bytes]) -> None:
    for name, column in (("actions", "action"), ("since", "theme"), ("plan", "theme")):
        table = pd.read_csv(io.BytesIO(files[f"{name}.csv"]), keep_default_na=False, encoding="utf-8-sig", lineterminator=None)

        assert set(TEXTS) <= {from_csv_text(text) for text in table[column]}, name


class Tags(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {(tag, name) for name, _value in attrs} | {(tag, "")}


def test_a_draft_has_our_own_headers_and_elements_only_and_holds_every_text(shown: Excerpt) -> None:
    told = drafts(shown, due_reminders(shown))
    assert told

    tags, said = Tags(), ""
    for message in map(read, told):
        assert set(message.keys()) <= {"X-Unsent", "Subject", "To", "MIME-Version", "Content-Type"}
        assert not message["To"]  # no word of the book is an address that can be written to
        for kind in ("html", "plain"):
            body = message.get_body((kind,))
            assert body is not None
            said += squashed(body.get_content())
        page = message.get_body(("html",))
        tags.feed(page.get_content() if page else "")

    assert {tag for tag, _name in tags.found} == {"html", "meta", "body", "p", "table", "tr", "th", "td"}
    assert {name for _tag, name in tags.found} == {"", "charset", "align", "border", "cellpadding", "cellspacing", "style", "dir"}
    assert [text for text in TEXTS if squashed(text) not in said] == []


def read(draft: Draft) -> EmailMessage:
    message = email.message_from_bytes(draft.content, policy=default)
    assert isinstance(message, EmailMessage)
    return message
