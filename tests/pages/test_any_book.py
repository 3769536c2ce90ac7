"""Every page, with a book of no rows, of one row, the real sixteen, and two thousand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from books import make_book
from gcdash.sample import sample
from house_rules import pages
from screen import ids, one, words

NAMES = [path.stem for path in pages()]
LISTING = ["actions", "overview", "owners", "themes", "time_scale"]
"""The pages that end in a table of the actions that pass the filters."""
ONE = {"action_id": "A01", "theme": "Training", "action": "Train the trainers", "timescale": "6 months", "responsibility": "WCO"}
WCO = {"owner": "WCO", "kind": "organisation"}

Look = Callable[..., AppTest]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A book of no rows, one of one action, and one of two thousand that many parties have reported on three thousand times."""
    folder = tmp_path_factory.mktemp("books")
    (folder / "many.xlsx").write_bytes(sample(actions=2000, updates=3000, parties=40))
    return {
        "none": make_book(folder / "none.xlsx"),
        "one": make_book(folder / "one.xlsx", actions=[ONE], owners=[WCO]),
        "many": folder / "many.xlsx",
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_page_asks_its_question_of_a_book_of_no_rows_and_blames_no_filter(look: Look, books: dict[str, Path], name: str) -> None:
    opened = look(name, book=books["none"])

    assert len(opened.title) == 1
    assert not opened.error
    assert "passes the filters" not in words(opened)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("overview", "Once updates are recorded, this chart shows how many actions were completed when."),
        ("themes", "No theme is shown."),
        ("owners", "Write them in the Parties sheet, with the class of each"),
        ("time_scale", "No action in this view has a due date."),
        ("time_scale", "No on-going work is open in this view."),
        ("overview", "would be listed here, once there are actions to show."),
        ("action", "The workbook holds no actions yet. Write them in its Actions sheet, one in each row, and save it."),
        ("record", "The workbook holds no actions yet. Write them in its Actions sheet, one in each row, and save it."),
        ("check", "0 actions, 0 updates, 0 owners, 0 parties"),
    ],
)
def test_where_there_is_nothing_a_page_says_what_would_be_there(look: Look, books: dict[str, Path], name: str, said: str) -> None:
    assert said in words(look(name, book=books["none"]))


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"check"}))
def test_a_book_of_no_rows_is_not_praised_and_asks_for_no_choice(look: Look, books: dict[str, Path], name: str) -> None:
    opened = look(name, book=books["none"])

    assert not opened.success
    assert "Choose" not in words(opened).replace("Choose the day", "").replace("Choose an owner", "")


@pytest.mark.parametrize("name", LISTING)
def test_the_one_action_of_a_book_is_shown_in_the_singular(look: Look, books: dict[str, Path], name: str) -> None:
    opened = look(name, book=books["one"], as_of="2009-11-25")

    assert ids(opened) == ["A01"]
    assert "1 action" in words(opened)
    assert "1 actions" not in words(opened)


def grid_of_parties(opened: AppTest) -> pd.DataFrame:
    """The page of the grid that is turned to, by action."""
    return next(table.value for table in opened.dataframe if "standing" not in table.value).set_index("action_id")


def one_caption(opened: AppTest, words: str) -> str:
    return next(caption.value for caption in opened.caption if words in caption.value)


def test_the_grid_of_parties_shows_symbols_and_says_their_words_above_it(look: Look, books: dict[str, Path]) -> None:
    opened = look("owners", book=books["many"])

    parties, all_parties = grid_of_parties(opened), int(one_caption(opened, "Parties 1 to ").split()[-1])
    while len(parties.columns) < all_parties:
        opened.session_state["party_grid_page"] += 1
        parties = parties.join(grid_of_parties(opened.run()))  # which no party may be on twice
    seen = set(parties.to_numpy().ravel()) - {""}
    legend = one_caption(opened, "blank: is not asked")

    assert seen and all(len(symbol) == 1 for symbol in seen)
    assert seen == {part.strip()[0] for part in legend.split(";")[0].split(",")}
    assert "No report yet" in legend


def test_actions_under_no_theme_are_found_as_such(look: Look, tmp_path: Path) -> None:
    book = make_book(tmp_path / "bare.xlsx", actions=[{"action_id": "A01", "action": "Train"}, ONE | {"action_id": "A02"}])

    opened = look("themes", book=book, theme="")

    assert one(opened, "menu_button", "Show …").options == ["Show as table", "Show all again"]
    assert one(opened, "button", "Filters: Theme: no theme")
    assert ids(opened) == ["A01"]


@pytest.mark.parametrize("name", sorted({"action", "record", "check"}))
def test_a_page_about_one_action_shows_the_only_one(look: Look, books: dict[str, Path], name: str) -> None:
    opened = look(name, book=books["one"], action="A01")

    assert not opened.error
    assert "1 action" in words(opened) or "Train the trainers" in words(opened)


@pytest.mark.parametrize("name", NAMES)
def test_sample_data_says_so_on_every_page(look: Look, books: dict[str, Path], name: str) -> None:
    opened = look(name, book=books["many"], action="A0001")

    assert "SAMPLE" in words(opened)
    assert not opened.error


@pytest.mark.parametrize("name", LISTING)
def test_two_thousand_actions_are_shown_a_hundred_at_a_time(look: Look, books: dict[str, Path], name: str) -> None:
    opened = look(name, book=books["many"])

    assert len(ids(opened)) == 100
    assert "1 to 100 of 2000" in words(opened)


@pytest.mark.parametrize("name", NAMES)
def test_real_data_is_never_called_a_sample(look: Look, name: str) -> None:
    opened = look(name, action="A05")

    assert not opened.error
    assert "SAMPLE" not in words(opened)
