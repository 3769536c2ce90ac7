"""A worksheet walked element by element: its merged ranges, and its cells in the plain form that ``sheet`` accounts for."""

from __future__ import annotations

from gcdash.store.reader.limits import Limits, Unsafe
from gcdash.store.reader.markup import Attributes, escaped, local, scan
from gcdash.store.reader.references import Range, area, cell, column_letters

_DATA = ["worksheet", "sheetData"]
_ROW = [*_DATA, "row"]
_CELL = [*_ROW, "c"]
_TRIMMED = ("", "n", "s", "b", "e", "d")


class _Walk:
    """What has been met so far; ``start``, ``text`` and ``end`` are expat's handlers."""

    def __init__(self, sheet: str, limits: Limits) -> None:
        self.sheet = sheet
        self.limits = limits
        self.merges: list[Range] = []
        self.cells = bytearray()
        self.path: list[str] = []
        self.areas = self.row = self.column = self.open_row = 0
        self.cell: Attributes = {}
        self.words: dict[str, str] = {}

    def start(self, tag: str, attributes: Attributes) -> None:
        name = local(tag)
        self.path.append(name)
        if name == "sheetData":
            self.expect(_DATA)
            self.areas += 1
        elif name == "mergeCell":
            self.add_merge(attributes.get("ref", ""))
        elif self.areas and self.path[:2] == _DATA:
            self.start_inside(name, attributes)

    def start_inside(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self.expect(_ROW)
            self.row, self.column = cell(f"A{attributes.get('r') or self.row + 1}", self.sheet)[0], 0
        elif name == "c":
            self.expect(_CELL)
            row, self.column = cell(attributes.get("r") or f"{column_letters(self.column + 1)}{self.row}", self.sheet)
            self.open(row)
            self.cell = attributes | {"r": f"{column_letters(self.column)}{row}"}
            self.words = {}
        elif name in ("v", "t", "f") and "rPh" not in self.path:
            self.words.setdefault(name, "")

    def open(self, row: int) -> None:
        """A cell stands in the row that its reference names, wherever it was written."""
        if row != self.open_row:
            self.cells += (b"</row>" if self.open_row else b"") + b'<row r="%d">' % row
            self.open_row = row

    def text(self, words: str) -> None:
        name = self.path[-1]
        if name in self.words and "rPh" not in self.path:
            self.words[name] += words

    def end(self, _tag: str) -> None:
        if self.path == _CELL:
            self.end_cell()
        self.path.pop()

    def end_cell(self) -> None:
        kind = self.cell.get("t", "")
        inside = "<f></f>" if "f" in self.words else ""
        if "t" in self.words:
            inside += f'<is><t xml:space="preserve">{escaped(self.words["t"])}</t></is>'
        elif "v" in self.words:
            value = self.words["v"].strip() if kind in _TRIMMED else self.words["v"]
            if kind == "s" and value and not (value.isascii() and value.isdigit()):
                raise Unsafe("damaged", part=self.sheet)
            inside += f"<v>{escaped(value)}</v>"
        attributes = _attribute("s", self.cell.get("s", "")) + _attribute("t", kind)
        self.cells += f'<c r="{self.cell["r"]}"{attributes}>{inside}</c>'.encode()
        self.words = {}

    def add_merge(self, reference: str) -> None:
        self.merges.append(area(reference, self.sheet))
        if len(self.merges) > self.limits.merges:
            raise Unsafe("merges", sheet=self.sheet)

    def expect(self, path: list[str]) -> None:
        if self.path != path or self.areas > 1:
            raise Unsafe("layout", sheet=self.sheet)


def _attribute(name: str, value: str) -> str:
    return f' {name}="{value}"' if value.isascii() and value.isalnum() else ""


def walk(part: bytes, name: str, sheet: str, limits: Limits) -> tuple[tuple[Range, ...], bytes]:
    """Merged ranges, and cells in plain form inside of ``sheetData``, of a worksheet part in UTF-8. Raises Unsafe."""
    walked = _Walk(sheet, limits)
    scan(part, name, limits, start=walked.start, end=walked.end, text=walked.text)
    if walked.areas != 1:
        raise Unsafe("layout", sheet=sheet)
    end = b"</row>" if walked.open_row else b""
    return tuple(walked.merges), b"<sheetData>%b%b</sheetData>" % (bytes(walked.cells), end)
