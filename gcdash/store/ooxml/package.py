"""A workbook's package: its parts, and how they point to each other (ECMA-376 part 2: relationships and content types)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from gcdash.errors import Refusal
from gcdash.store.ooxml.archive import Archive, Member, key, read_archive, unpack
from gcdash.store.ooxml.blocks import Blocks
from gcdash.store.ooxml.excerpt import Excerpt
from gcdash.store.ooxml.markup import Element, Text, decode, elements, encode, opened, plain, prefix, root_of, spliced
from gcdash.words import _

OLE_SIGN = bytes.fromhex("d0cf11e0a1b11ae1")
CONTENT_TYPES = "[Content_Types].xml"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@dataclass(frozen=True, slots=True)
class Relation:
    """One line of a part's relationships. ``target`` is a member's name; the member may be missing. Blank for a target outside."""

    id: str
    type: str
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """The archive as it was read, and what has been changed in it or added to it since, by member name.

    ``texts``, ``sheets``: members of the archive, and worksheets, that were read once already; they are as they were in the file.
    ``proved``: these very bytes have passed ``verify`` before, so that what it found well-formed is not checked again. ``blocks``: how
    members of them are packed; ``excerpts``: of which members ``texts`` and ``changed`` hold some blocks only. Both by member name.
    """

    archive: Archive
    names: Mapping[str, Member]
    changed: Mapping[str, bytes] = field(default_factory=dict)
    added: Mapping[str, bytes] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict, compare=False, repr=False)
    sheets: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    proved: bool = False
    blocks: Mapping[str, Blocks] = field(default_factory=dict, repr=False)
    excerpts: Mapping[str, Excerpt] = field(default_factory=dict, repr=False)


def as_package(package: bytes | Package) -> Package:
    return package if isinstance(package, Package) else open_package(package)


def open_package(data: bytes, *, proved: bool = False, blocks: Mapping[str, Blocks] | None = None) -> Package:
    """The package of an Excel workbook. Refusal, in words, for anything else, and for one that must not be changed.

    ``proved``: these bytes were, by ``verify``, and their ``blocks`` too.
    """
    if data.startswith(OLE_SIGN):
        raise _ole(data)
    if not data.startswith(b"PK"):
        raise Refusal(_("This is not an Excel workbook."), _("Choose a file that ends in .xlsx or .xlsm."))
    archive = read_archive(data)
    package = Package(archive, {key(member.name): member for member in archive.members}, proved=proved, blocks=blocks or {})
    if key(CONTENT_TYPES) not in package.names:
        raise Refusal(_("This is not an Excel workbook."), _("Save it as .xlsx in Excel or LibreOffice, and use that file."))
    if _signed(package):
        raise Refusal(
            _("The workbook carries a digital signature, which any change would break."),
            _("Save a copy without the signature (File, Info, View signatures) and use the copy."),
        )
    return package


def _ole(data: bytes) -> Refusal:
    """Why a compound file cannot be used: encrypted workbooks have a stream named EncryptedPackage ([MS-OFFCRYPTO] 1.3.2)."""
    name = "EncryptedPackage".encode("utf-16-le")
    length = (len(name) + 2).to_bytes(2, "little")
    at = data.find(name)
    while at >= 0 and (at % 128 or data[at + 64 : at + 66] != length):
        at = data.find(name, at + 1)
    if at >= 0:
        return Refusal(
            _("The workbook is protected with a password or an encrypting label."),
            _("In Excel, choose File, Info, Protect Workbook and take the protection off, then use the saved file."),
        )
    return Refusal(_("This is an old .xls workbook."), _("Open it in Excel or LibreOffice and save it as .xlsx, then use that file."))


def _signed(package: Package) -> bool:
    origin = any(relation.type.endswith("/digital-signature/origin") for relation in relations(package, ""))
    return origin or any(name.startswith("_xmlsignatures/") for name in package.names)


def has(package: Package, name: str) -> bool:
    return key(name) in package.names or key(name) in {key(each) for each in package.added}


def text_of(package: Package, name: str) -> Text:
    """A part as it stands now, as UTF-8. Refusal if it is missing or damaged."""
    for new in (package.changed, package.added):
        for each, content in new.items():
            if key(each) == key(name):
                return decode(content, each)
    member = package.names.get(key(name))
    if member is None:
        raise missing(name)
    if member.name not in package.texts:
        package.texts[member.name] = decode(unpack(package.archive, member), member.name)
    return package.texts[member.name]


def missing(name: str) -> Refusal:
    return Refusal(
        _("The workbook is damaged: its part {name} is missing.").format(name=name),
        _("Open it in Excel or LibreOffice, save it as a new .xlsx file, and use that file."),
    )


def with_part(package: Package, name: str, text: Text, data: bytes) -> Package:
    """The package with the part's content changed; ``data`` is UTF-8 and is written as ``text`` was."""
    if data == text.data:
        return package
    content = encode(text, data)
    member = package.names.get(key(name))
    if member:
        return replace(package, changed={**package.changed, member.name: content})
    return replace(package, added={**package.added, name: content})


def with_new_part(package: Package, name: str, data: bytes) -> Package:
    return replace(package, added={**package.added, name: data})


def relations_name(part: str) -> str:
    """``xl/workbook.xml`` -> ``xl/_rels/workbook.xml.rels``; of the package itself: ``_rels/.rels``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> tuple[Relation, ...]:
    """What a part points to; blank for the package itself."""
    name = relations_name(part)
    if not has(package, name):
        return ()
    found = elements(text_of(package, name).data, name, frozenset({"Relationship"}))
    return tuple(_relation(element, posixpath.dirname(part)) for element in found)


def _relation(element: Element, folder: str) -> Relation:
    target = unquote(element.attributes.get("Target", "")).replace("\\", "/")
    outside = element.attributes.get("TargetMode") == "External"
    path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.attributes.get("Id", ""), element.attributes.get("Type", ""), "" if outside else path)


def free_name(package: Package, pattern: str) -> str:
    """The first member name of ``pattern`` (with ``{n}``) that nothing has or points to, not even a line left behind by another program."""
    types = elements(text_of(package, CONTENT_TYPES).data, CONTENT_TYPES, frozenset({"Override"}))
    taken = {key(element.attributes.get("PartName", "")) for element in types}
    parts = [relation for name in package.names if name.endswith(".rels") for relation in relations(package, _source(name))]
    taken |= {key(relation.target) for relation in parts} | set(package.names) | {key(name) for name in package.added}
    return next(name for name in (pattern.format(n=n) for n in range(1, len(taken) + 2)) if key(name) not in taken)


def _source(relations_part: str) -> str:
    """The part whose relationships these are: ``xl/_rels/workbook.xml.rels`` -> ``xl/workbook.xml``."""
    folder, name = posixpath.split(relations_part)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def with_relation(package: Package, part: str, kind: str, target: str) -> tuple[Package, str]:
    """The package with one more relationship of ``part``, and its id. ``target`` is relative to the part's folder."""
    used = {relation.id for relation in relations(package, part)}
    new = next(each for each in (f"rId{n}" for n in range(1, len(used) + 2)) if each not in used)
    return _with_line(package, relations_name(part), "Relationship", {"Id": new, "Type": kind, "Target": target}), new


def with_content_type(package: Package, name: str, kind: str) -> Package:
    return _with_line(package, CONTENT_TYPES, "Override", {"PartName": f"/{name}", "ContentType": kind})


def _with_line(package: Package, name: str, line: str, attributes: Mapping[str, str]) -> Package:
    """One more element at the end of a part whose root holds a plain list of them."""
    text = text_of(package, name)
    lexed = plain(text.data)
    root = root_of(lexed)
    content = f"<{prefix(root.name).decode()}{line}{xml_attributes(attributes.items())}/>".encode()
    return with_part(package, name, text, spliced(text.data, [opened(lexed, root, content)]))


def xml_attributes(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in pairs)
