"""Writes sheets as CSV, JSON or XLSX; a file stands under its name only when it is whole.

Text is always text: a spreadsheet program runs none of it as a formula. CSV: comma, point, UTF-8 with a byte order
mark; one file per sheet, the first under the name given and the others beside it.
"""

import csv
import json
import os
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, cast

from openpyxl import Workbook
from openpyxl.cell import Cell as WorkbookCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from awards.offline.refusals import UsageError
from awards.offline.sheets import Cell, OutputSheet
from paritrana.lib.problems import note
from paritrana.lib.table_writing import MAX_CELL, safe_text

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
SHEET_ROWS = 1_048_575
WORKBOOK_DIGITS = 15
"""A spreadsheet program keeps no more of a number; a longer one is written as text, so that no digit is lost."""


def writer_for(path: Path) -> Callable[[Path, Sequence[OutputSheet]], list[Path]]:
    """Return the writer for the ending of the name; refuse an ending or a folder that does not do."""
    writers = {".csv": write_csv, ".json": write_json, ".xlsx": write_xlsx}
    if path.suffix.lower() not in writers:
        raise UsageError(note("usage.output-ending", path=str(path)))
    if not path.parent.is_dir():
        raise UsageError(note("usage.no-folder", path=str(path.parent)))
    return writers[path.suffix.lower()]


def write_csv(path: Path, sheets: Sequence[OutputSheet]) -> list[Path]:
    """Write the first sheet under the name, each other one as NAME-KEY.csv beside it."""
    written = []
    for number, sheet in enumerate(sheets):
        target = path if not number else path.with_name(f"{path.stem}-{sheet.key}{path.suffix}")
        draft = _draft(target)
        with draft.open("w", encoding="utf-8", newline="") as file:
            _write_rows(file, sheet)
        os.replace(draft, target)
        written.append(target)
    return written


def write_json(path: Path, sheets: Sequence[OutputSheet]) -> list[Path]:
    """Write one object, a list of rows under each sheet's key; figures are text, so that no digit is lost."""
    content = {
        sheet.key: [dict(zip(sheet.header, map(_json_cell, row), strict=True)) for row in sheet.rows]
        for sheet in sheets
    }
    draft = _draft(path)
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(draft, path)
    return [path]


def write_xlsx(path: Path, sheets: Sequence[OutputSheet]) -> list[Path]:
    longest = max(len(sheet.rows) for sheet in sheets)
    if longest > SHEET_ROWS:
        raise UsageError(note("usage.too-many-rows", most=SHEET_ROWS, rows=longest))
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title[:31])
        page.freeze_panes = "A2"
        head = [_workbook_cell(page, name) for name in sheet.header]
        for cell in head:
            cell.font = Font(bold=True)
        page.append(head)
        for row in sheet.rows:
            page.append([_workbook_cell(page, value) for value in row])
    draft = _draft(path)
    book.save(draft)
    os.replace(draft, path)
    return [path]


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _write_rows(file: IO[str], sheet: OutputSheet) -> None:
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow(map(safe_text, sheet.header))
    for row in sheet.rows:
        writer.writerow([_csv_cell(cell) for cell in row])


def _csv_cell(cell: Cell) -> str:
    return safe_text(cell) if isinstance(cell, str) else _json_cell(cell) or ""


def _json_cell(cell: Cell) -> str | None:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return None if cell is None else str(cell)


def _workbook_cell(page: WriteOnlyWorksheet, value: Cell) -> WorkbookCell:
    if isinstance(value, Decimal) and len(value.as_tuple().digits) > WORKBOOK_DIGITS:
        value = format(value, "f")
    if not isinstance(value, str):
        cell = WriteOnlyCell(page, value=cast("float | None", value))
        if isinstance(value, Decimal):
            places = max(0, -int(value.as_tuple().exponent))
            cell.number_format = f"0.{'0' * places}" if places else "0"
        return cell
    cell = WriteOnlyCell(page, value=_clean(value))
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _clean(text: str) -> str:
    return "".join(one for one in text if one.isprintable() or one in "\n\t")[:MAX_CELL]
