"""When a change was recorded: in UTC, and never before the change recorded last, should the machine's clock be set back."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

A_SECOND = 1.0
"""What the two clocks of a machine may drift apart without anybody having set one of them."""


A_DAY = timedelta(days=1)
"""A time of recording more than this ahead was typed by hand and says nothing about the clock."""


class Clock:
    """Hands out moments, each later than the one before, as the workbook and the journal write them."""

    def __init__(self) -> None:
        self._last = datetime.min.replace(tzinfo=UTC)
        self._began = _ahead()
        self._one_at_a_time = threading.Lock()

    def is_doubtful(self) -> bool:
        """Whether others may have recorded at a later time than the clock says: none is handed out yet, or it was set back since."""
        return self._last.year == 1 or _ahead() < self._began - A_SECOND

    def moment(self, after: datetime | None = None) -> str:
        """This moment, or the first one after ``after`` (UTC) and after the last one handed out."""
        with self._one_at_a_time:
            now = datetime.now(UTC)
            floor = after.replace(tzinfo=UTC) if after else self._last
            self._last = max(now, max(self._last, floor if floor <= now + A_DAY else self._last) + timedelta(microseconds=1))
            return self._last.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _ahead() -> float:
    """How far the clock that can be set is ahead of the one that cannot."""
    return datetime.now(UTC).timestamp() - time.monotonic()
