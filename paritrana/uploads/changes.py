"""What applying an import would change: row by row, the largest change first, and column by column in sums."""

# ruff: noqa: S608 - as in staging.py: no name in the SQL comes from a file or a person

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from paritrana.uploads.kinds import Column, ColumnType
from paritrana.uploads.staging import Staging, quoted

UNBOUNDED = 1_000_000_000
"""How much a figure changed that was nought before."""
PAGE = 2000


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell before and after, as text; `before` is empty in a new row. `is_jump`: tenfold or a tenth."""

    column: Column
    before: str
    after: str
    is_jump: bool = False


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of the file against its record: where it stands, what it belongs to, its key, what differs."""

    line: int
    belongs_to: str
    key: tuple[tuple[str, str], ...]
    cells: tuple[CellChange, ...]
    is_new: bool

    @property
    def is_jump(self) -> bool:
        return any(cell.is_jump for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """A column over every record that the file names: its sum as it is, and as it would be."""

    column: Column
    before: str
    after: str


def _plain_number(value: object) -> str:
    """Without the noughts by which PostgreSQL fills a decimal up to its places."""
    return format(Decimal(str(value)).normalize(), "f")


class StagedChanges(Staging):
    """The questions that somebody asks before applying."""

    def rows(self, *, is_new: bool, start: int, count: int) -> list[RowChange]:
        """Return a stretch of the new rows in the file's order, or of the changed ones, the largest change first."""
        order = "s.line" if is_new or not self.kind.amounts else f"{self._largest_change()} DESC, s.line"
        condition = "t.id IS NULL" if is_new else f"t.id IS NOT NULL AND ({self._differs()})"
        columns = self.kind.columns
        filled = self.kind.filled
        selected = [
            f"r.{self._reference_key()}",
            f"t.{self._column_of(self.kind.reference.field)}",
            *(f"s.{quoted(column.name)}" for column in columns),
            *(f"t.{self._column_of(column.field)}" for column in filled),
            *(self._flag(self._jump(column)) for column in self.kind.amounts),
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT s.line, {', '.join(selected)} FROM {self._matched()} WHERE {condition}"
                f" ORDER BY {order} LIMIT %s OFFSET %s",
                [count, start],
            )
            found = cursor.fetchall()
        names = self._names({pk for row in found for pk in row[1:3] if pk is not None})
        return [self._row(row, names, is_new=is_new) for row in found]

    def all_rows(self) -> Iterator[RowChange]:
        """Yield every row that changes, then every new one; holds a page at a time."""
        for is_new in (False, True):
            start = 0
            while page := self.rows(is_new=is_new, start=start, count=PAGE):
                yield from page
                start += len(page)

    def sums(self) -> list[ColumnSum]:
        """Return each amount's sum over the records that the file names, before and after; one statement."""
        amounts = self.kind.amounts
        if not amounts:
            return []
        parts = [
            f"SUM({cell})"
            for column in amounts
            for cell in (f"t.{self._column_of(column.field)}", f"s.{quoted(column.name)}")
        ]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)} FROM {self._matched()}")
            found = ["" if value is None else _plain_number(value) for value in cursor.fetchone()]
        pairs = zip(found[::2], found[1::2], strict=True)
        return [ColumnSum(column, *pair) for column, pair in zip(amounts, pairs, strict=True)]

    def _largest_change(self) -> str:
        ratios = [self._ratio(column) for column in self.kind.amounts]
        largest = "GREATEST" if connection.vendor == "postgresql" else "MAX"
        return ratios[0] if len(ratios) == 1 else f"{largest}({', '.join(ratios)})"

    def _ratio(self, column: Column) -> str:
        old, new = f"t.{self._column_of(column.field)}", f"s.{quoted(column.name)}"
        return (
            f"CASE WHEN {old} IS NULL OR {new} IS NULL OR {old} = {new} THEN 0 WHEN {old} = 0 THEN {UNBOUNDED}"
            f" ELSE ABS({new} - {old}) * 1.0 / ABS({old}) END"
        )

    @staticmethod
    def _flag(condition: str) -> str:
        return f"CASE WHEN {condition} THEN 1 ELSE 0 END"

    def _names(self, keys: set[Any]) -> Mapping[Any, str]:
        rows = self.kind.reference.model._default_manager.in_bulk(keys)  # noqa: SLF001 - the documented door
        return {key: str(row) for key, row in rows.items()}

    def _row(self, row: Sequence[Any], names: Mapping[Any, str], *, is_new: bool) -> RowChange:
        line, now, was, *rest = row
        count = len(self.kind.columns)
        typed = {column.name: value for column, value in zip(self.kind.columns, rest[:count], strict=True)}
        filled, amounts = self.kind.filled, self.kind.amounts
        stored = dict(zip((column.name for column in filled), rest[count : count + len(filled)], strict=True))
        jumps = dict(zip((column.name for column in amounts), rest[count + len(filled) :], strict=True))
        cells = []
        if not is_new and was != now:
            place = self._columns_by_name[self.kind.reference_columns[0]]
            cells.append(CellChange(place, names.get(was, str(was)), names.get(now, str(now))))
        for column in filled:
            before, after = stored[column.name], typed[column.name]
            if is_new or self._is_other(column, before, after):
                old = "" if is_new else self._shown(column, before)
                cells.append(CellChange(column, old, self._shown(column, after), bool(jumps.get(column.name))))
        key = tuple((name, self._shown(self._columns_by_name[name], typed[name])) for name in self.kind.key)
        return RowChange(line, names.get(now, str(now)), key, tuple(cells), is_new)

    @property
    def _columns_by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.kind.columns}

    def _is_other(self, column: Column, before: object, after: object) -> bool:
        """Booleans and dates come as text or numbers from one of the databases; their text is compared."""
        if before == after:
            return False
        return self._typed_again(column, before) != self._typed_again(column, after)

    def _shown(self, column: Column, value: object) -> str:
        text = self._typed_again(column, value)
        if column.content is ColumnType.CHOICE and column.choices is not None and text in column.choices.values:
            return str(column.choices(text).label)
        return text
