"""What can be wrong, in words for the person who reads them: what, where, what to do.

One base error, caught once at each edge (the frame of the pages, the command line). Whoever raises writes the words.
A *problem* is something wrong in the data; it is collected and shown, never raised. A *refusal* is a change not made.
"""

from __future__ import annotations

from dataclasses import dataclass


class GcdashError(Exception):
    """Base of all that gcdash raises on purpose.

    ``message`` says what is wrong and where, in one sentence; ``hint`` what to do next.
    """

    def __init__(self, message: str, hint: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.field = field

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Unreadable(GcdashError):
    """A file cannot be read, or not safely."""


class Missing(Unreadable):
    """There is no file where one should be."""


class Refusal(GcdashError):
    """A change was not made; nothing was written. ``field`` names the form field that it is about, if any."""


class Busy(GcdashError):
    """The workbook cannot be written just now (open elsewhere, missing for a moment); trying again later may do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in the data. ``cell`` is an A1 reference or blank, ``kind`` a code, ``why`` what it leads to."""

    sheet: str
    cell: str
    kind: str
    message: str
    why: str
    hint: str
