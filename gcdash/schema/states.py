"""The words for what an action or an update is at: statuses, standings, kinds of time scale, confidence."""

from __future__ import annotations

from enum import StrEnum

from gcdash.words import N_


class Status(StrEnum):
    """What an update can report, and (first) what stands when there is none."""

    NO_REPORT = N_("No report yet")
    NOT_STARTED = N_("Not started")
    IN_PROGRESS = N_("In progress")
    DATED_PART_DONE = N_("Dated part done")
    COMPLETED = N_("Completed")
    ON_HOLD = N_("On hold")
    CANCELLED = N_("Cancelled")
    NOTHING_TO_REPORT = N_("Nothing to report")


REPORTABLE = tuple(status for status in Status if status is not Status.NO_REPORT)


class Standing(StrEnum):
    """What follows from the status, the time scale and the as-of date, in the order in which they are tried."""

    COMPLETED = N_("Completed")
    CANCELLED = N_("Cancelled")
    ON_HOLD = N_("On hold")
    OVERDUE = N_("Overdue")
    DUE_SOON = N_("Due soon")
    REPORT_OVERDUE = N_("Report overdue")
    ON_COURSE = N_("On course")


class Kind(StrEnum):
    """Kinds of time scale."""

    DATED = N_("dated")
    ON_GOING = N_("on-going")
    MIXED = N_("mixed")
    UNSPECIFIED = N_("unspecified")
    UNCLEAR = N_("unclear")


class Confidence(StrEnum):
    """How sure a reading is. ``CONFIRMED``: a person has said so in *Due date* or *Owners*."""

    CERTAIN = N_("certain")
    TO_CONFIRM = N_("to confirm")
    CONFIRMED = N_("confirmed")
