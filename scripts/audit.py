"""Known holes in what is pinned: ``python scripts/audit.py`` asks the advisory database about every pin that this system installs.

pip-audit passes over a package that the database does not know and then speaks of no known hole; here that is no clean bill.
Exit code 0: nothing known against any; 1: holes, with the versions that mend them; 2: it could not be asked, and one sentence says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINS = ("requirements.txt", "requirements-dev.txt")
ASKED = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json")
NOT_ASKED = "Not audited: {why} Connect this machine to the internet and run make audit again."


def ask() -> str:
    """What pip-audit answers, as JSON; blank where it could not ask."""
    files = [word for name in PINS for word in ("--requirement", str(ROOT / name))]
    command = [sys.executable, "-m", "pip_audit", *files, *ASKED]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def told(answer: str) -> tuple[int, str]:
    """The exit code and the words for an answer."""
    if not answer.strip():
        return 2, NOT_ASKED.format(why="the advisory database could not be reached.")
    pins: Sequence[Mapping[str, object]] = json.loads(answer)["dependencies"]
    unknown = [str(pin["name"]) for pin in pins if "skip_reason" in pin]
    lines = [line for pin in pins for line in _holes(pin)]
    if unknown:
        lines.append(NOT_ASKED.format(why=f"it knows nothing of {len(unknown)} of {len(pins)} packages, such as {unknown[0]}."))
        return 1 if len(lines) > 1 else 2, "\n".join(lines)
    return (1, "\n".join(lines)) if lines else (0, f"No known hole in {len(pins)} pinned packages.")


def _holes(pin: Mapping[str, object]) -> list[str]:
    found = pin.get("vulns", [])
    holes = found if isinstance(found, list) else []
    return [
        f"{pin['name']} {pin['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}" for hole in holes
    ]


def main() -> int:
    code, words = told(ask())
    print(words)
    return code


if __name__ == "__main__":
    sys.exit(main())
