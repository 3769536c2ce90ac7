"""Lists that grow with the years have pages: the history of an action, the meetings, what is asked day by day, the grid of parties."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gcdash.changes import Meeting, Update, new_id
from gcdash.sample import sample
from gcdash.store.workbook import WorkbookStore
from gcdash.ui import history, meetings
from screen import elements, one, words

Open = Callable[..., AppTest]
BEGAN = date(2009, 6, 1)


def days(count: int) -> list[date]:
    return [BEGAN + timedelta(number) for number in range(count)]


def all_pages(shown: AppTest, key: str, seen: Callable[[AppTest], list[str]]) -> list[str]:
    """What stands on each of the pages of one list, in their order."""
    pages, found = one_pagination(shown, key).num_pages, seen(shown)
    for page in range(2, pages + 1):
        shown.session_state[key] = page
        found += seen(shown.run())
    return found


def one_pagination(shown: AppTest, key: str):  # noqa: ANN201 -- Streamlit does not name it
    return next(part for part in elements(shown) if getattr(part, "key", None) == key)


def test_every_one_of_many_updates_of_an_action_is_reached_newest_first_a_few_at_a_time(app: Open, real_book: Path) -> None:
    store = WorkbookStore(real_book)
    store.append([Update(new_id(), "A05", day, "In progress", f"said on {day}", "India") for day in days(45)])

    shown = app("action", action="A05", as_of="2009-12-31")

    def said(shown: AppTest) -> list[str]:
        return [part.value for part in shown.text if part.value.startswith("said on ")]

    assert "History: 45 updates" in words(shown)
    assert len(said(shown)) == history.SEEN
    assert all_pages(shown, "history_A05_page", said) == [f"said on {day}" for day in reversed(days(45))]


def test_every_one_of_many_meetings_is_reached_the_latest_first_a_few_at_a_time(app: Open, real_book: Path) -> None:
    WorkbookStore(real_book).append([Meeting(new_id(), f"Meeting of {day}", day) for day in days(23)])

    shown = app("meetings", as_of="2009-12-31")

    def held(shown: AppTest) -> list[str]:
        return [part.value for part in shown.subheader if part.value.startswith("Meeting of ")]

    assert "23 meetings; 23 are open: Meeting of 2009-06-23, Meeting of 2009-06-22, Meeting of 2009-06-21 and 20 more." in words(shown)
    assert len(held(shown)) == meetings.SEEN
    assert len(list(elements(shown))) < 160
    assert all_pages(shown, "meetings_page", held) == [f"Meeting of {day}" for day in reversed(days(23))]


@pytest.fixture(scope="module")
def long_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("long") / "long.xlsx"
    book.write_bytes(sample(actions=600, updates=300, parties=4))
    return book


def test_what_is_asked_for_day_by_day_is_sent_when_it_is_looked_at_and_has_pages(look: Open, long_book: Path) -> None:
    shown = look("time_scale", book=long_book)
    assert [len(shown.tabs), len(shown.table)] == [2, 1]
    before = len(shown.dataframe)

    shown.session_state["plan_as"] = "Day by day"
    shown.run()
    assert [len(shown.dataframe), len(shown.table)] == [before + 1, 0]

    def rows(shown: AppTest) -> list[str]:
        table = next(part.value for part in shown.dataframe if "What" in part.value)
        return [f"{day} {what} {action}" for day, what, action in zip(table["Day"], table["What"], table["ID"], strict=True)]

    asked = int(one_caption(shown, " of ").split()[-1])
    everything = all_pages(shown, "plan_by_day_page", rows)
    assert len(everything) == len(set(everything)) == asked > 100


def one_caption(shown: AppTest, said: str) -> str:
    return next(part.value for part in shown.caption if part.value.startswith("1 to ") and said in part.value)


def test_a_cell_of_the_plan_names_so_many_actions_and_says_how_many_more(look: Open, long_book: Path) -> None:
    table = look("time_scale", book=long_book).table[0].value

    longest = max((str(cell) for cell in table["Report due"]), key=len)
    named, more = longest.rsplit(" and ", 1)
    assert len(named.split(", ")) == 20
    assert more.endswith(" more")
    assert max(len(str(cell).split(", ")) for cell in table.to_numpy().ravel()) == 20


def test_the_grid_of_parties_reaches_every_action_that_somebody_is_asked_about(look: Open, long_book: Path) -> None:
    shown = look("owners", book=long_book)

    def rows(shown: AppTest) -> list[str]:
        return [str(action) for table in shown.dataframe if "standing" not in table.value for action in table.value["action_id"]]

    asked = all_pages(shown, "party_grid_rows_page", rows)
    assert len(asked) == len(set(asked)) > 200
    assert one(shown, "selectbox", "Owner").options
