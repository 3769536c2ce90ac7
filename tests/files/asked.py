"""What the command line said to a test that asked it, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:  # noqa: ANN401 -- whatever the JSON holds
        return json.loads(self.out)


Ask = Callable[..., Said]
