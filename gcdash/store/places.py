"""Where a workbook's journal is kept, and what other programs have left beside the workbook."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import platformdirs

from gcdash.words import _

SETTING = "GCDASH_JOURNAL"
"""The environment variable that names another folder for journals."""

_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "owncloud", "sharepoint", "mobile documents")
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone")
_CONFLICTS = ("conflicted copy", "conflict", "copie en conflit")


def journal_folder(workbook: Path) -> Path:
    """The folder of a workbook's journal: beside it, unless the setting says otherwise or the folder is synced or shared."""
    chosen = os.environ.get(SETTING, "")
    if not chosen and not is_shared(workbook):
        return workbook.parent / f"{workbook.stem}.gcdash"
    known_by = hashlib.sha256(str(workbook).encode()).hexdigest()[:12]
    root = Path(chosen).expanduser() if chosen else Path(platformdirs.user_data_dir("gcdash"))
    return root / f"{workbook.stem}-{known_by}.gcdash"


def is_shared(workbook: Path) -> bool:
    """Whether the workbook lies in a folder that a sync program owns, or on a network share: locks and links do not hold there."""
    if any(name in part.casefold() for part in workbook.parts for name in _SYNCED) or str(workbook).startswith("\\\\"):
        return True
    return _disk_kind(workbook) in _NETWORK


def _disk_kind(path: Path) -> str:
    """The kind of file system that ``path`` is on, as the kernel names it (proc(5)); blank where that cannot be asked."""
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8").splitlines()
    except OSError:
        return ""
    mounts = [line.split()[1:3] for line in lines if len(line.split()) > 2]  # noqa: PLR2004 -- device, place, kind
    inside = [(place, kind) for place, kind in mounts if path.is_relative_to(place)]
    return max(inside, key=lambda mount: len(mount[0]))[1] if inside else ""


def notices(workbook: Path) -> tuple[str, ...]:
    """What stands beside the workbook and matters: it is open in another program, or a sync program has made a second copy."""
    said = []
    if (workbook.parent / f"~${workbook.name}").exists():
        said.append(_("The workbook is open in Excel; what is recorded goes in when it is closed, or when Excel saves."))
    if (lock := workbook.parent / f".~lock.{workbook.name}#").exists():
        said.append(_("The workbook is open in LibreOffice ({who}).").format(who=_who(lock)))
    beside = sorted(os.listdir(workbook.parent)) if workbook.parent.is_dir() else []  # noqa: PTH208 -- at each click; paths take ten times as long
    alike = [name for name in beside if name.startswith(workbook.stem) and name.endswith(workbook.suffix) and name != workbook.name]
    copies = [name for name in alike if any(word in name.removesuffix(workbook.suffix).casefold() for word in _CONFLICTS)]
    second = _("A sync program has made a second copy, {name}; compare the two and keep one.")
    return (*said, *(second.format(name=name) for name in copies))


def _who(lock: Path) -> str:
    """The user that a LibreOffice lock file names: comma-separated, the name first."""
    try:
        parts = [part.strip() for part in lock.read_text("utf-8", "replace").split(",")]
    except OSError:
        return _("somebody")
    return next((part for part in parts if part), _("somebody"))[:60]
