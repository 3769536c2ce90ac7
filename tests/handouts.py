"""Excerpts to make files from, and the other programs that open them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from gcdash import filters as filtering
from gcdash.book import Book
from gcdash.exports.excerpt import Excerpt
from gcdash.filters import Filters
from gcdash.standing import stand
from small_books import book

AS_OF = date(2009, 11, 25)
BOOK_ID = "b2cd7437-a691-5e2f-b43e-f4aea3b36c11"
LONG = "Harmonise the procedures for the seizure, storage and destruction of ozone-depleting substances at every land border; " * 3
CYRILLIC = "海关 и таможня"
HARD = (
    {"action_id": "A01", "theme": 'Borders, ports; "airports" & <b>seas</b>', "action": "Two lines:\nthe second; with, signs \\ and <i>",
     "timescale": "3 months", "responsibility": "WCO", "notes": "=1+1"},
    {"action_id": "A02", "theme": CYRILLIC, "action": "在各国海关之间交换信息" * 14, "timescale": "on-going", "responsibility": "Customs"},
    {"action_id": "A03", "theme": CYRILLIC, "action": "تبادل المعلومات بين الجمارك", "timescale": "7 months"},
    {"action_id": "A04", "theme": "Long words", "action": LONG[:300], "update_feedback": "x" * 300, "notes": LONG,
     "responsibility": LONG, "timescale": LONG},
    {"action_id": "A05", "theme": "Long words", "action": ""},
)  # fmt: skip
"""Line breaks, separators, markup, letters of other scripts, 300 characters, words without a space, empty cells."""


def excerpt(of: Book, as_of: date = AS_OF, filters: Filters | None = None, since: date | None = None) -> Excerpt:
    chosen = filters or Filters()
    return Excerpt(of, "actions.xlsx", as_of, chosen, filtering.apply(chosen, stand(of, as_of), of, as_of), since, BOOK_ID, 7)


def hard_book(count: int = len(HARD), updates: Iterable[Mapping[str, object]] = ()) -> Book:
    """``count`` actions that are hard to lay out, the five of ``HARD`` again and again."""
    rows = [{**HARD[at % len(HARD)], "action_id": f"A{at + 1:03}"} for at in range(count)]
    return book(rows, updates, settings={"Workshop": "Tôt, ou & <tard>; ici", "Place": "Đà Nẵng", "Dates": "25-29 May 2009"})


def to_pdf(content: bytes, name: str, folder: Path) -> Path:
    """A file as LibreOffice prints it."""
    (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return (folder / name).with_suffix(".pdf")


def text_of(pdf: Path) -> str:
    """All words of a PDF, a form feed after each page."""
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True, encoding="utf-8").stdout
