"""Look into an XLSX package before a parser does: sizes, macros, encryption, formulas, far-away cells.

A parser allocates the rectangle from the first to the farthest cell and copies shared strings into every cell that
names them, so a few kilobytes can claim gigabytes; both are bounded here. Which part is a sheet is said by
relationships, in as many ways as there are parsers: every part is read as if it were one, by a strict XML reader that
takes no declarations, and cells without a reference are counted where a parser would put them. A package that two
readers could unpack differently is broken.
"""

import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from pathlib import Path

from paritrana.lib.table_faults import TableFault, TableLimits, TableRefusedError
from paritrana.lib.workbook_parts import CHUNK, PartReader, WorkbookFacts

MAX_PARTS = 1000
_ENCRYPTED_FLAG = 0x1
_MACRO_NAMES = ("vbaproject", "macrosheet", "activex/")
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BYTE_ORDER_MARKS = frozenset({b"\xff\xfe", b"\xfe\xff"})
# Parts of other packages, which a reader that guesses the format would turn to.
_FOREIGN_PARTS = frozenset({"xl/workbook.bin", "content.xml", "mimetype"})
_END, _END_LENGTH, _END_COMMENT = b"PK\x05\x06", 22, 65_535
_WIDE_END = b"PK\x06\x07"


def refuse_harmful_workbook(path: Path, limits: TableLimits) -> None:
    """Raise `TableRefusedError` for what is described above; the whole package is unpacked once, piece by piece."""
    try:
        _refuse_two_directories(path)
        with zipfile.ZipFile(path) as package:
            _check_parts(package.infolist(), limits)
            _check_contents(package, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise TableRefusedError(TableFault.BROKEN) from None


def _refuse_two_directories(path: Path) -> None:
    """One end record, at the very end: with two of them it is the reader's choice what the package holds."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - _END_LENGTH - _END_COMMENT, 0))
        tail = file.read()
    if tail.count(_END) != 1 or _WIDE_END in tail or tail[-_END_LENGTH : -_END_LENGTH + len(_END)] != _END:
        raise TableRefusedError(TableFault.BROKEN)


def _check_parts(parts: list[zipfile.ZipInfo], limits: TableLimits) -> None:
    names = [part.filename.replace("\\", "/").lstrip("/").lower() for part in parts]
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise TableRefusedError(TableFault.ENCRYPTED)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise TableRefusedError(TableFault.UNPACKED_TOO_LARGE, limit=limits.unpacked_bytes)
    if any(mark in name for name in names for mark in _MACRO_NAMES):
        raise TableRefusedError(TableFault.MACROS)
    is_plain = all(part.compress_type in _METHODS for part in parts)
    if not is_plain or len(set(names)) != len(names) or "[content_types].xml" not in names:
        raise TableRefusedError(TableFault.BROKEN)
    if _FOREIGN_PARTS.intersection(names):
        raise TableRefusedError(TableFault.BROKEN)


def _check_contents(package: zipfile.ZipFile, limits: TableLimits) -> None:
    facts = WorkbookFacts()
    remaining = limits.unpacked_bytes
    for part in package.infolist():
        reader = PartReader(part.filename, facts, limits)
        for piece in _pieces(package, part, remaining, limits):
            reader.feed(piece)
        reader.close()
        remaining -= part.file_size
    if facts.opaque & facts.targets:
        raise TableRefusedError(TableFault.BROKEN, where=min(facts.opaque & facts.targets))
    if facts.string_cells * facts.longest_string > limits.text_bytes:
        raise TableRefusedError(TableFault.UNPACKED_TOO_LARGE, limit=limits.text_bytes)


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo, budget: int, limits: TableLimits) -> Iterator[bytes]:
    """Yield all that the part's stream holds: the length its directory promises is a claim, and checked at the end."""
    claimless = copy(part)
    claimless.file_size = budget + 1
    read = 0
    with package.open(claimless) as stream:
        while piece := stream.read(CHUNK):
            if not read and piece[:2] in _BYTE_ORDER_MARKS:
                raise TableRefusedError(TableFault.NOT_UTF8, where=part.filename)
            read += len(piece)
            if read > budget:
                raise TableRefusedError(TableFault.UNPACKED_TOO_LARGE, limit=limits.unpacked_bytes)
            yield piece
    if read != part.file_size:
        raise TableRefusedError(TableFault.BROKEN, where=part.filename)
