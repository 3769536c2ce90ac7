"""Which journal belongs to a workbook that does not say which book it is."""

from __future__ import annotations

from pathlib import Path

from books import make_book
from gcdash.book import Book
from gcdash.changes import new_id
from gcdash.store.journals import Journals
from gcdash.store.workbook import WorkbookStore

ACTION = {"action_id": "A01", "action": "Share data", "timescale": "6 months"}


class Overtaken(type(Path())):  # type: ignore[misc]  # the class of paths differs by system
    """A path of which somebody asks the address just when another process begins to write to the same book."""

    other: Journals
    book: Book

    def as_uri(self) -> str:
        begin(self.other, self.book)
        return Path(self).as_uri()


def begin(journals: Journals, book: Book) -> str:
    """What each process does before its first write."""
    book_id = journals.id_for(book)
    journals.know(book_id, book)
    return book_id


def test_all_who_begin_at_one_moment_take_an_unstamped_workbook_for_the_same_book(tmp_path: Path) -> None:
    path, root = make_book(tmp_path / "book.xlsx", actions=[ACTION]), tmp_path / "journal"
    overtaken = Overtaken(path)
    overtaken.book, overtaken.other = WorkbookStore(path).load(), Journals(root, path)

    assert Journals(root, overtaken).id_for(overtaken.book) == overtaken.other.id_for(overtaken.book)
    assert len(list(root.iterdir())) == 1


def test_another_book_at_the_same_path_is_not_taken_for_the_one_that_began_there(tmp_path: Path) -> None:
    journals = Journals(tmp_path / "journal", tmp_path / "book.xlsx")
    one, other = (
        WorkbookStore(make_book(tmp_path / f"{name}.xlsx", actions=[{**ACTION, "action": f"{name} {new_id()}"}])).load() for name in "ab"
    )

    assert begin(journals, one) != begin(journals, other)
