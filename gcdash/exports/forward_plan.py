"""The months ahead as a table to print and to work on: what falls due and what must be reported, by month and owner."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from gcdash.progress import mentions, owner_places
from gcdash.schema import Column
from gcdash.words import N_

COLUMNS = (
    Column("month", N_("Month"), width=10),
    Column("owner", N_("Owner"), width=26),
    Column("day", N_("Day"), type="date", width=13),
    Column("what", N_("What"), width=12),
    Column("action_id", N_("ID"), width=7),
    Column("action", N_("Action"), width=70),
    Column("theme", N_("Theme"), width=24),
)


def as_table(plan: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """The columns of ``COLUMNS``: a row for each thing asked and each of its owners, by month (as 2009-11), then owner, then day."""
    each = mentions(plan)
    each = each.assign(place=owner_places(each["owner"], order)).sort_values(["month", "place", "day"], kind="stable", ignore_index=True)
    return each.assign(month=each["month"].dt.strftime("%Y-%m"))[[column.name for column in COLUMNS]]
