"""Workbooks as other programs make them, each with an Updates sheet (headings and two rows), and what tests need to look inside of them."""

from __future__ import annotations

import datetime
import io
import os
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import DataBarRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from python_calamine import CalamineWorkbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADINGS = ["Update ID", "Action ID", "Report date", "Update"]
ROWS = [["u1", "A01", datetime.date(2024, 1, 2), "first"], ["u2", "A02", datetime.date(2024, 2, 3), "second"]]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d4944415478da63fcff9fa11e000782027f3dc848ef0000000049454e44ae426082"
)


def by_xlsxwriter() -> bytes:
    """Table, date style, chart, picture, text box, sparkline, formats with an extension, validation, comment, names, freeze, filter."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"})
    sheet, other = book.add_worksheet("Updates"), book.add_worksheet("Board")
    day = book.add_format({"num_format": "dd/mm/yyyy", "border": 1})
    sheet.set_column(2, 2, 12, day)
    sheet.write_row(0, 0, HEADINGS, book.add_format({"bold": True, "bg_color": "#ffcc00"}))
    for number, row in enumerate(ROWS, 1):
        sheet.write_row(number, 0, row[:2])
        sheet.write_datetime(number, 2, row[2], day)
        sheet.write_string(number, 3, row[3])
    sheet.add_table(0, 0, 2, 3, {"columns": [{"header": heading} for heading in HEADINGS], "name": "Updates"})
    sheet.data_validation(1, 1, 50, 1, {"validate": "list", "source": ["A01", "A02"]})
    sheet.conditional_format(1, 0, 50, 3, {"type": "data_bar", "data_bar_2010": True})
    sheet.write_comment(1, 3, "Is this true?")
    sheet.freeze_panes(1, 1)
    sheet.set_header("&C&G", {"image_center": "p.png", "image_data_center": io.BytesIO(PIXEL)})
    _fill_board(book, other)
    book.set_custom_property("MSIP_Label_x", "Public")
    book.close()
    return file.getvalue()


def _fill_board(book: xlsxwriter.Workbook, other: xlsxwriter.worksheet.Worksheet) -> None:
    other.write_column(0, 0, ["n", 1, 2, 3])
    other.write_formula(0, 1, "=COUNTA(Updates!A:A)", None, 3)
    other.write_dynamic_array_formula("E1", "=SORT(A2:A4)", None, 1)
    other.autofilter(0, 0, 3, 0)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Board!$A$2:$A$4"})
    other.insert_chart("H2", chart)
    other.insert_image("H20", "p.png", {"image_data": io.BytesIO(PIXEL)})
    other.insert_textbox("H30", "A note")
    other.add_sparkline("C1", {"range": "Board!A2:A4"})
    other.merge_range("J1:L1", "Merged")
    other.protect("secret")
    book.define_name("Numbers", "=Board!$A$2:$A$4")
    book.add_chartsheet("Chart").set_chart(_chart(book))


def _chart(book: xlsxwriter.Workbook) -> xlsxwriter.chart.Chart:
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"values": "=Board!$A$2:$A$4"})
    return chart


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Updates"
    sheet.append(HEADINGS)
    for row in ROWS:
        sheet.append(row)
        sheet.cell(sheet.max_row, 3).number_format = "yyyy-mm-dd"
    sheet.add_table(Table(displayName="T", ref="A1:D3"))
    sheet["D2"].comment = Comment("Old", "Somebody")
    sheet.conditional_formatting.add("A2:A50", DataBarRule("min", 0, "max", 9, color="FF638EC6"))
    checked = DataValidation("list", formula1='"A01,A02"')
    checked.add("B2:B50")
    sheet.add_data_validation(checked)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def by_libreoffice(folder: Path) -> bytes:
    """The first workbook, saved by LibreOffice."""
    (folder / "book.xlsx").write_bytes(by_xlsxwriter())
    return convert(folder / "book.xlsx", "xlsx", folder / "out").read_bytes()


def convert(path: Path, kind: str, folder: Path) -> Path:
    """A file opened and saved as another kind by LibreOffice; where there is none the test is skipped, but not in CI."""
    return next(made for made in _convert([path], kind, folder) if made.match(f"{path.stem}*.{kind.partition(':')[0]}"))


def convert_all(paths: list[Path], kind: str) -> list[Path]:
    """Files of one folder, all at one start of LibreOffice; what it made, into a folder beside them."""
    return _convert(paths, kind, paths[0].parent / "shown")


def _convert(paths: list[Path], kind: str, folder: Path) -> list[Path]:
    office = shutil.which("soffice")
    if not office and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed (its command soffice was not found)")
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    subprocess.run(
        [office or "soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, *paths],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return sorted(folder.iterdir())


def inline_row(number: int, texts: list[str], prefix: str = "", *, references: bool = True) -> str:
    """A row of text; ``references``: rows and cells say where they stand."""
    inside = ""
    for column, text in zip("ABCDEFG", texts, strict=False):
        place = f' r="{column}{number}"' if references else ""
        inside += f'<c{place} t="inlineStr"><is><t>{text}</t></is></c>'
    row = f'<row r="{number}">{inside}</row>' if references else f"<row>{inside}</row>"
    return row.replace("</", f"</{prefix}").replace("<", f"<{prefix}").replace(f"<{prefix}/", "</") if prefix else row


def sheet_xml(body: str, before: str = "", after: str = "", *, prefix: str = "", namespace: str = MAIN) -> str:
    """A worksheet with this ``sheetData`` (whole element) and what stands around it."""
    declared = f'xmlns:{prefix[:-1]}="{namespace}"' if prefix else f'xmlns="{namespace}"'
    return f'<?xml version="1.0"?>\n<{prefix}worksheet {declared} xmlns:r="{RELATIONS}">{before}{body}{after}</{prefix}worksheet>'


def rows_xml(prefix: str = "", *, references: bool = True) -> str:
    texts = [HEADINGS, *([str(value) for value in row] for row in ROWS)]
    rows = "".join(inline_row(number, row, prefix, references=references) for number, row in enumerate(texts, 1))
    return f"<{prefix}sheetData>{rows}</{prefix}sheetData>"


def parts(
    sheet: str | bytes, *, strict: bool = False, extra: Mapping[str, bytes] | None = None, workbook: str = "", styles: str = ""
) -> dict[str, bytes]:
    """The members of a small workbook with one sheet, Updates, and any extra parts that nothing points to."""
    main, relations = (STRICT_MAIN, STRICT_RELATIONS) if strict else (MAIN, RELATIONS)
    listed = '<sheets><sheet name="Updates" sheetId="1" r:id="rId1"/></sheets>'
    found = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships({f"{relations}/officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}">{workbook}{listed}</workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            {f"{relations}/worksheet": "worksheets/sheet1.xml", f"{relations}/styles": "styles.xml"}
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/styles.xml": styles or styles_xml(main),
    }
    made = {name: text.encode() if isinstance(text, str) else text for name, text in found.items()}
    return made | dict(extra or {})


def relationships(targets: Mapping[str, str]) -> str:
    """A part of relationships: type -> target, with the ids rId1, rId2 and so on."""
    lines = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def content_types() -> str:
    kinds = {"xl/workbook.xml": "sheet.main", "xl/worksheets/sheet1.xml": "worksheet", "xl/styles.xml": "styles"}
    sheets = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    lines = [f'<Override PartName="/{name}" ContentType="{sheets}.{kind}+xml"/>' for name, kind in kinds.items()]
    lines.insert(0, '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>')
    lines.insert(
        1, '<Default Extension="bin" ContentType="application/octet-stream"/><Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{"".join(lines)}</Types>'


def styles_xml(main: str = MAIN) -> str:
    """Styles 0 plain, 1 a day, 2 a day in a format of one's own, 3 a time, 4 a number of days, 5 plain again."""
    formats = ("[$-409]d\\ mmm\\ yyyy;@", "#,##0.00\\ &quot;days&quot;")
    own = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in enumerate(formats, 164))
    rest = '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
    rest += '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
    cells = "".join(f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for number in (0, 14, 164, 20, 165, 0))
    return f'<styleSheet xmlns="{main}"><numFmts count="2">{own}</numFmts>{rest}<cellXfs count="6">{cells}</cellXfs></styleSheet>'


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, streamed: bool = False) -> bytes:
    """A package; ``streamed``: written so that sizes stand behind each member (data descriptors)."""
    file = io.BytesIO()
    target: io.RawIOBase | io.BytesIO = _Stream(file) if streamed else file
    with zipfile.ZipFile(target, "w", method) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name, (2011, 3, 4, 5, 6, 8)), content, method)
    return file.getvalue()


class _Stream(io.RawIOBase):
    """A file that cannot be gone back in, like a pipe."""

    def __init__(self, file: io.BytesIO) -> None:
        self.file = file

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        return self.file.write(data)


def zip64(members: Mapping[str, bytes]) -> bytes:
    """A package in which every size, offset and count stands in its zip64 place, as some programs always write it."""
    out, directory = b"", b""
    for name, content in members.items():
        raw, crc, packed = name.encode(), zlib.crc32(content), zlib.compress(content, 6, -15)
        sizes = struct.pack("<2H2Q", 1, 16, len(content), len(packed))
        full = struct.pack("<2H3Q", 1, 24, len(content), len(packed), len(out))
        facts = (8, 0x6000, 0x3F21, crc, 0xFFFFFFFF, 0xFFFFFFFF, len(raw))
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 45, 45, 0, *facts, len(full), 0, 0, 0, 0, 0xFFFFFFFF) + raw + full
        out += struct.pack("<4s5H3L2H", b"PK\3\4", 45, 0, *facts, len(sizes)) + raw + sizes + packed
    count, start = len(members), len(out)
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, start + len(directory), 1)
    return out + directory + end64 + locator + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def listed_backwards(package: bytes) -> bytes:
    """The package with its central directory the other way round; the members stay where they are."""
    end = len(package) - 22
    at = start = struct.unpack_from("<L", package, end + 16)[0]
    entries = []
    while at < end:
        size = 46 + sum(struct.unpack_from("<3H", package, at + 28))
        entries.append(package[at : at + size])
        at += size
    return package[:start] + b"".join(reversed(entries)) + package[end:]


def opaque() -> dict[str, bytes]:
    """Parts of which gcdash knows nothing, and must not."""
    return {
        "xl/vbaProject.bin": bytes(range(256)) * 9,
        "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments/>",
        "xl/persons/person.xml": b"<personList/>",
        "xl/slicers/slicer1.xml": b"<slicers/>",
        "xl/slicerCaches/slicerCache1.xml": b"<slicerCacheDefinition/>",
        "xl/pivotTables/pivotTable1.xml": b"<pivotTableDefinition/>",
        "xl/pivotCache/pivotCacheDefinition1.xml": b"<pivotCacheDefinition/>",
        "xl/ctrlProps/ctrlProp1.xml": b"<formControlPr/>",
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/printerSettings/printerSettings1.bin": b"\0\1\2printer",
        "customXml/item1.xml": b"<note>not <b>ours</b></note>",
        "docMetadata/LabelInfo.xml": b"<labelList/>",
        "xl/calcChain.xml": b"<calcChain/>",
        "empty/": b"",
    }


HAND_MADE: dict[str, Callable[[], bytes]] = {
    "plain": lambda: zipped(parts(sheet_xml(rows_xml(), '<dimension ref="A1:D3"/>'), extra=opaque())),
    "prefixed": lambda: zipped(parts(sheet_xml(rows_xml("x:"), '<x:dimension ref="A1:D3"/>', prefix="x:"))),
    "strict": lambda: zipped(parts(sheet_xml(rows_xml(), '<dimension ref="A1:D3"/>', namespace=STRICT_MAIN), strict=True)),
    "byte order mark": lambda: zipped(parts(b"\xef\xbb\xbf" + sheet_xml(rows_xml()).encode())),
    "UTF-16": lambda: zipped(parts(sheet_xml(rows_xml()).replace("?>", ' encoding="UTF-16"?>').encode("utf-16"))),
    "UTF-16 without mark": lambda: zipped(parts(sheet_xml(rows_xml()).replace("?>", ' encoding="UTF-16"?>').encode("utf-16-be"))),
    "Latin-1": lambda: zipped(
        parts(sheet_xml(rows_xml()).replace("?>", ' encoding="ISO-8859-1"?>').replace("first", "été").encode("latin-1"))
    ),
    "no references": lambda: zipped(parts(sheet_xml(rows_xml(references=False)))),
    "comments inside": lambda: zipped(
        parts(sheet_xml(rows_xml().replace("</row>", "</row><!-- <row r='9'/> -->\n"), "<!-- <sheetData/> -->"))
    ),
    "stored": lambda: zipped(parts(sheet_xml(rows_xml()), extra=opaque()), zipfile.ZIP_STORED),
    "data descriptors": lambda: zipped(parts(sheet_xml(rows_xml()), extra=opaque()), streamed=True),
    "zip64": lambda: zip64(parts(sheet_xml(rows_xml()), extra=opaque())),
    "odd order": lambda: zipped(dict(reversed(parts(sheet_xml(rows_xml()), extra=opaque()).items()))),
    "directory in another order": lambda: listed_backwards(zipped(parts(sheet_xml(rows_xml()), extra=opaque()))),
    "instructions inside": lambda: zipped(parts(sheet_xml(rows_xml().replace("</row>", "</row><?note <row r='9'/> ?>")))),
    "backslashes": lambda: zipped(parts(sheet_xml(rows_xml()))).replace(b"xl/worksheets/sheet1.xml", b"xl\\worksheets\\sheet1.xml"),
    "blank rows below": lambda: zipped(parts(sheet_xml(rows_xml().replace("</sheetData>", BLANK_ROWS + "</sheetData>")))),
}
BLANK_ROWS = (
    '<row r="4" spans="1:2" ht="30" customHeight="1"><c r="A4" s="5"/><c r="C4" s="2"/></row>'
    '<row r="5" s="4" customFormat="1"/><row r="6"><c r="B6"/></row>'
)


def members(package: bytes) -> dict[str, tuple[bytes, int, int, int]]:
    """Name -> compressed bytes, CRC, flags and time of each member, in order, as Python's own zip reader finds them."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        found = {}
        for info in opened.infolist():
            name, extra = struct.unpack_from("<2H", package, info.header_offset + 26)
            start = info.header_offset + 30 + name + extra
            found[info.filename] = (package[start : start + info.compress_size], info.CRC, info.flag_bits, hash(info.date_time))
        return found


def content(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return opened.read(name)


def transitional(package: bytes) -> bytes:
    """The workbook as readers without strict namespaces and other encodings than UTF-8 can see it."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        found = {name.replace("\\", "/"): opened.read(name) for name in opened.namelist()}
    for name, data in found.items():
        if name.endswith((".xml", ".rels")):
            text = re.sub(r'(<\?xml[^>]*) encoding="[^"]*"', r"\1", decoded(data))
            found[name] = text.replace(STRICT_MAIN, MAIN).replace(STRICT_RELATIONS, RELATIONS).encode()
    return zipped(found)


def decoded(data: bytes) -> str:
    codec = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-16-be" if data[:1] == b"\0" else "utf-8-sig"
    return data.decode("latin-1" if b"ISO-8859-1" in data[:60] else codec)


def by_calamine(package: bytes, sheet: str = "Updates") -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(transitional(package))).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def filled(package: bytes, sheet: str = "Updates") -> list[list[object]]:
    """The rows down to the last that has a value."""
    rows = by_calamine(package, sheet)
    return rows[: max(at for at, row in enumerate(rows, 1) if any(value not in {"", None} for value in row))]


def by_reading_openpyxl(package: bytes, sheet: str = "Updates") -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(transitional(package)))
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]
