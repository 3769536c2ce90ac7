"""The workbook part: which sheets there are, where they are, and what holds for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from gcdash.errors import Refusal
from gcdash.store.ooxml.markup import Element, elements
from gcdash.store.ooxml.package import STRICT, TRANSITIONAL, Package, Relation, missing, relations, text_of
from gcdash.store.ooxml.refs import whole
from gcdash.words import _

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_NAMES = frozenset({"workbook", "workbookPr", "workbookProtection", "workbookView", "sheet"})
TRUE = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it. ``part``: blank where its relationship leads nowhere; ``kind``: the relationship's last word."""

    name: str
    number: int
    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """``locked``: sheets cannot be added; ``views``: it has a window to show them in; ``strict``: in the namespaces of ISO 29500 strict."""

    part: str
    sheets: tuple[SheetEntry, ...]
    styles: str
    date1904: bool
    locked: bool
    views: bool
    strict: bool

    @property
    def namespace(self) -> str:
        return STRICT_MAIN if self.strict else MAIN

    @property
    def relation_namespace(self) -> str:
        return STRICT if self.strict else TRANSITIONAL


def read_workbook(package: Package) -> Workbook:
    """What the workbook part says. Refusal for a package that holds another kind of document."""
    part = next((each.target for each in relations(package, "") if each.type.endswith("/officeDocument")), "")
    if part.endswith(".bin"):
        raise Refusal(_("This is a binary workbook (.xlsb)."), _("Open it in Excel and save it as .xlsx, then use that file."))
    if not part:
        raise Refusal(_("This is not an Excel workbook."), _("Save it as .xlsx in Excel or LibreOffice, and use that file."))
    found = elements(text_of(package, part).data, part, _NAMES)
    sheets = [each for each in found if each.name == "sheet" and each.path == ("workbook", "sheets")]
    if not sheets or found[0].namespace not in {MAIN, STRICT_MAIN}:
        raise Refusal(_("This is not an Excel workbook."), _("Save it as .xlsx in Excel or LibreOffice, and use that file."))
    return Workbook(
        part=part,
        sheets=_listed(relations(package, part), sheets),
        styles=next((each.target for each in relations(package, part) if each.type.endswith("/styles")), ""),
        date1904=_says(found, "workbookPr", "date1904"),
        locked=_says(found, "workbookProtection", "lockStructure"),
        views=any(each.name == "workbookView" for each in found),
        strict=found[0].namespace == STRICT_MAIN,
    )


def _listed(targets: tuple[Relation, ...], sheets: list[Element]) -> tuple[SheetEntry, ...]:
    by_id = {each.id: (each.target, each.type.rpartition("/")[2]) for each in targets}
    places = [by_id.get(relation_id(sheet), ("", "")) for sheet in sheets]
    given = [(sheet.attributes.get("name", ""), whole(sheet.attributes.get("sheetId"))) for sheet in sheets]
    return tuple(SheetEntry(*name_and_number, *place) for name_and_number, place in zip(given, places, strict=True))


def relation_id(element: Element) -> str:
    """The value of ``r:id``, under whichever prefix."""
    return next((element.attributes[name] for name in (f"{TRANSITIONAL} id", f"{STRICT} id") if name in element.attributes), "")


def _says(found: list[Element], name: str, attribute: str) -> bool:
    return any(each.attributes.get(attribute) in TRUE for each in found if each.name == name)


def find_sheet(workbook: Workbook, name: str) -> SheetEntry | None:
    """The sheet of that name; as in Excel, capitals make no difference."""
    return next((each for each in workbook.sheets if each.name.casefold() == name.casefold()), None)


def worksheet_part(workbook: Workbook, name: str) -> str:
    """The member that holds a sheet's cells. Refusal where there is none."""
    sheet = find_sheet(workbook, name)
    if sheet is None:
        raise Refusal(_("The workbook has no sheet {sheet}.").format(sheet=name), _("Add the sheet, or give it its name back."))
    if sheet.kind != "worksheet":
        raise Refusal(
            _("The sheet {sheet} holds no cells: it is a chart, dialog or macro sheet.").format(sheet=sheet.name),
            _("Rename it, so that a sheet with cells can have its name."),
        )
    if not sheet.part:
        raise missing(sheet.name)
    return sheet.part
