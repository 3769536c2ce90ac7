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
from xml.etree.ElementTree import Element

import icalendar
import pandas as pd
import pytest
from defusedxml.ElementTree import fromstring

from gcdash.book import Book
from gcdash.exports.excerpt import Excerpt
from gcdash.exports.focal_file import focal_file
from gcdash.exports.media import MEDIA
from gcdash.exports.minutes import to_docx
from gcdash.exports.reminders import Draft, drafts, due_reminders
from gcdash.meetings import minutes
from gcdash.merge.baseline import Origin
from gcdash.steps import tell_nobody
from gcdash.store.workbook import WorkbookStore
from handouts import excerpt
from poisoned import AS_OF, MEETING, TEXTS, poisoned_book, squashed

MADE = {medium.suffix: medium.make for medium in MEDIA}
PACKAGES = ["actions.xlsx", "actions.docx", "actions.pptx", "minutes.docx", "everyone.xlsx"]
FIELD = re.compile("}(instrText|fldSimple|hyperlink|hlinkClick|f|oleObject|control|altChunk|attachedTemplate)$")
"""Elements by which a package opens a link, computes or runs something."""

OURS = re.compile(r"PAGE|NUMPAGES|Sheet1!\$[A-Z]\$\d+(:\$[A-Z]\$\d+)?")
"""Those that we write: a page's number, and where a chart has its figures."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return WorkbookStore(poisoned_book(tmp_path_factory.mktemp("hostile") / "book.xlsx")).load()


@pytest.fixture(scope="module")
def shown(book: Book) -> Excerpt:
    return excerpt(book, AS_OF, since=date(2009, 6, 1))


@pytest.fixture(scope="module")
def files(book: Book, shown: Excerpt) -> dict[str, bytes]:
    made = {f"actions{suffix}": make(shown, tell_nobody) for suffix, make in MADE.items()}
    made["minutes.docx"] = to_docx(minutes(book, MEETING), book.settings)
    return made | {"everyone.xlsx": focal_file(book, "everyone", Origin("b", 0), AS_OF)}


def parts(package: bytes) -> Iterator[tuple[str, Element]]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        for name in opened.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, fromstring(opened.read(name))


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_leads_nowhere_computes_nothing_and_runs_nothing(files: dict[str, bytes], name: str) -> None:
    away, live = [], []
    for part, tree in parts(files[name]):
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
    table = pd.read_csv(io.BytesIO(files["actions.csv"]), keep_default_na=False, encoding="utf-8-sig", lineterminator=None)

    assert set(TEXTS) <= set(table["action"].str.removeprefix("'"))


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
