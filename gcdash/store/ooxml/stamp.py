"""The stamp by which a workbook is known again: custom document properties (ECMA-376 part 1, 22.3). All other properties are kept."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from gcdash.store.ooxml.markup import Element, Splice, Tag, elements, opened, plain, prefix, root_of, spliced, tag_at
from gcdash.store.ooxml.package import (
    Package,
    free_name,
    has,
    relations,
    text_of,
    with_content_type,
    with_new_part,
    with_part,
    with_relation,
)
from gcdash.store.ooxml.refs import whole
from gcdash.store.ooxml.workbook import read_workbook

OURS = "gcdash_"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_STRICT_PROPERTIES = "http://purl.oclc.org/ooxml/officeDocument/customProperties"
_STRICT_TYPES = "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


def stamp_part(package: Package) -> str:
    """The member that holds the custom properties; blank where the workbook has none."""
    kinds = ("/custom-properties", "/customProperties")
    return next((each.target for each in relations(package, "") if each.type.endswith(kinds) and has(package, each.target)), "")


def read_properties(package: Package) -> dict[str, str]:
    """The properties that are gcdash's, by name."""
    part = stamp_part(package)
    if not part:
        return {}
    found: dict[str, str] = {}
    name = ""
    for element in elements(text_of(package, part).data, part):
        if element.path == ("Properties",):
            name = element.attributes.get("name", "")
        elif element.path == ("Properties", "property") and name.startswith(OURS):
            found.setdefault(name, element.text)
    return found


def with_stamp(package: Package, stamp: Mapping[str, str]) -> Package:
    """The package with these properties set, in a new part where it has none. Names must be gcdash's own."""
    if not all(name.startswith(OURS) for name in stamp):
        raise ValueError(sorted(stamp))
    if not stamp_part(package):
        package = _with_empty_part(package)
    part = stamp_part(package)
    text = text_of(package, part)
    found = [element for element in elements(text.data, part, frozenset({"property"})) if element.path == ("Properties",)]
    lexed = plain(text.data)
    root = root_of(lexed)
    there = {element.attributes.get("name", ""): element for element in found}
    old = read_properties(package)
    splices = [_changed(lexed, root, there[name], value) for name, value in stamp.items() if name in there and old.get(name) != value]
    pid = max([1, *(whole(element.attributes.get("pid")) for element in found)])
    new = [name for name in stamp if name not in there]
    lines = b"".join(_line(lexed, root, name, stamp[name], pid + index) for index, name in enumerate(new, 1))
    if lines:
        splices.append(opened(lexed, root, lines))
    return with_part(package, part, text, spliced(text.data, splices))


def _with_empty_part(package: Package) -> Package:
    strict = read_workbook(package).strict
    part = "docProps/custom.xml"
    if has(package, part):
        part = free_name(package, "docProps/custom{n}.xml")
    names = (_STRICT_PROPERTIES, _STRICT_TYPES) if strict else (_PROPERTIES, _TYPES)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    package = with_new_part(package, part, f'{head}<Properties xmlns="{names[0]}" xmlns:vt="{names[1]}"></Properties>'.encode())
    package = with_content_type(package, part, _CONTENT_TYPE)
    kind = read_workbook(package).relation_namespace + ("/customProperties" if strict else "/custom-properties")
    return with_relation(package, "", kind, part)[0]


def _changed(lexed: bytes, root: Tag, element: Element, value: str) -> Splice:
    """The property's value in the place of the one that it has."""
    tag = tag_at(lexed, element.start)
    content = _value(lexed, root, value)
    return opened(lexed, tag, content) if tag.empty else Splice(tag.inner, tag.close, content)


def _line(lexed: bytes, root: Tag, name: str, value: str, pid: int) -> bytes:
    start = prefix(root.name)
    given = f" fmtid={quoteattr(_FORMAT)} pid={quoteattr(str(pid))} name={quoteattr(name)}".encode()
    return b"<%bproperty%b>%b</%bproperty>" % (start, given, _value(lexed, root, value), start)


def _value(lexed: bytes, root: Tag, value: str) -> bytes:
    """The value as text; the prefix is declared where the part does not do so by itself."""
    strict = _STRICT_PROPERTIES.encode() in lexed[root.start : root.inner]
    types = (_STRICT_TYPES if strict else _TYPES).encode()
    declared = b'xmlns:vt="%b"' % types in lexed[root.start : root.inner]
    return b"<vt:lpwstr%b>%b</vt:lpwstr>" % (b"" if declared else b' xmlns:vt="%b"' % types, escape(value).encode())
