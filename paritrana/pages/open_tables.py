"""Tables that a public page prints and hands out as files: one declaration, the same rows whoever asks."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

Value = Decimal | int | str | bool | None
CHUNK = 500


class CellKind(StrEnum):
    """What a column holds. A code is digits that are no number; a figure may be words where the rules have words."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    RUPIAH = "rupiah"
    TIME = "time"
    PERIOD = "period"
    YES = "yes"


class ColumnPlace(StrEnum):
    """Where a column stands: a cell of the page, a line under the row's name, a mark beside it, or files alone."""

    CELL = "cell"
    NOTE = "note"
    MARK = "mark"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class OpenColumn:
    """`name` is the same in every language and edition of the software; `title` is what people read."""

    name: str
    title: str
    kind: CellKind = CellKind.TEXT
    place: ColumnPlace = ColumnPlace.CELL
    unit: str = ""
    address_in: str = ""
    """The column whose address this one's text leads to."""

    @property
    def is_figure(self) -> bool:
        return self.kind in (CellKind.NUMBER, CellKind.RUPIAH)


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One value a column; `address` is where the row's name leads, `subject` what a page of its own make also needs."""

    values: tuple[Value, ...]
    address: str = ""
    subject: Any = None


@dataclass(frozen=True, slots=True)
class About:
    """What a reader must know to use the figures; `as_of` and `changes` say how old they are and when they move."""

    definition: str
    source: str
    changes: str
    licence: str
    as_of: str = ""
    numerator: str = ""
    denominator: str = ""
    caveat: str = ""


@dataclass(frozen=True)
class OpenTable:
    """`found` may be a query set; `dress` turns a chunk of it into rows, so that memory holds one chunk."""

    name: str
    title: str
    columns: tuple[OpenColumn, ...]
    about: About
    found: Sequence[Any] | QuerySet[Any]
    dress: Callable[[Sequence[Any]], Sequence[OpenRow]] = list
    page_size: int = 0

    @property
    def has_rows(self) -> bool:
        return self.found.exists() if isinstance(self.found, QuerySet) else bool(self.found)

    def page(self, number: str | None) -> Page[Any]:
        return Paginator(self.found, self.page_size or max(len(self.found), 1)).get_page(number)

    def rows_of(self, page: Page[Any]) -> Sequence[OpenRow]:
        return self.dress(list(page.object_list))

    def rows(self) -> Iterator[OpenRow]:
        """Yield every row, chunk by chunk."""
        stream = self.found.iterator(chunk_size=CHUNK) if isinstance(self.found, QuerySet) else iter(self.found)
        while chunk := list(islice(stream, CHUNK)):
            yield from self.dress(chunk)

    def place_of(self, name: str) -> int:
        return next(place for place, column in enumerate(self.columns) if column.name == name)


@dataclass(frozen=True)
class OpenPage:
    """All tables of one page, in the order in which it prints them."""

    title: str
    tables: tuple[OpenTable, ...]

    def named(self, name: str) -> OpenTable | None:
        return next((table for table in self.tables if table.name == name), None)

    def __getitem__(self, name: str) -> OpenTable:
        found = self.named(name)
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: str) -> bool:
        return self.named(name) is not None


def figure(text: str | None) -> Value:
    """Return decimal text as the number it is, with its digits; words stay words, nothing is None."""
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return value if value.is_finite() else text


def month_text(day: datetime.date | None) -> str | None:
    """Return a month as ISO 8601 writes it: `2023-08`."""
    return f"{day:%Y-%m}" if day else None


def dated(day: datetime.date, precision: str) -> str:
    """Return a date no more exactly than "day", "month" or "year" allows."""
    return {"year": f"{day:%Y}", "month": f"{day:%Y-%m}"}.get(precision, day.isoformat())


def stretch(start: datetime.date, end: datetime.date) -> str:
    """Return a stretch of time as shortly as it allows: `2024`, `2023-12`, `2024-01/2024-06`."""
    if start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start:%Y}"
    months = [f"{day:%Y-%m}" for day in (start, end)]
    return months[0] if months[0] == months[1] else "/".join(months)
