"""Rows of an uploaded table, CSV or XLSX, read without trusting the file.

A file is judged by its content, not by its name. CSV: UTF-8 with or without BOM, separator `;`, `,` or tab, lines that
start with `#` or `sep=` before the header are comments; rows stream. XLSX: checked part by part before it is opened
(size when unpacked, macros, encryption, formulas, far-away cells), then read from one sheet.
"""

import csv
import datetime
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, WorksheetNotFound

from paritrana.lib.table_faults import DEFAULT_LIMITS, MEBIBYTE, TableFault, TableLimits, TableRefusedError
from paritrana.lib.workbook_checks import refuse_harmful_workbook

if TYPE_CHECKING:
    import _csv

Cell = str | Decimal | datetime.date | bool | None
NumberedRow = tuple[int, Sequence[Cell]]

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
EXACT_FLOAT = 2**53
# What stands in quotes, also where the closing one is on a later line.
_QUOTED = re.compile(r'"[^"]*"|(?<![^;,\t])"[^"]*$')


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows; a row's number is its line in the file. Rows without any content are left out.

    `row_estimate` is for progress bars only. `delimiter` is what parts the cells of a CSV file, empty for a workbook.
    """

    header: tuple[str, ...]
    rows: Iterator[NumberedRow]
    row_estimate: int
    delimiter: str = ""


@contextmanager
def open_table(path: Path, *, sheet: str | None = None, limits: TableLimits = DEFAULT_LIMITS) -> Iterator[Table]:
    """Open a CSV or XLSX file; raise `TableRefusedError` at once, or from the rows where the fault sits."""
    size = path.stat().st_size
    if not size:
        raise TableRefusedError(TableFault.EMPTY)
    if size > limits.file_bytes:
        raise TableRefusedError(TableFault.TOO_LARGE, limit=limits.file_bytes)
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic == OLE_MAGIC:
            raise TableRefusedError(_ole_fault(file))
        if magic == ZIP_MAGIC:
            with _workbook_table(path, size, sheet, limits) as table:
                yield table
        else:
            yield _csv_table(file, limits)


def _ole_fault(file: BinaryIO) -> TableFault:
    is_encrypted = "EncryptedPackage".encode("utf-16-le") in file.read(4 * MEBIBYTE)
    return TableFault.ENCRYPTED if is_encrypted else TableFault.OLD_FORMAT


# CSV ----------------------------------------------------------------------------------------------------------


def _csv_table(file: BinaryIO, limits: TableLimits) -> Table:
    estimate = _line_count(file)
    lines = _text_lines(file, limits)
    skipped = 0
    header_line = ""
    for header_line in lines:
        if header_line.strip() and not header_line.lstrip('"').startswith(("#", "sep=")):
            break
        skipped += 1
    else:
        raise TableRefusedError(TableFault.EMPTY)
    delimiter = max(";,\t", key=_QUOTED.sub("", header_line).count)
    header, length = _csv_header(header_line, lines, delimiter, skipped, limits)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    return Table(header, _csv_rows(reader, skipped + length, limits), estimate, delimiter)


def _csv_header(
    first: str, more: Iterator[str], delimiter: str, skipped: int, limits: TableLimits
) -> tuple[tuple[str, ...], int]:
    """Return the titles and how many lines they fill: a title in quotes may hold line breaks."""
    if first.count(delimiter) >= limits.columns:
        raise TableRefusedError(TableFault.TOO_MANY_COLUMNS, limit=limits.columns)
    reader = csv.reader(chain([first], more), delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error:
        raise TableRefusedError(TableFault.BROKEN, where=str(skipped + 1)) from None
    if len(cells) > limits.columns:
        raise TableRefusedError(TableFault.TOO_MANY_COLUMNS, limit=limits.columns)
    return tuple(_title(cell) for cell in cells), reader.line_num


def _title(cell: object) -> str:
    """Return a title on one line: where it breaks is layout."""
    return " ".join(str(cell).split())


def _line_count(file: BinaryIO) -> int:
    count = 0
    while chunk := file.read(MEBIBYTE):
        count += chunk.count(b"\n")
    file.seek(0)
    return count


def _text_lines(file: BinaryIO, limits: TableLimits) -> Iterator[str]:
    """Yield the lines of UTF-8 text; a line without end is refused before it fills the memory."""
    number = 0
    while raw := file.readline(limits.line_characters):
        number += 1
        if len(raw) >= limits.line_characters:
            raise TableRefusedError(TableFault.TOO_MANY_COLUMNS, where=str(number), limit=limits.columns)
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise TableRefusedError(TableFault.NOT_UTF8, where=str(number)) from None
        if "\x00" in line:
            raise TableRefusedError(TableFault.NOT_UTF8, where=str(number))
        yield line


def _csv_rows(reader: "_csv.Reader", offset: int, limits: TableLimits) -> Iterator[NumberedRow]:
    count = 0
    try:
        for cells in reader:
            if not any(cells):
                continue
            count += 1
            if count > limits.rows:
                raise TableRefusedError(TableFault.TOO_MANY_ROWS, limit=limits.rows)
            if len(cells) > limits.columns:
                raise TableRefusedError(TableFault.TOO_MANY_COLUMNS, where=str(offset + reader.line_num))
            yield offset + reader.line_num, cells
    except csv.Error:
        raise TableRefusedError(TableFault.BROKEN, where=str(offset + reader.line_num)) from None


# XLSX ---------------------------------------------------------------------------------------------------------


@contextmanager
def _workbook_table(path: Path, size: int, sheet: str | None, limits: TableLimits) -> Iterator[Table]:
    if size > limits.workbook_bytes:
        raise TableRefusedError(TableFault.TOO_LARGE, limit=limits.workbook_bytes)
    refuse_harmful_workbook(path, limits)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        page = workbook.get_sheet_by_index(0) if sheet is None else workbook.get_sheet_by_name(sheet)
    except WorksheetNotFound:
        raise TableRefusedError(TableFault.NO_SHEET, where=sheet or "") from None
    except CalamineError:
        raise TableRefusedError(TableFault.BROKEN) from None
    try:
        rows = _workbook_rows(page, limits)
        number, cells = next(rows, (0, ()))
        if not number:
            raise TableRefusedError(TableFault.EMPTY)
        header = tuple("" if cell is None else _title(cell) for cell in cells)
        yield Table(header, rows, page.total_height)
    finally:
        workbook.close()


def _workbook_rows(sheet: CalamineSheet, limits: TableLimits) -> Iterator[NumberedRow]:
    start = sheet.start
    if start is None:
        return
    count = 0
    for number, raw in enumerate(sheet.iter_rows(), start=start[0] + 1):
        cells = [_workbook_cell(cell) for cell in raw]
        if all(cell is None for cell in cells):
            continue
        count += 1
        if count > limits.rows + 1:
            raise TableRefusedError(TableFault.TOO_MANY_ROWS, limit=limits.rows)
        yield number, cells


def _workbook_cell(cell: object) -> Cell:
    """Return a typed cell; a spreadsheet keeps every number as a float, and its shortest text is what was typed."""
    match cell:
        case bool() | datetime.datetime() | datetime.date():
            return cell
        case int():
            return Decimal(cell)
        case float():
            if abs(cell) >= EXACT_FLOAT:
                raise TableRefusedError(TableFault.BROKEN, where=repr(cell))
            return Decimal(int(cell)) if cell.is_integer() else Decimal(repr(cell))
        case str():
            return cell if cell.strip() else None
        case _:
            return None if cell is None else str(cell)
