"""Another program in which a coordinator has the workbook open: it reads, changes cells and rows, and saves over what is there."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl

NOTES = "Notes"
"""A sheet of the coordinator's own."""


class Editor:
    """The workbook as it was when it was opened, and what the coordinator has changed since."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def note(self, words: str) -> None:
        """One more line among the coordinator's own."""
        (self.book[NOTES] if NOTES in self.book.sheetnames else self.book.create_sheet(NOTES)).append([words])

    def updates(self) -> list[str]:
        """The IDs of the updates that it shows."""
        return [str(row[0]) for row in self.book["Updates"].iter_rows(min_row=2, max_col=1, values_only=True) if row[0]]

    def delete(self, name: str) -> None:
        """Take an update's row out, as a person does on purpose."""
        sheet = self.book["Updates"]
        rows = [row[0].row for row in sheet.iter_rows(min_row=2, max_col=1) if row[0].value == name]
        for row in reversed(rows):
            sheet.delete_rows(row)

    def save(self) -> None:
        """As Excel saves: a new file, put in the old one's place."""
        beside = self.path.with_name("~editor.tmp")
        self.book.save(beside)
        os.replace(beside, self.path)

    def save_in_place(self) -> None:
        """As other programs save: the file is emptied and written anew."""
        self.book.save(self.path)


def notes(path: Path) -> list[str]:
    """The coordinator's own lines, as they stand in the workbook."""
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return [str(row[0]) for row in book[NOTES].iter_rows(values_only=True)] if NOTES in book.sheetnames else []
    finally:
        book.close()
