"""Write tables that a spreadsheet program opens as text and numbers, never as formulas."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_LIVE = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9.,]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MAX_CELL = 32_767


def safe_text(text: str) -> str:
    """Return text that no spreadsheet program runs: a leading apostrophe disarms it, control characters go."""
    clean = _UNPRINTABLE.sub("", text)
    return f"'{clean}" if _is_live(clean) else clean


def typed_text(text: str) -> str:
    """Return the text of which `safe_text` made this one: exactly its apostrophe goes, nobody else's."""
    return text[1:] if text.startswith("'") and _is_live(text[1:]) else text


def _is_live(text: str) -> bool:
    """Text behind apostrophes counts too, so that what was disarmed can be told from what was typed."""
    return _LIVE.match(text) is not None and not _NUMBER.fullmatch(text)


def csv_line(cells: Sequence[str], *, delimiter: str = ";") -> str:
    """Return one CSV line with its line end."""
    written: list[str] = []
    csv.writer(_Lines(written), delimiter=delimiter, lineterminator="\r\n").writerow([safe_text(c) for c in cells])
    return "".join(written)


class _Lines:
    """The part of a file that a CSV writer needs."""

    def __init__(self, written: list[str]) -> None:
        self._written = written

    def write(self, text: str) -> int:
        self._written.append(text)
        return len(text)


@dataclass(frozen=True, slots=True)
class NotesSheet:
    """What the reader of a table should know, on a sheet of its own."""

    title: str
    rows: Iterable[Sequence[str]]


def write_workbook(
    file: IO[bytes],
    *,
    title: str,
    header: Sequence[str],
    comments: Mapping[str, str],
    rows: Iterable[Sequence[str]],
    notes: NotesSheet | None = None,
) -> None:
    """Write one sheet of text cells under a commented header, and a second sheet of notes where there are some."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    head = []
    for name in header:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        if name in comments:
            cell.comment = Comment(comments[name], "Paritrana", width=320, height=140)
        head.append(cell)
    sheet.append(head)
    for row in rows:
        sheet.append([_text_cell(sheet, value) for value in row])
    if notes is not None:
        second = book.create_sheet(notes.title[:31])
        for row in notes.rows:
            second.append([_text_cell(second, value) for value in row])
    book.save(file)


def _text_cell(sheet: WriteOnlyWorksheet, value: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=_UNPRINTABLE.sub("", value)[:MAX_CELL])
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
