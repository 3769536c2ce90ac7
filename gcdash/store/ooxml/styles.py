"""Which cell styles show a number as a date (a plain number must never get one, and a date is only typed where one is), and which wrap."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gcdash.store.ooxml.markup import elements
from gcdash.store.ooxml.package import Package, has, text_of
from gcdash.store.ooxml.workbook import TRUE

_CALENDAR = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_CLOCK = frozenset({*range(18, 22), 45, 46, 47})
"""Built-in number formats (ECMA-376 part 1, 18.8.30) that show a day, and those that show only a time."""

_NOT_CODE = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]|AM/PM|A/P', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellStyles:
    """Indexes of ``cellXfs``: ``calendar`` shows a day, ``temporal`` a day or a time, ``wrapped`` breaks long text into lines."""

    calendar: frozenset[int]
    temporal: frozenset[int]
    wrapped: frozenset[int]


def read_cell_styles(package: Package, part: str) -> CellStyles:
    """What the workbook's styles do; nothing where it has no styles part."""
    if not part or not has(package, part):
        return CellStyles(frozenset(), frozenset(), frozenset())
    found = elements(text_of(package, part).data, part, frozenset({"numFmt", "xf", "alignment"}))
    codes = {each.attributes.get("numFmtId"): each.attributes.get("formatCode", "") for each in found if each.path[-1:] == ("numFmts",)}
    formats: list[str] = []
    wrapped: set[int] = set()
    for each in found:
        if each.name == "xf" and each.path == ("styleSheet", "cellXfs"):
            formats.append(each.attributes.get("numFmtId", "0"))
        elif each.path == ("styleSheet", "cellXfs", "xf") and each.attributes.get("wrapText") in TRUE:
            wrapped.add(len(formats) - 1)
    kinds = {number: shows(codes[number]) if number in codes else _built_in(number) for number in set(formats)}
    return CellStyles(
        calendar=frozenset(index for index, number in enumerate(formats) if kinds[number] == "day"),
        temporal=frozenset(index for index, number in enumerate(formats) if kinds[number]),
        wrapped=frozenset(wrapped),
    )


def _built_in(number: str) -> str:
    code = int(number) if number.isdecimal() else 0
    return "day" if code in _CALENDAR else "time" if code in _CLOCK else ""


def shows(code: str) -> str:
    """What a number format shows of a number: ``day`` (perhaps with a time), ``time``, or nothing of the kind (blank)."""
    plain = _NOT_CODE.sub("", code.partition(";")[0]).lower()
    if re.search("[yd]", plain) or ("m" in plain and not re.search("[hs]", plain)):
        return "day" if "[" not in plain else "time"
    return "time" if re.search("[hs]", plain) else ""
