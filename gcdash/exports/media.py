"""The kinds of file that people take away, each with what it is for and how it is made from an excerpt."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

from gcdash.exports.actions import FILED, as_file
from gcdash.exports.excerpt import Excerpt
from gcdash.exports.package import DOCX, PPTX, XLSX
from gcdash.exports.tables import to_csv, to_xlsx
from gcdash.exports.word import to_docx
from gcdash.steps import Progress
from gcdash.words import N_, _


@dataclass(frozen=True, slots=True)
class Medium:
    """One kind of file: the end of its name, what it is called and good for (to be translated when shown), its type, how it is made.

    ``at_once``: how many actions it may hold to be made before anybody waits. ``make`` tells how far it is. No book is too large: a file
    that nobody could read to its end lists what needs attention first, and how many more there are.
    """

    suffix: str
    name: str
    good_for: str
    mime: str
    make: Callable[[Excerpt, Progress], bytes]
    at_once: int


def _excel(excerpt: Excerpt, progress: Progress) -> bytes:
    return to_xlsx(as_file(excerpt.actions, excerpt.book, excerpt.as_of), FILED, excerpt.facts(), _("Actions"), progress)


def _by(module: str, name: str) -> Callable[[Excerpt, Progress], bytes]:
    """A maker that is loaded when it is first asked: the library that writes slides alone takes as long to load as half of pandas."""

    def make(excerpt: Excerpt, progress: Progress) -> bytes:
        with _LOADING:
            maker: Callable[[Excerpt, Progress], bytes] = getattr(importlib.import_module(f"gcdash.exports.{module}"), name)
        return maker(excerpt, progress)

    return make


_LOADING = threading.Lock()
"""One after the other: of two that import the same at once, one can find it half made."""


def _csv(excerpt: Excerpt, progress: Progress) -> bytes:
    return to_csv(as_file(excerpt.actions, excerpt.book, excerpt.as_of), progress)


MEDIA = (
    Medium(".xlsx", N_("Excel"), N_("The actions as a table to sort, filter and print."), XLSX, _excel, 2_000),
    Medium(".csv", N_("CSV"), N_("The same rows for other programs."), "text/csv", _csv, 20_000),
    Medium(".docx", N_("Word"), N_("The action table in the workshop's own layout, with the status of each action."),
           DOCX, to_docx, 300),
    Medium(".pptx", N_("PowerPoint"),
           N_("Slides with charts that can be edited: where we stand, what is late, what is next. "
              "Of long lists they show what needs attention first."),
           PPTX, _by("slides", "to_pptx"), 50),
    Medium(".html", N_("report"), N_("One page that opens offline in any browser: charts, tables, actions."),
           "text/html", _by("report", "to_html"), 1_000),
    Medium(".ics", N_("calendar"), N_("Due dates and report dates; importing a later file updates them."),
           "text/calendar", _by("calendar", "to_ics"), 500),
)  # fmt: skip
"""In the order in which they are offered."""
