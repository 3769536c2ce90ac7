"""What has become of each action since a day, as a table for screens and files: what has moved first."""

from __future__ import annotations

import pandas as pd

from gcdash.compare import Movement
from gcdash.schema import Column
from gcdash.words import N_

COLUMNS = (
    Column("action_id", N_("ID"), width=7),
    Column("theme", N_("Theme"), width=20),
    Column("action", N_("Action"), width=60),
    Column("owners_text", N_("Owners"), width=28),
    Column("kind", N_("What"), width=16),
    Column("from", N_("Before"), width=16),
    Column("to", N_("Now"), width=16),
    Column("status", N_("Status"), width=16),
)


def as_table(moves: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The columns of ``COLUMNS`` for those of the moves that are among ``actions``, by kind of movement, then as in the sheet."""
    order = {str(kind): place for place, kind in enumerate(Movement)}
    rows = moves.merge(actions[["action_id", "theme", "action", "owners_text", "status"]], on="action_id")
    rows = rows.assign(place=rows["kind"].map(order)).sort_values("place", kind="stable", ignore_index=True)
    return rows[[column.name for column in COLUMNS]]
