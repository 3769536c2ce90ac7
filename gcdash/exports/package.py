"""Zip files that are always the same for the same contents: around a Word document, a presentation, a set of drafts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files in one, by their names and in their order, without the time of writing."""
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name, content in files.items():
            package.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return out.getvalue()


def steady(draft: BytesIO) -> bytes:
    """The package in ``draft`` without the time at which its parts were written: made again later it has the same bytes."""
    with ZipFile(draft) as package:
        return packed({name: package.read(name) for name in package.namelist()})


def stem(words: str) -> str:
    """Words as the beginning of a file's name: plain letters and digits, with hyphens between them; blank where none of them is one."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].strip("-")


PACKING = 0.9
"""How much of the work is done when all is written and the file is only to be packed."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
XLSX, DOCX, PPTX = f"{_OFFICE}spreadsheetml.sheet", f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}presentationml.presentation"
"""What kind of file a browser or a mail program is told that it gets."""
