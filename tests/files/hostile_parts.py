"""What hostile files are made of: worksheets, shared texts, zip members and OpenDocument tables, each built by hand."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from ooxml_books import MAIN, RELATIONS, parts, relationships, sheet_xml, zipped

MIB = 1024 * 1024
WORKBOOK, SHEET, SHARED = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def sheet(cells: str, after: str = "") -> str:
    return sheet_xml(f"<sheetData>{cells}</sheetData>", after=after)


def one(reference: str = "A1", inside: str = "<v>1</v>", attributes: str = "") -> str:
    """A row with one cell."""
    row = "".join(filter(str.isdigit, reference))
    return f'<row r="{row}"><c r="{reference}"{attributes}>{inside}</c></row>'


def made(xml: str | bytes, more: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The parts of a workbook whose one sheet is ``xml``, with others put in or replaced."""
    return parts(xml, extra={name: part.encode() for name, part in (more or {}).items()})


def book(xml: str | bytes, more: Mapping[str, str] | None = None) -> bytes:
    return zipped(made(xml, more))


def texts(words: str, attributes: str = "") -> str:
    return f'<sst xmlns="{MAIN}"{attributes}><si><t>{words}</t></si></sst>'


def with_strings(xml: str, strings: str) -> bytes:
    return book(xml, {SHARED: strings})


def shared_cells(count: int) -> str:
    return "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, count + 1))


def prefixed(count: int) -> str:
    """Cells in a form that has to be read element by element."""
    rows = "".join(f'<x:row r="{row}"><x:c r="A{row}"><x:v>1</x:v></x:c></x:row>' for row in range(1, count + 1))
    return f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'


def wide(rows: int, columns: int) -> str:
    names = [_letters(number) for number in range(1, columns + 1)]
    return "".join(
        f'<row r="{row}">' + "".join(f'<c r="{name}{row}"><v>1</v></c>' for name in names) + "</row>" for row in range(1, rows + 1)
    )


def _letters(number: int) -> str:
    name = ""
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def merges(count: int, area: str) -> str:
    return "<mergeCells>" + f'<mergeCell ref="{area}"/>' * count + "</mergeCells>"


def many_sheets(count: int, *, same_part: bool) -> bytes:
    names = [SHEET if same_part else f"xl/worksheets/s{number}.xml" for number in range(count)]
    listed = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="r{number}"/>' for number in range(count))
    links = "".join(f'<Relationship Id="r{number}" Type="{RELATIONS}/worksheet" Target="/{name}"/>' for number, name in enumerate(names))
    more = {
        WORKBOOK: f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
    }
    return book(sheet(one()), more | {name: sheet(one()) for name in names})


def linked(targets: Mapping[str, str]) -> bytes:
    """A workbook whose relations lead to these targets."""
    return book(sheet(one()), {"xl/_rels/workbook.xml.rels": relationships(targets)})


def bomb(name: str, size: int, claimed: int) -> bytes:
    """A workbook whose member ``name`` unpacks to ``size`` spaces and claims ``claimed``; made without ever holding them."""
    packer, block, crc = zlib.compressobj(1, zlib.DEFLATED, -15), b" " * MIB, 0
    packed = []
    for _ in range(size // MIB):
        packed.append(packer.compress(block))
        crc = zlib.crc32(block, crc)
    stream = b"".join(packed) + packer.flush()
    package = zipped({part: text for part, text in made(sheet(one())).items() if part != name})
    at = package.index(b"PK\1\2")
    facts = struct.pack("<3L", crc, len(stream), claimed)
    local = b"PK\3\4" + struct.pack("<5H", 20, 0, 8, 0, 0x21) + facts + struct.pack("<2H", len(name), 0) + name.encode()
    entry = (
        b"PK\1\2" + struct.pack("<6H", 20, 20, 0, 8, 0, 0x21) + facts + struct.pack("<5H2L", len(name), 0, 0, 0, 0, 0, at) + name.encode()
    )
    directory = package[at : package.index(b"PK\5\6")] + entry
    count = directory.count(b"PK\1\2")
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, count, count, len(directory), at + len(local) + len(stream), 0)
    return package[:at] + local + stream + directory + end


def patched(package: bytes, name: str, offset: int, value: bytes, *, local: bool = False) -> bytes:
    """The package with bytes of a member's entry in the directory, or of its local header, replaced."""
    mark, place = (b"PK\3\4", 30) if local else (b"PK\1\2", 46)
    at = package.index(mark)
    while not package.startswith(name.encode(), at + place):
        at = package.index(mark, at + 4)
    return package[: at + offset] + value + package[at + offset + len(value) :]


def doubled(name: str) -> bytes:
    """A workbook with one more member, called ``name``, whatever others are called."""
    dummy = "#" * len(name)
    return zipped(made(sheet(one()), {dummy: sheet(one(inside="<v>2</v>"))})).replace(dummy.encode(), name.encode())


def overlapping() -> bytes:
    """Two entries that share the same packed bytes."""
    package = book(sheet(one()), {"xl/worksheets/sheet2.xml": sheet(one())})
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        first = opened.getinfo(SHEET).header_offset
    return patched(package, "xl/worksheets/sheet2.xml", 42, struct.pack("<L", first))


def old_workbook(*streams: str, rest: bytes = b"") -> bytes:
    """The start of a compound file, and names of streams."""
    return OLE + bytes(504) + b"".join(stream.encode("utf-16-le") for stream in streams) + bytes(3000) + rest


def ods(table: str, *, root: str = "", manifest: str = "<manifest/>", kind: str = ODS) -> bytes:
    spaces = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style"))
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    text = f"{root}<office:document-content{spaces}>{body}</office:document-content>"
    return zipped({"mimetype": kind.encode(), "META-INF/manifest.xml": manifest.encode(), "content.xml": text.encode()})


def ods_rows(rows: str, name: str = "S") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def ods_cell(attributes: str = "", inside: str = "<text:p>x</text:p>") -> str:
    return f'<table:table-row><table:table-cell office:value-type="string"{attributes}>{inside}</table:table-cell></table:table-row>'
