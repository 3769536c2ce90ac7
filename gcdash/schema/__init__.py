"""The workbook's sheets and columns, declared as data, and the words that a cell may hold."""

from __future__ import annotations

from gcdash.schema.columns import Column, Sheet, find_columns, fold
from gcdash.schema.later import ADDED_FIELD, AMENDMENTS, LATER, MEETINGS, REMINDERS
from gcdash.schema.sheets import ACTIONS, CLASS, NONE_WORDS, ORGANISATION, ORIGINAL, OWNERS, PARTIES, SETTINGS, SHEETS, UPDATES
from gcdash.schema.states import REPORTABLE, Confidence, Kind, Standing, Status

__all__ = [
    "ACTIONS",
    "ADDED_FIELD",
    "AMENDMENTS",
    "CLASS",
    "LATER",
    "MEETINGS",
    "NONE_WORDS",
    "ORGANISATION",
    "ORIGINAL",
    "OWNERS",
    "PARTIES",
    "REMINDERS",
    "REPORTABLE",
    "SETTINGS",
    "SHEETS",
    "UPDATES",
    "Column",
    "Confidence",
    "Kind",
    "Sheet",
    "Standing",
    "Status",
    "find_columns",
    "fold",
]
