"""What comes in is a workbook that every program reads alike, or it is refused in words; what goes out is packed as before."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

import ooxml_books as books
from gcdash.errors import Refusal
from gcdash.store.ooxml import AddRows, edit, read_stamp

NEW = AddRows("Updates", ({1: "x"},))
GOOD = books.HAND_MADE["plain"]()
SHEET = "xl/worksheets/sheet1.xml"


def refusal(package: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        edit(package, [NEW])
    assert caught.value.message and caught.value.hint
    with pytest.raises(Refusal):
        read_stamp(package)
    return caught.value


def compound(stream: str) -> bytes:
    """A compound file, as encrypted and old workbooks are, with one stream of that name."""
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little")
    return bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0") + entry.ljust(128, b"\0")


def with_member(name: str, content: bytes = b"x") -> bytes:
    return books.zipped(books.parts(books.sheet_xml(books.rows_xml()), extra={name: content}))


def changed_entry(package: bytes, name: str, offset: int, value: bytes) -> bytes:
    """The package with some bytes of a member's line in the central directory overwritten."""
    at = package.rindex(name.encode()) - 46 + offset
    return package[:at] + value + package[at + len(value) :]


def test_an_encrypted_workbook_is_told_from_an_old_one() -> None:
    assert "protected with a password" in refusal(compound("EncryptedPackage")).message
    assert "old .xls" in refusal(compound("Workbook")).message
    assert "old .xls" in refusal(compound("Workbook") + "EncryptedPackage".encode("utf-16-le")).message
    assert "old .xls" in refusal(compound("Workbook") + b"text" + compound("EncryptedPackage")[512:]).message


@pytest.mark.parametrize("data", [b"", b"Update ID,Action ID\n", b"%PDF-1.7", b"<html>"])
def test_what_is_no_package_is_no_workbook(data: bytes) -> None:
    assert "not an Excel workbook" in refusal(data).message


def test_other_packages_are_no_workbooks() -> None:
    document = books.parts(books.sheet_xml("<sheetData/>"))
    document["xl/workbook.xml"] = b"<document/>"
    opendocument = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}

    for members in (document, opendocument):
        with pytest.raises(Refusal, match="not an Excel workbook"):
            edit(books.zipped(members), [NEW])


def test_a_binary_workbook_is_named() -> None:
    members = books.parts(books.sheet_xml("<sheetData/>"))
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin")

    with pytest.raises(Refusal, match="xlsb"):
        edit(books.zipped(members), [NEW])


@pytest.mark.parametrize("name", ["_xmlsignatures/origin.sigs", "_XMLSIGNATURES/sig1.xml"])
def test_a_signed_workbook_is_refused_untouched(name: str) -> None:
    assert "signature" in refusal(with_member(name)).message


def test_a_signature_elsewhere_is_found_by_its_relationship() -> None:
    members = books.parts(books.sheet_xml("<sheetData/>"))
    line = f'<Relationship Id="rId9" Type="{books.PACKAGE}/relationships/digital-signature/origin" Target="sig/o.sigs"/></Relationships>'
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"</Relationships>", line.encode())

    assert "signature" in refusal(books.zipped(members)).message


@pytest.mark.parametrize("name", ["XL/workbook.xml", "xl\\workbook.xml", "../evil.xml", "xl/../../evil", "C:/evil", "xl/a\\..\\..\\b"])
def test_members_whose_name_is_ambiguous_or_leads_outside_are_refused(name: str) -> None:
    assert "damaged" in refusal(with_member(name)).message


def test_two_members_of_one_name_are_refused() -> None:
    assert "two parts" in refusal(with_member("xl/workbook.xmk").replace(b"xl/workbook.xmk", b"xl/workbook.xml")).message


def test_an_absolute_name_is_refused() -> None:
    assert "outside" in refusal(with_member("#evil.xml").replace(b"#evil.xml", b"/evil.xml")).message


def test_a_protected_member_is_refused() -> None:
    local = GOOD.index(b"xl/styles.xml") - 24

    assert "password" in refusal(changed_entry(GOOD, "xl/styles.xml", 8, b"\1\0")).message
    assert "password" in refusal(GOOD[:local] + b"\1" + GOOD[local + 1 :]).message


def moved(package: bytes, by: int) -> bytes:
    """The package with data before it, of which its offsets know, as in a file that unpacks itself."""
    end = len(package) - 22
    start = struct.unpack_from("<L", package, end + 16)[0]
    directory, at = bytearray(package[start:end]), 0
    while at < len(directory):
        struct.pack_into("<L", directory, at + 42, struct.unpack_from("<L", directory, at + 42)[0] + by)
        at += 46 + sum(struct.unpack_from("<3H", directory, at + 28))
    return b"#" * by + package[:start] + directory + package[end : end + 16] + struct.pack("<L", start + by) + package[end + 20 :]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: b"PK\3\4 something before " + data, "before its start"),
        (lambda data: b"PK" + moved(data, 50)[2:], "before its start"),
        (lambda data: data + b"something after", "after its end"),
        (lambda data: data[:-30], "end is missing"),
        (lambda data: data[: len(data) // 2], "end is missing"),
        (lambda data: changed_entry(data, "xl/styles.xml", 10, b"\x0c\0"), "packed in a way"),
        (lambda data: changed_entry(data, "xl/styles.xml", 20, b"\xff\xff\0\0"), "overlap"),
        (lambda data: changed_entry(data, "xl/styles.xml", 42, b"\1\0\0\0"), "overlap"),
        (lambda data: changed_entry(data, "xl/styles.xml", 0, b"PK\5\5"), "list of parts"),
        (lambda data: changed_entry(data, "xl/styles.xml", 28, struct.pack("<2H", 12, 1)), "list of parts"),
        (lambda data: data.replace(b"xl/styles.xml", b"xl/styles.xmm", 1), "list of parts"),
        (lambda data: data[:-12] + struct.pack("<H", 3) + data[-10:], "list of parts"),
    ],
    ids=["data before", "offsets know", "after", "no end", "half", "packing", "overlap", "offset", "entry", "longer name", "name", "count"],
)
def test_a_package_that_programs_read_differently_is_refused(spoil: Callable[[bytes], bytes], words: str) -> None:
    assert words in refusal(spoil(GOOD)).message


@pytest.mark.parametrize(
    ("offset", "value"),
    [(16, b"\0\0\0\0"), (24, b"\7\0\0\0"), (24, (len(books.content(GOOD, SHEET)) + 1).to_bytes(4, "little")), (24, b"\xff\xff\xff\x7f")],
    ids=["check sum", "too short", "too long", "bomb"],
)
def test_a_part_that_is_not_what_was_saved_is_refused(offset: int, value: bytes) -> None:
    with pytest.raises(Refusal, match="damaged"):
        edit(changed_entry(GOOD, SHEET, offset, value), [NEW])


def test_a_missing_part_is_named() -> None:
    members = books.parts(books.sheet_xml("<sheetData/>"))
    del members[SHEET]

    with pytest.raises(Refusal, match=r"sheet1\.xml is missing"):
        edit(books.zipped(members), [NEW])


@pytest.mark.parametrize("name", ["zip64", "data descriptors", "stored", "odd order"])
def test_an_edited_package_can_be_edited_again(name: str) -> None:
    once = edit(books.HAND_MADE[name](), [NEW], {"gcdash_generation": "1"})

    twice = edit(once, [NEW], {"gcdash_generation": "2"})

    assert [row[0] for row in books.by_calamine(twice)] == ["Update ID", "u1", "u2", "x", "x"]
    with zipfile.ZipFile(io.BytesIO(twice)) as package:
        assert package.testzip() is None


def test_a_changed_member_keeps_its_time_its_packing_and_its_attributes() -> None:
    for name in ("stored", "data descriptors", "zip64"):
        before = books.HAND_MADE[name]()
        with zipfile.ZipFile(io.BytesIO(before)) as one, zipfile.ZipFile(io.BytesIO(edit(before, [NEW]))) as other:
            old, new = one.getinfo(SHEET), other.getinfo(SHEET)
        assert (old.date_time, old.compress_type, old.external_attr, old.create_system) == (
            new.date_time,
            new.compress_type,
            new.external_attr,
            new.create_system,
        )


def test_a_changed_member_states_its_sizes_once() -> None:
    """A zip64 field that stayed would state the old ones."""
    after = edit(books.HAND_MADE["zip64"](), [NEW])

    with zipfile.ZipFile(io.BytesIO(after)) as package:
        changed = package.getinfo(SHEET)
    assert changed.extra == b"" and struct.unpack_from("<H", after, changed.header_offset + 28) == (0,)


def test_a_comment_of_the_package_is_kept() -> None:
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as package:
        package.comment = b"made by hand"

    with zipfile.ZipFile(io.BytesIO(edit(file.getvalue(), [NEW]))) as package:
        assert package.comment == b"made by hand"


# The stamp


def with_properties(text: str) -> bytes:
    members = books.parts(books.sheet_xml(books.rows_xml()), extra={"docProps/custom.xml": text.encode()})
    line = f'<Relationship Id="rId5" Type="{books.RELATIONS}/custom-properties" Target="docProps/custom.xml"/></Relationships>'
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"</Relationships>", line.encode())
    return books.zipped(members)


TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
MINE = f'<v:i4 xmlns:v="{TYPES}">5</v:i4>'
PROPERTIES = 'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'


@pytest.mark.parametrize(
    "text",
    [
        f"<Properties {PROPERTIES}/>",
        f'<p:Properties {PROPERTIES.replace("xmlns", "xmlns:p")}><p:property pid="7" name="Mine">{MINE}</p:property></p:Properties>',
        f'<Properties {PROPERTIES} xmlns:vt="{TYPES}"><property pid="2" name="gcdash_generation"><vt:i4>5</vt:i4></property></Properties>',
        f'<Properties {PROPERTIES}><property pid="2" name="gcdash_generation"/></Properties>',
    ],
    ids=["none", "prefixed", "another type", "no value"],
)
def test_a_stamp_is_set_among_the_properties_that_are_there(text: str) -> None:
    after = edit(with_properties(text), [], {"gcdash_book": "<b&>", "gcdash_generation": "6"})

    assert read_stamp(after) == {"gcdash_book": "<b&>", "gcdash_generation": "6"}
    assert ('name="Mine"><v:i4 ' in books.content(after, "docProps/custom.xml").decode()) == ("Mine" in text)
    pids = [part.partition('"')[0] for part in books.content(after, "docProps/custom.xml").decode().split('pid="')[1:]]
    assert len(set(pids)) == len(pids)


def test_a_workbook_that_was_never_stamped_has_no_stamp() -> None:
    assert read_stamp(GOOD) == {}
    assert read_stamp(books.by_xlsxwriter()) == {}


def test_openpyxl_reads_the_stamp_as_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(edit(books.by_xlsxwriter(), [], {"gcdash_generation": "12"})))

    assert {each.name: each.value for each in book.custom_doc_props.props} == {"MSIP_Label_x": "Public", "gcdash_generation": "12"}


def test_a_property_that_is_not_ours_is_never_set() -> None:
    with pytest.raises(ValueError, match="MSIP"):
        edit(GOOD, [], {"MSIP_Label_x": "Secret"})
