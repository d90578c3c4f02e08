"""A workbook of plain values written row by row: no row is kept, and one sheet follows another at Excel's limit.

Texts stand in their cells, so there is no list of them to keep; figures are written with the digits they are printed
with. The first row is frozen. Excel, LibreOffice and openpyxl read it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from zipfile import ZIP_DEFLATED, ZipFile

from awards.paper.cells import clean

MOST_ROWS = 1_048_576
"""Rows that a sheet of Excel holds, the heading among them."""
LONGEST_TITLE = 31
AT_ONCE = 1000
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as a character's number."""
FAST = 1
"""Level of compression: the next ones take twice the time for a tenth of the size."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)
SHEET_HEAD = (
    f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
SHEET_END = "</sheetData></worksheet>"


class Figure(str):
    """A number as it is printed: digits with a point."""

    __slots__ = ()


Value = Figure | str | int | None


class StreamedBook:
    """Used in a `with`; sheets are written one after another, and what is written cannot be changed."""

    def __init__(self, file: Path, *, most_rows: int = MOST_ROWS) -> None:
        self._most_rows = most_rows
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=FAST)
        self.titles: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._finish()
        self._zip.close()

    def sheet(self, title: str, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> list[str]:
        """Write the rows below the heading and return the titles of the sheets they took, the first always."""
        stream = iter(rows)
        taken: list[str] = []
        row = next(stream, None)
        while row is not None or not taken:
            first = () if row is None else (row,)
            mark = f" ({len(taken) + 1})" if taken else ""
            taken.append(title[: LONGEST_TITLE - len(mark)] + mark)
            self.titles.append(taken[-1])
            with self._zip.open(f"xl/worksheets/sheet{len(self.titles)}.xml", "w", force_zip64=True) as file:
                _write(file, heads, islice(chain(first, stream), self._most_rows - 1))
            row = next(stream, None)
        return taken

    def _finish(self) -> None:
        numbers = range(1, len(self.titles) + 1)
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{one}.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/>'
            for one in numbers
        )
        self._put(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{SHEET_TYPE}.styles+xml"/>{parts}</Types>',
        )
        self._put(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{LINKS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        sheets = "".join(
            f'<sheet name="{_attribute(title)}" sheetId="{one}" r:id="rId{one}"/>'
            for one, title in zip(numbers, self.titles, strict=True)
        )
        self._put("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{sheets}</sheets></workbook>')
        links = "".join(
            f'<Relationship Id="rId{one}" Type="{LINKS}/worksheet" Target="worksheets/sheet{one}.xml"/>'
            for one in numbers
        )
        last = f'<Relationship Id="rId{len(numbers) + 1}" Type="{LINKS}/styles" Target="styles.xml"/>'
        self._put(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{links}{last}</Relationships>',
        )
        self._zip.writestr("xl/styles.xml", STYLES)

    def _put(self, name: str, text: str) -> None:
        self._zip.writestr(name, XML + text)


def _write(file: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    letters = [_letter(place) for place in range(len(heads))]
    file.write(SHEET_HEAD.encode())
    written = _rows(letters, chain([heads], rows))
    while block := list(islice(written, AT_ONCE)):
        file.write("".join(block).encode())
    file.write(SHEET_END.encode())


def _rows(letters: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    for number, row in enumerate(rows, start=1):
        cells = [
            f'<c r="{letter}{number}" t="inlineStr"><is><t xml:space="preserve">{_escaped(value)}</t></is></c>'
            if type(value) is str
            else f'<c r="{letter}{number}"><v>{value}</v></c>'
            for letter, value in zip(letters, row, strict=True)
            if value is not None and value != ""
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _escaped(text: str) -> str:
    if not text.isalnum():
        text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
        if "_x" in text:
            text = ESCAPED.sub("_x005F_", text)
    return text


def _attribute(text: str) -> str:
    return _escaped(text).replace('"', "&quot;")


def _letter(place: int) -> str:
    return chr(65 + place) if place < 26 else _letter(place // 26 - 1) + chr(65 + place % 26)
