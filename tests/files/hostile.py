"""Files made to harm whoever reads them, each small on disk: its name, what the refusal must say (READ: it is odd, but good), its bytes."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

from hostile_parts import (
    MIB,
    SHEET,
    WORKBOOK,
    bomb,
    book,
    doubled,
    linked,
    made,
    many_sheets,
    merges,
    ods,
    ods_cell,
    ods_rows,
    old_workbook,
    one,
    overlapping,
    patched,
    prefixed,
    shared_cells,
    sheet,
    texts,
    wide,
    with_strings,
)
from ooxml_books import MAIN, RELATIONS, by_xlsxwriter, content, members, relationships, sheet_xml, zip64, zipped

Hostile = tuple[str, str, bytes]

READ = "^read "
INLINE = ' t="inlineStr"'
_PAIRS = zip("abcdefghi", "bcdefghij", strict=True)
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(f'<!ENTITY {later} "{f"&{name};" * 10}">' for name, later in _PAIRS) + "]>"
OUTSIDE = '<!DOCTYPE l [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
ODDITIES = (
    *(b"<", b">", b"&", b'"', b"</row>", b"<!--", b"<![CDATA[", b"]]>", b"<c>", b"<f>", b"</v>"),
    *(b"999999999", b"-1", b"\xff", b"\0", b'r="XFD1048576"', b' t="e"', b' t="s"', b"PK\1\2"),
)


def files() -> Iterator[Hostile]:
    for group in (bombs, crowds, places, values, entities, markup, names, packing, packages, strangers, open_documents):
        yield from group()


def bombs() -> Iterator[Hostile]:
    yield "120 MB of spaces", "when it is unpacked", bomb(SHEET, 120 * MIB, 120 * MIB)
    yield "300 MB that claim to be 1 KB", "damaged", bomb(SHEET, 300 * MIB, 1024)
    claim = struct.pack("<Q", 5 << 30)
    yield "5 GB by its own word", "when it is unpacked", patched(zip64(made(sheet(one()))), SHEET, 46 + len(SHEET) + 4, claim)
    yield "90 MB of spaces", "damaged|memory", bomb(SHEET, 90 * MIB, 90 * MIB)
    yield "one text of 60 MB", "memory|too much text|cannot be read", with_strings(sheet(shared_cells(3)), texts("a" * (60 * MIB)))
    yield "one text in 200,000 cells", "too much text", with_strings(sheet(shared_cells(200_000)), texts("a" * 32_000))
    yield "a count of 4 billion texts", READ, with_strings(sheet(shared_cells(1)), texts("a", ' uniqueCount="4294967290"'))
    yield "a comment of 50 MB", f"memory|{READ}", book(sheet(one() + f"<!--{'x' * (50 * MIB)}-->"))
    yield "an attribute of 40 MB", f"memory|damaged|{READ}", book(sheet(one(), f'<x y="{"z" * (40 * MIB)}"/>'))


def crowds() -> Iterator[Hostile]:
    yield "2 million rows", "too many pieces|cannot exist", book(sheet("<row/>" * 2_000_000))
    blank = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(2, 1_000_001))
    yield "a million blank rows", READ, book(sheet(one() + blank))
    yield "16,384 columns", "too many cells", book(sheet(wide(64, 16_384)))
    yield "40,000 cells, element by element", READ, book(prefixed(40_000))
    yield "400,000 cells, element by element", "too many pieces", book(prefixed(400_000))
    yield "a million comments", READ, book(sheet(one() + "<!-- -->" * 1_000_000))
    many = " ".join(f'a{number}="1"' for number in range(300_000))
    yield "300,000 attributes", "cannot exist", book(sheet(f'<row r="0" {many}/>'))
    spaces = " ".join(f'xmlns:n{number}="u{number}"' for number in range(200_000))
    yield "200,000 namespaces", "unusual|damaged|too long|memory", book(f"<worksheet {spaces}/>")
    yield "3,000 members", "more than 1000 parts", book(sheet(one()), {f"xl/media/{number}.png": "x" for number in range(3000)})
    yield "1,000 sheets of one part", "unusual place", many_sheets(900, same_part=True)
    yield "400 sheets", READ, many_sheets(400, same_part=False)


def places() -> Iterator[Hostile]:
    yield "a cell at XFD1048576", "reach as far as XFD1048576", book(sheet(one("XFD1048576")))
    yield "a blank cell at XFD1048576", READ, book(sheet(one() + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'))
    for reference in ("A4294967295", "A1048577", "A0", "ZZZZZZZZ2", "XFE1", "1A", "A-1", "A99999999999999999999"):
        yield f"a cell at {reference}", "cannot exist", book(sheet(f'<row r="1"><c r="{reference}"><v>1</v></c></row>'))
    yield "a far row without references", "cannot exist", book(sheet('<row r="4294967295"><c><v>1</v></c></row>'))
    yield "a reference twice", "cannot be read", book(sheet('<row r="1"><c r="A1" r="XFD1048576"><v>1</v></c></row>'))
    yield "a cell in another row", "reach as far as", book(sheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'))
    for lie in ("A1:XFD1048576", "A1:ZZZZZ99999999999", "", "::"):
        yield f"the dimension {lie}", READ, book(sheet_xml(f"<sheetData>{one()}</sheetData>", f'<dimension ref="{lie}"/>'))
    yield "33,000 merges of everything", "merged", book(sheet(one(), merges(33_000, "A1:XFD1048576")))
    yield "15,000 merges of a large area", "merged", book(sheet(one("J1000"), merges(15_000, "A1:XFD1048576")))
    yield "a merge outside", "cannot exist", book(sheet(one(), merges(1, "A1:ZZZZ9999999")))


def values() -> Iterator[Hostile]:
    for index in ("99999", "-1", "99999999999999999999", "x"):
        cell = one(inside=f"<v>{index}</v>", attributes=' t="s"')
        yield f"the shared text {index}", "damaged|cannot be read|unusual place", with_strings(sheet(cell), texts("a"))
    yield "a style that is not there", READ, book(sheet(one(attributes=' s="99999"')))
    yield "a style that is no number", "unusual place", book(sheet(one(attributes=' s="x"')))
    for number in ("999999999", "-1", "1e300", "1e999", "NaN", "9" * 5000):
        yield f"the date {number[:9]}", READ, book(sheet(one(inside=f"<v>{number}</v>", attributes=' s="1"')))
    yield "a number that is none", READ, book(sheet(one(inside="<v>1.2.3</v>")))
    yield "an unknown kind of cell", "cannot be read", book(sheet(one(attributes=' t="zzz"')))


def entities() -> Iterator[Hostile]:
    joke = one(inside="<is><t>&j;</t></is>", attributes=INLINE)
    says = "document type"
    yield "a billion laughs in the sheet", says, book(LAUGHS + sheet(joke).partition("\n")[2])
    yield "a billion laughs in the texts", says, with_strings(sheet(shared_cells(1)), f"{LAUGHS}<sst><si><t>&j;</t></si></sst>")
    yield "a billion laughs in the workbook", says, book(sheet(one()), {WORKBOOK: f"{LAUGHS}<workbook><sheets>&j;</sheets></workbook>"})
    yield "a billion laughs in the styles", says, book(sheet(one()), {"xl/styles.xml": f"{LAUGHS}<styleSheet>&j;</styleSheet>"})
    yield "a billion laughs in the relations", says, book(sheet(one()), {"_rels/.rels": f"{LAUGHS}<Relationships>&j;</Relationships>"})
    yield "a billion laughs in UTF-16", says, book((LAUGHS + "<worksheet>&j;</worksheet>").encode("utf-16"))
    yield "a file of the server", says, with_strings(sheet(shared_cells(1)), f"{OUTSIDE}<sst><si><t>&j;</t></si></sst>")
    yield "an entity that nobody declared", "damaged|cannot be read", book(sheet(joke))


def markup() -> Iterator[Hostile]:
    yield "a million elements deep", "nested too deep", book(sheet("<a>" * 1_000_000))
    yield "a million elements deep in the texts", "nested too deep", with_strings(sheet(one()), "<sst>" + "<a>" * 1_000_000)
    yield (
        "an unknown encoding",
        "unknown character encoding",
        book('<?xml version="1.0" encoding="UTF-7"?>' + sheet(one()).partition("\n")[2]),
    )
    yield "UTF-32", "damaged|cannot be read|encoding", book(sheet(one()).encode("utf-32"))
    broken = sheet(one(inside="<is><t>@@</t></is>", attributes=INLINE)).encode()
    yield "bytes that are no UTF-8", "damaged|cannot be read", book(broken.replace(b"@@", b"\xff\xfe"))
    yield "a sheet without end", "damaged", book(sheet(one())[:-20])
    yield "two areas of cells", "unusual place", book(sheet_xml(f"<sheetData>{one()}</sheetData><sheetData>{one('A2')}</sheetData>"))
    choice = f"<AlternateContent><Choice><sheetData>{one()}</sheetData></Choice></AlternateContent>"
    yield "cells in a choice", "unusual place", book(sheet_xml(choice))
    yield "cells in a comment", READ, book(sheet_xml(f"<!--<sheetData>{one('B2')}</sheetData>--><x:sheetData xmlns:x='{MAIN}'/>"))
    yield "cells in cells", "unusual place", book(sheet(one(inside=one())))
    yield "no place for cells", "unusual place", book(sheet_xml(""))
    yield "a sheet that is a picture", "damaged", book(b"\x89PNG\r\n\x1a\n" + bytes(500))


def names() -> Iterator[Hostile]:
    for name in ("../../etc/passwd", "/etc/passwd", "..\\..\\windows\\win.ini", "xl/../../x"):
        yield f"the name {name}", "leads outside", doubled(name)
    for name in (SHEET, SHEET.upper(), SHEET.replace("/", "\\")):
        yield f"{name} twice", "under one name", doubled(name)


def packing() -> Iterator[Hostile]:
    good = book(sheet(one()))
    yield "overlapping members", "packed in a way", overlapping()
    yield "a method that nobody uses", "packed in a way", patched(good, SHEET, 10, b"\x0c\0")
    yield "another method in the local header", READ, patched(good, SHEET, 8, b"\x0c\0", local=True)
    yield "another name in the local header", "damaged", patched(good, SHEET, 30, b"XL", local=True)
    yield "a member locked by a password", "locked by a password", patched(good, SHEET, 8, b"\1\0")
    yield "a wrong sum", "damaged", patched(good, SHEET, 16, b"\1\2\3\4")
    yield "a place beyond the end", "damaged|packed", patched(good, SHEET, 42, b"\xff\xff\xff\x7f")
    yield "half a file", "cut short", good[: len(good) // 2]
    yield "a file without its end", "cut short", good[:-30]
    yield "something before the zip", "not a workbook", b"MZ" + good
    yield "something after the zip", READ, good + b"x" * 100


def packages() -> Iterator[Hostile]:
    yield "a sheet that is missing", "damaged", linked({f"{RELATIONS}/worksheet": "worksheets/none.xml"})
    yield "a relation that is missing", "damaged", linked({})
    away = {f'{RELATIONS}/worksheet" TargetMode="External': "https://example.org/"}
    yield "a sheet on the internet", "damaged", linked(away)
    yield "a sheet outside of the package", "damaged", linked({f"{RELATIONS}/worksheet": "../../../../etc/passwd"})
    yield "a workbook that is its own sheet", "unusual place", linked({f"{RELATIONS}/worksheet": "workbook.xml"})
    twice = '<sheet name="Updates" r:id="rId1"/><sheet name="updates" r:id="rId1"/>'
    twins = f'<workbook xmlns:r="{RELATIONS}"><sheets>{twice}</sheets></workbook>'
    yield "two sheets under one name", "two sheets called updates", book(sheet(one()), {WORKBOOK: twins})
    for name, says in (("xl/workbook.bin", "binary workbook"), ("word/document.xml", "not a workbook")):
        yield name, says, book(sheet(one()), {"_rels/.rels": relationships({f"{RELATIONS}/officeDocument": name}), name: "<document/>"})
    yield "any zip", "not a workbook", zipped({"a.txt": b"x"})


def strangers() -> Iterator[Hostile]:
    yield "nothing", "is empty", b""
    yield "a picture", "not a workbook", b"\x89PNG\r\n\x1a\n" + bytes(500)
    yield "a web page", "not a workbook", b"<html><table><tr><td>1</td></tr></table></html>"
    yield "a list in plain text", "not a workbook", b"ID,Action\r\nA01,x\r\n"
    yield "two letters", "cut short", b"PK"
    yield "11 MB", "larger than 10 MB", b"PK" + bytes(11 * MIB)
    yield "an encrypted workbook", "locked by a password", old_workbook("EncryptionInfo", "EncryptedPackage")
    yield "an old text document", "not a workbook", old_workbook("WordDocument")
    yield "an old workbook of zeros", "cut short", old_workbook("Workbook")
    yield "an old workbook with a zip behind", "cut short", old_workbook("Workbook", rest=book(sheet(one("XFD1048576"))))


def open_documents() -> Iterator[Hostile]:
    number = '<table:table-cell office:value-type="float" office:value="1"/>'
    for repeats, says in (("1048576", "too many cells"), ("9999999", "too many cells"), ("4294967295", "damaged"), ("-1", "damaged")):
        row = f'<table:table-row table:number-rows-repeated="{repeats}">{number * 9}</table:table-row>'
        yield f"a row {repeats} times", says, ods(ods_rows(row))
    yield "a cell a million times", "cannot exist", ods(ods_rows(ods_cell(' table:number-columns-repeated="1048576"')))
    blanks = '<table:table-cell table:number-columns-repeated="9999999"/>' * 3
    yield "blanks without end", READ, ods(ods_rows(f'<table:table-row table:number-rows-repeated="9999999">{blanks}</table:table-row>'))
    yield "ten million spaces", "too much text", ods(ods_rows(ods_cell(inside='<text:p><text:s text:c="9999999"/></text:p>')))
    long = f"<text:p>{'a' * 30_000}</text:p>"
    yield "a long text in many cells", "too much text", ods(ods_rows(ods_cell(' table:number-columns-repeated="9000"', long)))
    yield "a table in a table", "unusual place", ods(ods_rows(ods_cell(inside=ods_rows(ods_cell(), "T"))))
    yield "two tables under one name", "two sheets called", ods(ods_rows(ods_cell()) * 2)
    yield "laughs in a table", "document type", ods(ods_rows(ods_cell(inside="<text:p>&j;</text:p>")), root=LAUGHS)
    yield "a locked table", "locked by a password", ods("", manifest="<manifest><encryption-data/></manifest>")
    yield "an OpenDocument text", "not a workbook", ods("", kind="application/vnd.oasis.opendocument.text")
    yield "a million tables deep", "nested too deep", ods("<a>" * 1_000_000)
    yield "a number that is no number", "damaged", ods(ods_rows(f"<table:table-row>{number.replace('1', 'one')}</table:table-row>"))


def mutations(count: int, seed: int = 2009) -> Iterator[Hostile]:
    """A good workbook with a few bytes of the file, or of one of its parts, changed by chance; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 -- no secret
    good = by_xlsxwriter()
    kept = {name: content(good, name) for name in members(good)}
    favourites = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
    for number in range(count):
        name = chance.choice([*favourites, *(part for part in kept if part.endswith((".xml", ".rels")))])
        data = _changed(good, chance) if number % 3 == 0 else zipped(kept | {name: _changed(kept[name], chance)})
        yield f"mutation {number}", "", data


def _changed(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(data)), chance.choice((0, 1, 1, 2, 8, 60))
        data = data[:at] + chance.choice((*ODDITIES, chance.randbytes(2), data[at : at + 40] * 2)) + data[at + length :]
    return data
