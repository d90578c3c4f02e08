"""Print the declared tables of a public page, with the doors to their files."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.translation import gettext as _

from paritrana.pages.open_files import FileKind
from paritrana.pages.open_pages import file_address
from paritrana.pages.open_tables import CellKind, ColumnPlace, OpenColumn, OpenPage, OpenRow, Value
from paritrana.pages.templatetags.formats import day, month, number, rupiah

register = template.Library()


@dataclass(frozen=True, slots=True)
class PrintedCell:
    column: OpenColumn
    value: Value
    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as the page shows it: `head` names it, `notes` stand under the name."""

    head: PrintedCell
    cells: tuple[PrintedCell, ...]
    notes: tuple[PrintedCell, ...]
    is_marked: bool
    row: OpenRow


@dataclass(frozen=True, slots=True)
class FileDoor:
    address: str
    label: str


@register.inclusion_tag("parts/open_table.html", takes_context=True)
def open_table(context: dict[str, Any], name: str, classes: str = "table-cards", bar: str = "") -> dict[str, Any]:
    """Print one table of `tables`; `bar` names a column in per cent that is also drawn."""
    page: OpenPage = context["tables"]
    table, request = page[name], context["request"]
    shown = table.page(request.GET.get("page") if table.page_size else None)
    return {
        "table": table,
        "rows": printed_rows(table.columns, table.rows_of(shown), bar=bar),
        "columns": [column for column in table.columns if column.place is ColumnPlace.CELL],
        "classes": classes,
        "has_bar": bool(bar),
        "page": shown,
        "request": request,
        "doors": file_doors(request, page, name),
    }


@register.inclusion_tag("parts/file_doors.html", takes_context=True)
def table_files(context: dict[str, Any], name: str) -> dict[str, Any]:
    """Link the files of a table that the page lays out in its own way."""
    page: OpenPage = context["tables"]
    return {"doors": file_doors(context["request"], page, name), "table": page[name]}


def file_doors(request: HttpRequest, page: OpenPage, name: str) -> list[FileDoor]:
    labels = {
        FileKind.CSV: "CSV",
        FileKind.EXCEL: _("CSV untuk Excel Indonesia"),
        FileKind.JSON: "JSON",
        FileKind.METADATA: _("Keterangan data"),
    }
    doors = [FileDoor(file_address(request, page, page[name], kind), label) for kind, label in labels.items()]
    return [door for door in doors if door.address]


def printed_rows(columns: tuple[OpenColumn, ...], rows: Any, *, bar: str = "") -> list[tuple[PrintedRow, Value]]:
    """Return the rows as printed, each with the value that its bar draws."""
    places = {column.name: place for place, column in enumerate(columns)}
    found = []
    for row in rows:
        cells = [
            PrintedCell(
                column,
                value,
                printed(value, column.kind),
                str(row.values[places[column.address_in]] or "") if column.address_in else "",
            )
            for column, value in zip(columns, row.values, strict=True)
        ]
        shown = [cell for cell in cells if cell.column.place is ColumnPlace.CELL]
        notes = tuple(
            cell for cell in cells if cell.column.place is ColumnPlace.NOTE and cell.value not in (None, "", False)
        )
        is_marked = any(cell.value for cell in cells if cell.column.place is ColumnPlace.MARK)
        drawn = row.values[places[bar]] if bar else None
        found.append((PrintedRow(shown[0], tuple(shown[1:]), notes, is_marked, row), drawn))
    return found


def printed(value: Value, kind: CellKind) -> str:
    """Write a value as the page prints it; files hold the same digits."""
    if kind is CellKind.YES:
        return _("ada") if value else _("belum")
    if value is None or value == "":
        return number(None) if kind in (CellKind.NUMBER, CellKind.RUPIAH, CellKind.TIME) else ""
    if kind is CellKind.RUPIAH and not isinstance(value, str):
        return rupiah(value)
    if kind is CellKind.NUMBER:
        return number(value)
    if kind is CellKind.TIME:
        return _time(str(value))
    if kind is CellKind.PERIOD:
        return " \N{EN DASH} ".join(map(_time, str(value).split("/")))
    return str(value)


def _time(text: str) -> str:
    """Write an ISO date as exactly as it is given: a year, a month or a day."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return text
    date = datetime.date(*parts, *([1] * (3 - len(parts))))
    return month(date) if len(parts) == 2 else day(date)
