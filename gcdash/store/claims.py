"""Who has claimed which name for an action to be added: one file for each, so that of two processes one only gets it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from gcdash.store import disk


def claimed(folder: Path, change_ids: Sequence[str], names: Iterator[str]) -> dict[str, str]:
    """For each change the first of ``names`` that nobody else has claimed, now claimed for it; the same again for the same change."""
    given = dict(said for path in reversed(disk.files(folder)) if (said := _read(path)))
    taken = set(given.values())
    free = (name for name in names if name not in taken)
    for change_id in change_ids:
        if change_id not in given:
            given[change_id] = next(name for name in free if _claims(folder, name, change_id))
    return {change_id: given[change_id] for change_id in change_ids}


def _claims(folder: Path, name: str, change_id: str) -> bool:
    return disk.add_file(folder / disk.file_name(name), json.dumps({"name": name, "change_id": change_id}).encode())


def _read(path: Path) -> tuple[str, str] | None:
    """The change and its name; None where something has damaged the file: nobody else gets that name either, as the file is there."""
    with contextlib.suppress(FileNotFoundError, ValueError, KeyError, TypeError):
        said = json.loads(path.read_bytes())
        return str(said["change_id"]), str(said["name"])
    return None
