"""A table as an office sends it: what it means, what was done to it, and the CSV, XLSX or Parquet file of both."""

import csv
import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from paritrana.lib.tests.parquet import parquet

Value = str | int | Decimal | datetime.date | bool | None


@dataclass(frozen=True)
class Marked:
    """A cell of a workbook that its format or type makes special: a per cent, an error, a formula."""

    value: object
    data_type: str = "n"
    number_format: str = "General"


@dataclass(eq=False)
class Line:
    """One line of the file; `truth` is the place of the row that it stands for, None for a line that is no data."""

    cells: list[Value | Marked]
    truth: int | None = None
    is_hidden: bool = False


@dataclass
class DirtyTable:
    """`above` are lines over the titles, `others` more sheets; `packing` is Parquet's, `spoil` befalls a text last."""

    form: str
    header: list[str]
    lines: list[Line]
    delimiter: str = ";"
    sheet: str = "Data"
    above: list[list[str]] = field(default_factory=list)
    others: "list[str | DirtyTable]" = field(default_factory=list)
    is_first_hidden: bool = False
    packing: str = "snappy"
    spoil: Callable[[str], bytes] = str.encode

    def number(self, line: Line) -> int:
        """Return the line of the file as an editor or a spreadsheet counts it; Parquet has no line of titles."""
        if self.form == "parquet":
            return self.lines.index(line) + 1
        return len(self.above) + 1 + self.lines.index(line) + 1

    def place(self, line: Line, column: str) -> str:
        """Return a workbook's cell as people call it."""
        return f"{openpyxl.utils.get_column_letter(self.header.index(column) + 1)}{self.number(line)}"

    @property
    def content(self) -> bytes:
        forms = {"csv": self._text, "xlsx": self._workbook, "parquet": self._columns}
        return forms[self.form]()

    @property
    def name(self) -> str:
        return f"data.{self.form}"

    def _text(self) -> bytes:
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=self.delimiter, lineterminator="\r\n")
        writer.writerows(self.above)
        writer.writerow(self.header)
        writer.writerows([typed(cell) for cell in line.cells] for line in self.lines)
        return self.spoil(stream.getvalue())

    def _columns(self) -> bytes:
        """A column has the type of what stands in it; one that holds a slip of the pen is text as a whole."""
        columns = {}
        for place, title in enumerate(self.header):
            cells = [None if line.cells[place] == "" else line.cells[place] for line in self.lines]
            kind = _column_type({type(cell) for cell in cells if cell is not None})
            columns[title] = (kind, [typed(cell) or None for cell in cells] if kind == "VARCHAR" else cells)
        return parquet(columns, f", COMPRESSION {self.packing}")

    def _workbook(self) -> bytes:
        book = openpyxl.Workbook()
        sheet = book.active
        self._fill(sheet)
        for other in self.others:
            if isinstance(other, DirtyTable):
                other._fill(book.create_sheet())
            else:
                book.create_sheet(other).append(["angka lain", 1])
        if self.is_first_hidden:
            book.create_sheet("Depan").append(["tampak"])
            book.active = len(book.sheetnames) - 1
            sheet.sheet_state = "hidden"
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def _fill(self, sheet: Worksheet) -> None:
        sheet.title = self.sheet
        for row in (*self.above, self.header):
            sheet.append(row)
        for line in self.lines:
            number = self.number(line)
            sheet.row_dimensions[number].hidden = line.is_hidden
            for place, cell in enumerate(line.cells, start=1):
                _put(sheet.cell(number, place), cell)


def _column_type(types: set[type]) -> str:
    known = {frozenset({int}): "BIGINT", frozenset({datetime.date}): "DATE", frozenset({bool}): "BOOLEAN"}
    if types and types <= {int, Decimal}:
        return known.get(frozenset(types), "DECIMAL(30, 6)")
    return known.get(frozenset(types), "VARCHAR")


def _put(cell: openpyxl.cell.Cell, value: Value | Marked) -> None:
    if isinstance(value, Marked):
        cell.value, cell.data_type, cell.number_format = value.value, value.data_type, value.number_format
    elif isinstance(value, bool):
        cell.value = typed(value)
    elif value is not None and value != "":
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def typed(value: Value | Marked) -> str:
    """Return a value as somebody types it into a text file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
