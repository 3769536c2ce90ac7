"""The Settings sheet: what is fixed for one workshop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gcdash.cells import as_count, as_day, as_text, reference
from gcdash.errors import Problem
from gcdash.schema import fold
from gcdash.words import _

WORKSHOP, PLACE, DATES, BASE_DATE = "Workshop", "Place", "Dates", "Base date"
DUE_SOON_DAYS, REPORT_EVERY, DEFAULT_AS_OF, SAMPLE = "Due-soon days", "Report every months", "Default as-of", "Sample"

YES = frozenset({"yes", "true", "1", "oui", "sample"})


@dataclass(frozen=True, slots=True)
class Settings:
    """One workshop's settings. Without a base date nothing falls due; ``default_as_of`` None means today."""

    workshop: str = ""
    place: str = ""
    dates: str = ""
    base_date: date | None = None
    due_soon_days: int = 30
    report_every_months: int = 6
    default_as_of: date | None = None
    sample: bool = False


NAMES = {
    WORKSHOP: "workshop", PLACE: "place", DATES: "dates", BASE_DATE: "base_date", DUE_SOON_DAYS: "due_soon_days",
    REPORT_EVERY: "report_every_months", DEFAULT_AS_OF: "default_as_of", SAMPLE: "sample",
}  # fmt: skip
PROBLEMS = frozenset({"setting-unreadable", "no-base-date"})
"""The kinds of problem that a Settings sheet can have."""

_FIELDS = {fold(name): field for name, field in NAMES.items()}


def read(sheet: str, rows: Sequence[tuple[int, object, object]]) -> tuple[Settings, list[Problem]]:
    """The settings in ``rows`` of (sheet row, setting, value); a value that cannot be read keeps its default.

    Of two alike the first counts. Settings that gcdash does not know are the user's own and stay as they are.
    """
    found: dict[str, Any] = {}  # ``value`` gives each field its own type
    problems: list[Problem] = []
    for row, name, cell in rows:
        field = _FIELDS.get(fold(as_text(name)))
        if field is None or field in found or as_text(cell) == "":
            continue
        said = value(as_text(name), cell)
        if said is None:
            problems.append(_unreadable(sheet, row, as_text(name), as_text(cell)))
        else:
            found[field] = said
    if "base_date" not in found:
        problems.append(_no_base_date(sheet))
    return Settings(**found), problems


def value(name: str, cell: object) -> date | int | str | None:
    """What a setting's cell says, of the setting's own type; None where it cannot be read."""
    field = _FIELDS.get(fold(name), "")
    if field in {"base_date", "default_as_of"}:
        return as_day(cell)
    if field in {"due_soon_days", "report_every_months"}:
        return as_count(cell)
    if field == "sample":
        return fold(as_text(cell)) in YES
    return as_text(cell)


def _unreadable(sheet: str, row: int, name: str, value: str) -> Problem:
    return Problem(
        sheet, reference(row, 1), "setting-unreadable",
        _("The setting {name} cannot be read: {value}.").format(name=name, value=value),
        _("Its usual value is used instead."),
        _("Write a date such as 2009-05-29, or a whole number of days or months."),
    )  # fmt: skip


def _no_base_date(sheet: str) -> Problem:
    return Problem(
        sheet, "", "no-base-date",
        _("The Settings sheet has no base date."),
        _("Time scales such as 6 months have nothing to count from, so nothing falls due and no report is late."),
        _("Add a row Base date with the day on which the actions were agreed."),
    )  # fmt: skip
