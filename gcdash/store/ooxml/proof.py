"""The proof before publishing: what may not change is the same to the last bit; the rest, once the edits are undone, is the source's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from gcdash.errors import Refusal
from gcdash.store.ooxml.archive import Member, key, unpack
from gcdash.store.ooxml.blocks import Packed, are_of, begin_with_rows
from gcdash.store.ooxml.cells import Cell, cells
from gcdash.store.ooxml.edits import AddRows, Edit, SetCells, Value, by_sheet
from gcdash.store.ooxml.excerpt import proved
from gcdash.store.ooxml.excerpts import lacking
from gcdash.store.ooxml.markup import Splice, Text, as_written, check, decode
from gcdash.store.ooxml.members import changed, same_facts, same_order, well_made
from gcdash.store.ooxml.new_sheet import with_sheets
from gcdash.store.ooxml.package import CONTENT_TYPES, Package, as_package, open_package, relations_name, text_of
from gcdash.store.ooxml.plan import Plan, make_plan
from gcdash.store.ooxml.refs import cell as reference
from gcdash.store.ooxml.shared import without_shared
from gcdash.store.ooxml.stamp import read_properties, stamp_part
from gcdash.store.ooxml.tables import Table, read_tables
from gcdash.store.ooxml.undo import is_insertion, without, without_cells, without_properties, without_range
from gcdash.store.ooxml.values import is_blank, is_number, payload, serial
from gcdash.store.ooxml.workbook import read_workbook, worksheet_part
from gcdash.store.ooxml.worksheet import Worksheet, read_worksheet, worksheet_of
from gcdash.words import _


def verify(
    before: bytes | Package,
    after: bytes,
    edits: Sequence[Edit],
    stamp: Mapping[str, str] | None = None,
    packed: Mapping[str, Packed] | None = None,
) -> dict[str, tuple[int, ...]]:
    """Refusal unless ``after`` is ``before`` with exactly these edits and this stamp, and all of it can be read.

    ``packed``: members of ``after`` that are packed in blocks, which is proved too. Returns the numbers of the added rows, by sheet.
    """
    old, new = as_package(before), open_package(after)
    base = with_sheets(old, edits)
    lists = set(base.changed) | ({CONTENT_TYPES, relations_name("")} if stamp and not stamp_part(old) else set())
    added = len(base.added) + bool(stamp and not stamp_part(old))
    if not same_order(old.archive, new.archive, added):
        raise _unproved(_("its parts are not those that it had"))
    workbook = read_workbook(base)
    sheets = {name: worksheet_part(workbook, name) for name in by_sheet(edits)}
    differ = changed(old.archive, new.archive)
    new = _proved_members(old, new, differ, {key(part) for part in sheets.values()}, packed or {})
    may_change = {key(part) for part in lists}
    for part in lists:
        if not is_insertion(text_of(old, part).data, text_of(new, part).data):
            raise _unproved(_("its part {name} differs in more than new lines").format(name=part))
    numbers = {}
    for name, together in by_sheet(edits).items():
        parts, numbers[name] = _prove_sheet(base, new, (name, sheets[name]), together, date1904=workbook.date1904)
        may_change |= parts
    if stamp:
        may_change |= _prove_stamp(old, new, stamp)
    if wrong := differ - may_change:
        raise _unproved(_("its part {name} is not what it was").format(name=min(wrong)))
    return numbers


def _unproved(detail: str) -> Refusal:
    return Refusal(
        _("The changed workbook did not pass its check: {detail}.").format(detail=detail),
        _("Nothing was changed. Open the workbook in Excel or LibreOffice, save it as a new .xlsx file, and use that file."),
    )


def _prove_sheet(
    base: Package, new: Package, place: tuple[str, str], edits: Sequence[AddRows | SetCells], *, date1904: bool
) -> tuple[set[str], tuple[int, ...]]:
    """Proves a sheet (its name and its part) and its tables; the parts that may have changed, and the rows that were added."""
    name, part = place
    (old_text, one), text = worksheet_of(base, name, part), text_of(new, part)
    same_form = (old_text.codec, old_text.mark) == (text.codec, text.mark)
    plan = make_plan(one, edits)
    excerpt = base.excerpts.get(base.names[key(part)].name) if key(part) in base.names else None
    if excerpt and lacking(excerpt, one, plan) != set():
        raise _unproved(_("the sheet {sheet} differs in more than the new cells").format(sheet=name))
    data = text.data
    if less := without_shared(one, data, plan.cells):
        one, data = read_worksheet(less[0], name, part), less[1]
    check(data, part)
    if not same_form or not _same_rest(one, read_worksheet(data, name, part), plan, text, date1904=date1904):
        raise _unproved(_("the sheet {sheet} differs in more than the new cells").format(sheet=name))
    tables, after = read_tables(base, part), read_tables(new, part)
    if len(tables) != len(after) or not all(map(_only_longer, tables, after)):
        raise _unproved(_("a table of the sheet {sheet} differs in more than its length").format(sheet=name))
    return {key(part), *(key(table.part) for table in tables)}, tuple(plan.added)


def _only_longer(one: Table, other: Table) -> bool:
    longer = replace(one.area, bottom=max(one.area.bottom, other.area.bottom)) == other.area
    return longer and one.part == other.part and without_range(one) == without_range(other)


def _same_rest(one: Worksheet, other: Worksheet, plan: Plan, text: Text, *, date1904: bool) -> bool:
    """Whether all but the wanted cells is as it was; those are proved, row by row, so that no more than a row's cells are in memory."""
    before, after = ({row.number: row for row in sheet.rows} for sheet in (one, other))
    old_cuts: list[Splice] = []
    new_cuts: list[Splice] = []
    for number, values in plan.cells.items():
        old, new = before.get(number), after.get(number)
        had, has = cells(one, old) if old else (), cells(other, new) if new else ()
        _prove_values((number, values), had, has, other, text, date1904=date1904)
        taller = number in plan.added
        old_cuts += without(one, old, had, values, taller=taller) if old else ()
        new_cuts += without(other, new, has, values, fresh=old is None, taller=taller) if new else ()
    return without_cells(one, old_cuts) == without_cells(other, new_cuts)


def _prove_values(
    wanted: tuple[int, Mapping[int, Value]], had: Iterable[Cell], has: Iterable[Cell], sheet: Worksheet, text: Text, *, date1904: bool
) -> None:
    """Every wanted cell of a row holds its value, in the style that it had."""
    number, values = wanted
    styles = {cell.column: cell.style for cell in had if cell.column in values}
    there = {cell.column: cell for cell in has if cell.column in values}
    for column, value in values.items():
        contents = [as_written(text, content) for content in _contents(value, sheet.prefix, date1904=date1904)]
        found = there.get(column)
        holds = sheet.data[found.inner : found.close] in contents if found else is_blank(value)
        kept = column not in styles or is_number(value) or (found is not None and found.style == styles[column])
        if not holds or not kept:
            raise _unproved(
                _("the cell {cell} of the sheet {sheet} is not as meant").format(cell=reference(number, column), sheet=sheet.name)
            )


def _contents(value: Value, name_prefix: bytes, *, date1904: bool) -> list[bytes]:
    """What a cell that holds the value has inside: a date may be typed or text."""
    number = serial(value, date1904=date1904)
    typed = [payload(value, name_prefix, number)[1]] if number is not None else []
    return [payload(value, name_prefix)[1], *typed]


def _prove_stamp(old: Package, new: Package, stamp: Mapping[str, str]) -> set[str]:
    """Proves the stamp; the parts that may have changed."""
    found = read_properties(new)
    if any(found.get(name) != value for name, value in stamp.items()):
        raise _unproved(_("its stamp is not as meant"))
    part = stamp_part(old)
    if not part:
        return {key(CONTENT_TYPES), key(relations_name(""))}
    one, other = (without_properties(text_of(package, part).data, part, stamp) for package in (old, new))
    if one != other:
        raise _unproved(_("its document properties differ in more than the stamp"))
    return {key(part)}


def _proved_members(old: Package, new: Package, differ: Collection[str], later: Collection[str], packed: Mapping[str, Packed]) -> Package:
    """All members can be read; those that are new or ``differ`` are well-formed, kept their facts, and are at hand in what is returned.

    Whether those to be proved ``later``, by ``key``, are well-formed is seen then.
    """
    contents: dict[str, bytes] = {}
    for member in new.archive.members:
        one = old.names.get(key(member.name))
        same = one is not None and key(member.name) not in differ
        if old.proved and same:
            continue  # the same bytes were unpacked then
        content = _content(old, new, member, packed.get(member.name))
        if not same:
            if key(member.name) not in later:
                check(decode(content, member.name).data, member.name)
            if not well_made(new.archive, member) or (one and not same_facts(one, member)):
                raise _not_well_packed(member)
            contents[member.name] = content
    return replace(new, changed=contents)


def _content(old: Package, new: Package, member: Member, packed: Packed | None) -> bytes:
    """A member's content, unpacked from the new bytes; of one of which an excerpt is at hand the blocks in its place."""
    excerpt = old.excerpts.get(member.name)
    if excerpt and packed:
        return proved(excerpt, (old.archive, old.names[key(member.name)]), (new.archive, member), packed.groups)
    content = unpack(new.archive, member)
    as_said = packed is None or (are_of(packed.blocks, new.archive, member) and begin_with_rows(packed.blocks, content))
    if excerpt or not as_said:
        raise _not_well_packed(member)
    return content


def _not_well_packed(member: Member) -> Refusal:
    return _unproved(_("its part {name} is not well packed").format(name=member.name))
