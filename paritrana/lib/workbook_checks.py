"""Look into an XLSX package before a parser does: sizes, macros, encryption, formulas, far-away cells.

The sheets are scanned as bytes. A parser allocates the rectangle from the first to the farthest cell and copies shared
strings into every cell that names them, so a few kilobytes can claim gigabytes; both are bounded here.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from paritrana.lib.table_faults import TableFault, TableLimits, TableRefusedError

CHUNK = 1024 * 1024
OVERLAP = 512
MAX_PARTS = 1000
_ENCRYPTED_FLAG = 0x1
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_MACRO = re.compile(r"vbaproject|macrosheets?/|activex/", re.IGNORECASE)
_REFERENCE = re.compile(rb"""\br=["']([A-Za-z]{1,7})([0-9]{1,9})["']""")
_FORMULA = re.compile(rb"<(?:[A-Za-z0-9_]+:)?f[\s>/]")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_STRING_END = re.compile(rb"</(?:[A-Za-z0-9_]+:)?si>")


@dataclass(slots=True)
class _Extent:
    """The farthest cell and the number of cells met so far."""

    columns: set[bytes] = field(default_factory=set)
    last_row: int = 0
    cells: int = 0

    def add(self, references: list[tuple[bytes, bytes]]) -> None:
        self.cells += len(references)
        for letters, digits in references:
            self.columns.add(letters)
            if len(digits) >= len(str(self.last_row)):
                self.last_row = max(self.last_row, int(digits))

    @property
    def last_column(self) -> int:
        return max((column_number(letters) for letters in self.columns), default=0)


def column_number(letters: bytes) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def refuse_harmful_workbook(path: Path, limits: TableLimits) -> None:
    """Raise `TableRefusedError` for what is described above; the whole package is unpacked once, piece by piece."""
    try:
        with zipfile.ZipFile(path) as package:
            _check_parts(package.infolist(), limits)
            _check_contents(package, limits)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError):
        raise TableRefusedError(TableFault.BROKEN) from None


def _check_parts(parts: list[zipfile.ZipInfo], limits: TableLimits) -> None:
    names = [part.filename for part in parts]
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise TableRefusedError(TableFault.ENCRYPTED)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise TableRefusedError(TableFault.UNPACKED_TOO_LARGE, limit=limits.unpacked_bytes)
    if any(_MACRO.search(name) for name in names):
        raise TableRefusedError(TableFault.MACROS)
    if len(set(names)) != len(names) or "[Content_Types].xml" not in names:
        raise TableRefusedError(TableFault.BROKEN)


def _check_contents(package: zipfile.ZipFile, limits: TableLimits) -> None:
    remaining = limits.unpacked_bytes
    longest_string = 0
    cells = 0
    for part in package.infolist():
        chunks = _chunks(package, part, remaining, limits)
        if _SHEET.fullmatch(part.filename):
            extent = _sheet_extent(chunks, limits)
            cells = max(cells, extent.cells)
        elif part.filename.lower() == "xl/sharedstrings.xml":
            longest_string = _longest_string(chunks, limits)
        else:
            for chunk in chunks:
                _refuse_markup(chunk)
        remaining -= part.file_size
    if cells * longest_string > limits.text_bytes:
        raise TableRefusedError(TableFault.UNPACKED_TOO_LARGE, limit=limits.text_bytes)


def _chunks(package: zipfile.ZipFile, part: zipfile.ZipInfo, budget: int, limits: TableLimits) -> Iterator[bytes]:
    """Yield the unpacked bytes, each piece starting with the end of the one before."""
    read = 0
    tail = b""
    with package.open(part) as stream:
        while piece := stream.read(CHUNK):
            if not read and piece[:2] in {b"\xff\xfe", b"\xfe\xff"}:
                raise TableRefusedError(TableFault.NOT_UTF8, where=part.filename)
            read += len(piece)
            if read > budget:
                raise TableRefusedError(TableFault.UNPACKED_TOO_LARGE, limit=limits.unpacked_bytes)
            yield tail + piece
            tail = piece[-OVERLAP:]


def _refuse_markup(chunk: bytes) -> None:
    if b"macroEnabled" in chunk:
        raise TableRefusedError(TableFault.MACROS)
    if _DECLARED.search(chunk):
        raise TableRefusedError(TableFault.BROKEN, where="DOCTYPE")


def _sheet_extent(chunks: Iterator[bytes], limits: TableLimits) -> _Extent:
    extent = _Extent()
    for chunk in chunks:
        _refuse_markup(chunk)
        if formula := _FORMULA.search(chunk):
            before = _REFERENCE.findall(chunk, 0, formula.start())
            where = b"".join(before[-1]).decode("ascii") if before else ""
            raise TableRefusedError(TableFault.FORMULA, where=where)
        extent.add(_REFERENCE.findall(chunk))
        if extent.last_column > limits.columns:
            raise TableRefusedError(TableFault.TOO_MANY_COLUMNS, limit=limits.columns)
        if extent.last_row > limits.rows:
            raise TableRefusedError(TableFault.TOO_MANY_ROWS, limit=limits.rows)
        if extent.last_row * extent.last_column > limits.cells:
            raise TableRefusedError(TableFault.TOO_MANY_CELLS, limit=limits.cells)
    return extent


def _longest_string(chunks: Iterator[bytes], limits: TableLimits) -> int:
    """Return the bytes of the longest shared string with its mark-up, an upper bound of its text."""
    longest = 0
    current = 0
    for position, chunk in enumerate(chunks):
        _refuse_markup(chunk)
        fresh = chunk[OVERLAP:] if position else chunk
        ends = [end.end() for end in _STRING_END.finditer(fresh)]
        edges = [0, *ends]
        lengths = [current + edges[1] if ends else 0, *(b - a for a, b in zip(edges[1:], edges[2:], strict=False))]
        longest = max(longest, *lengths, 0)
        current = len(fresh) - ends[-1] if ends else current + len(fresh)
        if max(longest, current) > limits.text_bytes:
            raise TableRefusedError(TableFault.UNPACKED_TOO_LARGE, limit=limits.text_bytes)
    return max(longest, current)
