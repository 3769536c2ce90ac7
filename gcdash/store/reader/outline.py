"""Which parts of an Office package hold the sheets: found by its relationships, as ECMA-376 part 2 says, not by their usual places."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from gcdash.store.reader.archive import Archive, folded, unpack
from gcdash.store.reader.limits import Limits, Unsafe
from gcdash.store.reader.markup import Attributes, local, scan, utf8


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet and the part that holds its cells."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What the workbook part says. ``strings`` and ``styles`` are part names, blank where there are none."""

    places: tuple[Place, ...]
    date1904: bool
    strings: str
    styles: str


@dataclass(frozen=True, slots=True)
class _Link:
    kind: str
    part: str


def outline(archive: Archive, limits: Limits) -> Outline:
    """Sheets in their order; chart, dialog and macro sheets have no cells and are left out. Raises Unsafe."""
    main = next((link.part for link in _links(archive, "", limits).values() if link.kind == "officeDocument"), "xl/workbook.xml")
    if folded(main).endswith(".bin"):
        raise Unsafe("xlsb")
    links = _links(archive, main, limits)
    sheets, date1904 = _workbook(archive, main, limits)
    places = tuple(
        Place(sheet["name"], sheet.get("state", "visible") != "visible", link.part)
        for sheet in sheets
        if (link := _link_of(sheet, links, main)).kind == "worksheet"
    )
    _check_sheets(places)
    return Outline(places, date1904, _shared(archive, links, main, "sharedStrings"), _shared(archive, links, main, "styles"))


def _shared(archive: Archive, links: dict[str, _Link], main: str, kind: str) -> str:
    """The part that all sheets share, in its usual place where a careless program did not relate it; blank for none."""
    beside = posixpath.join(posixpath.dirname(main), f"{kind}.xml")
    usual = beside if folded(beside) in archive.members else ""
    return next((link.part for link in links.values() if link.kind == kind), usual)


def _links(archive: Archive, source: str, limits: Limits) -> dict[str, _Link]:
    """Relationships inside the package, by their id; ``kind`` is the last piece of the type, alike in strict and transitional files."""
    folder, base = posixpath.split(source)
    name = posixpath.join(folder, "_rels", base + ".rels")
    links: dict[str, _Link] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "").replace("\\", "/")))
            links[attributes.get("Id", "")] = _Link(attributes.get("Type", "").rpartition("/")[2], target.lstrip("/"))

    if folded(name) in archive.members:
        scan(utf8(unpack(archive, name), name), name, limits, start=start)
    return links


def _workbook(archive: Archive, main: str, limits: Limits) -> tuple[list[Attributes], bool]:
    sheets: list[Attributes] = []
    root = ""
    date1904 = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal root, date1904
        root = root or local(tag)
        if local(tag) == "sheet":
            sheets.append({local(key): value for key, value in attributes.items()})
        elif local(tag) == "workbookPr":
            date1904 = attributes.get("date1904", "0") in ("1", "true")

    scan(utf8(unpack(archive, main), main), main, limits, start=start)
    if root != "workbook":
        raise Unsafe("kind")
    return sheets, date1904


def _link_of(sheet: Attributes, links: dict[str, _Link], main: str) -> _Link:
    link = links.get(sheet.get("id", ""))
    if link is None or "name" not in sheet:
        raise Unsafe("damaged", part=main)
    return link


def _check_sheets(places: tuple[Place, ...]) -> None:
    names: set[str] = set()
    parts: set[str] = set()
    for place in places:
        if place.name.casefold() in names:
            raise Unsafe("sheets", sheet=place.name)
        if folded(place.part) in parts:
            raise Unsafe("layout", sheet=place.name)
        names.add(place.name.casefold())
        parts.add(folded(place.part))
