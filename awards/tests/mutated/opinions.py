"""A second opinion on what a table says, by other means than those of the product: slow, plain, of accepted rows only.

Text is parted by a reader of its own, workbooks are opened by another library, cells are read by the shortest rules. A
cell that is accepted but that these rules do not understand counts as a wrong accept, so that somebody looks at it.
"""

import datetime
import io
import re
import string
import warnings
import zipfile
import zlib
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import column_index_from_string

from paritrana.uploads.cells import NO, YES
from paritrana.uploads.kinds import Column, ColumnType

Rows = dict[int, list[object]]

_REST_OF_END = re.compile(r"\r*\n|")
"""Behind a carriage return: programs that write CRLF twice leave more of them, and lines are counted by line feeds."""


class NoOpinionError(Exception):
    """The other reader does not read this."""


def text_rows(content: bytes, delimiter: str) -> Rows:
    """Return cells by the line on which their row ends."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    rows: Rows = {}
    cells: list[str] = []
    cell, is_quoted, was_quoted, line, place = "", False, False, 1, 0
    while place < len(text):
        sign = text[place]
        place += 1
        if is_quoted:
            line += sign == "\n"
            if sign != '"':
                cell += sign
            elif text[place : place + 1] == '"':
                cell, place = cell + '"', place + 1
            else:
                is_quoted, was_quoted = False, True
        elif sign == '"' and not cell and not was_quoted:
            is_quoted = True
        elif sign == delimiter:
            cells.append(cell)
            cell, was_quoted = "", False
        elif sign in "\r\n":
            place += len(_REST_OF_END.match(text, place)[0]) if sign == "\r" else 0
            rows[line] = [*cells, cell]
            cells, cell, was_quoted, line = [], "", False, line + 1
        else:
            cell += sign
    if is_quoted:
        raise NoOpinionError
    if cells or cell or was_quoted:
        rows[line] = [*cells, cell]
    return rows


def workbook_rows(content: bytes) -> list[Rows]:
    """Return the cells of the first sheet by row, as another library reads them and as the mark-up says."""
    found = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        found.append({number: list(row) for number, row in enumerate(rows, start=1)})
    except Exception:  # noqa: BLE001, S110 - whatever that library raises: it has no opinion then
        pass
    return [*found, _markup_rows(content)]


def _markup_rows(content: bytes) -> Rows:
    """Days are numbers here: their formats are not looked at."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = {name.lower(): name for name in package.namelist()}
            sheet = ElementTree.fromstring(package.read(names["xl/worksheets/sheet1.xml"]))  # noqa: S314 - damaged by ourselves
            part = names.get("xl/sharedstrings.xml")
            strings = ElementTree.fromstring(package.read(part)) if part else []  # noqa: S314 - the same
            shared = [_text_in(one) for one in strings]
            rows: Rows = {}
            for row in sheet.iterfind(".//{*}row"):
                _markup_row(rows, row, shared)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, IndexError, ElementTree.ParseError) as fault:
        raise NoOpinionError(repr(fault)) from None
    return rows


def _markup_row(rows: Rows, row: ElementTree.Element, shared: list[str]) -> None:
    number = int(row.get("r") or max(rows, default=0) + 1)
    cells = rows.setdefault(number, [])
    for cell in row.iterfind("{*}c"):
        reference = cell.get("r")
        place = column_index_from_string(reference.rstrip("0123456789")) - 1 if reference else len(cells)
        own = rows.setdefault(int(reference.lstrip(string.ascii_letters)), []) if reference else cells
        own.extend([None] * (place + 1 - len(own)))
        text = _text_in(cell)
        match cell.get("t", "n"):
            case "s":
                own[place] = shared[int(text)]
            case "n":
                own[place] = float(text) if text else None
            case "b":
                own[place] = text == "1"
            case _:
                own[place] = text


def _text_in(element: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in element.iter() if one.tag.rpartition("}")[2] in {"t", "v"})


def meaning(column: Column, cell: object) -> object:
    """Return what a cell of a column means; raise NoOpinionError where the plain rules do not say."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        if column.is_required:
            raise NoOpinionError("empty")
        if column.default is None:
            return None
        return column.default == "1" if column.content is ColumnType.FLAG else _number_or_text(column)
    return _MEANINGS[column.content](column, cell)


def _number_or_text(column: Column) -> object:
    return int(column.default) if column.content is ColumnType.WHOLE else column.default


def _text(column: Column, cell: object) -> str:
    text = _typed(cell)
    return text.upper() if column.is_upper else text


def _typed(cell: object) -> str:
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return format(Decimal(int(cell)) if cell.is_integer() else Decimal(repr(cell)), "f")
    return str(cell).strip()


def _number(cell: object, *, is_whole: bool) -> Decimal:
    if isinstance(cell, bool | datetime.date):
        raise NoOpinionError
    if isinstance(cell, int | float):
        return Decimal(repr(cell))
    text = re.sub(r"^Rp\.?\s*", "", str(cell).strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"\d{1,3}([ \u00a0\u202f]\d{3})+", text):
        text = re.sub(r"\s", "", text)
    if re.fullmatch(r"[+-]?[0-9]+", text):
        return Decimal(text)
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?", text) and (
        is_whole or text.count(".") > 1 or "," in text
    ):
        return Decimal(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[+-]?[0-9]+[.,][0-9]+", text):
        return Decimal(text.replace(",", "."))
    raise NoOpinionError(text)


def _whole(_column: Column, cell: object) -> int:
    number = _number(cell, is_whole=True)
    if number != int(number):
        raise NoOpinionError
    return int(number)


def _decimal(_column: Column, cell: object) -> Decimal:
    return _number(cell, is_whole=False)


_DAYS = (r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})")


def _day(_column: Column, cell: object) -> datetime.date:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(cell))
    for pattern in _DAYS:
        if isinstance(cell, str) and (found := re.fullmatch(pattern, cell.strip(), re.ASCII)):
            return datetime.date(int(found["y"]), int(found["m"]), int(found["d"]))
    raise NoOpinionError(cell)


def _month(column: Column, cell: object) -> datetime.date:
    if isinstance(cell, str) and (found := re.fullmatch(r"(\d{4})-(\d{2})", cell.strip(), re.ASCII)):
        return datetime.date(int(found[1]), int(found[2]), 1)
    return _day(column, cell).replace(day=1)


def _choice(column: Column, cell: object) -> str:
    text = _typed(cell).casefold()
    found = {str(label).casefold(): value for value, label in column.choices.choices}
    found |= {str(value).casefold(): value for value in column.choices.values}
    if text not in found:
        raise NoOpinionError(text)
    return found[text]


def _flag(_column: Column, cell: object) -> bool:
    text = _typed(cell).casefold()
    if text not in YES | NO:
        raise NoOpinionError(text)
    return text in YES


_MEANINGS = {
    ColumnType.TEXT: _text,
    ColumnType.WHOLE: _whole,
    ColumnType.DECIMAL: _decimal,
    ColumnType.DATE: _day,
    ColumnType.MONTH: _month,
    ColumnType.CHOICE: _choice,
    ColumnType.FLAG: _flag,
}
