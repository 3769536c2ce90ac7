"""Columns that a person has chosen for a table of unusual headings, kept beside the book for the next file of that shape."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping

from gcdash.access import Verb
from gcdash.merge.recognition import Chosen
from gcdash.store import FileStore, disk
from gcdash.store.guarded import Guarded

_FOLDER = "mappings"
_SIGNATURE = re.compile(r"[0-9a-f]{16}")


def remembered(store: FileStore) -> Chosen:
    """What was chosen before: signature -> position of a heading -> column. A file that cannot be read is as if it were not there."""
    found: dict[str, Mapping[int, str]] = {}
    for path in sorted((store.root / _FOLDER).glob("*.json")):
        try:
            found[path.stem] = {int(at): str(column) for at, column in json.loads(path.read_bytes()).items()}
        except (OSError, ValueError, AttributeError):
            continue
    return found


def remember(store: Guarded, signature: str, columns: Mapping[int, str]) -> None:
    """Keep a choice of somebody who may upload; the newest for a signature stands."""
    store.require(Verb.UPLOAD)
    if not _SIGNATURE.fullmatch(signature):
        return
    folder = store.root / _FOLDER
    disk.make_folder(folder)
    with disk.new_file(folder, json.dumps({str(at): column for at, column in columns.items()}).encode()) as made:
        os.replace(made, folder / f"{signature}.json")
    disk.sync_folder(folder)
