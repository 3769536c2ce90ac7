"""Users' words on the screen: shown as they are, never taken for Markdown, HTML or a link."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@^=/])")


def plain(text: str) -> str:
    """``text`` for a place that reads Markdown: every mark of Markdown, mathematics, directives and links is escaped.

    Line breaks stay line breaks.
    """
    return _MARKS.sub(r"\\\1", text).replace("\n", "  \n")


def short(text: str, most: int = 90) -> str:
    """The beginning of a text on one line, cut between words, with an ellipsis where something is left out."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"
