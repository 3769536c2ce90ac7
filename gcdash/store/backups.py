"""Older versions of the workbook, kept beside the journal: one before each fold, thinned out as they age, each verified."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gcdash.errors import Refusal
from gcdash.store import disk
from gcdash.words import _

NEWEST, HOURS, DAYS, MONTHS = 20, 24, 30, 12
"""How many are kept: of the newest, and of the last ones of an hour, a day, a month."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One kept version: the generation that the workbook had then, when it was put away, and where."""

    generation: int
    kept_at: datetime
    path: Path


def keep(folder: Path, data: bytes, generation: int) -> None:
    """Put a version away and read it back; then thin out the older ones. The newest is never removed."""
    disk.make_folder(folder)
    name = f"{generation:08d}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.xlsx"
    if disk.add_file(folder / name, data) and (folder / name).read_bytes() != data:
        (folder / name).unlink()
        raise Refusal(
            _("A backup of the workbook could not be kept whole."), _("Check the disk that {folder} is on.").format(folder=folder)
        )
    for backup in _surplus(kept(folder)):
        backup.path.unlink(missing_ok=True)


def kept(*folders: Path) -> tuple[Backup, ...]:
    """All kept versions in the folders, newest first."""
    paths = (path for folder in folders for path in folder.glob("*-*.xlsx"))
    found = [Backup(int(number), _when(moment), path) for path in paths for number, moment in [path.stem.split("-", 1)]]
    return tuple(sorted(found, key=lambda backup: (backup.kept_at, backup.generation), reverse=True))


def _when(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)


def _surplus(newest_first: tuple[Backup, ...]) -> list[Backup]:
    stay = set(newest_first[:NEWEST])
    for count, shape in ((HOURS, "%Y%m%d%H"), (DAYS, "%Y%m%d"), (MONTHS, "%Y%m")):
        stay |= _last_of_each(newest_first, count, shape)
    return [backup for backup in newest_first if backup not in stay]


def _last_of_each(newest_first: Iterable[Backup], count: int, shape: str) -> set[Backup]:
    last: dict[str, Backup] = {}
    for backup in newest_first:
        last.setdefault(backup.kept_at.strftime(shape), backup)
    return set(list(last.values())[:count])


def find(newest_first: Iterable[Backup], generation: int | None) -> Backup:
    """The newest kept version, or that of a generation; refused in words where there is none."""
    found = [backup for backup in newest_first if generation in {None, backup.generation}]
    if not found:
        raise Refusal(
            _("No backup of generation {n} is kept.").format(n=generation) if generation is not None else _("No backup is kept yet."),
            _("Look which versions are kept, and choose one of them."),
        )
    return found[0]
