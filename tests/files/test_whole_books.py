"""A fold into workbooks that hold all that their users put into them: every part that it does not mean stays as it is, to the last bit."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

import ooxml_books as books
import whole_books
from gcdash.changes import Update, new_id
from gcdash.store.workbook import WorkbookStore

DAY = datetime.date(2024, 5, 6)
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
WORDS = "=1+1 is text,\nand so is 007"
MADE: dict[str, Callable[[Path], bytes]] = {
    "xlsxwriter": lambda _folder: whole_books.by_xlsxwriter(),
    "libreoffice": whole_books.by_libreoffice,
    "openpyxl": lambda _folder: whole_books.by_openpyxl(),
    "excelize": whole_books.by_excelize,
    "hand": lambda _folder: whole_books.by_hand(),
}
STAMP = {"docProps/custom.xml", "_rels/.rels", "[Content_Types].xml"}
KINDS = {
    "charts": "xl/charts/chart",
    "pictures": "xl/media/image",
    "shapes": "<xdr:sp[ >]",
    "pivot tables": "xl/pivotTables/",
    "pivot caches": "xl/pivotCache/",
    "slicers": "xl/slicers/",
    "macros": "xl/vbaProject.bin",
    "old comments": "xl/comments",
    "threaded comments": "xl/threadedComments/",
    "persons": "xl/persons/",
    "conditional formats": "<conditionalFormatting",
    "their extensions": "<x14:conditionalFormatting ",
    "validations": "<dataValidation ",
    "their extensions too": "<x14:dataValidation ",
    "custom XML": "customXml/item",
    "printer settings": "xl/printerSettings/",
    "external links": "xl/externalLinks/externalLink",
    "form controls": "xl/ctrlProps/",
    "and their drawings": 'ObjectType="(Checkbox|Button)"',
    "sensitivity labels": "docMetadata/LabelInfo",
    "and older ones": "MSIP_Label",
    "sparklines": "<x14:sparkline",
    "dynamic arrays": "xl/metadata.xml",
    "calculation chains": "xl/calcChain.xml",
}


@dataclass(frozen=True)
class Folded:
    """A workbook before and after a fold, and what LibreOffice shows of it, sheet by sheet."""

    before: bytes
    after: bytes
    shown: dict[str, str]


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Folded]:
    """Every book with one update folded in; LibreOffice opens them all at one go."""
    folder = tmp_path_factory.mktemp("whole")
    pairs: dict[str, tuple[bytes, bytes]] = {}
    for name, make in MADE.items():
        path = folder / f"{name}.xlsx"
        before = make(tmp_path_factory.mktemp(name))
        path.write_bytes(before)
        came = fold(path)
        assert came == (1, 0, ""), f"{name}: {came}"
        pairs[name] = (before, path.read_bytes())
    shown = books.convert_all(
        sorted(folder.glob("*.xlsx")), "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    )
    tables = {
        name: {path.stem.partition("-")[2]: path.read_text(encoding="utf-8") for path in shown if path.stem.startswith(f"{name}-")}
        for name in MADE
    }
    return {name: Folded(*pair, tables[name]) for name, pair in pairs.items()}


@pytest.fixture(params=list(MADE))
def book(request: pytest.FixtureRequest, folded: dict[str, Folded]) -> Folded:
    return folded[request.param]


def fold(path: Path) -> tuple[int, int, str]:
    store = WorkbookStore(path)
    store.append([Update(new_id(), "A01", DAY, "In progress", WORDS, reported_by="Somebody")])
    came = store.fold()
    return came.folded, came.waiting, came.why


def raw(package: bytes) -> dict[str, tuple[object, ...]]:
    """All that a zip says of each member, in order: its own bytes, header included, and its line in the directory but for the place."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        found = {}
        for info in opened.infolist():
            name, extra = struct.unpack_from("<2H", package, info.header_offset + 26)
            end = info.header_offset + 30 + name + extra + info.compress_size
            facts = [getattr(info, fact) for fact in info.__slots__ if fact not in {"header_offset", "_end_offset", "_raw_time"}]
            found[info.filename] = (package[info.header_offset : end], *facts)
        return found


def meant(package: bytes) -> set[str]:
    """The parts that a fold may change: both sheets and their tables, and where the stamp stands."""
    text = books.content(package, "xl/workbook.xml").decode()
    targets = {}
    for line in re.findall("<Relationship [^>]*>", books.content(package, "xl/_rels/workbook.xml.rels").decode()):
        targets[re.search('Id="([^"]*)"', line)[1]] = re.search('Target="/?(?:xl/)?([^"]*)"', line)[1]
    sheets = {f"xl/{targets[number]}" for number in re.findall(r'<sheet [^>]*name="(?:Actions|Updates)"[^>]* \w+:id="([^"]*)"', text)}
    assert len(sheets) == 2
    return sheets | STAMP | {name for name in books.members(package) if name.startswith("xl/tables/")}


def test_together_the_books_hold_every_kind_of_part(folded: dict[str, Folded]) -> None:
    everything = ""
    for one in folded.values():
        parts = {name: books.content(one.before, name) for name in books.members(one.before)}
        everything += "\n".join(f"{name}\n{part.decode(errors='replace')}" for name, part in parts.items())

    assert [kind for kind, pattern in KINDS.items() if not re.search(pattern, everything)] == []


def test_every_part_that_is_not_meant_is_the_same_to_the_last_bit(book: Folded) -> None:
    one, other = raw(book.before), raw(book.after)

    assert list(other)[: len(one)] == list(one)
    assert set(other) - set(one) <= {"docProps/custom.xml"}
    assert {name for name in one if one[name] != other[name]} - meant(book.before) == set()
    if "docProps/custom.xml" in one:
        assert {name for name in one if one[name] != other[name]} & STAMP == {"docProps/custom.xml"}


def test_undoing_exactly_the_edits_gives_every_part_back(book: Folded) -> None:
    changed = {name for name in books.members(book.before) if books.content(book.before, name) != books.content(book.after, name)}
    wrong = []
    for name in changed:
        old, new = (books.content(package, name).decode() for package in (book.before, book.after))
        if undone(new, old) != old:
            wrong.append(name)

    assert len(changed) >= 3 and wrong == []


def undone(new: str, old: str) -> str:
    """A part without what a fold adds: the row of the update, the stamp and its lines; the summary cells and the ranges as they were."""
    row = re.compile(r'<row r="3"[^>]*>(?:(?!</row>).)*</row>', re.DOTALL)
    if "=1+1 is" in new:
        blank = row.search(old)  # LibreOffice keeps blank rows, one of which was filled
        new = row.sub(lambda _new: blank[0] if blank else "", new)
    new = re.sub(r'<property [^>]*name="gcdash_[^>]*>.*?</property>', "", new)
    new = re.sub(r'<(?:Override|Relationship) [^>]*docProps/custom\.xml"[^>]*/>', lambda line: line[0] if line[0] in old else "", new)
    if '"A2"' in old and "<worksheet" in old and "u1" not in old:
        for place in ("J2", "K2"):
            cell = rf'<c r="{place}"(?:[^>]*/>|[^>]*[^/]>.*?</c>)'
            was = re.search(cell, old)
            new = re.sub(cell, lambda _new, was=was: was[0] if was else "", new, count=1)
    ranges = r'(<(?:x:)?(?:dimension|autoFilter|table)\b[^>]*? ref=")([^"]*)'
    before = iter(re.findall(ranges, old))
    return re.sub(ranges, lambda found: found[1] + next(before)[1], new)


def test_libreoffice_opens_the_workbook_and_shows_the_new_row_and_the_summary(book: Folded) -> None:
    assert '"=1+1 is text,\nand so is 007"' in book.shown["Updates"] and "first" in book.shown["Updates"]
    assert re.search(r"^A01,.*,In progress,(2024-05-06|45418)", book.shown["Actions"], re.MULTILINE)


def test_openpyxl_and_calamine_agree_on_every_value(book: Folded) -> None:
    for sheet in ("Updates", "Actions"):
        opened = openpyxl.load_workbook(io.BytesIO(book.after), data_only=True)[sheet]
        by_one, by_other = table(books.by_calamine(book.after, sheet)), table([list(row) for row in opened.iter_rows(values_only=True)])
        assert by_one == by_other
        old = table(books.by_calamine(book.before, sheet))
        assert [row for row in by_one if row in old] == (old if sheet == "Updates" else [old[0], old[2]])


def table(rows: list[list[object]]) -> list[list[object]]:
    """Values as both readers can give them; blank cells and rows at the end left out."""
    plain = [[_plain(value) for value in row] for row in rows]
    for row in plain:
        while row and row[-1] is None:
            row.pop()
    while plain and not plain[-1]:
        plain.pop()
    return plain


def _plain(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return value.date()
    return None if value == "" else value


def test_a_signed_workbook_is_left_alone_and_the_update_waits(tmp_path: Path) -> None:
    path = tmp_path / "signed.xlsx"
    before = whole_books.signed()
    path.write_bytes(before)

    folded, waiting, why = fold(path)

    assert (folded, waiting) == (0, 1) and "signature" in why
    assert hash(path.read_bytes()) == hash(before)


def test_macros_stay_in_a_workbook_that_is_named_for_them(tmp_path: Path) -> None:
    path = tmp_path / "macros.xlsm"
    path.write_bytes(whole_books.by_xlsxwriter())

    assert fold(path) == (1, 0, "")
    assert books.content(path.read_bytes(), "xl/vbaProject.bin") == whole_books.MACROS
    shutil.rmtree(path.with_suffix(".gcdash"), ignore_errors=True)


def test_the_name_that_mirrors_a_filter_stays_as_it_is_and_the_filter_shows_the_new_row(tmp_path: Path) -> None:
    """The name stands in the workbook's own part, which a fold leaves alone; LibreOffice goes by it and shows the row below it too."""
    path = tmp_path / "filtered.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name, rows in whole_books.SHEETS.items():
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, [None if value is None else str(value) for value in row])
        sheet.autofilter(0, 0, 1, 12)
        sheet.filter_column(1, "x == A01")
    before = path.read_bytes()

    assert fold(path) == (1, 0, "")
    after = path.read_bytes()
    assert '<autoFilter ref="A1:M3">' in books.content(after, "xl/worksheets/sheet2.xml").decode()
    assert raw(after)["xl/workbook.xml"] == raw(before)["xl/workbook.xml"]
    assert "_xlnm._FilterDatabase" in books.content(before, "xl/workbook.xml").decode()
    shown = books.convert(path, "fods", tmp_path / "out").read_text(encoding="utf-8")
    assert 'table:display-filter-buttons="true"' in shown and 'table:visibility="filter"' not in shown.partition("=1+1 is text")[2]
