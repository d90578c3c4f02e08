"""Workbooks written once and read by anybody: each formula carries its value, for readers that compute nothing.

openpyxl writes a formula or a value, never both; a phone, a preview of a mail or a script then shows empty cells. The
bytes depend on nothing but the content: the moment in the file is the caller's.
"""

import datetime
from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from awards.paper.cells import DANGEROUS, DAY_FORMAT, GREEN, clean, decimal_of, number_format

AMBER = "#5D3D00"
FOUND = "#EEF1EF"
"""The ground of a stored figure that no formula computes."""

Look = dict[str, Any]


def column_letter(column: int) -> str:
    """Return the letters of a column; places are counted from 1."""
    return str(xl_col_to_name(column - 1))


class WrittenBook:
    """A workbook in memory; `content` ends it."""

    def __init__(self, written_at: datetime.datetime) -> None:
        self._stream = BytesIO()
        self._book = xlsxwriter.Workbook(self._stream, {"in_memory": True, "strings_to_formulas": False})
        self._book.set_properties({"created": written_at.astimezone(datetime.UTC).replace(tzinfo=None)})
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def sheet(self, name: str) -> "WrittenSheet":
        return WrittenSheet(self, self._book.add_worksheet(name))

    def look(self, properties: Look) -> Any:
        """Return the format of these properties; a workbook keeps each of them once."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format(properties)
        return self._looks[key]

    def content(self) -> bytes:
        self._book.close()
        return self._stream.getvalue()


class WrittenSheet:
    """Cells of one sheet, rows and columns counted from 1."""

    def __init__(self, book: WrittenBook, page: Any) -> None:
        self._book = book
        self._page = page

    def freeze(self, row: int, column: int) -> None:
        """Keep everything above the row and left of the column in view."""
        self._page.freeze_panes(row - 1, column - 1)

    def width(self, column: int, characters: int) -> None:
        self._page.set_column(column - 1, column - 1, characters)

    def text(self, row: int, column: int, text: str, **look: Any) -> None:
        """Write text as text: whatever it begins with, it never becomes a formula, not even when edited."""
        if not text:
            return
        if text.startswith(DANGEROUS):
            look["quote_prefix"] = True
        self._page.write_string(row - 1, column - 1, clean(text), self._book.look(look) if look else None)

    def number(self, row: int, column: int, text: str, digits: int | None = None, **look: Any) -> None:
        """Write decimal text as a number; what is no number stays text, what is empty stays empty."""
        value = decimal_of(text)
        if value is None:
            self.text(row, column, text, **look)
            return
        places = max(0, -int(value.as_tuple().exponent)) if digits is None else digits
        look["num_format"] = number_format(places)
        self._page.write_number(row - 1, column - 1, float(value), self._book.look(look))

    def formula(
        self, row: int, column: int, formula: str, value: Fraction | str | int, digits: int, **look: Any
    ) -> None:
        """Write a formula of our own making with what it comes to; no text of anybody else is part of it unquoted."""
        look["num_format"] = number_format(digits)
        self._page.write_formula(row - 1, column - 1, f"={formula}", self._book.look(look), _shortest(value))

    def day(self, row: int, column: int, day: datetime.date | None) -> None:
        if day is not None:
            self._page.write_datetime(row - 1, column - 1, day, self._book.look({"num_format": DAY_FORMAT}))

    def title(self, title: str, caveat: str) -> None:
        """Fill the first two rows: what the sheet is, and the caveat that goes with every figure of the edition."""
        self.text(1, 1, title, bold=True, font_size=14, font_color=f"#{GREEN}")
        self.text(2, 1, caveat, italic=True, font_color=AMBER)

    def head(self, row: int, names: Sequence[str], widths: Sequence[int]) -> None:
        """Write the heading and give each column its width."""
        look: Look = {"bold": True, "font_color": "#FFFFFF", "bg_color": f"#{GREEN}"}
        for column, (name, width) in enumerate(zip(names, widths, strict=True), start=1):
            self.text(row, column, name, **look, text_wrap=True, valign="vcenter")
            self.width(column, width)


def _shortest(value: Fraction | str | int) -> float | int | str:
    """Return what a spreadsheet program keeps: words, whole numbers without a point, others as the nearest float."""
    if isinstance(value, str):
        return value
    number = float(value)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number  # noqa: PLR2004 - digits kept
