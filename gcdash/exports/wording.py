"""Words made to fit a page or slide: what a file cannot hold is marked, what is too long is cut between words, lines are counted."""

from __future__ import annotations

import re
import textwrap
import unicodedata

from gcdash.words import _, n_

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (section 2.2) has no way to write."""

CUT = "…"


def printable(text: str) -> str:
    """``text`` as an XML file can hold it: each character that it cannot is replaced by the sign for that."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def width(text: str) -> int:
    """How wide a text is, in letters: a Chinese, Japanese or Korean sign is two wide, an accent that stands on a letter none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def short(text: str, most: int) -> str:
    """The beginning of a text, ``most`` letters wide at the most, on one line and with a mark where something is left out.

    Cut between words; within one where a word alone, or a script without spaces, would leave less than half.
    """
    line = " ".join(text.split())
    if width(line) <= most:
        return line
    kept = ""
    for letter in line:
        if width(kept + letter) >= most:
            break
        kept += letter
    words = kept.rsplit(" ", 1)[0]
    return (words if width(words) > most / 2 else kept).rstrip(" ,;:") + CUT


def left_out(count: int) -> str:
    """What stands at the end of a list that does not hold all, and where the others are. Blank where it holds all."""
    words = n_(
        "and 1 more, which the Excel file lists too", "and {n} more; the Excel file lists them all, and a filter brings them here", count
    )
    return words if count > 0 else ""


def first_of(listed: int, count: int) -> str:
    """What stands at the head of a list of actions that does not hold all. Blank where it holds all."""
    words = _("Listed: the {n} actions that need attention first, {more}.")
    return words.format(n=f"{listed:,}", more=left_out(count - listed)) if listed < count else ""


def count_lines(text: str, letters: int) -> int:
    """How many lines a text takes in a column so many letters wide, rather one too many."""
    return sum(max(1, len(textwrap.wrap(_stretched(line), letters))) for line in text.split("\n"))


def _stretched(line: str) -> str:
    """A line with wide signs as two letters, so that what counts letters counts its width."""
    return "".join("xx" if unicodedata.east_asian_width(c) in "WF" else c for c in line)
