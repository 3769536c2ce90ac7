"""The gate that every foreign workbook passes before calamine sees it. Pure: bytes in, bytes out; zlib and expat only.

What passes is not the file but a package made anew from what was checked: the sheets' cells in plain form, the shared strings,
the styles. So calamine cannot find what the gate did not see. Pictures, macros, links and all other parts are never unpacked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from gcdash.store.reader.archive import Archive, claimed, pack, unpack
from gcdash.store.reader.budget import Budget
from gcdash.store.reader.limits import MIB, Limits, Unsafe
from gcdash.store.reader.markup import scan, utf8
from gcdash.store.reader.outline import Outline, outline
from gcdash.store.reader.references import Range
from gcdash.store.reader.sheet import Taken, marked, narrowed, take_sheet, text_in
from gcdash.store.reader.strings import NONE, strings

_ZIP = b"PK"
_END_OF_ZIP = b"PK\x05\x06"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_FILE_PASSWORD = re.compile(rb"\x09\x08\x10\x00\x00[\x05\x06].{14}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""A FilePass record right after the first one of a workbook stream ([MS-XLS] 2.4.117)."""
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Found:
    """What the gate knows of one sheet. ``errors``: some of its cells start with the mark. ``all``: rows of all sheets, 0: not known."""

    name: str
    hidden: bool
    merges: tuple[Range, ...]
    errors: bool = False
    all: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """A package that is safe to read, and its sheets in their order."""

    package: bytes
    sheets: tuple[Found, ...]


_UNPACKED, _TAKEN, _MARKED = 0.2, 0.5, 0.3
"""How the work on one sheet is shared out."""


@dataclass(slots=True)
class _Far:
    """How far the gate is: the bytes of all sheets, and how many of them are done."""

    tell: Callable[[float], None]
    all: int
    done: float = 0.0

    def on(self, size: int, share: float) -> None:
        self.done += size * share
        self.tell(min(self.done / max(self.all, 1), 1.0))


def check_start(data: bytes, limits: Limits) -> None:
    """What can be told at once: that there is something, not too large, of a kind that is read here. Raises Unsafe."""
    if not data:
        raise Unsafe("empty")
    if len(data) > limits.size:
        raise Unsafe("size", limit=limits.size // MIB)
    if not data.startswith((_OLE, _ZIP)):
        raise Unsafe("kind")


def is_old(data: bytes) -> bool:
    """Whether it is an .xls, or an encrypted package in the same kind of container."""
    return data.startswith(_OLE)


def check_old(data: bytes) -> bytes:
    """The .xls in ``data``, which only its reader can check further. Raises Unsafe when it is encrypted, or no workbook."""
    if "EncryptedPackage".encode("utf-16-le") in data or _FILE_PASSWORD.search(data):
        raise Unsafe("locked")
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise Unsafe("kind")
    return data.replace(_END_OF_ZIP, b"\0" * len(_END_OF_ZIP))  # else calamine might try it as a zip as well


def check_package(archive: Archive, limits: Limits, mark: bytes, tell: Callable[[float], None]) -> Checked:
    """An .xlsx or .xlsm made anew; in it an error cell is text that starts with ``mark``. Raises Unsafe.

    ``tell`` hears now and then how much is done, of 1.
    """
    if "[content_types].xml" not in archive.members:
        raise Unsafe("kind")
    plan = outline(archive, limits)
    shared = strings(_part(archive, plan.strings), plan.strings, limits) if plan.strings else NONE
    parts = _frame(plan) | {"xl/sharedStrings.xml": shared.part}
    if plan.styles:
        parts["xl/styles.xml"] = _part(archive, plan.styles)
        scan(parts["xl/styles.xml"], plan.styles, limits)
    sheets: list[Found] = []
    met: list[tuple[str, Taken, int]] = []
    far = _Far(tell, claimed(archive, (place.part for place in plan.places)))
    for number, place in enumerate(plan.places, start=1):
        unpacked = _part(archive, place.part)
        far.on(len(unpacked), _UNPACKED)
        taken = take_sheet(unpacked, place.part, place.name, limits)
        far.on(len(unpacked), _TAKEN)
        met.append((place.name, taken, text_in(taken, shared.lengths, place.name, limits.text)))
        met = _within(met, limits)
        part = marked(taken, mark)
        far.on(len(unpacked), _MARKED)
        parts[f"xl/worksheets/sheet{number}.xml"] = part
        sheets.append(Found(place.name, place.hidden, taken.merges, errors=part is not taken.part))
    rows = sum(taken.rows for _name, taken, _text in met)
    return Checked(pack(parts), tuple(replace(sheet, all=rows) for sheet in sheets))


def _within(met: list[tuple[str, Taken, int]], limits: Limits) -> list[tuple[str, Taken, int]]:
    """The sheets met so far, held against what they may ask for together; their columns are looked for only where it matters."""
    try:
        _spend(met, limits)
    except Unsafe:
        met = [(name, narrowed(taken), text) for name, taken, text in met]
        _spend(met, limits)
    return met


def _spend(met: list[tuple[str, Taken, int]], limits: Limits) -> None:
    budget = Budget(limits)
    for name, taken, text in met:
        budget.take(name, taken.rows, taken.columns, text, taken.merges)


def _part(archive: Archive, name: str) -> bytes:
    return utf8(unpack(archive, name), name)


def _frame(plan: Outline) -> dict[str, bytes]:
    """The parts that name the sheets: by numbers, so that no name can be misread."""
    numbers = range(1, len(plan.places) + 1)
    sheets = "".join(f'<sheet name="{number}" sheetId="{number}" r:id="r{number}"/>' for number in numbers)
    links = "".join(_relationship(f"r{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers)
    workbook = f'<workbook xmlns:r="{_RELATIONSHIPS}"><workbookPr date1904="{int(plan.date1904)}"/><sheets>{sheets}</sheets></workbook>'
    return {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": f"<Relationships>{_relationship('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>".encode(),
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>".encode(),
    }


def _relationship(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'
