"""Read one part of an XLSX package as strict XML and note what a parser would have to allocate for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from paritrana.lib.table_faults import TableFault, TableLimits, TableRefusedError

CHUNK = 1024 * 1024
MAX_DEPTH = 100
MAX_NAMES = 20_000
MAX_ELEMENTS = 500_000  # of a part that is neither sheet nor strings, such as the styles
ELEMENTS_A_CELL = 3
MAX_TOKEN = 2 * CHUNK
LAST_ROW = 1_048_576
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CELL = re.compile(r"([A-Za-z]{1,7})([1-9][0-9]{0,8})", re.ASCII)
_RANGE = re.compile(r"[A-Za-z]{1,3}[1-9][0-9]{0,6}(:[A-Za-z]{1,3}[1-9][0-9]{0,6})?", re.ASCII)
_ROW = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_XML_NAMES = (".xml", ".rels")
CELL_TYPES = frozenset({"b", "d", "e", "inlineStr", "n", "s", "str"})
"""All that the format knows; for any other, and for cells out of their order, each reader has a rule of its own."""
COLUMNS = 10**6


@dataclass(slots=True)
class WorkbookFacts:
    """What the parts together claim. `opaque` parts are no XML; `targets` are what the workbook reads, both by name."""

    string_cells: int = 0
    longest_string: int = 0
    strings: int = 0
    opaque: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class PartReader:
    """Takes the bytes of one part and raises `TableRefusedError` as soon as they claim too much."""

    def __init__(self, name: str, facts: WorkbookFacts, limits: TableLimits) -> None:
        self._name = name.replace("\\", "/").lower()
        self._base = self._name.rpartition("/")[2]
        self._names_targets = self._name.lstrip("/").startswith("xl/_rels/")
        self._facts = facts
        self._limits = limits
        self._last_row = min(limits.rows, LAST_ROW)
        self._is_opaque: bool | None = None
        self._fed = 0
        self._depth = self._elements = self._cells = 0
        self._row = self._column = self._far_row = self._far_column = 0
        self._last_place = 0
        self._kind = "n"
        self._sheets = 0  # how many `sheetData` are open
        self._has_sheet = False
        self._string_start = 0
        self._locals: dict[str, str] = {}
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._declared
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "is": self._start_text,
        }

    def feed(self, piece: bytes) -> None:
        if b"macroEnabled" in piece:
            raise TableRefusedError(TableFault.MACROS)
        if self._is_opaque is None:
            begins = piece.removeprefix(BYTE_ORDER_MARK).lstrip()[:1]
            self._is_opaque = begins != b"<" and not (not begins and self._base.endswith(_XML_NAMES))
        if self._is_opaque:
            return
        self._fed += len(piece)
        self._parse(piece, is_last=False)
        if self._fed - self._parser.CurrentByteIndex > MAX_TOKEN:
            raise TableRefusedError(TableFault.UNPACKED_TOO_LARGE, where=self._base, limit=MAX_TOKEN)
        if len(self._parser.intern) > MAX_NAMES:
            raise TableRefusedError(TableFault.BROKEN, where=self._base)

    def close(self) -> None:
        if self._is_opaque is False:
            self._parse(b"", is_last=True)
        if self._is_opaque:
            if self._base.endswith(_XML_NAMES):
                raise TableRefusedError(TableFault.BROKEN, where=self._base)
            self._facts.opaque.add(self._base)

    def _parse(self, piece: bytes, *, is_last: bool) -> None:
        try:
            self._parser.Parse(piece, is_last)
        except expat.ExpatError:
            # Old drawings (.vml) are written as loose HTML; nothing that the workbook reads may be.
            self._is_opaque = True

    def _declared(self, *_declaration: object) -> None:
        raise TableRefusedError(TableFault.BROKEN, where="DOCTYPE")

    def _local(self, name: str) -> str:
        local = self._locals.get(name)
        if local is None:
            local = self._locals[name] = name.rpartition(":")[2]
            if name.count(":") > 1:
                raise TableRefusedError(TableFault.BROKEN, where=self._base)
        return local

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._local(name)
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH:
            raise TableRefusedError(TableFault.BROKEN, where=self._base)
        if self._sheets and (started := self._starts.get(local)):
            started(attributes)
        elif local == "si":
            self._start_string()
        elif local == "sheetData":
            self._sheets += 1
            self._has_sheet = True
        elif local == "dimension":
            self._check_dimension(attributes)
        elif local == "Relationship":
            self._note_target(attributes)
        most = self._limits.cells * ELEMENTS_A_CELL if self._has_sheet or self._facts.strings else MAX_ELEMENTS
        if self._elements > most + MAX_ELEMENTS:
            raise TableRefusedError(TableFault.TOO_MANY_CELLS, limit=self._limits.cells)

    def _end(self, name: str) -> None:
        self._depth -= 1
        local = self._locals[name]
        if local == "si":
            length = self._parser.CurrentByteIndex - self._string_start
            self._facts.longest_string = max(self._facts.longest_string, length)
            if length > self._limits.text_bytes:
                raise TableRefusedError(TableFault.UNPACKED_TOO_LARGE, limit=self._limits.text_bytes)
        elif local == "sheetData":
            self._sheets -= 1

    def _start_string(self) -> None:
        """Strings are counted with their mark-up, an upper bound of their text."""
        self._string_start = self._parser.CurrentByteIndex
        self._facts.strings += 1
        if self._facts.strings > self._limits.cells:
            raise TableRefusedError(TableFault.TOO_MANY_CELLS, limit=self._limits.cells)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is None:
            self._row += 1
        elif _ROW.fullmatch(number):
            self._row = int(number)
        else:
            raise TableRefusedError(TableFault.BROKEN, where=number[:20])
        self._column = 0
        if self._row > self._last_row:
            raise TableRefusedError(TableFault.TOO_MANY_ROWS, limit=self._last_row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        row = self._row
        if reference is None:
            self._column += 1
        else:
            found = _CELL.fullmatch(reference)
            if found is None:
                raise TableRefusedError(TableFault.BROKEN, where=reference[:20])
            row = int(found[2])
            self._column = column_number(found[1])
        self._cells += 1
        self._check_cell(row, attributes.get("t", "n"))
        self._far_row = max(self._far_row, row)
        self._far_column = max(self._far_column, self._column)
        if self._far_column > self._limits.columns:
            raise TableRefusedError(TableFault.TOO_MANY_COLUMNS, limit=self._limits.columns)
        if self._far_row > self._last_row:
            raise TableRefusedError(TableFault.TOO_MANY_ROWS, limit=self._last_row)
        if max(self._cells, self._far_row * self._far_column) > self._limits.cells:
            raise TableRefusedError(TableFault.TOO_MANY_CELLS, limit=self._limits.cells)

    def _check_cell(self, row: int, kind: str) -> None:
        place = row * COLUMNS + self._column
        if kind not in CELL_TYPES or place <= self._last_place:
            raise TableRefusedError(TableFault.BROKEN, where=f"{_letters(self._column)}{row}")
        self._last_place, self._kind = place, kind
        if kind == "s":
            self._facts.string_cells += 1

    def _start_text(self, _attributes: dict[str, str]) -> None:
        if self._kind != "inlineStr":
            raise TableRefusedError(TableFault.BROKEN, where=f"{_letters(self._column)}{self._row}")

    def _start_formula(self, _attributes: dict[str, str]) -> None:
        raise TableRefusedError(TableFault.FORMULA, where=f"{_letters(self._column)}{self._row}")

    def _check_dimension(self, attributes: dict[str, str]) -> None:
        claimed = attributes.get("ref")
        if claimed is not None and not _RANGE.fullmatch(claimed):
            raise TableRefusedError(TableFault.BROKEN, where=claimed[:20])

    def _note_target(self, attributes: dict[str, str]) -> None:
        base = attributes.get("Target", "").replace("\\", "/").rpartition("/")[2].lower()
        is_main = attributes.get("Type", "").endswith("/officeDocument")
        if is_main and base != "workbook.xml":
            raise TableRefusedError(TableFault.BROKEN, where=base[:60])
        if self._names_targets or is_main:
            self._facts.targets.add(base)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(65 + place) + letters
    return letters
