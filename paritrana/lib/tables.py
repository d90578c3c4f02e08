"""Rows of an uploaded table, CSV, XLSX or Parquet, read without trusting the file.

A file is judged by its content, not by its name. CSV: UTF-8 with or without BOM, UTF-16 with one, else the old Windows
letters; separator `;`, `,`, tab or `|`; lines that start with `#` or `sep=` before the titles are comments; rows stream
also out of a gzip file. XLSX: checked part by part before it is opened (size when unpacked, macros, encryption,
formulas, far-away cells), then read from one sheet.
Parquet: read by a process of its own, with types that leave no doubt what was written.
"""

import codecs
import csv
import datetime
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum, WorksheetNotFound

from paritrana.lib.gzip_reading import unpacked
from paritrana.lib.parquet_reading import parquet_rows
from paritrana.lib.table_faults import DEFAULT_LIMITS, MEBIBYTE, TableFault, TableLimits, TableRefusedError
from paritrana.lib.utf16_reading import as_utf8
from paritrana.lib.workbook_checks import refuse_harmful_workbook
from paritrana.lib.workbook_marks import SheetMarks, sheet_marks

if TYPE_CHECKING:
    import _csv

Cell = str | Decimal | datetime.date | bool | None
NumberedRow = tuple[int, Sequence[Cell]]

ZIP_MAGIC = b"PK\x03\x04"
GZIP_MAGIC = b"\x1f\x8b"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
PARQUET_MAGIC, LOCKED_PARQUET_MAGIC = b"PAR1", b"PARE"
EXACT_FLOAT = 2**53
SHOWN_ERRORS = 5
TITLE_ROWS = 10
FEWEST_SIGNS = 2
SIGNS = ";,\t|"
OLD_WINDOWS = "cp1252"
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
# Bytes that stand in no text there, and pairs that are one letter of UTF-8.
_NOT_OLD_WINDOWS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]|[\xc2-\xf4][\x80-\xbf]")
# What stands in quotes, also where the closing one is on a later line.
_QUOTED = re.compile(r'"[^"]*"|(?<![^;,\t|])"[^"]*$')


@dataclass(frozen=True, slots=True)
class FileTable:
    """A header and its rows; a row's number is its line in the file. Rows without any content are left out.

    `row_estimate` is for progress bars only. `delimiter` is what parts the cells of a CSV file, empty for others.
    The rest is a workbook's: the sheet that is read, the visible ones that are not, the rows nobody sees, and the
    places (from 0) of the columns whose numbers were shown as per cent and are read as shown: 85 for 85 %.
    `heading_row` says where the titles stood if text stands above them, else 0; `old_windows_row` where the first
    letter stands that was read by the old Windows letters, as the file is no UTF-8.
    """

    header: tuple[str, ...]
    rows: Iterator[NumberedRow]
    row_estimate: int
    delimiter: str = ""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    percent_columns: tuple[int, ...] = ()
    heading_row: int = 0
    old_windows_row: int = 0


@contextmanager
def open_table(
    path: Path, *, sheet: str | None = None, limits: TableLimits = DEFAULT_LIMITS, reads_percent: bool = False
) -> Iterator[FileTable]:
    """Open a CSV file, packed by gzip or not, an XLSX or a Parquet file.

    Raises `TableRefusedError` at once, or from the rows where the fault sits. Cells formatted as per cent are
    refused unless the caller `reads_percent`; a column that mixes them always is.
    """
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
            with _workbook_table(path, size, sheet, limits, reads_percent=reads_percent) as table:
                yield table
        elif sheet is not None:
            raise TableRefusedError(TableFault.NO_SHEET, where=sheet)
        elif magic == LOCKED_PARQUET_MAGIC:
            raise TableRefusedError(TableFault.ENCRYPTED)
        elif magic == PARQUET_MAGIC:
            with parquet_rows(file, limits) as found:
                yield FileTable(tuple(map(_title, found.titles)), found.rows, found.row_count)
        else:
            is_packed = magic.startswith(GZIP_MAGIC)
            yield _csv_table(as_utf8(unpacked(file, limits.file_bytes) if is_packed else file), limits)


def below_titles(table: FileTable, wanted: Collection[str]) -> FileTable:
    """Return the table from the row that holds all `wanted` titles, which offices like to put below a heading.

    Only the first rows are looked at; where none holds them all the table stays as it is. Case tells titles apart in
    no file, so `wanted` is given casefolded.
    """
    if not wanted or _holds(table.header, wanted):
        return table
    passed: list[NumberedRow] = []
    for number, cells in islice(table.rows, TITLE_ROWS):
        titles = tuple("" if cell is None else _title(cell) for cell in cells)
        if _holds(titles, wanted):
            return replace(table, header=titles, heading_row=number)
        passed.append((number, cells))
    return replace(table, rows=chain(passed, table.rows))


def _holds(titles: Sequence[str], wanted: Collection[str]) -> bool:
    return {title.casefold() for title in titles}.issuperset(wanted)


def _ole_fault(file: BinaryIO) -> TableFault:
    is_encrypted = "EncryptedPackage".encode("utf-16-le") in file.read(4 * MEBIBYTE)
    return TableFault.ENCRYPTED if is_encrypted else TableFault.OLD_FORMAT


# CSV ----------------------------------------------------------------------------------------------------------


def _csv_table(file: BinaryIO, limits: TableLimits) -> FileTable:
    estimate, old_windows_row = _looked_through(file)
    lines = _text_lines(file, limits, OLD_WINDOWS if old_windows_row else "utf-8")
    skipped = 0
    header_line = ""
    for header_line in lines:
        if header_line.strip() and not header_line.lstrip('"').startswith(("#", "sep=")):
            break
        skipped += 1
    else:
        raise TableRefusedError(TableFault.EMPTY)
    delimiter, lines = _delimiter(header_line, lines)
    header, length = _csv_header(header_line, lines, delimiter, skipped, limits)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows = _csv_rows(reader, skipped + length, limits)
    return FileTable(header, rows, estimate, delimiter, old_windows_row=old_windows_row)


def _delimiter(first: str, lines: Iterator[str]) -> tuple[str, Iterator[str]]:
    """Ask the first line what parts its cells; a heading above the titles has none, so the lines below are asked."""
    plain = _QUOTED.sub(lambda one: '"' * (one[0].count('"') % 2), first)
    found = max(SIGNS, key=plain.count)
    if plain.count(found) or plain.count('"'):  # a quote that stays open goes on in the next line
        return found, lines
    ahead = list(islice(lines, TITLE_ROWS))
    counts = {sign: max((_QUOTED.sub("", line).count(sign) for line in ahead), default=0) for sign in SIGNS}
    best = max(counts, key=counts.__getitem__)
    return (best if counts[best] >= FEWEST_SIGNS else found), chain(ahead, lines)


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


def _looked_through(file: BinaryIO) -> tuple[int, int]:
    """Return how many lines there are, and the first that only the old Windows letters explain, 0 where none does.

    A spreadsheet saves its plain CSV in them (cp1252), one byte a letter. A file that also holds letters of UTF-8 is
    damaged and no such file.
    """
    count = first = 0
    is_utf8 = is_old = True
    decoder, last = codecs.getincrementaldecoder("utf-8")(), b""
    while chunk := file.read(MEBIBYTE):
        if not first and (found := _BEYOND_ASCII.search(chunk)):
            first = count + chunk.count(b"\n", 0, found.start()) + 1
        if is_utf8 and first:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        is_old = is_old and not (first and _NOT_OLD_WINDOWS.search(last + chunk))
        count += chunk.count(b"\n")
        last = chunk[-1:]
    is_utf8 = is_utf8 and not decoder.getstate()[0]
    file.seek(0)
    return count, first if is_old and not is_utf8 else 0


def _text_lines(file: BinaryIO, limits: TableLimits, encoding: str) -> Iterator[str]:
    """Yield the lines of text; a line without end is refused before it fills the memory."""
    number = 0
    while raw := file.readline(limits.line_characters):
        number += 1
        if len(raw) >= limits.line_characters:
            raise TableRefusedError(TableFault.TOO_MANY_COLUMNS, where=str(number), limit=limits.columns)
        try:
            line = raw.decode("utf-8-sig" if number == 1 and encoding == "utf-8" else encoding)
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
def _workbook_table(
    path: Path, size: int, sheet: str | None, limits: TableLimits, *, reads_percent: bool
) -> Iterator[FileTable]:
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
        if sheet is None:
            _refuse_hidden_first(workbook)
        marks = sheet_marks(path, page.name)
        _refuse_marks(marks, reads_percent=reads_percent)
        percent = frozenset(marks.percent)
        rows = _workbook_rows(page, percent, limits)
        number, cells = next(rows, (0, ()))
        while number and str(cells[0] or "").lstrip().startswith("#"):
            number, cells = next(rows, (0, ()))
        if not number:
            raise TableRefusedError(TableFault.EMPTY)
        yield FileTable(
            tuple("" if cell is None else _title(cell) for cell in cells),
            rows,
            page.total_height,
            sheet=page.name,
            other_sheets=_other_visible(workbook, page.name),
            hidden_rows=tuple(marks.hidden_rows),
            percent_columns=tuple(sorted(column - (page.start or (0, 0))[1] for column in percent)),
        )
    except TableRefusedError as refused:
        refused.sheet, refused.other_sheets = page.name, _other_visible(workbook, page.name)
        raise
    finally:
        workbook.close()


def _refuse_hidden_first(workbook: CalamineWorkbook) -> None:
    """Nobody who looks at the file sees the sheet that would be read."""
    sheets = workbook.sheets_metadata
    if sheets and sheets[0].visible is not SheetVisibleEnum.Visible:
        raise TableRefusedError(TableFault.FIRST_SHEET_HIDDEN, where=", ".join(one.name for one in sheets))


def _other_visible(workbook: CalamineWorkbook, name: str) -> tuple[str, ...]:
    return tuple(
        one.name for one in workbook.sheets_metadata if one.name != name and one.visible is SheetVisibleEnum.Visible
    )


def _refuse_marks(marks: SheetMarks, *, reads_percent: bool) -> None:
    if marks.errors:
        raise TableRefusedError(
            TableFault.ERROR_CELL, where=", ".join(f"{place}: {text}" for place, text in marks.errors[:SHOWN_ERRORS])
        )
    if marks.mixed:
        raise TableRefusedError(TableFault.PERCENT_MIXED, where=", ".join(marks.mixed[0]))
    if marks.percent and not reads_percent:
        raise TableRefusedError(TableFault.PERCENT, where=marks.percent[min(marks.percent)])


def _workbook_rows(sheet: CalamineSheet, percent: frozenset[int], limits: TableLimits) -> Iterator[NumberedRow]:
    start = sheet.start
    if start is None:
        return
    count = 0
    for number, raw in enumerate(sheet.iter_rows(), start=start[0] + 1):
        cells = [_workbook_cell(cell) for cell in raw]
        for column in percent:
            place = column - start[1]
            if isinstance(cell := cells[place], Decimal):
                cells[place] = (cell * 100).normalize() + 0
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
