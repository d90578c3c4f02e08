"""The rows of a page's tables as CSV, as CSV for an Excel set to Indonesian, as JSON, and what one must know of them.

CSV: comma, UTF-8 with a byte order mark (none with short names), a point as decimal sign, no thousands separators,
dates as ISO 8601. For Excel: semicolon, decimal comma, and codes and dates as text, which Excel would else read as
times and dates. Text that a spreadsheet would run carries a leading apostrophe; figures never do.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from paritrana.lib.table_writing import safe_text
from paritrana.pages.open_tables import CellKind, OpenColumn, OpenPage, OpenRow, OpenTable, Value

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
MISREAD = re.compile(r"[\d.,:/\-\s]*\d[\d.,:/\-\s]*")
"""What Excel takes for a number, a time or a date, though it is a code or a part of one."""


class FileKind(StrEnum):
    """What stands behind a page's address; the longest ending is tried first."""

    METADATA = "metadata.json"
    EXCEL = "excel-indonesia.csv"
    CSV = "csv"
    JSON = "json"


CONTENT_TYPES = {
    FileKind.METADATA: "application/json",
    FileKind.EXCEL: "text/csv; charset=utf-8",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.JSON: "application/json",
}
JSON_TYPES = {CellKind.NUMBER: "number", CellKind.RUPIAH: "number", CellKind.YES: "boolean"}


def heads(columns: Sequence[OpenColumn], *, is_short: bool) -> list[str]:
    return [column.name if is_short else _titled(column) for column in columns]


def csv_lines(table: OpenTable, rows: Iterator[OpenRow], *, is_short: bool) -> Iterator[str]:
    """Yield the lines; with short names they are for machines and have no byte order mark."""
    yield ("" if is_short else BYTE_ORDER_MARK) + _line(map(safe_text, heads(table.columns, is_short=is_short)), ",")
    for row in rows:
        yield _line(map(plain_text, row.values), ",")


def excel_lines(table: OpenTable, rows: Iterator[OpenRow], *, is_short: bool) -> Iterator[str]:
    """Yield the lines as an Excel set to Indonesian opens them by a double click."""
    yield BYTE_ORDER_MARK + _line(map(safe_text, heads(table.columns, is_short=is_short)), ";")
    for row in rows:
        yield _line(map(_excel_text, row.values), ";")


def plain_text(value: Value) -> str:
    """Return a value as a CSV cell holds it: all its digits, a point before decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("ya") if value else ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, int) else safe_text(value)


def _excel_text(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, str) and MISREAD.fullmatch(value):
        return f'="{value}"'
    return plain_text(value)


def _line(cells: Iterator[str], delimiter: str) -> str:
    written: list[str] = []
    csv.writer(_Written(written.append), delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return "".join(written)


class _Written:
    """The part of a file that a CSV writer needs."""

    def __init__(self, write: Callable[[str], Any]) -> None:
        self.write = write


def json_parts(page: OpenPage, tables: Sequence[tuple[OpenTable, Iterator[OpenRow]]], *, address: str) -> Iterator[str]:
    """Yield the tables as one object; figures are numbers with the digits that the page prints."""
    yield f'{{"title":{_json(page.title)},"page":{_json(address)},"tables":['
    for place, (table, rows) in enumerate(tables):
        columns = [{"name": column.name, "title": _titled(column)} for column in table.columns]
        yield f"{',' if place else ''}{_json({'name': table.name, 'title': table.title, 'columns': columns})[:-1]}"
        yield ',"rows":['
        names = [_json(column.name) for column in table.columns]
        for number, row in enumerate(rows):
            cells = ",".join(f"{name}:{_literal(value)}" for name, value in zip(names, row.values, strict=True))
            yield f"{',' if number else ''}\n{{{cells}}}"
        yield "]}"
    yield "]}\n"


def _literal(value: Value) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def metadata(page: OpenPage, tables: Sequence[OpenTable], *, files: Callable[[OpenTable, FileKind], str]) -> str:
    """Return what a reader must know of each table, and where its files are."""
    described = [
        {
            "name": table.name,
            "title": table.title,
            "definition": table.about.definition,
            "numerator": table.about.numerator,
            "denominator": table.about.denominator,
            "source": table.about.source,
            "as_of": table.about.as_of,
            "caveat": table.about.caveat,
            "licence": table.about.licence,
            "changes_next": table.about.changes,
            "columns": [described_column(column) for column in table.columns],
            "files": {kind.value: files(table, kind) for kind in FileKind if kind is not FileKind.METADATA},
        }
        for table in tables
    ]
    return json.dumps({"title": page.title, "tables": described}, ensure_ascii=False, indent=1) + "\n"


def described_column(column: OpenColumn) -> dict[str, str]:
    return {
        "name": column.name,
        "title": column.title,
        "type": JSON_TYPES.get(column.kind, "string"),
        "kind": column.kind.value,
        "unit": column.unit,
    }


def _titled(column: OpenColumn) -> str:
    return f"{column.title} ({column.unit})" if column.unit else column.title
