"""Zip files that are always the same for the same contents: around a Word document, a presentation, a set of drafts."""

from __future__ import annotations

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
