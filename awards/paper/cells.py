"""Cells of a workbook: text that stays text, numbers that stay exact enough, one look."""

import datetime
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST_TEXT = 32767
GREEN = "0B5D45"
TINT = "E3F1EA"
DAY_FORMAT = "[$-421]d mmmm yyyy"


def clean(text: str) -> str:
    """Drop the control characters a workbook cannot hold and cut at the longest text a cell takes."""
    kept = text if text.isprintable() else ILLEGAL_CHARACTERS_RE.sub("", text)
    return kept[:LONGEST_TEXT]


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("these sheets have no merged cells")
    return cell


def freeze(sheet: Worksheet, row: int, column: int) -> None:
    """Keep everything above the row and left of the column in view."""
    sheet.freeze_panes = f"{get_column_letter(column)}{row}"


def put_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write text as text: whatever it begins with, it never becomes a formula, not even when edited."""
    cell = _cell(sheet, row, column)
    cell.value = clean(text)
    cell.data_type = "s"
    if text.startswith(DANGEROUS):
        cell.quotePrefix = True
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, digits: int) -> Cell:
    """Write a formula of our own making; no text of anybody else may be part of it unquoted."""
    cell = _cell(sheet, row, column)
    cell.value = f"={formula}"
    cell.number_format = number_format(digits)
    return cell


def put_number(sheet: Worksheet, row: int, column: int, text: str, digits: int | None = None) -> Cell:
    """Write decimal text as a number; what is no number stays text, what is empty stays empty."""
    value = decimal_of(text)
    if value is None:
        return put_text(sheet, row, column, text) if text else _cell(sheet, row, column)
    cell = _cell(sheet, row, column)
    cell.value = value
    places = max(0, -int(value.as_tuple().exponent)) if digits is None else digits
    cell.number_format = number_format(places)
    return cell


def put_day(sheet: Worksheet, row: int, column: int, day: datetime.date | None) -> Cell:
    cell = _cell(sheet, row, column)
    cell.value = day
    cell.number_format = DAY_FORMAT
    return cell


def decimal_of(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def number_format(digits: int) -> str:
    """Separators follow the reader's machine: 1.234,50 in an Indonesian Excel."""
    return "#,##0" + (f".{'0' * digits}" if digits else "")


def put_title(sheet: Worksheet, title: str, caveat: str) -> None:
    """Fill the first two rows: what the sheet is, and the caveat that goes with every figure of the edition."""
    put_text(sheet, 1, 1, title).font = Font(bold=True, size=14, color=GREEN)
    put_text(sheet, 2, 1, caveat).font = Font(italic=True, color="5D3D00")


def put_head(sheet: Worksheet, row: int, names: Sequence[str], widths: Sequence[int]) -> None:
    """Write the heading, freeze it, and give each column its width."""
    for column, (name, width) in enumerate(zip(names, widths, strict=True), start=1):
        cell = put_text(sheet, row, column, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=GREEN)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width


def csv_text(text: str) -> str:
    """Defuse text that a spreadsheet would run: it gets a leading apostrophe, as documented on the export's page."""
    if not text:
        return text
    flat = clean(text)
    if not flat.isprintable():
        flat = flat.replace("\r", " ").replace("\n", " ")
    return f"'{flat}" if flat.startswith(DANGEROUS) else flat
