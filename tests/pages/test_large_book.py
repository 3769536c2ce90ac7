"""What a page costs is bounded: one reading after a change and none otherwise, little sent however large the book, one frame for all."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from gcdash import words
from gcdash.changes import Meeting, new_id
from gcdash.exports.package import XLSX
from gcdash.filters import Filters
from gcdash.merge.tally import Group
from gcdash.sample import sample
from gcdash.store.workbook import WorkbookStore
from gcdash.ui import frame
from gcdash.ui.scene import MOST_KEPT, Scene
from gcdash.ui.shown import Drawn
from screen import counted, elements, one
from screen import words as words_on

Open = Callable[..., AppTest]

ENOUGH = 500_000
"""Bytes that a page may send, however many actions there are."""

A_LITTLE = 15_000
"""Bytes: other names, and a page of a table that had room for more."""

READING = [
    "overview", "themes", "owners", "time_scale", "since", "actions", "action", "record", "spreadsheets", "meetings", "downloads", "check",
]  # fmt: skip


@pytest.fixture(scope="module")
def large_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("large") / "large.xlsx"
    book.write_bytes(sample(actions=8_000, updates=4_000, parties=20))
    return book


@pytest.fixture(scope="module")
def smaller_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("smaller") / "smaller.xlsx"
    book.write_bytes(sample(actions=1_000, updates=500, parties=20))
    return book


def scene_of(path: Path) -> Scene:
    """What all visits share that have chosen nothing."""
    where, version = str(path), frame._store(str(path)).version()
    as_of = frame._book(where, version).settings.default_as_of or date.today()
    return frame._scene(where, version, as_of, Filters())


def sizes(app: AppTest) -> Iterator[int]:
    return (element.proto.ByteSize() for element in elements(app) if hasattr(element.proto, "ByteSize"))


@pytest.mark.parametrize("page", READING)
def test_a_page_sends_little_and_no_more_for_eight_times_the_actions(look: Open, large_book: Path, smaller_book: Path, page: str) -> None:
    for_more = sum(sizes(look(page, book=large_book)))

    assert for_more < ENOUGH
    assert for_more < sum(sizes(look(page, book=smaller_book))) + A_LITTLE


def test_a_plan_of_five_hundred_changes_sends_little_and_is_made_once(app: Open, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(sample(actions=2_000, updates=2_000, parties=20))
    copy, out = openpyxl.load_workbook(book), io.BytesIO()
    for row in range(2, 502):
        copy["Actions"].cell(row, 7, f"amended {row}")
    copy.save(out)
    page = app("spreadsheets", book=book)
    page.file_uploader[0].upload("copy.xlsx", out.getvalue(), XLSX)

    shown = page.run()
    plan = page.session_state["notes"]["submission_plan"].proposal.made
    one(shown, "button", "Tick all").click().run()
    assert not one(shown, "button", "Apply 500 amendments").disabled
    assert sum(sizes(shown)) < ENOUGH
    one(shown, "radio", "Show").set_value(Group.UNCHANGED).run()
    assert sum(sizes(shown)) < ENOUGH, "of the cells that stay only the first are sent"
    assert page.session_state["notes"]["submission_plan"].proposal.made is plan


def test_an_action_that_the_box_does_not_offer_at_first_is_found_by_its_words_and_opened_by_its_link(look: Open, large_book: Path) -> None:
    opened = look("action", book=large_book, action="A7999")
    assert one(opened, "selectbox", "Action").value == "A7999"

    found = look("action", book=large_book)
    one(found, "text_input", "Find an action").set_value("A7998").run()

    assert [option.split()[0] for option in one(found, "selectbox", "Action").options] == ["A7998"]


def test_a_workbook_is_read_once_after_a_change_and_not_again_while_nothing_changes(app: Open, real_book: Path) -> None:
    before = counted("loads")
    shown = app("overview")
    assert counted("loads") == before + 1

    shown.run()
    app("themes")
    assert counted("loads") == before + 1

    real_book.write_bytes(sample(actions=3, updates=2))
    shown.run()
    assert counted("loads") == before + 2


@pytest.mark.parametrize("page", READING)
def test_a_page_shown_again_makes_nothing_anew(look: Open, large_book: Path, page: str) -> None:
    shown = look(page, book=large_book, action="A0005", sheet="WCO")
    scene = scene_of(large_book)
    made = dict(scene.kept)

    shown.run()
    look(page, book=large_book, action="A0005", sheet="WCO")

    assert made
    assert scene.kept.keys() == made.keys()
    assert all(scene.kept[key] is made[key] for key in made)


def test_a_scene_keeps_each_language_apart_and_forgets_the_oldest() -> None:
    scene = Scene(*(None,) * 5)  # type: ignore[arg-type]  # nothing of it is asked for
    context = copy_context()
    context.run(words.use, French())

    assert scene.once(said) == "Theme"
    assert context.run(scene.once, said) == "Thème"
    assert scene.once(said) == "Theme"

    for number in range(2 * MOST_KEPT):
        assert scene.once(same, number) == number
    assert len(scene.kept) == MOST_KEPT


def said(_scene: Scene) -> str:
    return words._("Theme")


def same(_scene: Scene, number: int) -> int:
    return number


class French(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return {"Theme": "Thème"}.get(message, message)


def test_one_frame_serves_all_sessions_and_no_page_harms_it(app: Open, real_book: Path) -> None:
    app("overview")
    book = frame._book(str(real_book), frame._store(str(real_book)).version())
    scene = scene_of(real_book)
    frames = (book.actions, book.updates, scene.everything, scene.actions)
    before = [each.copy(deep=True) for each in frames]

    for page in READING:
        app(page, action="A05", sheet="WCO").run()

    assert frame._book(str(real_book), frame._store(str(real_book)).version()) is book
    assert scene_of(real_book) is scene
    for each, as_it_was in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(each, as_it_was)


def test_the_room_sends_little_and_finds_any_action_however_long_the_agenda(app: Open, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(sample(actions=3_000, updates=500, parties=20))
    store = WorkbookStore(book)
    store.append([Meeting(new_id(), "First", date(2009, 12, 1))])
    store.fold()  # a fold makes all anew
    room = app("meeting", book=book)

    assert sum(sizes(room)) < ENOUGH
    made = dict(scene_of(book).kept)
    one(room, "button", "Next").click().run()
    assert "2 of 3000" in words_on(room)
    assert all(scene_of(book).kept[key] is made[key] for key in made)
    one(room, "text_input", "Find an action").set_value("A2998").run()
    one(room, "selectbox", "Go to").set_value("A2998").run()
    assert room.header[0].value.startswith("A2998 ")


MOST_PARTS = {"overview": 60, "themes": 26, "owners": 34, "time_scale": 45, "since": 24, "actions": 21, "meetings": 17, "check": 58}
"""How many parts a page has: each costs the server and the browser the same again, whatever it shows."""


@pytest.mark.parametrize("page", MOST_PARTS)
def test_a_page_has_no_more_parts_however_many_actions_there_are(look: Open, large_book: Path, page: str) -> None:
    assert len(list(elements(look(page, book=large_book)))) <= MOST_PARTS[page]


def test_what_a_page_shows_again_is_neither_drawn_nor_packed_again(app: Open, real_book: Path) -> None:
    app("overview")
    kept = [made for made in scene_of(real_book).kept.values() if isinstance(made, Drawn)]
    sent = [figure.to_dict() for figure in (drawn.figure for drawn in kept)]

    app("overview")

    assert kept
    assert all(drawn.figure.to_dict() is values for drawn, values in zip(kept, sent, strict=True))
    assert any(isinstance(part, pa.Table) for made in scene_of(real_book).kept.values() if isinstance(made, tuple) for part in made)
