"""What becomes of files, told by a process of its own, so that its memory and that of its children can be weighed.

Run as a program it reads all files of a folder with the guarded reader and prints a line of JSON for each.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gcdash.errors import Unreadable
from gcdash.store.reader import UPLOAD, read


def _memory() -> float:
    """MiB that this process holds just now; none where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _came_of(data: bytes) -> str:
    try:
        sheets = read(data, UPLOAD, "The file")
    except Unreadable as reason:
        return str(reason)
    return f"read {len(sheets)} sheets"


def report(folder: Path) -> None:
    """Name, outcome, seconds of the child's processor and of the clock, growth of this process and peak of its children in MiB."""
    before = 0.0
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        before = before or _memory()
        spent, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        facts: dict[str, object] = {"name": path.name, "outcome": _came_of(data), "wall": time.monotonic() - start}
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        facts |= {"cpu": usage.ru_utime + usage.ru_stime - spent.ru_utime - spent.ru_stime, "peak": usage.ru_maxrss / 1024}
        print(json.dumps(facts | {"growth": _memory() - before}), flush=True)  # noqa: T201 -- its answer


if __name__ == "__main__":
    report(Path(sys.argv[1]))
