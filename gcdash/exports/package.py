"""The zip file around a Word document or a presentation, always the same for the same contents."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def steady(draft: BytesIO) -> bytes:
    """The package in ``draft`` without the time at which its parts were written: made again later it has the same bytes."""
    out = BytesIO()
    with ZipFile(draft) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(ZipInfo(name), before.read(name), ZIP_DEFLATED)
    return out.getvalue()
