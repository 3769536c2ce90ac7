"""When a change was recorded: in UTC, and never before the change recorded last, should the machine's clock be set back."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """Hands out moments, each later than the one before, as the workbook and the journal write them."""

    def __init__(self) -> None:
        self._last = datetime.min.replace(tzinfo=UTC)
        self._one_at_a_time = threading.Lock()

    def moment(self, after: datetime | None = None) -> str:
        """This moment, or the first one after ``after`` (UTC) and after the last one handed out."""
        with self._one_at_a_time:
            floor = max(self._last, after.replace(tzinfo=UTC) if after else self._last)
            self._last = max(datetime.now(UTC), floor + timedelta(microseconds=1))
            return self._last.isoformat(timespec="microseconds").replace("+00:00", "Z")
